"""Scores titles, authors and dates beside trafilatura, in one run, and says how often each source of a field is right.

Run: python bench/fields.py [--data fundus,htmldate] [--limit N]
Reads ../shared/data/pages beside the checkout and says so where it is absent. The rules were tuned on these pages.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import trafilatura
from htmldate import find_date

from shpalta.steps.parse import Reject, parse_page

SHARED = Path(__file__).resolve().parents[2] / "shared"
PAGES = SHARED / "data" / "pages"
SETS = "fundus,htmldate,trafilatura_eval,cyr_gold"


class Fields(NamedTuple):
    """What an extractor says of a page; `sources` names where each field was found, where it says so."""

    title: str | None
    authors: list[str]
    published: str | None
    sources: dict[str, str]


NONE = Fields(None, [], None, {})


def shpalta(html: bytes, url: str) -> Fields:
    """Parse with every field; a reject has none."""
    outcome = parse_page(html, url)
    if isinstance(outcome, Reject):
        return NONE
    published = outcome.date_published.isoformat() if outcome.date_published else None
    sources = {each.field: each.source.partition(":")[0] for each in outcome.field_sources}
    return Fields(outcome.headline, list(outcome.authors), published, sources)


def trafilatura_metadata(html: bytes, url: str) -> Fields:
    """Read title, authors and date with trafilatura, and the text that it reads on the way."""
    found = trafilatura.bare_extraction(html, url=url, with_metadata=True, include_comments=False)
    if found is None:
        return NONE
    return Fields(found.title, [name.strip() for name in (found.author or "").split(";")], found.date, {})


def htmldate(html: bytes, url: str) -> Fields:
    """Read the date with htmldate, as it is set up for publication dates."""
    return Fields(None, [], find_date(html, url=url, original_date=True), {})


EXTRACTORS: tuple[Callable[[bytes, str], Fields], ...] = (shpalta, trafilatura_metadata, htmldate)


def read_set(name: str, limit: int | None) -> Iterator[tuple[dict[str, Any], bytes]]:
    with (PAGES / name / "truth.jsonl").open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if limit is not None and number >= limit:
                return
            row = json.loads(line)
            yield row, gzip.decompress((PAGES / name / "pages" / f"{row['id']}.html.gz").read_bytes())


def judge(fields: Fields, row: dict[str, Any], metrics: ModuleType) -> Iterator[tuple[str, bool]]:
    """Give (what was scored, whether it is right) for each truth that the page has."""
    if row.get("title"):
        yield "title", metrics.title_ok(fields.title, row["title"])[0]
    authors = metrics.authors_score(fields.authors, row.get("authors"))
    if authors:
        yield "authors", authors[0]
    published = metrics.date_ok(fields.published, row.get("published"))
    if published:
        yield "day", published[0]
        if metrics.parse_dt(row["published"])[1]:
            yield "instant", published[1]


def safely(extractor: Callable[[bytes, str], Fields], html: bytes, url: str) -> Fields:
    """Count a page on which an extractor fails as one of which it says nothing."""
    try:
        return extractor(html, url)
    except Exception as error:
        print(f"{extractor.__name__} failed on {url}: {error!r}", file=sys.stderr)
        return NONE


def score(name: str, limit: int | None, metrics: ModuleType) -> None:
    scores: dict[tuple[str, str], list[bool]] = defaultdict(list)
    seconds: dict[str, list[float]] = defaultdict(list)
    by_source: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for row, html in read_set(name, limit):
        url = row.get("url") or "https://example.org/"
        for extractor in EXTRACTORS:
            started = time.process_time()
            fields = safely(extractor, html, url)
            seconds[extractor.__name__].append(time.process_time() - started)
            for scored, is_right in judge(fields, row, metrics):
                scores[extractor.__name__, scored].append(is_right)
                source = fields.sources.get({"title": "headline", "day": "date_published"}.get(scored, scored))
                if source and scored != "instant":
                    by_source[scored, source].append(is_right)
    print(f"\n{name}, {len(seconds[shpalta.__name__])} pages")
    for extractor in EXTRACTORS:
        print(f"  {extractor.__name__:22s}{line_of(extractor.__name__, scores, seconds)}")
    for (scored, source), verdicts in sorted(by_source.items()):
        print(f"    {scored} from {source}: {statistics.mean(verdicts):.3f} of {len(verdicts)}")


def line_of(extractor: str, scores: dict[tuple[str, str], list[bool]], seconds: dict[str, list[float]]) -> str:
    columns = []
    for scored in ("title", "authors", "day", "instant"):
        verdicts = scores.get((extractor, scored))
        columns.append(f"{scored} {statistics.mean(verdicts):.4f}" if verdicts else f"{scored}      -")
    spent = [1e3 * each for each in seconds[extractor]]
    return "  ".join(columns) + f"  CPU ms median {statistics.median(spent):.2f} mean {statistics.mean(spent):.2f}"


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", default=SETS)
    arguments.add_argument("--limit", type=int)
    options = arguments.parse_args()
    if not PAGES.is_dir():
        print(f"fields: skipped, the pages with truth are absent: {PAGES} is expected beside the checkout")
        return 0
    sys.path.insert(0, str(SHARED / "tools"))
    import metrics  # noqa: PLC0415 - the public scorer, which stands beside the checkout

    for name in options.data.split(","):
        score(name, options.limit, metrics)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
