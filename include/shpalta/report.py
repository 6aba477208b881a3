"""What a day looks like in a terminal: progress while it runs, then coverage, funnel and a few articles."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

import pyarrow as pa
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from shpalta.daily.whole_day import Show
from shpalta.errors import RequestError
from shpalta.lake import schemas
from shpalta.lake.catalog import open_catalog, read_day
from shpalta.settings import Settings
from shpalta.sources.model import Source
from shpalta.steps.discover import Discovered

HEADLINES = 3
PLAIN_WIDTH = 120
STATES = {"complete": "green", "empty_confirmed": "green", "partial": "yellow"}


@contextmanager
def progress() -> Iterator[Show]:
    """Give a function that shows `step, done, total, note`: bars on a terminal, plain lines elsewhere, on standard error."""
    if not sys.stderr.isatty():
        yield _plain
        return
    columns = (SpinnerColumn(), TextColumn("{task.description:<12}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, TextColumn("{task.fields[note]}"), console=Console(stderr=True)) as bars:
        shown = {}

        def show(step: str, done: int, total: int, note: str) -> None:
            if step not in shown:
                shown[step] = bars.add_task(step, total=total, note=note)
            bars.update(shown[step], completed=done, total=total, note=note)

        yield show


def _plain(step: str, done: int, total: int, note: str) -> None:
    print(f"{step:<12} {done}/{total} {note}".rstrip(), file=sys.stderr, flush=True)


def show_day(settings: Settings, day: date) -> None:
    """Print what a published day holds. Raises RequestError where the day was never published."""
    lake = open_catalog(settings)
    coverage = read_day(lake, schemas.COVERAGE, day)
    if not coverage.num_rows:
        raise RequestError(f"{day} is not published in {settings.store}", remedy=f"Run it: shpalta run --date {day}")
    console = Console() if sys.stdout.isatty() else Console(soft_wrap=True, width=PLAIN_WIDTH)
    console.print(coverage_table(coverage, day))
    articles = read_day(lake, schemas.ARTICLES, day)
    console.print(f"languages: {languages(articles)}")
    for headline in headlines(articles):
        console.print(f"  • {headline}", markup=False, highlight=False)
    _show_rejects(console, read_day(lake, schemas.REJECTS, day))


def show_checks(checks: Iterable[tuple[Source, Discovered]]) -> bool:
    """Print what each strategy of each source found as it becomes known; tell whether every one could be read."""
    console = Console(soft_wrap=not sys.stdout.isatty())
    is_well = True
    for source, discovered in checks:
        for row in discovered.discoveries.to_pylist():
            is_well = is_well and row["state"] not in ("failed", "refused")
            note = f": {row['reason']}" if row["reason"] else ""
            found = f"{row['state']:<11} {row['candidate_count']:>5} today"
            line = f"{source.id:<20} {row['strategy']:<8} {found}  {row['location']}{note}"
            console.print(line, markup=False, highlight=False)
    return is_well


def coverage_table(coverage: pa.Table, day: date) -> Table:
    """Draw the funnel: one row a source and one for all, from candidates to articles."""
    counts = ["candidate", "page", "published", "duplicate", "rejected", "failed"]
    table = Table(title=f"{day}", title_justify="left")
    for name in ["source", "state", "candidates", "pages", "articles", "duplicates", "rejected", "failed"]:
        table.add_column(name, justify="left" if name in ("source", "state") else "right")
    rows = coverage.to_pylist()
    for row in rows:
        state = f"[{STATES.get(row['state'], 'red')}]{row['state']}[/]"
        table.add_row(row["source_id"], state, *(str(row[f"{count}_count"]) for count in counts))
    table.add_section()
    table.add_row("all", "", *(str(sum(row[f"{count}_count"] for row in rows)) for count in counts))
    return table


def languages(articles: pa.Table) -> str:
    """Count the articles by language, the most frequent first."""
    frequencies = articles.column("in_language").to_pandas().fillna("?").value_counts()
    return ", ".join(f"{code} {count}" for code, count in frequencies.items()) or "none"


def headlines(articles: pa.Table) -> list[str]:
    """Take a few headlines, of the articles that most others repeat."""
    order = [("duplicate_count", "descending"), ("date_published", "ascending"), ("article_id", "ascending")]
    chosen: list[str] = articles.sort_by(order).column("headline").slice(0, HEADLINES).to_pylist()
    return chosen


def _show_rejects(console: Console, rejects: pa.Table) -> None:
    if not rejects.num_rows:
        return
    frame = rejects.to_pandas()
    for (outcome, reason), group in frame.groupby(["outcome", "reason"]):
        console.print(f"{outcome}: {reason} {len(group)}, e.g. {group.iloc[0].url}", markup=False, highlight=False)
