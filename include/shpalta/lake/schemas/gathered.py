"""The tables from discovery to parsing: what is known, fetched and read."""

from __future__ import annotations

import pyarrow as pa

from shpalta.lake.columns import (
    ARTICLE_ID,
    CONTENT,
    FEED_STATES,
    IDENTITY,
    INSTANT,
    KEPT_RESPONSE,
    ORIGIN,
    PROVENANCE,
    STRATEGY_STATES,
    TEXTS,
    column,
    required,
)
from shpalta.lake.schemas.table import table

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

FEEDS = table(
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

SIGHTINGS = table(
    "sightings",
    "between",
    "URLs that the hourly watch saw in feeds, on the day that they belong to: candidates of that day's next run.",
    _FOUND,
    ("source_id", "url_key"),
)

CANDIDATES = table(
    "candidates",
    "between",
    "URLs known to belong to a day, with every hint that came with them; grows, never shrinks.",
    _FOUND,
    ("source_id", "url_key"),
)

DISCOVERIES = table(
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

PAGES = table(
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
        column(
            "refers_to",
            KEPT_RESPONSE,
            "For a page that is still as an earlier day received it: the response record of that day, which holds its body.",
        ),
    ],
    ("source_id", "url_key", "fetched_at"),
)

PARSED = table(
    "parsed",
    "between",
    "What parsing got out of each capture: one article a row.",
    [ARTICLE_ID, *IDENTITY, *CONTENT, *ORIGIN],
    ("article_id", "fetched_at", "url_key"),
)

REJECTED = table(
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
