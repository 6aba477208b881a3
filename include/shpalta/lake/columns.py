"""How a column is declared, and the columns that several tables share."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

SHARE = "share, 0 to 1"
INSTANT = pa.timestamp("us", tz="UTC")
TEXTS = pa.list_(pa.field("element", pa.string(), nullable=False))

OUTCOMES_OF_CANDIDATES = ("published", "duplicate", "rejected", "failed")
FEED_STATES = ("read", "unchanged", "failed", "refused")
STRATEGY_STATES = ("read", "failed", "refused", "unreachable")
COVERAGE_STATES = ("complete", "partial", "empty_confirmed", "failed", "refused", "unreachable", "not_run")
DUPLICATE_KINDS = ("same_article", "same_text", "near_text")
LINK_KINDS = (*DUPLICATE_KINDS, "edition")
REVISION_KINDS = ("first", "unchanged", "updated")
PRECISIONS = ("instant", "minute", "day")
PAGE_KINDS = ("article", "live_blog")


def column(
    name: str,
    kind: pa.DataType,
    sentence: str,
    *,
    unit: str = "",
    schema_org: str = "",
    among: Sequence[str] = (),
    nullable: bool = True,
) -> pa.Field:
    """Declare a column; its sentence, unit, schema.org name and the only words that it may hold travel in its metadata."""
    notes = {"doc": sentence, "unit": unit, "schema_org": schema_org, "among": "|".join(among)}
    return pa.field(name, kind, nullable=nullable, metadata={key: note for key, note in notes.items() if note})


def required(
    name: str,
    kind: pa.DataType,
    sentence: str,
    *,
    unit: str = "",
    schema_org: str = "",
    among: Sequence[str] = (),
) -> pa.Field:
    """Declare a column that is never null."""
    return column(name, kind, sentence, unit=unit, schema_org=schema_org, among=among, nullable=False)


def note(field: pa.Field, name: str) -> str:
    """Give what a column's declaration says: doc, unit, schema_org or among; empty where it says nothing."""
    return str((field.metadata or {}).get(name.encode(), b""), "utf-8")


DATE = required("date", pa.date32(), "The day the news came out, in the source's own zone; the partition.")

IDENTITY = [
    required("source_id", pa.string(), "The source, by its id in the sources file."),
    required("url", pa.string(), "The URL as it was discovered; what is fetched."),
    required("url_key", pa.string(), "Equal exactly for URLs that fetch the same article."),
]

PROVENANCE = [
    required("fetched_at", INSTANT, "When the page was received, or found to be as it was before: the WARC record's date."),
    required("warc_key", pa.string(), "The object that holds the page's WARC record."),
    required("warc_offset", pa.int64(), "Where the response record starts in that object.", unit="bytes"),
    required("warc_length", pa.int64(), "How long the compressed response record is.", unit="bytes"),
    required("payload_sha256", pa.string(), "SHA-256 of the body as received, after transfer decoding, in hex."),
]

KEPT_RESPONSE = pa.struct(
    [
        ("url", pa.string()),
        ("warc_date", pa.string()),
        ("content_type", pa.string()),
        ("warc_key", pa.string()),
        ("warc_offset", pa.int64()),
        ("warc_length", pa.int64()),
    ]
)
LINK = pa.struct([("url", pa.string()), ("title", pa.string()), ("text", pa.string())])
ALTERNATE = pa.struct([("kind", pa.string()), ("language", pa.string()), ("url", pa.string())])
LANGUAGE_HINT = pa.struct([("source", pa.string()), ("language", pa.string())])
OUTLINK = pa.struct([("url", pa.string()), ("text", pa.string())])
MEDIUM = pa.struct([("kind", pa.string()), ("url", pa.string()), ("title", pa.string())])
DATA_TABLE = pa.struct([("caption", pa.string()), ("rows", pa.list_(TEXTS))])
LIVE_ENTRY = pa.struct([("headline", pa.string()), ("text", pa.string()), ("date_published", INSTANT), ("url", pa.string())])
FIELD_SOURCE = pa.struct([("field", pa.string()), ("source", pa.string()), ("confidence", pa.float64())])

CONTENT = [
    required("headline", pa.string(), "The headline, without the site's name.", schema_org="headline"),
    required(
        "article_body",
        pa.large_string(),
        "The whole text and nothing but it: one paragraph, subheading or list entry a line, in reading order.",
        schema_org="articleBody",
    ),
    column("page_kind", pa.string(), "An article, or a live blog that is written on as things happen.", among=PAGE_KINDS),
    column(
        "alternative_headline",
        pa.string(),
        "Another headline the page gives itself.",
        schema_org="alternativeHeadline",
    ),
    column("description", pa.string(), "The page's own summary.", schema_org="description"),
    required("authors", TEXTS, "The people who signed it, in the page's order.", schema_org="author"),
    column("article_section", pa.string(), "The site's section.", schema_org="articleSection"),
    required("publisher_keywords", TEXTS, "The site's own tags.", schema_org="keywords"),
    column("image_url", pa.string(), "The lead image.", schema_org="image"),
    column("image_caption", pa.string(), "The words below the lead image."),
    column("publisher", pa.string(), "The publisher as the page names it.", schema_org="publisher"),
    column(
        "is_accessible_for_free",
        pa.bool_(),
        "What the page says of its paywall.",
        schema_org="isAccessibleForFree",
    ),
    column("in_language", pa.string(), "BCP 47 code of the text.", schema_org="inLanguage"),
    column(
        "language_hints",
        pa.list_(LANGUAGE_HINT),
        "What the page says of its own language, as written: in html, http-equiv, og:locale, meta, jsonld.",
    ),
    column("canonical_url", pa.string(), "The URL that the page calls its own.", schema_org="url"),
    column("date_published", INSTANT, "When it came out.", schema_org="datePublished"),
    column("date_published_precision", pa.string(), "How exact date_published is.", among=PRECISIONS),
    column("date_published_source", pa.string(), "Where date_published was found."),
    column("date_modified", INSTANT, "When the site last changed it.", schema_org="dateModified"),
    column("date_modified_precision", pa.string(), "How exact date_modified is.", among=PRECISIONS),
    column("date_modified_source", pa.string(), "Where date_modified was found."),
    required("related", pa.list_(LINK), "Teasers of other articles on the page: what is not the article."),
    required("alternates", pa.list_(ALTERNATE), "AMP and hreflang editions the page names."),
    column("outlinks", pa.list_(OUTLINK), "The links in the text, in reading order: where it leads, and the linked words."),
    column(
        "media",
        pa.list_(MEDIUM),
        "What the article embeds, in the page's order: video, audio, post, map or chart.",
    ),
    column("tables", pa.list_(DATA_TABLE), "The tables of the text, as rows of cells; their lines stand in article_body, too."),
    column("live_entries", pa.list_(LIVE_ENTRY), "The entries of a live blog, in the page's order; empty in an article."),
    column(
        "field_sources",
        pa.list_(FIELD_SOURCE),
        "Where each field was found on the page, and how often that place was right on the pages that the parser was tuned on.",
        unit="confidence: share, 0 to 1",
    ),
]

ORIGIN = [
    required("discovered_via", TEXTS, "The strategies that found it, sorted."),
    required("first_seen_at", INSTANT, "When any run of ours first saw the URL."),
    *PROVENANCE,
    required("parser_version", pa.string(), "Which parser made this row."),
]

PLACEMENT = [
    column("passed", TEXTS, "For a duplicate: the tests that the pair passed, in the order in which they were made."),
    required(
        "editions",
        TEXTS,
        "The article_ids of its editions in other languages, that day or in the window: each names the other by hreflang.",
    ),
]

ARTICLE_ID = required("article_id", pa.string(), "32 hex digits, made from the canonical URL's url_key.")
