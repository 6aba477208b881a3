"""What the article says in short: keywords and an extractive summary."""

from __future__ import annotations

from shpalta.steps.enrich.options import EnrichOptions
from shpalta.steps.enrich.reading import Reading
from shpalta.text.keywords import find_keywords, summarise

_KEYWORDS_KEPT = 12


def find_gist(reading: Reading, options: EnrichOptions) -> dict[str, object]:
    """Give the telling words and phrases of title and body, and the body's sentences that hold most of them."""
    keywords = find_keywords(reading.headline, reading.body, reading.language_code)
    return {
        "keywords": [keyword._asdict() for keyword in keywords[:_KEYWORDS_KEPT]],
        "summary": summarise(reading.body, keywords, reading.language_code),
    }
