"""The tables that readers see."""

from __future__ import annotations

import pyarrow as pa

from shpalta.lake.columns import (
    ARTICLE_ID,
    CONTENT,
    COVERAGE_STATES,
    DATE,
    DUPLICATE_KINDS,
    IDENTITY,
    INSTANT,
    ORIGIN,
    OUTCOMES_OF_CANDIDATES,
    PLACEMENT,
    SHARE,
    TEXTS,
    column,
    required,
)
from shpalta.lake.schemas.deduplicated import REVISION
from shpalta.lake.schemas.enriched import ENRICHMENT
from shpalta.lake.schemas.table import table

ARTICLES = table(
    "articles",
    "published",
    "What readers read: one row a cluster.",
    [
        DATE,
        ARTICLE_ID,
        *IDENTITY,
        required("cluster_id", pa.string(), "The cluster; equal to article_id of its representative."),
        required("duplicate_count", pa.int32(), "How many other articles of the day carry the same text.", unit="articles"),
        required("duplicate_sources", TEXTS, "The sources that carry it too, sorted."),
        PLACEMENT[-1],
        required(
            "revision_number",
            pa.int32(),
            "How many versions of this article were captured, this one included.",
        ),
        *CONTENT,
        *ENRICHMENT,
        *ORIGIN,
    ],
    ("article_id",),
)

DUPLICATES = table(
    "duplicates",
    "published",
    "The articles that carry the text of another: nothing is deleted.",
    [
        DATE,
        ARTICLE_ID,
        *IDENTITY,
        required("cluster_id", pa.string(), "The cluster that it stands in."),
        required("duplicate_of", pa.string(), "The article_id that it is linked to."),
        required("duplicate_kind", pa.string(), "What they share.", among=DUPLICATE_KINDS),
        required("similarity", pa.float64(), "Containment of the smaller text in the larger.", unit=SHARE),
        *PLACEMENT,
        *CONTENT,
        *ORIGIN,
    ],
    ("article_id", "url_key"),
)

REVISIONS = table(
    "revisions",
    "published",
    "Every kept capture of an article that was captured more than once.",
    [DATE, *REVISION],
    ("article_id", "fetched_at", "url_key"),
)

REJECTS = table(
    "rejects",
    "published",
    "Candidates that became no article, with the reason: rejects and failures.",
    [
        DATE,
        *IDENTITY,
        required("outcome", pa.string(), "What became of it.", among=("rejected", "failed")),
        required("step", pa.string(), "The step where it ended."),
        required("reason", pa.string(), "One of the closed list of reasons."),
        column("detail", pa.string(), "What exactly was seen, in one line."),
        column("other_date", pa.date32(), "With reason other_day: the day that the page belongs to."),
        column("http_status", pa.int32(), "Status of the last response."),
    ],
    ("source_id", "url_key"),
)

OUTCOMES = table(
    "outcomes",
    "published",
    "What became of every candidate: exactly one row each (law 1).",
    [
        DATE,
        *IDENTITY,
        required("outcome", pa.string(), "What became of it.", among=OUTCOMES_OF_CANDIDATES),
        column("reason", pa.string(), "For rejected and failed: one of the closed list of reasons."),
        column("article_id", pa.string(), "For published and duplicate: the article."),
        column("duplicate_of", pa.string(), "For duplicate: the article that it is linked to."),
        required("discovered_via", TEXTS, "The strategies that found it, sorted."),
        required("first_seen_at", INSTANT, "When any run of ours first saw the URL."),
    ],
    ("source_id", "url_key"),
)

_COUNT = "candidates of this source and day"

COVERAGE = table(
    "coverage",
    "published",
    "One row a source and day: was anything missed? Written last; names the versions that belong together.",
    [
        DATE,
        required("source_id", pa.string(), "The source, by its id in the sources file."),
        required("state", pa.string(), "What is known about whether anything was missed.", among=COVERAGE_STATES),
        column("reason", pa.string(), "Why it is not complete, in one line."),
        required("discovered_via", TEXTS, "The strategies that were used, sorted."),
        required("candidate_count", pa.int64(), "URLs known to belong to the day.", unit=_COUNT),
        required("page_count", pa.int64(), "Of them, kept in raw.", unit=_COUNT),
        required("published_count", pa.int64(), "Of them, published as articles.", unit=_COUNT),
        required("duplicate_count", pa.int64(), "Of them, duplicates.", unit=_COUNT),
        required("rejected_count", pa.int64(), "Of them, rejected.", unit=_COUNT),
        required("failed_count", pa.int64(), "Of them, failed.", unit=_COUNT),
        required(
            "table_digests",
            pa.list_(pa.struct([("table", pa.string()), ("sha256", pa.string())])),
            "SHA-256 of each file that holds this day in the other tables, in order: the versions that belong together. "
            "A file's name ends in the first 16 digits; a table without rows has no file.",
        ),
    ],
    ("source_id",),
)
