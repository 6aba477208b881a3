"""How long the article is, in words, sentences, code points and minutes of reading."""

from __future__ import annotations

from shpalta.steps.enrich.options import EnrichOptions
from shpalta.steps.enrich.reading import Reading

_WORDS_A_MINUTE = 200


def count(reading: Reading, options: EnrichOptions) -> dict[str, object]:
    """Count the body's words, sentences and code points; reading time at 200 words a minute, rounded up."""
    words = len(reading.body.words)
    return {
        "word_count": words,
        "sentence_count": len(reading.body.sentences),
        "character_count": len(reading.raw_body),
        "enriched_character_count": reading.read_count,
        "reading_time": -(-words * 60 // _WORDS_A_MINUTE),
    }
