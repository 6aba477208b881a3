"""The command line: the same steps as the DAG's, for work without Airflow."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import orjson
import typer

from shpalta.errors import ConfigurationError, RequestError, ShpaltaError
from shpalta.request import RunRequest, not_in_future, parse_day
from shpalta.settings import Settings

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
sources_app = typer.Typer(no_args_is_help=True, help="Look after the sources file.")
app.add_typer(sources_app, name="sources")

_LINES_REMEDY = "One JSON object a line; DuckDB makes them of CSV or Parquet: COPY (FROM 'file') TO 'lines.jsonl'"
Lines = Annotated[Path, typer.Argument(help="A JSON Lines file; - for standard input", metavar="IN.jsonl")]
SourcesFile = Annotated[str | None, typer.Option("--sources", help="A sources file instead of the configured one")]
StoreUrl = Annotated[
    str | None, typer.Option("--store", help="s3://bucket/prefix or a folder, instead of the configured store")
]


@app.command()
def parse(
    page: Annotated[Path, typer.Argument(help="An HTML file; - for standard input", metavar="PAGE.html")],
    url: Annotated[str, typer.Option(help="Where the page came from")],
    fetched_at: Annotated[
        datetime | None, typer.Option(help="When it was fetched (UTC); 'yesterday' on the page means before it")
    ] = None,
) -> None:
    """Parse one page to one article: JSON on standard output."""
    from shpalta.steps.parse import parse_page  # noqa: PLC0415  each command loads only its own step

    moment = fetched_at.replace(tzinfo=UTC) if fetched_at and fetched_at.tzinfo is None else fetched_at
    outcome = parse_page(_read_bytes(page), url, fetched_at=moment)
    sys.stdout.buffer.write(
        orjson.dumps(outcome, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE | orjson.OPT_NAIVE_UTC)
    )


@app.command()
def run(
    *,
    date: Annotated[str, typer.Option(help="The day to run, YYYY-MM-DD")],
    sources: SourcesFile = None,
    store: StoreUrl = None,
    only: Annotated[list[str] | None, typer.Option(help="Only this source, by its id; may be given again")] = None,
    refetch: Annotated[bool, typer.Option("--refetch", help="Fetch again what raw already holds")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be fetched and replaced; touch nothing")] = False,
    limit: Annotated[int | None, typer.Option(help="Fetch at most so many pages a source", min=1)] = None,
) -> None:
    """Run all steps of a day in this process, with progress on standard error."""
    from shpalta import report  # noqa: PLC0415
    from shpalta.daily.whole_day import run_day  # noqa: PLC0415
    from shpalta.daily.workspace import open_workspace  # noqa: PLC0415

    settings = _settings(sources, store)
    request = RunRequest(
        day=not_in_future(parse_day(date), datetime.now(UTC), settings.zone),
        sources=tuple(only or ()),
        is_refetch=refetch,
        is_dry_run=dry_run,
        limit_per_source=limit,
    )
    workspace = open_workspace(settings)
    with report.progress() as show:
        run_day(workspace, request, show)
    if not dry_run:
        report.show_day(settings, request.day)


@app.command()
def dedupe(lines: Lines) -> None:
    """Find the duplicates among lines of {"id", "date", "url", "title", "text"}; url and title may be empty.

    Each line comes out, in its place, as {"id", "cluster_id", "duplicate_of", "kind", "similarity"}. Lines of one cluster_id
    are one report; the first of them that came out has the cluster's id and no duplicate_of. For the others, duplicate_of is
    the line that it was linked to, kind is same_article (by URL and text), same_text or near_text (a reprint, shortened or
    edited), and similarity is how much of the smaller text is in the larger, 0 to 1.
    """
    from shpalta.steps.deduplicate import dedupe_lines  # noqa: PLC0415

    _transform(lines, dedupe_lines)


@app.command()
def enrich(
    lines: Annotated[Path, typer.Argument(help="Article lines, JSON, or a body as a .txt; - for lines", metavar="IN.jsonl")],
) -> None:
    """Add the enrichment fields to articles, as JSON Lines.

    An article is {"headline", "article_body", "date_published", "in_language"}, of which only article_body must be there:
    one a line, or a JSON array of them, or one alone. A file that ends with .txt is the body of one article.
    """
    from shpalta.steps.enrich import EnrichOptions, enrich_lines, uncollected  # noqa: PLC0415

    settings = _settings(None, None)
    with uncollected():
        _write(enrich_lines(_articles(lines), EnrichOptions.from_settings(settings), settings.zone))


@app.command("train-ner")
def train_ner(
    texts: Annotated[Path, typer.Argument(help="Texts with their names marked, as JSON Lines or CoNLL", metavar="TEXTS")],
    to: Annotated[Path, typer.Option(help="Where the model is written to", metavar="MODEL")],
    language: Annotated[str, typer.Option(help="The language of the texts")] = "uk",
) -> None:
    """Train a tagger on texts of your own; SHPALTA_TAGGER=crf:MODEL then uses it.

    A line is {"text": "...", "entities": [{"kind": "person", "start": 0, "end": 12}]}; or it is a token and its label,
    'Коваль B-PER', with an empty line between sentences. A tenth of the texts is held back to measure on.
    """
    from shpalta.text.entities.conll import read_conll  # noqa: PLC0415
    from shpalta.text.entities.training import train_tagger  # noqa: PLC0415

    content = _read_bytes(texts)
    is_json = content.lstrip().startswith(b"{")
    lines = _lines_in(content, texts) if is_json else read_conll(_decoded(content, texts))
    report = train_tagger(lines, to, language)
    sys.stdout.buffer.write(orjson.dumps(report, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


@app.command()
def show(
    date: Annotated[str, typer.Argument(help="The day, YYYY-MM-DD", metavar="DATE")],
    store: StoreUrl = None,
) -> None:
    """Show what a published day holds: coverage, funnel, a few articles."""
    from shpalta import report  # noqa: PLC0415

    report.show_day(_settings(None, store), parse_day(date))


@sources_app.command("check")
def check_sources(sources: SourcesFile = None) -> None:
    """Try every source's discovery once and say what it found."""
    from shpalta import report  # noqa: PLC0415
    from shpalta.sources.check import check  # noqa: PLC0415
    from shpalta.sources.load import load_sources  # noqa: PLC0415

    settings = _settings(sources, None)
    if not report.show_checks(check(load_sources(settings.sources), settings, datetime.now(UTC))):
        raise typer.Exit(1)


@sources_app.command("add")
def add_source(
    url: Annotated[str, typer.Argument(help="The site's front page", metavar="URL")],
    to: Annotated[Path, typer.Option(help="The sources file that the entry is written to")],
    allow_local: Annotated[
        bool, typer.Option("--allow-local", help="The site may be on a private or loopback address")
    ] = False,
) -> None:
    """Find a site's feeds and sitemaps and write its entry."""
    from shpalta.sources.add import add, propose  # noqa: PLC0415

    source = propose(url, _settings(None, None), datetime.now(UTC), is_local=allow_local)
    add(source, to)
    print(f"{source.id}: {len(source.strategies)} strategies, written to {to}")


def main() -> None:
    """Run the command line; an error of ours is one line on standard error: exit 2 where the user mends it, else 1."""
    try:
        app()
    except ShpaltaError as error:
        print(f"shpalta: {error}", file=sys.stderr)
        sys.exit(2 if isinstance(error, ConfigurationError) else 1)
    except BrokenPipeError:
        sys.stderr.close()


def _settings(sources: str | None, store: str | None) -> Settings:
    """Read the settings from the environment, and from the stack that `make run` started here where that says nothing."""
    environment = dict(os.environ)
    stack = Path(environment.get("SHPALTA_STATE", ".shpalta")) / "shpalta.env"
    if "SHPALTA_STORE" not in environment and stack.is_file():
        environment = dict(line.split("=", 1) for line in stack.read_text().splitlines() if "=" in line) | environment
    if sources:
        environment["SHPALTA_SOURCES"] = sources
    if store:
        environment["SHPALTA_STORE"] = store if "://" in store else Path(store).absolute().as_uri()
        if not store.startswith("s3://"):
            environment["SHPALTA_CATALOG"] = f"sqlite:///{_folder(environment['SHPALTA_STORE'])}/catalog.db"
    return Settings.from_environment(environment)


def _folder(url: str) -> Path:
    folder = Path(url.removeprefix("file://"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _read_bytes(path: Path) -> bytes:
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except OSError as error:
        raise RequestError(f"Cannot read {path}: {error.strerror}", remedy="Give the path of a file that exists") from error


def _transform(path: Path, step: Callable[[Iterable[dict[str, object]]], Iterable[dict[str, object]]]) -> None:
    _write(step(_json_lines(path)))


def _write(lines: Iterable[dict[str, object]]) -> None:
    for line in lines:
        sys.stdout.buffer.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))


def _articles(path: Path) -> Iterable[dict[str, object]]:
    content = _read_bytes(path)
    if path.suffix.lower() == ".txt":
        return [{"article_body": _decoded(content, path)}]
    try:
        document = orjson.loads(content)
    except orjson.JSONDecodeError:
        return _lines_in(content, path)
    articles = document if isinstance(document, list) else [document]
    return articles if all(isinstance(each, dict) for each in articles) else _lines_in(content, path)


def _decoded(content: bytes, path: Path) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RequestError(f"{path} is not UTF-8: {error}", remedy=f"Convert it: iconv -f CP1251 -t UTF-8 {path}") from error


def _json_lines(path: Path) -> Iterator[dict[str, object]]:
    return _lines_in(_read_bytes(path), path)


def _lines_in(content: bytes, path: Path) -> Iterator[dict[str, object]]:
    for number, line in enumerate(content.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            fields = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise RequestError(f"{path}, line {number} is not JSON: {error}", remedy=_LINES_REMEDY) from error
        if not isinstance(fields, dict):
            raise RequestError(f"{path}, line {number} is not a JSON object", remedy=_LINES_REMEDY)
        yield fields
