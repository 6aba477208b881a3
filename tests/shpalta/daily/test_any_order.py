"""Law 4: days run in any order, some of them again with articles that came late, end in the same lake."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pytest

from shpalta.daily.deduplicate import deduplicate
from shpalta.daily.fingerprint import fingerprint
from shpalta.daily.reconcile import reconcile
from shpalta.daily.workspace import Workspace
from shpalta.errors import ObjectMissing
from shpalta.lake import schemas
from shpalta.lake.paths import shard_name
from shpalta.lake.tables import conform, from_parquet, to_files, to_parquet
from shpalta.request import RunRequest
from shpalta.settings import Settings
from shpalta.steps import StepContext
from shpalta.steps.validate import DayTables, validate
from shpalta.web.urls import article_id, url_key

FIRST_DAY = date(2026, 11, 1)
DAYS = [FIRST_DAY + timedelta(days=number) for number in range(10)]
LAYERS = ("identities/", "standing/", "fingerprints/", "edges/", "clusters/", "captures/", "consulted/")
CANDIDATE = ("source_id", "url", "url_key", "discovered_via", "first_seen_at")
PAGE = ("source_id", "url", "url_key", "fetched_at", "warc_key", "warc_offset", "warc_length", "payload_sha256")
ORDERS = 100
WORDS = ("міст", "ринок", "школа", "берег", "лікар", "поїзд", "театр", "сніг", "вода", "хліб", "суд", "дощ", "парк", "ліс")


def story(number: int) -> str:
    """Write a text that only the number decides."""
    random = Random(number)
    return "\n".join(" ".join(random.choice(WORDS) + str(random.randrange(50)) for _ in range(20)) + "." for _ in range(6))


def article(day: date, name: str, body: str, hour: int = 12, source_id: str = "one") -> dict[str, Any]:
    came_out = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    url = f"https://{source_id}.example/{name}"
    return {
        "article_id": article_id(url),
        "source_id": source_id,
        "url": url,
        "url_key": url_key(url),
        "canonical_url": url,
        "headline": name,
        "article_body": body,
        **{name: [] for name in ("authors", "publisher_keywords", "related", "alternates", "discovered_via")},
        "date_published": came_out,
        "first_seen_at": came_out,
        "fetched_at": came_out + timedelta(hours=2),
        "warc_key": "raw/one.warc.gz",
        "warc_offset": hour,
        "warc_length": 1,
        "payload_sha256": hashlib.sha256(body.encode()).hexdigest(),
        "parser_version": "1",
    }


def day_of_news(number: int, *, is_whole: bool) -> list[dict[str, Any]]:
    """Write a day: its own stories, copies of the days before, a URL that comes back; a part of it comes late."""
    day = DAYS[number]
    rows = [article(day, f"own-{number}-{each}", story(100 * number + each), hour=8 + each) for each in range(2)]
    rows.append(article(day, f"copy-{number}", story(100 * (number - 1)), hour=6, source_id="two"))
    rows.append(article(day, f"cut-{number}", "\n".join(story(100 * (number - 2) + 1).splitlines()[:4]), source_id="three"))
    rows.append(article(day, f"returns-{number % 4}", story(7000 + number % 4), source_id="four"))
    rows.append(article(day, f"recaptured-{number}", story(8000 + number), hour=9))
    if is_whole:
        rows.append(article(day, f"late-{number}", story(100 * (number + 1)), hour=5, source_id="three"))
        rows.append(article(day, f"recaptured-{number}", story(8000 + number) + "\nОновлено: суд дощ парк.", hour=11))
    return rows


@lru_cache
def parsed(number: int, is_whole: bool) -> bytes:
    return to_parquet(schemas.PARSED, day_of_news(number, is_whole=is_whole))


class MemoryStore:
    """A store for one order of days: no disk, no clock."""

    url = "file:///memory"

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}

    def read(self, key: str) -> bytes:
        if key not in self.objects:
            raise ObjectMissing(key)
        return self.objects[key]

    def write(self, key: str, content: bytes, content_type: str) -> None:
        self.objects[key] = content

    def keys(self, prefix: str) -> list[str]:
        return sorted(key for key in self.objects if key.startswith(prefix))

    def delete(self, keys: Iterable[str]) -> None:
        for key in list(keys):
            self.objects.pop(key, None)


def lake_after(scratch: Path, order: list[tuple[int, bool]], random: Random) -> dict[str, bytes]:
    """Run days in an order, reconciling here and there and at the end; give the bytes of all layers and of what readers get."""
    settings = Settings(shards=1, window_days=3, scratch=scratch)
    workspace = Workspace(settings, MemoryStore(), {})
    for number, is_whole in order:
        request = RunRequest(day=DAYS[number])
        workspace.store.write(f"parsed/date={request.day}/{shard_name(0)}.parquet", parsed(number, is_whole), "")
        fingerprint(workspace, request)
        deduplicate(workspace, request)
        publish(workspace, request)
        if random.random() < 0.1:
            reconcile(workspace, lambda *_: None)
    reconcile(workspace, lambda *_: None)
    layers = {key: content for key, content in workspace.store.objects.items() if key.startswith(LAYERS)}
    published = ((day, [workspace.store.read(f"published/{part}") for part in parts_of(day)]) for day in DAYS)
    return layers | {
        f"{name} of {day}": file for day, parts in published for name, file in published_files(day, *parts).items()
    }


def publish(workspace: Workspace, request: RunRequest) -> None:
    """Put what readers' files are made of where the older was; in the end the files are made of it."""
    for part in parts_of(request.day):
        workspace.store.write(f"published/{part}", workspace.store.read(part), "")


def parts_of(day: date) -> list[str]:
    return [
        f"parsed/date={day}/{shard_name(0)}.parquet",
        f"clusters/date={day}/day.parquet",
        f"captures/date={day}/day.parquet",
    ]


@cache
def published_files(day: date, *contents: bytes) -> dict[str, bytes]:
    """Enrichment adds nothing here: it sees the articles alone."""
    tables = (schemas.PARSED, schemas.CLUSTERS, schemas.CAPTURES)
    articles, clusters, captures = (from_parquet(*each, "") for each in zip(tables, contents, strict=True))
    rows = articles.to_pylist()
    shown = {(row["url_key"], row["fetched_at"]) for row in clusters.to_pylist() if row["is_representative"]}
    first = {row["url_key"]: row for row in rows}.values()
    enrichment = {"enricher_version": "1", "enrichment_errors": []}
    made = {
        schemas.CANDIDATES: [{name: row[name] for name in CANDIDATE} for row in first],
        schemas.PAGES: [{name: row[name] for name in PAGE} | {"fetch_outcome": "fetched"} for row in rows],
        schemas.ENRICHED: [row | enrichment for row in rows if (row["url_key"], row["fetched_at"]) in shown],
    }
    candidates, pages, enriched = (conform(*each) for each in made.items())
    nothing = [table.empty() for table in (schemas.DISCOVERIES, schemas.REJECTED)]
    day_tables = DayTables(candidates, nothing[0], pages, articles, nothing[1], clusters, captures, enriched)
    published = validate(day_tables, StepContext(day, "Europe/Kyiv", {}))
    return {
        f"{table.name}-{number}": content
        for table in schemas.PUBLISHED
        for number, content in enumerate(to_files(table, published[table.name]))
    }


def any_order(random: Random) -> list[tuple[int, bool]]:
    """Shuffle the days, repeat some; only the last run of a day is sure to have all of it."""
    numbers = [number for number in range(len(DAYS)) for _ in range(random.choice((1, 1, 1, 2)))]
    random.shuffle(numbers)
    last = {number: place for place, number in enumerate(numbers)}
    return [(number, last[number] == place or random.random() < 0.5) for place, number in enumerate(numbers)]


def digest_of(asked: object) -> bytes:
    """Name what a function was asked by all the rows in it."""
    if isinstance(asked, ds.Dataset):
        return digest_of(asked.to_table())
    if isinstance(asked, pa.Table):
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, asked.schema) as stream:
            stream.write_table(asked.combine_chunks())
        return hashlib.sha256(sink.getvalue()).digest()
    if not isinstance(asked, tuple):
        return (
            digest_of(tuple(getattr(asked, each.name) for each in fields(asked)))
            if is_dataclass(asked)
            else repr(asked).encode()
        )
    return hashlib.sha256(b"".join(map(digest_of, asked))).digest()


def remembering(function: Callable[..., Any], digest_of: Callable[[object], bytes] = digest_of) -> Callable[..., Any]:
    answers: dict[bytes, Any] = {}

    def remembered(*asked: object) -> object:
        digest = digest_of(asked)
        if digest not in answers:
            answers[digest] = function(*asked)
        return answers[digest]

    return remembered


def content_read(asked: Any) -> bytes:
    table, content, _ = asked
    return table.name.encode() + content


@pytest.fixture(scope="module", autouse=True)
def asked_once() -> Iterator[None]:
    """Answer from memory where a function is asked the same again: a hundred orders ask the same few hundred questions."""
    with pytest.MonkeyPatch.context() as patch:
        for module, attribute in (("deduplicate", "match"), ("deduplicate", "settle"), ("fingerprint", "articles_of")):
            function = getattr(import_module(f"shpalta.daily.{module}"), attribute)
            patch.setattr(f"shpalta.daily.{module}.{attribute}", remembering(function))
        read_once = remembering(from_parquet, content_read)
        patch.setattr("shpalta.lake.tables.from_parquet", read_once)
        patch.setattr("shpalta.daily.look_back.from_parquet", read_once)
        patch.setattr("shpalta.daily.reconcile.finish", publish)
        yield


@pytest.fixture(scope="module")
def in_order(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return lake_after(tmp_path_factory.mktemp("scratch"), [(number, True) for number in range(len(DAYS))], Random(0))


def test_the_history_has_duplicates_across_days_and_revisions(in_order: dict[str, bytes]):
    edges = [
        row
        for key, content in in_order.items()
        if key.startswith("edges/")
        for row in from_parquet(schemas.EDGES, content, key).to_pylist()
    ]
    assert {row["kind"] for row in edges} == {"same_article", "same_text", "near_text"}
    assert any((row["date"] - row["other_date"]).days > 3 for row in edges if row["kind"] == "same_article")
    captures = from_parquet(schemas.CAPTURES, in_order[f"captures/date={DAYS[5]}/day.parquet"], "captures")
    assert "updated" in captures["kind"].to_pylist()


@pytest.mark.parametrize("seed", range(ORDERS))
def test_any_order_with_repeats_and_late_articles_ends_in_the_same_lake(seed: int, in_order: dict[str, bytes], tmp_path: Path):
    random = Random(seed)
    assert lake_after(tmp_path, any_order(random), random) == in_order
