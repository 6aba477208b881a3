"""The command line over a real site on loopback and a lake in a folder."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

import newsroom
import seed_article
from newsroom.sources import sources_yaml
from newsroom_week import LAST_DAY
from plain_http import ask
from seed_article import read_seed
from shpalta import cli


class Done(NamedTuple):
    status: int
    out: str
    err: str


Shpalta = Callable[..., Done]


@pytest.fixture
def shpalta(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shpalta:
    """Give a function that runs the command line in an empty folder, without a stack and without settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHPALTA_DELAY_SECONDS", "0")

    def run(*arguments: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["shpalta", *arguments])
        status = 0
        try:
            cli.main()
        except SystemExit as exit:
            status = int(exit.code or 0)
        return Done(status, *capsys.readouterr())

    return run


@pytest.fixture
def room(tmp_path: Path):
    with newsroom.serve(LAST_DAY) as served:
        (tmp_path / "sources.yaml").write_text(sources_yaml(served.base_urls))
        yield served


def refused(done: Done) -> str:
    """Give the one line with which a command refuses what the user gave."""
    assert (done.status, done.out) == (2, "")
    (line,) = done.err.splitlines()
    return line


def test_a_day_is_run_step_by_step_and_then_shown(shpalta: Shpalta, room: newsroom.Newsroom) -> None:
    ran = shpalta("run", f"--date={LAST_DAY}", "--sources=sources.yaml", "--store=lake")
    assert ran.status == 0, ran.err
    steps = [line.split()[0] for line in ran.err.splitlines()]
    assert list(dict.fromkeys(steps)) == [
        *("discover", "preview", "fetch", "parse", "fingerprint", "deduplicate", "enrich", "validate", "publish"),
    ]
    shown = shpalta("show", str(LAST_DAY), "--store=lake")
    assert (shown.status, shown.out) == (0, ran.out)
    assert "complete" in shown.out
    assert shown.out.count("  • ") == 3


def test_a_dry_run_leaves_no_day_behind(shpalta: Shpalta, room: newsroom.Newsroom) -> None:
    dry = shpalta("run", f"--date={LAST_DAY}", "--sources=sources.yaml", "--store=lake", "--dry-run")
    assert (dry.status, dry.out) == (0, "")
    assert "to_fetch" in dry.err
    said = shpalta("show", str(LAST_DAY), "--store=lake")
    assert f"{LAST_DAY} is not published" in refused(said)


@pytest.mark.shared
@pytest.mark.parametrize("site", ["lyman", "obrii"])
def test_the_seed_in_the_newsroom_s_template_is_its_ten_lines_and_nothing_of_the_sidebar(
    shpalta: Shpalta, site: str, tmp_path: Path
) -> None:
    seed = read_seed()
    with newsroom.serve(LAST_DAY, extra=[seed.article(site)]) as served:
        (placed,) = served.week.of(site, seed_article.CAME_OUT.date())
        url = served.week.url(placed)
        (tmp_path / "page.html").write_bytes(ask(url).body)
    article = json.loads(shpalta("parse", "page.html", f"--url={url}").out)
    assert article["article_body"].split("\n") == seed.body
    assert article["in_language"] == seed.expected["language"]
    assert article["date_published"].startswith(seed.expected["published_date"])
    titles = [teaser["title"] for teaser in article["related"]]
    assert [title for title in titles if title in seed.teasers] == seed.teasers[::2]


def test_sources_are_checked_and_one_that_is_down_is_told(shpalta: Shpalta, room: newsroom.Newsroom, tmp_path: Path) -> None:
    well = shpalta("sources", "check", "--sources=sources.yaml")
    assert well.status == 0
    assert {line.split()[0] for line in well.out.splitlines()} == set(room.base_urls)
    text = (tmp_path / "sources.yaml").read_text()
    (tmp_path / "sources.yaml").write_text(text.replace(room.base_urls["obrii"], "http://127.0.0.1:9"))
    down = shpalta("sources", "check", "--sources=sources.yaml")
    assert down.status == 1
    assert any(line.startswith("obrii") and "failed" in line for line in down.out.splitlines())


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["run", "--date=2999-01-01", "--store=lake"], "2999-01-01 is in the future"),
        (["run", "--date=22.11.2026", "--store=lake"], "YYYY-MM-DD"),
        (["run", "--date=2026-11-22", "--store=lake", "--sources=nowhere.yaml"], "nowhere.yaml"),
        (["run", "--date=2026-11-22", "--store=ftp://lake"], "ftp://lake"),
        (["parse", "nothing.html", "--url=https://a.example/"], "nothing.html"),
        (["dedupe", "nothing.jsonl"], "nothing.jsonl"),
        (["enrich", "broken.jsonl"], "broken.jsonl, line 2 is not JSON"),
        (["dedupe", "list.jsonl"], "list.jsonl, line 1 is not a JSON object"),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, list) else "",
)
def test_what_cannot_be_used_is_refused_in_one_line(shpalta: Shpalta, tmp_path: Path, arguments: list[str], says: str) -> None:
    (tmp_path / "broken.jsonl").write_text('\n{"id": \n')
    (tmp_path / "list.jsonl").write_text("[1, 2]\n")
    assert says in refused(shpalta(*arguments))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("body.txt", "Нафтогаз домовився з Польщею."),
        ("one.json", '{\n "article_body": "Нафтогаз домовився з Польщею."\n}'),
        ("many.json", '[{"article_body": "Нафтогаз домовився з Польщею."}]'),
        ("lines.jsonl", '{"article_body": "Нафтогаз домовився з Польщею."}\n'),
    ],
)
def test_articles_are_enriched_from_lines_from_json_and_from_plain_text(
    shpalta: Shpalta, tmp_path: Path, name: str, content: str
) -> None:
    (tmp_path / name).write_text(content)
    done = shpalta("enrich", name)
    assert (done.status, json.loads(done.out)["primary_country"]) == (0, "PL")


def test_an_unknown_source_is_named_with_those_that_there_are(shpalta: Shpalta, room: newsroom.Newsroom) -> None:
    line = refused(shpalta("run", f"--date={LAST_DAY}", "--sources=sources.yaml", "--store=lake", "--only=nowhere"))
    assert "Unknown source nowhere" in line
    assert "lyman, obrii" in line
