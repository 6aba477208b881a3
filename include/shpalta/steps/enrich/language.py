"""The language of the article and of each of its paragraphs."""

from __future__ import annotations

from shpalta.steps.enrich.options import EnrichOptions
from shpalta.steps.enrich.reading import Reading
from shpalta.text.language import UNDETERMINED, detect, is_quickly_guessed, quick_guess

# A paragraph shorter than this is taken to be in the article's language.
_SHORT_PARAGRAPH = 40


def find_language(reading: Reading, options: EnrichOptions) -> dict[str, object]:
    """Name language, script and confidence of the body, and the language of each line of it."""
    language = reading.language
    code = language.code if language.is_known else reading.declared_language
    return {
        "in_language": code,
        "language_script": language.script,
        "language_confidence": round(language.confidence, 4),
        "paragraph_languages": [_of_paragraph(line, reading.language_code) for line in reading.raw_body.splitlines()],
    }


def _of_paragraph(line: str, of_article: str) -> str:
    if len(line) < _SHORT_PARAGRAPH or (is_quickly_guessed(of_article) and quick_guess(line) == of_article):
        return of_article
    found = detect(line)
    return found.code if found.code != UNDETERMINED and found.confidence > 0.5 else of_article
