"""From captures to articles: which capture stands for a URL, which URL stands for an article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from shpalta.errors import BadUrl
from shpalta.lake import schemas
from shpalta.steps.deduplicate.verify import Text, is_same_article
from shpalta.text.fingerprint import FINGERPRINT_VERSION, Fingerprint, fingerprint_of
from shpalta.web.urls import article_id, twin_key

Row = Mapping[str, Any]
_READ = ["article_id", "source_id", "url", "url_key", "fetched_at", "payload_sha256", "canonical_url", "date_published"]
_KEPT = ["article_id", "source_id", "url", "url_key", "fetched_at", "date_published", "in_language"]


@dataclass(frozen=True)
class Articles:
    """A day's articles: STANDING says which capture stands for each (source_id, url_key); FINGERPRINTS, one an article."""

    standing: pa.Table
    fingerprints: pa.Table


def articles_of(parsed: pa.Table, day: date) -> Articles:
    """Take the latest capture of each (source_id, url_key) and fingerprint the URL that stands for each article.

    A URL whose page names another as its canonical one, but carries another text, is an article of its own: some sites
    call their front page the canonical URL of everything.
    """
    latest: dict[tuple[str, str], Row] = {}
    for row in sorted(parsed.select([*_READ, "in_language", "article_body", "alternates"]).to_pylist(), key=capture_order):
        latest[row["source_id"], row["url_key"]] = row
    settled = list(_settled(latest[key] for key in sorted(latest)))
    names = schemas.STANDING.schema.names
    standing = pa.Table.from_pylist([{name: row[name] for name in names} for row, _ in settled], schemas.STANDING.schema)
    fingerprinted = [(row, fingerprint) for row, fingerprint in settled if fingerprint]
    return Articles(standing, fingerprint_table(fingerprinted, lambda _: day))


def capture_order(row: Row) -> tuple[datetime, str, str, str]:
    """Sort captures of one URL by when they were received; what was received decides between equal times."""
    return row["fetched_at"], row["payload_sha256"], row["article_id"], row["url"]


def fingerprint_table(articles: Iterable[tuple[Row, Fingerprint]], day_of: Callable[[Row], date]) -> pa.Table:
    """Make the FINGERPRINTS rows of articles."""
    pairs = list(articles)
    schema = schemas.FINGERPRINTS.schema
    rows = [
        {
            **{name: row[name] for name in _KEPT},
            "date": day_of(row),
            "twin_key": _key_of(twin_key, row["url"]),
            "hreflangs": _hreflangs(row),
            "text_hash": fingerprint.text_hash,
            "word_count": fingerprint.word_count,
            "fingerprint_version": FINGERPRINT_VERSION,
        }
        for row, fingerprint in pairs
    ]
    lists = {
        "keys": _list_array([fingerprint.keys.view(np.int64) for _, fingerprint in pairs], schema.field("keys").type),
        "tokens": _list_array([fingerprint.tokens for _, fingerprint in pairs], schema.field("tokens").type),
    }
    scalars = pa.Table.from_pylist(rows, pa.schema([field for field in schema if field.name not in lists]))
    return pa.Table.from_arrays([lists[name] if name in lists else scalars[name] for name in schema.names], schema=schema)


def _list_array(lists: Sequence[npt.NDArray[Any]], kind: pa.DataType) -> pa.Array:
    offsets = np.cumsum([0, *map(len, lists)], dtype=np.int32)
    values = np.concatenate(lists) if lists else np.empty(0, kind.value_type.to_pandas_dtype())
    return pa.ListArray.from_arrays(offsets, pa.array(values, kind.value_type), type=kind)


def _key_of(make: Callable[[str], str], url: str) -> str:
    try:
        return make(url)
    except BadUrl:
        return ""


def _hreflangs(row: Row) -> list[str]:
    """List the editions that the page names; most pages name themselves, too."""
    named = {_key_of(article_id, each["url"]) for each in row.get("alternates", ()) if each["kind"] == "hreflang"}
    return sorted(named - {"", row["article_id"]})


def standing_urls(fingerprints: pa.Table) -> set[tuple[str, str]]:
    """List the (source_id, url_key) that stand for their articles."""
    return {(row["source_id"], row["url_key"]) for row in fingerprints.select(["source_id", "url_key"]).to_pylist()}


def _alias_order(row: Row) -> tuple[bool, str, str]:
    """Put first the URL that the page itself calls its own, then any fixed order."""
    return row["url"] != row["canonical_url"], row["url_key"], row["source_id"]


def _settled(rows: Iterable[Row]) -> Iterator[tuple[Row, Fingerprint | None]]:
    """Give the URLs that stand for an article with its fingerprint, their aliases without."""
    kept: dict[str, list[Row]] = defaultdict(list)
    for group in _by_article(rows):
        standing, *others = group
        kept[standing["article_id"]].append(standing)
        for row in others:
            is_alias = row["article_body"] == standing["article_body"] or is_same_article(_text(standing), _text(row))
            own = row["article_id"] if is_alias else article_id(row["url"])
            kept[own].append({**row, "article_id": own})
    for standing, *others in _by_article(row for group in kept.values() for row in group):
        yield standing, fingerprint_of(standing["article_body"])
        yield from ((row, None) for row in others)


def _by_article(rows: Iterable[Row]) -> Iterable[list[Row]]:
    """Group rows by article, the URL that stands for it first."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=_alias_order):
        groups[row["article_id"]].append(row)
    return [groups[each] for each in sorted(groups)]


def _text(row: Row) -> Text:
    return Text(fingerprint_of(row["article_body"]).tokens)
