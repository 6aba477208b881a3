"""One day, step by step: each function reads a step's inputs from the lake, runs it, and writes its own partition.

The DAG and the command line call these and nothing else. Every function returns counts and keys, never rows,
and can be run again alone: it overwrites what it wrote before with the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import xxhash

from shpalta.errors import RequestError
from shpalta.lake import catalog, paths, schemas
from shpalta.lake.store import Store, open_store
from shpalta.lake.tables import read_parts, write_part
from shpalta.look_back import open_window
from shpalta.request import RunRequest
from shpalta.settings import Settings
from shpalta.sources.load import load_sources
from shpalta.sources.model import Source
from shpalta.steps import StepContext
from shpalta.steps.deduplicate import deduplicate as deduplicate_articles
from shpalta.steps.discover import discover as discover_candidates
from shpalta.steps.enrich import enrich as enrich_articles
from shpalta.steps.fetch import fetch as fetch_pages
from shpalta.steps.parse import parse as parse_pages
from shpalta.steps.publish import publish as publish_tables
from shpalta.steps.validate import DayTables
from shpalta.steps.validate import validate as validate_day
from shpalta.web.urls import registered_domain
from shpalta.web.warc import read_payload

Counts = dict[str, int | str]
Show = Callable[[str, int, int, str], None]
VALIDATED = "validated"
WHOLE_DAY = "day"
HINTS = ("date_hint", "modified_hint", "title_hint", "section_hint", "discovered_via", "first_seen_at")


@dataclass(frozen=True)
class Workspace:
    """Where a run works: its settings, the lake's store and the sources."""

    settings: Settings
    store: Store
    sources: Mapping[str, Source]

    def context(self, day: date) -> StepContext:
        return StepContext(day=day, zone=self.settings.zone, sources=self.sources)


def open_workspace(settings: Settings) -> Workspace:
    """Open the store and read the sources. Raises SourcesError and StoreError, each with its remedy."""
    sources = load_sources(settings.sources)
    store = open_store(settings)
    store.check()
    return Workspace(settings, store, sources)


def plan(workspace: Workspace, request: RunRequest) -> dict[str, list[str] | list[list[str]] | list[int]]:
    """Say what the mapped steps are mapped over: sources, groups of sources that share a domain, shards.

    Raises RequestError where a source is asked for that the sources file does not have.
    """
    unknown = sorted(set(request.sources) - set(workspace.sources))
    if unknown:
        raise RequestError(
            f"Unknown source {', '.join(unknown)}",
            remedy=f"The sources file {workspace.settings.sources} has: {', '.join(sorted(workspace.sources))}",
        )
    chosen = sorted(request.sources or workspace.sources)
    groups: dict[str, list[str]] = {}
    for source_id in chosen:
        groups.setdefault(registered_domain(workspace.sources[source_id].home), []).append(source_id)
    return {"sources": chosen, "groups": list(groups.values()), "shards": list(range(workspace.settings.shards))}


def run_day(workspace: Workspace, request: RunRequest, show: Show) -> None:
    """Run every step of a day in this process; `show` is told `step, done, total, note` as it goes."""
    planned = plan(workspace, request)
    steps: list[tuple[str, Callable[..., Counts], list[tuple[Any, ...]]]] = [
        ("discover", discover, [(source,) for source in planned["sources"]]),
        ("fetch", fetch, [(group,) for group in planned["groups"]]),
        ("parse", parse, [(shard,) for shard in planned["shards"]]),
        ("deduplicate", deduplicate, [()]),
        ("enrich", enrich, [(shard,) for shard in planned["shards"]]),
        ("validate", validate, [()]),
        ("publish", publish, [()]),
    ]
    for name, step, mapped in steps[: 1 if request.is_dry_run else None]:
        for done, over in enumerate(mapped, start=1):
            counts = step(workspace, request, *over)
            show(name, done, len(mapped), ", ".join(f"{key} {count}" for key, count in counts.items()))


def discover(workspace: Workspace, request: RunRequest, source_id: str) -> Counts:
    """Find the day's candidates of one source and count what is to be fetched; a dry run writes nothing."""
    key = paths.part(schemas.CANDIDATES.name, request.day, source_id)
    known = read_parts(workspace.store, schemas.CANDIDATES, [key], is_missing_fine=True)
    found = discover_candidates(
        workspace.sources[source_id], workspace.context(request.day), known, workspace.settings, datetime.now(UTC)
    )
    to_fetch = _missing_in_raw(workspace, request, source_id, found.candidates)
    counts: Counts = {"source": source_id, "candidates": found.candidates.num_rows, "to_fetch": to_fetch}
    if request.is_dry_run:
        return counts
    write_part(workspace.store, schemas.CANDIDATES, key, found.candidates)
    discoveries = paths.part(schemas.DISCOVERIES.name, request.day, source_id)
    write_part(workspace.store, schemas.DISCOVERIES, discoveries, found.discoveries)
    return counts


def preview(workspace: Workspace, request: RunRequest, discovered: Iterable[Counts]) -> Counts:
    """Say what the run will fetch, source by source, and what the day holds now that publishing will replace."""
    to_fetch = {f"to_fetch_{counts['source']}": counts["to_fetch"] for counts in discovered}
    held = catalog.read_day(catalog.open_catalog(workspace.settings), schemas.COVERAGE, request.day)
    replaced = {f"to_replace_{name}": pc.sum(held[f"{name}_count"]).as_py() or 0 for name in ("published", "duplicate")}
    return {"to_fetch": sum(map(int, to_fetch.values())), **to_fetch, **replaced}


def fetch(workspace: Workspace, request: RunRequest, source_ids: Iterable[str]) -> Counts:
    """Fetch what raw lacks of these sources, which share a domain: WARC files first, then the index that points into them."""
    counts: Counts = {"pages": 0, "failed": 0}
    for source_id in source_ids:
        candidates = _read(workspace, schemas.CANDIDATES, request.day, source_id)
        key = paths.part(schemas.PAGES.name, request.day, source_id)
        known = read_parts(workspace.store, schemas.PAGES, [key], is_missing_fine=True)
        pages = fetch_pages(
            candidates, known, request, workspace.sources[source_id], settings=workspace.settings, store=workspace.store
        )
        write_part(workspace.store, schemas.PAGES, key, pages)
        fetched = _fetched(pages).num_rows
        counts["pages"] = int(counts["pages"]) + fetched
        counts["failed"] = int(counts["failed"]) + pages.num_rows - fetched
    return counts


def parse(workspace: Workspace, request: RunRequest, shard: int) -> Counts:
    """Parse the captures of one shard, of every source that has pages for the day."""
    pages = _in_shard(_read_all(workspace, schemas.PAGES, request.day), shard, workspace.settings.shards)
    hints = _read_all(workspace, schemas.CANDIDATES, request.day)
    captures = _with_content(workspace.store, _with_hints(_fetched(pages), hints))
    result = parse_pages(captures, workspace.context(request.day))
    name = paths.shard_name(shard)
    write_part(workspace.store, schemas.PARSED, paths.part(schemas.PARSED.name, request.day, name), result.kept)
    write_part(workspace.store, schemas.REJECTED, paths.part(schemas.REJECTED.name, request.day, name), result.rejected)
    return {"shard": shard, "articles": result.kept.num_rows, "rejected": result.rejected.num_rows, **result.counts}


def deduplicate(workspace: Workspace, request: RunRequest) -> Counts:
    """Cluster the day's articles, and list the captures of those that were captured more than once."""
    parsed = _read_shards(workspace, schemas.PARSED, request.day)
    window = open_window(workspace.store, request.day, workspace.settings.window_days, parsed)
    result = deduplicate_articles(parsed, workspace.context(request.day), window)
    _write_whole(workspace, schemas.FINGERPRINTS, request.day, result.fingerprints)
    _write_whole(workspace, schemas.EDGES, request.day, result.edges)
    _write_whole(workspace, schemas.CLUSTERS, request.day, result.clusters)
    _write_whole(workspace, schemas.CAPTURES, request.day, result.captures)
    return {"articles": pc.sum(result.clusters["is_representative"]).as_py() or 0, **result.counts}


def enrich(workspace: Workspace, request: RunRequest, shard: int) -> Counts:
    """Enrich the articles of one shard that readers will see: the representatives."""
    name = paths.shard_name(shard)
    parsed = _read(workspace, schemas.PARSED, request.day, name)
    articles = parsed.join(
        _representatives(workspace, request.day), keys=["source_id", "url_key", "fetched_at"], join_type="left semi"
    )
    result = enrich_articles(articles.select(schemas.PARSED.schema.names), workspace.context(request.day))
    key = paths.part(schemas.ENRICHED.name, request.day, name)
    write_part(workspace.store, schemas.ENRICHED, key, result.kept)
    return {"shard": shard, "articles": result.kept.num_rows, **result.counts}


def validate(workspace: Workspace, request: RunRequest) -> Counts:
    """Hold the day against law 1 and write the six tables that may be published. Raises ConservationError."""
    day = request.day
    tables = DayTables(
        candidates=_read_all(workspace, schemas.CANDIDATES, day),
        discoveries=_read_all(workspace, schemas.DISCOVERIES, day),
        pages=_read_all(workspace, schemas.PAGES, day),
        parsed=_read_shards(workspace, schemas.PARSED, day),
        rejected=_read_shards(workspace, schemas.REJECTED, day),
        clusters=_read_all(workspace, schemas.CLUSTERS, day),
        revisions=_read_all(workspace, schemas.CAPTURES, day),
        enriched=_read_shards(workspace, schemas.ENRICHED, day),
    )
    published = validate_day(tables, workspace.context(day))
    for table in schemas.PUBLISHED:
        write_part(workspace.store, table, _validated_key(table, day), published[table.name])
    return {table.name: published[table.name].num_rows for table in schemas.PUBLISHED}


def publish(workspace: Workspace, request: RunRequest) -> Counts:
    """Commit the day's six tables, coverage last; nothing changes where the lake already holds the same rows."""
    tables = {
        table.name: read_parts(workspace.store, table, [_validated_key(table, request.day)]) for table in schemas.PUBLISHED
    }
    lake = catalog.open_catalog(workspace.settings)
    publish_tables(tables, request.day, lake, workspace.store, workspace.settings)
    return {name: rows.num_rows for name, rows in tables.items()}


def _read(workspace: Workspace, table: schemas.Table, day: date, name: str) -> pa.Table:
    return read_parts(workspace.store, table, [paths.part(table.name, day, name)])


def _read_all(workspace: Workspace, table: schemas.Table, day: date) -> pa.Table:
    """Read every part of the day, also of sources that are configured no more: raw is forever."""
    return read_parts(workspace.store, table, workspace.store.keys(paths.partition(table.name, day)))


def _read_shards(workspace: Workspace, table: schemas.Table, day: date) -> pa.Table:
    """Read the shards of this run's count: parts that a run with more shards left behind are not of this day's version."""
    names = [paths.shard_name(shard) for shard in range(workspace.settings.shards)]
    return read_parts(workspace.store, table, [paths.part(table.name, day, name) for name in names])


def _write_whole(workspace: Workspace, table: schemas.Table, day: date, rows: pa.Table) -> None:
    write_part(workspace.store, table, paths.part(table.name, day, WHOLE_DAY), rows)


def _validated_key(table: schemas.Table, day: date) -> str:
    return f"{VALIDATED}/{paths.part(table.name, day, WHOLE_DAY)}"


def _fetched(pages: pa.Table) -> pa.Table:
    return pages.filter(pc.equal(pages["fetch_outcome"], "fetched"))


def _in_shard(rows: pa.Table, shard: int, shards: int) -> pa.Table:
    keys = rows["url_key"].to_pylist()
    return rows.filter(pa.array([xxhash.xxh3_64_intdigest(key) % shards == shard for key in keys], pa.bool_()))


def _with_hints(pages: pa.Table, candidates: pa.Table) -> pa.Table:
    hints = candidates.select(["source_id", "url_key", *HINTS])
    frame = pages.to_pandas().merge(hints.to_pandas(), on=["source_id", "url_key"], how="left")
    return pa.Table.from_pandas(frame, preserve_index=False)


def _with_content(store: Store, pages: pa.Table) -> pa.Table:
    places = pages.select(["warc_key", "warc_offset", "warc_length"]).to_pylist()
    contents = [read_payload(store, place["warc_key"], place["warc_offset"], place["warc_length"]) for place in places]
    return pages.append_column("content", pa.array(contents, pa.large_binary()))


def _representatives(workspace: Workspace, day: date) -> pa.Table:
    clusters = _read(workspace, schemas.CLUSTERS, day, WHOLE_DAY)
    return clusters.filter(clusters["is_representative"]).select(["source_id", "url_key", "fetched_at"])


def _missing_in_raw(workspace: Workspace, request: RunRequest, source_id: str, candidates: pa.Table) -> int:
    key = paths.part(schemas.PAGES.name, request.day, source_id)
    held = set(_fetched(read_parts(workspace.store, schemas.PAGES, [key], is_missing_fine=True))["url_key"].to_pylist())
    missing = len(candidates) if request.is_refetch else len(set(candidates["url_key"].to_pylist()) - held)
    return min(missing, request.limit_per_source or missing)
