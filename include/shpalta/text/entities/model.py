"""What a mention of a person, an organisation or a place is."""

from __future__ import annotations

from typing import Literal, NamedTuple

EntityKind = Literal["person", "organisation", "place"]

# What models and corpora call them, in capitals.
KIND_OF_LABEL: dict[str, EntityKind] = {
    "PER": "person",
    "PERS": "person",
    "PERSON": "person",
    "ORG": "organisation",
    "ORGANIZATION": "organisation",
    "ORGANISATION": "organisation",
    "LOC": "place",
    "LOCATION": "place",
    "GPE": "place",
    "FAC": "place",
    "PLACE": "place",
}


class Mention(NamedTuple):
    """A name in a passage: its span in the clean text, and how sure the rule is that found it."""

    kind: EntityKind
    start: int
    end: int
    confidence: float


class Span(NamedTuple):
    """A name in a sentence, in tokens `first` to `last` (not included)."""

    kind: EntityKind
    first: int
    last: int
    confidence: float
