"""How sure a field is by where it was found: the share of the tuning pages on which that place was right."""

from __future__ import annotations

# Days that were not said: of something that is called a date, of the last change, of the folder of the lead picture.
CALLED, CHANGED, PICTURED = "called", "modified", "image"
GUESSES = frozenset({CALLED, CHANGED, PICTURED})

_MEASURED = {
    ("headline", "jsonld"): 0.92,
    ("headline", "h1"): 0.92,
    ("headline", "meta"): 0.63,
    ("headline", "title"): 0.30,
    ("authors", "jsonld"): 0.89,
    ("authors", "microdata"): 0.86,
    ("authors", "byline"): 0.77,
    ("authors", "meta"): 0.57,
    ("publisher_keywords", "jsonld"): 0.86,
    ("publisher_keywords", "meta"): 0.88,
    ("date_published", "jsonld"): 0.95,
    ("date_published", "meta"): 0.92,
    ("date_published", "microdata"): 0.95,
    ("date_published", "text"): 0.95,
    ("date_published", "url"): 0.95,
    ("date_published", "state"): 0.8,
    # Five tuning pages have such a day, four of them rightly: too few to claim more than htmldate's guess was right before.
    ("date_published", CALLED): 0.66,
    ("date_published", CHANGED): 0.5,
    ("date_published", PICTURED): 0.5,
}
_OF_THEIR_KIND = {"jsonld": 0.9, "meta": 0.9, "link": 0.95, "microdata": 0.85, "title": 0.85, "hint": 0.9, "figure": 0.7}
_OF_ANY = 0.6


def sureness(field: str, source: str) -> float:
    """Give the share for a field's source; what was not measured goes by its kind, a visible text by the lowest."""
    kind = source.partition(":")[0]
    return _MEASURED.get((field, kind)) or _OF_THEIR_KIND.get(kind, _OF_ANY)
