"""Parse: from raw pages to articles, a shard at a time."""

from __future__ import annotations

from collections import Counter

import pyarrow as pa
import pyarrow.compute as pc
import xxhash

from shpalta.daily.workspace import Counts, Workspace
from shpalta.lake import paths
from shpalta.lake.schemas import CANDIDATES, PAGES, PARSED, REJECTED
from shpalta.lake.store import Store
from shpalta.request import RunRequest
from shpalta.steps.parse import parse as parse_pages
from shpalta.web.warc import check_stored, read_payload

_PAGES_IN_GROUP = 100
HINTS = ("date_hint", "modified_hint", "title_hint", "section_hint", "discovered_via", "first_seen_at")


def parse(workspace: Workspace, request: RunRequest, shard: int) -> Counts:
    """Parse the captures of one shard, of every source that has pages for the day. Raises CorruptObject for damaged raw."""
    all_pages = workspace.read_all(PAGES, request.day)
    _check_raw(workspace.store, all_pages, shard, workspace.settings.shards)
    pages = _in_shard(all_pages, shard, workspace.settings.shards)
    hinted = _with_hints(_captures(pages), workspace.read_all(CANDIDATES, request.day))
    result = parse_pages(_with_content(workspace.store, hinted), workspace.context(request.day))
    name = paths.shard_name(shard)
    workspace.write(PARSED, request.day, name, result.kept)
    workspace.write(REJECTED, request.day, name, result.rejected)
    return {"shard": shard, "articles": result.kept.num_rows, "rejected": result.rejected.num_rows, **result.counts}


def _check_raw(store: Store, pages: pa.Table, shard: int, shards: int) -> None:
    """Hold the WARC files that the day is made of against their sidecars, each in one of the shards; no record shows a lack."""
    keys = pa.concat_tables(rows.select(["warc_key"]) for rows in (pages, _captures(pages)))["warc_key"]
    for key in sorted(set(keys.drop_null().to_pylist())):
        if _hashed(key) % shards == shard:
            check_stored(store, key)


def _captures(pages: pa.Table) -> pa.Table:
    """Choose the rows that have a body in raw, and say of each where that is: an earlier day may keep it."""
    is_referring = pc.is_valid(pages["refers_to"])
    captures = pages.filter(pc.or_(pc.equal(pages["fetch_outcome"], "fetched"), is_referring))
    is_referring = pc.is_valid(captures["refers_to"])
    for name in ("content_type", "warc_key", "warc_offset", "warc_length"):
        kept = pc.struct_field(captures["refers_to"], name)
        place = captures.schema.get_field_index(name)
        captures = captures.set_column(place, captures.schema.field(place), pc.if_else(is_referring, kept, captures[name]))
    return captures


def _in_shard(rows: pa.Table, shard: int, shards: int) -> pa.Table:
    """Choose a shard's pages: whole sources, large ones in groups that depend on the day's pages and not on the shards.

    Pages of one group are evidence for each other of what is their source's template, so that no setting changes a text.
    """
    sources, keys = rows["source_id"].to_pylist(), rows["url_key"].to_pylist()
    articles = Counter(source for source, _ in set(zip(sources, keys, strict=True)))
    groups = {source: -(-count // _PAGES_IN_GROUP) for source, count in articles.items()}
    names = [f"{source} {_hashed(key) % groups[source]}" for source, key in zip(sources, keys, strict=True)]
    chosen = [_hashed(name) % shards == shard for name in names]
    return rows.filter(pa.array(chosen, pa.bool_()))


def _hashed(text: str) -> int:
    return xxhash.xxh3_64_intdigest(text.encode())


def _with_hints(pages: pa.Table, candidates: pa.Table) -> pa.Table:
    places = {key: place for place, key in enumerate(_identities(candidates))}
    hints = candidates.select(HINTS).take(pa.array([places[key] for key in _identities(pages)], pa.int64()))
    for name in HINTS:
        pages = pages.append_column(name, hints[name])
    return pages


def _identities(rows: pa.Table) -> list[tuple[str, str]]:
    return list(zip(rows["source_id"].to_pylist(), rows["url_key"].to_pylist(), strict=True))


def _with_content(store: Store, pages: pa.Table) -> pa.Table:
    places = pages.select(["warc_key", "warc_offset", "warc_length"]).to_pylist()
    contents = [read_payload(store, each["warc_key"], each["warc_offset"], each["warc_length"]) for each in places]
    return pages.append_column("content", pa.array(contents, pa.large_binary()))
