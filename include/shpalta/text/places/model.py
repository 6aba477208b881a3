"""What a place is, and what a text says when it names one."""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["country", "region", "city", "area"]
Relation = Literal["named", "capital", "city", "region", "metonym", "derived"]


class Place(NamedTuple):
    """A country, region, city or area, with its codes where it has them; degrees are WGS 84."""

    kind: Kind
    name: str
    iso2: str | None = None
    iso3166_2: str | None = None
    geonames_id: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0


class PlaceName(NamedTuple):
    """A name of a place: the lemmas that each of its words may have, and how it stands to the place."""

    words: tuple[frozenset[str], ...]
    surface: str
    place: Place
    relation: Relation


class PlaceMention(NamedTuple):
    """A place name found in a text, in tokens `first` to `last` (not included)."""

    first: int
    last: int
    name: PlaceName
