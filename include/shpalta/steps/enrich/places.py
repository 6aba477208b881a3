"""Which countries the article names, which it only implies, and which places with their codes and coordinates."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shpalta.steps.enrich.options import EnrichOptions
from shpalta.steps.enrich.reading import Reading
from shpalta.text.entities.model import Mention
from shpalta.text.passage import Passage
from shpalta.text.places.gazetteer import places_of
from shpalta.text.places.model import PlaceName

# How much a way of speaking of a country says that the article is about it.
_WEIGHTS = {"named": 1.0, "metonym": 0.7, "capital": 0.7, "region": 0.5, "city": 0.5, "derived": 0.5}
_CONFIDENCE = {"named": 0.95, "capital": 0.9, "region": 0.85, "city": 0.7}


class _Found(NamedTuple):
    name: PlaceName
    is_named: bool
    is_in_headline: bool


def find_countries_and_places(reading: Reading, options: EnrichOptions) -> dict[str, object]:
    """Count each country's direct names and everything that only implies it, and list the places with their codes.

    The names of people are no places; a country within an organisation's name is implied.
    """
    language = reading.language_code
    in_body, in_headline = reading.mentions_for_others
    found = [
        *_of(reading.body, in_body, language, is_headline=False),
        *_of(reading.headline, in_headline, language, is_headline=True),
    ]
    countries = _countries(found)
    return {
        "countries": [country for country in countries if country["named_count"]],
        "implied_countries": [country for country in countries if not country["named_count"]],
        "primary_country": countries[0]["iso2"] if countries else None,
        "places": _places([each for each in found if not each.is_in_headline]),
    }


def _of(passage: Passage, mentions: Sequence[Mention], language: str, *, is_headline: bool) -> Iterator[_Found]:
    starts = [mention.start for mention in mentions]
    for tokens, places in zip(passage.token_sentences, places_of(passage, language), strict=True):
        for place in places:
            start, end = tokens[place.first].start, tokens[place.last - 1].end
            before = bisect_right(starts, start) - 1
            around = mentions[before] if before >= 0 and mentions[before].end >= end else None
            if around is None or around.kind == "place":
                yield _Found(place.name, place.name.relation == "named", is_headline)
            elif around.kind == "organisation":
                yield _Found(place.name, False, is_headline)


def _countries(found: Sequence[_Found]) -> list[dict[str, object]]:
    scores: Counter[str] = Counter()
    for each in found:
        if each.name.place.iso2:
            scores[each.name.place.iso2] += _WEIGHTS[each.name.relation]  # type: ignore[assignment]
    total = sum(scores.values())
    rows = []
    for iso2, score in sorted(scores.items(), key=lambda pair: (-pair[1], pair[0])):
        own = [each for each in found if each.name.place.iso2 == iso2]
        named = sum(each.is_named for each in own)
        rows.append(
            {
                "iso2": iso2,
                "named_count": named,
                "derived_count": len(own) - named,
                "is_in_headline": any(each.is_in_headline for each in own),
                "score": round(score / total, 4),
            }
        )
    return rows


def _places(found: Sequence[_Found]) -> list[dict[str, object]]:
    named = [each.name for each in found if each.name.relation in _CONFIDENCE]
    counts = Counter(_key(name) for name in named)
    surest = {_key(name): name for name in sorted(named, key=lambda name: _CONFIDENCE[name.relation])}
    return [
        {
            "name": name.place.name,
            "kind": name.place.kind,
            "iso2": name.place.iso2,
            "iso3166_2": name.place.iso3166_2,
            "geonames_id": name.place.geonames_id,
            "latitude": name.place.latitude,
            "longitude": name.place.longitude,
            "count": counts[key],
            "confidence": _CONFIDENCE[name.relation],
        }
        for key, name in sorted(surest.items(), key=lambda pair: (-counts[pair[0]], pair[0]))
    ]


def _key(name: PlaceName) -> tuple[str, str, str]:
    return name.place.kind, name.place.name, name.place.iso2 or ""
