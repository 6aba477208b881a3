"""Days in miniature: every candidate has a fate, and the tables between the steps follow from the fates."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

import pyarrow as pa

from shpalta.lake import schemas
from shpalta.lake.tables import conform
from shpalta.sources.model import Source
from shpalta.steps import StepContext
from shpalta.steps.validate import DayTables

DAY = date(2026, 11, 15)
SEEN = datetime(2026, 11, 15, 8, tzinfo=UTC)
TABLES = MappingProxyType(
    {
        "candidates": schemas.CANDIDATES,
        "discoveries": schemas.DISCOVERIES,
        "pages": schemas.PAGES,
        "parsed": schemas.PARSED,
        "rejected": schemas.REJECTED,
        "clusters": schemas.CLUSTERS,
        "revisions": schemas.CAPTURES,
        "enriched": schemas.ENRICHED,
    }
)


def context(*source_ids, day=DAY):
    return StepContext(day=day, zone="Europe/Kyiv", sources={source_id: source(source_id) for source_id in source_ids})


def source(source_id):
    home = f"https://{source_id}.example/"
    return Source(id=source_id, name=source_id, home=home, strategies=({"kind": "rss", "url": f"{home}rss"},))


def identity(source_id, name):
    return {"source_id": source_id, "url": f"https://{source_id}.example/{name}", "url_key": f"{source_id}.example/{name}"}


def article_id(source_id, name):
    return hashlib.sha256(f"{source_id}/{name}".encode()).hexdigest()[:32]


def day_tables(fates, discoveries=None):
    """Make a day from `(source_id, name, fate)`; a fate is published, duplicate, rejected, twice, or a fetch_outcome.

    Duplicates stand in the cluster of the first published article of the day, or of one of another day.
    """
    rows = {name: [] for name in TABLES}
    rows["discoveries"] = [discovery(source_id) for source_id, _, _ in dict.fromkeys((s, "", "") for s, _, _ in fates)]
    if discoveries is not None:
        rows["discoveries"] = discoveries
    first = next(((source_id, name) for source_id, name, fate in fates if fate in ("published", "twice")), ("other", "day"))
    for source_id, name, fate in fates:
        _add(rows, source_id, name, fate, article_id(*first))
    return DayTables(**{name: conform(table, rows[name]) for name, table in TABLES.items()})


def discovery(source_id, state="read", reason=None, strategy="rss"):
    location = f"https://{source_id}.example/{strategy}"
    return {
        "source_id": source_id,
        "strategy": strategy,
        "location": location,
        "state": state,
        "candidate_count": 0,
        "reason": reason,
    }


def changed(tables, name, change):
    """Give the day with one of its tables changed: `change` is from rows to rows."""
    rows = change(getattr(tables, name).to_pylist())
    return replace(tables, **{name: conform(TABLES[name], rows)})


def _add(rows, source_id, name, fate, cluster_id):
    who = identity(source_id, name)
    rows["candidates"].append({**who, "discovered_via": ["rss"], "first_seen_at": SEEN})
    if fate == "not_fetched":
        return
    if fate not in ("published", "duplicate", "rejected", "twice"):
        rows["pages"].append({**who, "fetch_outcome": fate, "fetch_error": f"it was {fate}", "http_status": 500})
        return
    captures = [_provenance(who, again) for again in range(2 if fate == "twice" else 1)]
    rows["pages"] += [{**who, "fetch_outcome": "fetched", "http_status": 200, **capture} for capture in captures]
    if fate == "rejected":
        rows["rejected"].append({**who, "step": "parse", "reason": "index_page", "detail": "links, no text"})
        return
    own_id = article_id(source_id, name)
    articles = [{**who, **_content(name), "article_id": own_id, **capture} for capture in captures]
    rows["parsed"] += [_filled(schemas.PARSED, article) for article in articles]
    rows["clusters"].append(_place(who, own_id, cluster_id, fate, captures[-1]))
    if fate != "duplicate":
        rows["enriched"].append(_filled(schemas.ENRICHED, articles[-1]))
    if fate == "twice":
        kinds = enumerate(("first", "updated"), start=1)
        rows["revisions"] += [
            {**who, "article_id": own_id, "revision_number": number, "kind": kind, "changed": [], **capture}
            for (number, kind), capture in zip(kinds, captures, strict=True)
        ]


def _place(who, own_id, cluster_id, fate, capture):
    place = {**who, "article_id": own_id, "fetched_at": capture["fetched_at"], "revision_number": 1, "editions": []}
    if fate != "duplicate":
        return {**place, "cluster_id": own_id, "is_representative": True}
    link = {"duplicate_of": cluster_id, "duplicate_kind": "same_text", "similarity": 1.0}
    return {**place, "cluster_id": cluster_id, "is_representative": False, **link}


def _provenance(who, again):
    digest = hashlib.sha256(f"{who['url_key']}{again}".encode()).hexdigest()
    where = {"warc_key": "raw/a.warc.gz", "warc_offset": 0, "warc_length": 10, "payload_sha256": digest}
    return {"fetched_at": SEEN + timedelta(hours=again), **where}


def _filled(table, row):
    """Give every column that may not be null some value, so that a schema may grow without these days."""
    return {field.name: _some(field.type) for field in table.schema if not field.nullable} | row


def _some(kind):
    if pa.types.is_list(kind):
        return []
    if pa.types.is_boolean(kind):
        return False
    return 1 if pa.types.is_integer(kind) or pa.types.is_floating(kind) else "some"


def _content(name):
    texts = {"headline": f"Headline of {name}", "article_body": f"Body of {name}"}
    return {**texts, "date_published": SEEN, "date_published_precision": "instant", "first_seen_at": SEEN}


def version(day, mark, count):
    """Give the published tables of a day whose `count` articles all carry the mark: a reader can tell versions apart."""
    names = [f"{mark}-{number}" for number in range(count)]
    common = [{"date": day, **identity("a", name), "first_seen_at": SEEN} for name in names]
    articles = [{**row, **_content(mark), **_provenance(row, 0), "article_id": row["url_key"]} for row in common]
    outcomes = [{**row, "outcome": "published"} for row in common]
    coverage = {"date": day, "source_id": "a", "state": "complete", "candidate_count": count, "published_count": count}
    rows = {"articles": articles, "outcomes": outcomes, "coverage": [coverage]}
    return {
        table.name: conform(table, [_filled(table, row) for row in rows.get(table.name, [])]) for table in schemas.PUBLISHED
    }
