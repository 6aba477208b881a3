"""What is found in the text of an article."""

from __future__ import annotations

import pyarrow as pa

from shpalta.lake.columns import ARTICLE_ID, CONTENT, IDENTITY, ORIGIN, SHARE, TEXTS, column, required
from shpalta.lake.schemas.table import table

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
    column(
        "enriched_character_count",
        pa.int32(),
        "The code points of the body that the enrichers have read: all of them, but of a body over 200,000 its beginning.",
        unit="code points",
    ),
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

ENRICHED = table(
    "enriched",
    "between",
    "The representatives with what was found in their own title and body.",
    [ARTICLE_ID, *IDENTITY, *CONTENT, *ORIGIN, *ENRICHMENT],
    ("article_id",),
)
