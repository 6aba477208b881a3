"""The layers of deduplication, and what a day was made of."""

from __future__ import annotations

import pyarrow as pa

from shpalta.lake.columns import (
    ARTICLE_ID,
    DATE,
    DUPLICATE_KINDS,
    IDENTITY,
    INSTANT,
    LINK_KINDS,
    PLACEMENT,
    PROVENANCE,
    REVISION_KINDS,
    SHARE,
    TEXTS,
    column,
    required,
)
from shpalta.lake.schemas.table import table

FINGERPRINTS = table(
    "fingerprints",
    "between",
    "For each article of a day, what is kept of its text to find it again on later days.",
    [
        DATE,
        ARTICLE_ID,
        *IDENTITY,
        required("fetched_at", INSTANT, "Which capture of the page stands for the article."),
        column("date_published", INSTANT, "When it came out; decides who came first within a day."),
        column("in_language", pa.string(), "BCP 47 code of the text.", schema_org="inLanguage"),
        required("twin_key", pa.string(), "Equal for URLs that may be editions of one article for other devices."),
        required("text_hash", pa.string(), "XXH3-128 of the body's words, in hex; empty for a body without words."),
        required("word_count", pa.int32(), "Words in the body.", unit="words"),
        required("keys", pa.list_(pa.field("element", pa.int64(), nullable=False)), "What the body is looked up by."),
        required(
            "tokens",
            pa.list_(pa.field("element", pa.uint32(), nullable=False)),
            "The body's first 20,000 words in their order, as hashes: what near-duplicates are verified by.",
        ),
        column("hreflangs", TEXTS, "The article_ids of the editions in other languages that the page names; sorted."),
        required("fingerprint_version", pa.string(), "Which rules made this row; only equal versions are compared."),
    ],
    ("article_id",),
)

STANDING = table(
    "standing",
    "between",
    "For each page of a day, which capture of it stands, and which article it is.",
    [
        *IDENTITY,
        ARTICLE_ID,
        required("fetched_at", INSTANT, "Which capture of the page stands for the article."),
    ],
    ("article_id", "url_key"),
)

MATCHES = table(
    "matches",
    "between",
    "Which articles of a day are worth comparing with which that came before them, found in one bucket of keys.",
    [
        required("later", pa.int64(), "Place of the article of the day, in the order in which window and day came out."),
        required("earlier", pa.int64(), "Place of the article that came before."),
        required(
            "kind",
            pa.string(),
            "What may link them; to be near_text they must share two keys over all buckets.",
            among=LINK_KINDS,
        ),
        required("shared_count", pa.int64(), "Keys of this bucket that both have.", unit="keys"),
    ],
    ("later", "earlier", "kind"),
)

EDGES = table(
    "edges",
    "between",
    "Links from the articles of a day to articles that came before them, that day or on days within the window.",
    [
        required("article_id", pa.string(), "The article that came later."),
        required("date", pa.date32(), "The day of the later article; the partition."),
        column("date_published", INSTANT, "When the later article came out."),
        required("other_article_id", pa.string(), "The article that came before."),
        required("other_date", pa.date32(), "The day of the article that came before."),
        column("other_date_published", INSTANT, "When the article that came before came out."),
        required("kind", pa.string(), "What they share; editions are translations, no duplicates.", among=LINK_KINDS),
        required(
            "similarity",
            pa.float64(),
            "Containment of the smaller text in the larger; of editions, that of their numbers.",
            unit=SHARE,
        ),
        required("passed", TEXTS, "The tests that the pair passed, in the order in which they were made."),
    ],
    ("article_id", "other_date", "other_article_id"),
)

CLUSTERS = table(
    "clusters",
    "between",
    "For each article of a day, the cluster that it stands in and how it got there.",
    [
        *IDENTITY,
        ARTICLE_ID,
        required("fetched_at", INSTANT, "Which capture of the page stands for the article."),
        required("cluster_id", pa.string(), "The article_id of the cluster's representative."),
        required("is_representative", pa.bool_(), "Whether this is the article that readers see."),
        column("duplicate_of", pa.string(), "For a duplicate: the article_id that it is linked to."),
        column("duplicate_kind", pa.string(), "What they share.", among=DUPLICATE_KINDS),
        column("similarity", pa.float64(), "Containment of the smaller text in the larger.", unit=SHARE),
        *PLACEMENT,
        required(
            "revision_number",
            pa.int32(),
            "How many versions of this article were captured, this one included.",
        ),
    ],
    ("article_id", "url_key"),
)

IDENTITIES = table(
    "identities",
    "between",
    "Which articles a day has: small, because the look-back for an article itself has no end.",
    [ARTICLE_ID],
    ("article_id",),
)

CONSULTED = table(
    "consulted",
    "between",
    "Which version of which partition a day was deduplicated from and into: a day that others outran is stale.",
    [
        DATE,
        required("is_written", pa.bool_(), "Whether the partition was written, or read."),
        required("table", pa.string(), "The table; same_articles for what was looked up over all earlier days."),
        required("other_date", pa.date32(), "The day of the partition."),
        required("sha256", pa.string(), "SHA-256 of the partition's bytes, in hex; empty where there was none."),
    ],
    ("is_written", "table", "other_date"),
)

REVISION = [
    ARTICLE_ID,
    *IDENTITY,
    required("revision_number", pa.int32(), "1 for the first capture; grows with each change."),
    required("kind", pa.string(), "What it is against the capture before.", among=REVISION_KINDS),
    required(
        "changed", TEXTS, "What changed: headline, body, numbers, deletion (alone: the page is gone), silent_edit; sorted."
    ),
    column("diff", pa.string(), "A readable line diff of the body against the capture before."),
    *PROVENANCE,
]

CAPTURES = table(
    "captures",
    "between",
    "Every kept capture of an article that was captured more than once: what becomes revisions.",
    REVISION,
    ("article_id", "fetched_at", "url_key"),
)
