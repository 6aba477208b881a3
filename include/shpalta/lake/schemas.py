"""The one place that knows tables and columns: types, units, sentences, sort order.

Checks, Parquet footers and the data dictionary come from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

from shpalta.lake.columns import (
    ARTICLE_ID,
    CONTENT,
    COVERAGE_STATES,
    DATE,
    DUPLICATE_KINDS,
    FEED_STATES,
    IDENTITY,
    INSTANT,
    LINK_KINDS,
    ORIGIN,
    OUTCOMES_OF_CANDIDATES,
    PLACEMENT,
    PROVENANCE,
    REVISION_KINDS,
    SHARE,
    STRATEGY_STATES,
    TEXTS,
    column,
    required,
)

SCHEMA_VERSION = "1"


@dataclass(frozen=True)
class Table:
    """A table of the lake: where it stands in the flow, its columns, and the order of its rows."""

    name: str
    layer: Literal["between", "published"]
    sentence: str
    schema: pa.Schema
    sort_by: tuple[str, ...]

    def empty(self) -> pa.Table:
        return self.schema.empty_table()


def _table(
    name: str,
    layer: Literal["between", "published"],
    sentence: str,
    columns: Sequence[pa.Field],
    sort_by: tuple[str, ...],
) -> Table:
    return Table(name, layer, sentence, pa.schema(columns), sort_by)


_FOUND = [
    *IDENTITY,
    required("discovered_via", TEXTS, "The strategies that found it, sorted."),
    column("date_hint", INSTANT, "When the source says it came out: feed or news sitemap."),
    column("modified_hint", INSTANT, "The sitemap's lastmod: a lower bound, edits move it."),
    column("title_hint", pa.string(), "The title that came with the URL."),
    column("section_hint", pa.string(), "The section that came with the URL."),
    column("archived_in", pa.string(), "Where an archive keeps the page: fetched from there, not from the site."),
    required("first_seen_at", INSTANT, "When any run of ours first saw the URL."),
]

FEEDS = _table(
    "feeds",
    "between",
    "What the hourly watch last read of each feed, and since when it has missed nothing; one file a source, without a date.",
    [
        required("source_id", pa.string(), "The source, by its id in the sources file."),
        required("location", pa.string(), "The URL of the feed."),
        required("state", pa.string(), "How the last try to read it went.", among=FEED_STATES),
        column("reason", pa.string(), "Why it was not read, in one line."),
        column("read_at", INSTANT, "When it was last read; what came later, the watch has not seen."),
        column("unbroken_since", INSTANT, "From then to read_at each reading went back beyond the one before it."),
        column("etag", pa.string(), "The ETag header of what was read, for conditional requests."),
        column("last_modified", pa.string(), "The Last-Modified header of what was read, for conditional requests."),
        column("undated_keys", TEXTS, "The url_key of each entry without a date: one that is new among them is of today."),
    ],
    ("source_id", "location"),
)

SIGHTINGS = _table(
    "sightings",
    "between",
    "URLs that the hourly watch saw in feeds, on the day that they belong to: candidates of that day's next run.",
    _FOUND,
    ("source_id", "url_key"),
)

CANDIDATES = _table(
    "candidates",
    "between",
    "URLs known to belong to a day, with every hint that came with them; grows, never shrinks.",
    _FOUND,
    ("source_id", "url_key"),
)

DISCOVERIES = _table(
    "discoveries",
    "between",
    "What each strategy of a source found for a day: what the coverage row is made from.",
    [
        required("source_id", pa.string(), "The source, by its id in the sources file."),
        required("strategy", pa.string(), "rss, sitemap, archive, list, warc or cdx."),
        required("location", pa.string(), "The URL that the strategy reads."),
        required("state", pa.string(), "How reading it went; unreachable: the day is beyond its reach.", among=STRATEGY_STATES),
        required("candidate_count", pa.int64(), "URLs of the day that it found.", unit="candidates"),
        column("reason", pa.string(), "Why it was not read, or not wholly, in one line."),
        column("etag", pa.string(), "The ETag header of what was read, for conditional requests."),
        column("last_modified", pa.string(), "The Last-Modified header of what was read, for conditional requests."),
    ],
    ("source_id", "strategy", "location"),
)

PAGES = _table(
    "pages",
    "between",
    "An index into the WARCs: a row for each capture of a candidate, or one that says why there is none.",
    [
        *IDENTITY,
        required("fetch_outcome", pa.string(), "fetched, or why there is no page: the closed list in steps/fetch."),
        column("fetch_error", pa.string(), "What exactly went wrong, in one line."),
        column("final_url", pa.string(), "Where the redirects ended."),
        column("http_status", pa.int32(), "Status of the last response."),
        column("content_type", pa.string(), "The Content-Type header as received."),
        column("etag", pa.string(), "The ETag header, for conditional requests."),
        column("last_modified", pa.string(), "The Last-Modified header, for conditional requests."),
        column(
            "response_headers",
            pa.list_(pa.struct([("name", pa.string()), ("value", pa.string())])),
            "The response's headers in their order.",
        ),
        column(
            "rights",
            TEXTS,
            "What the site says of its page being mined and kept: tdm-reservation, noai, noarchive and the like.",
        ),
        *[field.with_nullable(True) for field in PROVENANCE],
    ],
    ("source_id", "url_key", "fetched_at"),
)

PARSED = _table(
    "parsed",
    "between",
    "What parsing got out of each capture: one article a row.",
    [ARTICLE_ID, *IDENTITY, *CONTENT, *ORIGIN],
    ("article_id", "fetched_at", "url_key"),
)

REJECTED = _table(
    "rejected",
    "between",
    "Pages that a step let go no further, with the reason.",
    [
        *IDENTITY,
        required("step", pa.string(), "The step that rejected it."),
        required("reason", pa.string(), "One of the closed list of reasons."),
        column("detail", pa.string(), "What exactly was seen, in one line."),
        column("other_date", pa.date32(), "With reason other_day: the day that the page belongs to."),
    ],
    ("source_id", "url_key"),
)

FINGERPRINTS = _table(
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

STANDING = _table(
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

MATCHES = _table(
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

EDGES = _table(
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

CLUSTERS = _table(
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

IDENTITIES = _table(
    "identities",
    "between",
    "Which articles a day has: small, because the look-back for an article itself has no end.",
    [ARTICLE_ID],
    ("article_id",),
)

CONSULTED = _table(
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

_REVISION = [
    ARTICLE_ID,
    *IDENTITY,
    required("revision_number", pa.int32(), "1 for the first capture; grows with each change."),
    required("kind", pa.string(), "What it is against the capture before.", among=REVISION_KINDS),
    required("changed", TEXTS, "What changed: headline, body, numbers, deletion, silent_edit; sorted."),
    column("diff", pa.string(), "A readable line diff of the body against the capture before."),
    *PROVENANCE,
]

CAPTURES = _table(
    "captures",
    "between",
    "Every kept capture of an article that was captured more than once: what becomes revisions.",
    _REVISION,
    ("article_id", "fetched_at", "url_key"),
)

REVISIONS = _table(
    "revisions",
    "published",
    "Every kept capture of an article that was captured more than once.",
    [DATE, *_REVISION],
    ("article_id", "fetched_at", "url_key"),
)

ENRICHMENT_METHOD = pa.struct([("enricher", pa.string()), ("method", pa.string())])
ENRICHMENT_ERROR = pa.struct([("enricher", pa.string()), ("error", pa.string())])

SPAN = pa.struct([("start", pa.int32()), ("end", pa.int32())])
ENTITY = pa.struct(
    [
        ("kind", pa.string()),
        ("name", pa.string()),
        ("key", pa.string()),
        ("count", pa.int32()),
        ("is_in_headline", pa.bool_()),
        ("salience", pa.float64()),
        ("confidence", pa.float64()),
        ("forms", TEXTS),
        ("spans", pa.list_(SPAN)),
    ]
)
COUNTRY = pa.struct(
    [
        ("iso2", pa.string()),
        ("named_count", pa.int32()),
        ("derived_count", pa.int32()),
        ("is_in_headline", pa.bool_()),
        ("score", pa.float64()),
    ]
)
PLACE = pa.struct(
    [
        ("name", pa.string()),
        ("kind", pa.string()),
        ("iso2", pa.string()),
        ("iso3166_2", pa.string()),
        ("geonames_id", pa.int64()),
        ("latitude", pa.float64()),
        ("longitude", pa.float64()),
        ("count", pa.int32()),
        ("confidence", pa.float64()),
    ]
)

TEXT_DATE = pa.struct(
    [
        ("text", pa.string()),
        ("edtf", pa.string()),
        ("first_day", pa.date32()),
        ("last_day", pa.date32()),
        ("grain", pa.string()),
        ("confidence", pa.float64()),
        ("span", SPAN),
    ]
)
KEYWORD = pa.struct([("term", pa.string()), ("score", pa.float64())])
QUALITY = pa.struct(
    [
        (name, pa.float64())
        for name in (
            "mean_word_length",
            "alphabetic_word_share",
            "stop_word_share",
            "unique_word_share",
            "uppercase_share",
            "digit_share",
            "symbol_share",
            "punctuated_line_share",
            "bullet_line_share",
            "ellipsis_line_share",
            "short_line_share",
            "duplicate_line_share",
            "top_pair_share",
            "duplicate_five_word_share",
            "mean_sentence_length",
        )
    ]
)
TOPIC = pa.struct(
    [
        ("scheme", pa.string()),
        ("code", pa.string()),
        ("name", pa.string()),
        ("score", pa.float64()),
        ("method", pa.string()),
    ]
)
WATCH_HIT = pa.struct(
    [
        ("watch_list", pa.string()),
        ("term", pa.string()),
        ("text", pa.string()),
        ("field", pa.string()),
        ("span", SPAN),
    ]
)

ENRICHMENT = [
    column("language_script", pa.string(), "ISO 15924 code of the script that most letters of the body are in."),
    column(
        "language_confidence",
        pa.float64(),
        "Share of the three independent detectors that agree on in_language.",
        unit=SHARE,
    ),
    column("paragraph_languages", TEXTS, "BCP 47 code of each line of article_body, in order."),
    column("word_count", pa.int32(), "Words in the body.", unit="words", schema_org="wordCount"),
    column("sentence_count", pa.int32(), "Sentences in the body.", unit="sentences"),
    column("character_count", pa.int32(), "Unicode code points in the body.", unit="code points"),
    column("reading_time", pa.int32(), "At 200 words a minute.", unit="seconds", schema_org="timeRequired"),
    column(
        "entities",
        pa.list_(ENTITY),
        "People, organisations and places of the body, each under one name in the nominative, the most salient first.",
        unit="spans in code points of article_body",
    ),
    column("countries", pa.list_(COUNTRY), "ISO 3166-1 countries that title or body name, the one it is most about first."),
    column(
        "implied_countries",
        pa.list_(COUNTRY),
        "Countries that are never named, only implied: by an adjective, a people, a capital, a city, a metonym.",
    ),
    column("primary_country", pa.string(), "ISO 3166-1 code of the country that the article is most about."),
    column(
        "places",
        pa.list_(PLACE),
        "Places that the body names: ISO 3166 codes, GeoNames ids, coordinates where they are known.",
        unit="degrees, WGS 84",
    ),
    column(
        "dates_mentioned",
        pa.list_(TEXT_DATE),
        "Dates that the body names, as EDTF, resolved against date_published.",
        unit="spans in code points of article_body",
    ),
    column(
        "topics",
        pa.list_(TOPIC),
        "IPTC Media Topics, top level first, below it where the text is sure.",
        unit="score: share of the words that tell topics, or probability with an embedder, 0 to 1",
    ),
    column(
        "embedding",
        pa.list_(pa.field("element", pa.float32(), nullable=False)),
        "Title and lead as 384 numbers whose dot product says how alike two texts are; null unless an embedder is set.",
    ),
    column("embedding_model", pa.string(), "The model that made the embedding, with its version."),
    column(
        "keywords",
        pa.list_(KEYWORD),
        "Telling words in their lemma and phrases in the nominative, the most telling first.",
        unit="score relative to the first",
    ),
    column("summary", pa.string(), "Up to three sentences of the body that hold most of its keywords."),
    column(
        "quality",
        QUALITY,
        "Signals after Gopher, C4 and FineWeb, counted for any alphabet; recorded, never filtered on.",
        unit="shares, 0 to 1; lengths in letters and words",
    ),
    column(
        "watch_hits",
        pa.list_(WATCH_HIT),
        "Terms of the user's watch lists in title and body.",
        unit="spans in code points of the field",
    ),
    required("enricher_version", pa.string(), "Which enrichers made these columns."),
    column("enrichment_methods", pa.list_(ENRICHMENT_METHOD), "What each enricher finds its columns by."),
    required(
        "enrichment_errors",
        pa.list_(ENRICHMENT_ERROR),
        "Enrichers that failed on this article, with the reason; their columns are null.",
    ),
]

ENRICHED = _table(
    "enriched",
    "between",
    "The representatives with what was found in their own title and body.",
    [ARTICLE_ID, *IDENTITY, *CONTENT, *ORIGIN, *ENRICHMENT],
    ("article_id",),
)

ARTICLES = _table(
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

DUPLICATES = _table(
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

REJECTS = _table(
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

OUTCOMES = _table(
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
COVERAGE = _table(
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

BETWEEN = (
    FEEDS,
    SIGHTINGS,
    CANDIDATES,
    DISCOVERIES,
    PAGES,
    PARSED,
    REJECTED,
    IDENTITIES,
    STANDING,
    FINGERPRINTS,
    MATCHES,
    EDGES,
    CLUSTERS,
    CAPTURES,
    CONSULTED,
    ENRICHED,
)
PUBLISHED = (ARTICLES, DUPLICATES, REVISIONS, REJECTS, OUTCOMES, COVERAGE)
