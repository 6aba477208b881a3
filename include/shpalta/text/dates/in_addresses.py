"""The day that an address names: as a folder or at the beginning of a name, or anywhere in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from shpalta.text.dates.moments import Moment, Reading, read_moment

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FOLDERS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"/{_YEAR}/(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})(?=/|\Z)",
        rf"/{_YEAR}-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}})(?=[/_.-]|\Z)",
        rf"/{_YEAR}(?P<month>\d\d)(?P<day>\d\d)(?=[/_.-]|\Z)",
        rf"/{_YEAR}-(?P<month>\d\d)/(?P<day>\d\d)(?=/|\Z)",
        rf"/{_YEAR}/(?P<month>\d\d)-?(?P<day>\d\d)(?=/|\Z)",
    )
)
_NAMED_FOLDER = re.compile(rf"/{_YEAR}/(?P<month>[a-z]{{3,9}})/(?P<day>\d{{1,2}})(?=/|\Z)", re.IGNORECASE)
_ANYWHERE = (
    re.compile(rf"(?<!\d){_YEAR}(?P<sep>[_/-])(?P<month>\d\d)(?P=sep)(?P<day>\d\d)(?!\d)"),
    re.compile(rf"(?<!\d){_YEAR}(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?:\d{{4}}|\d{{6}})?(?!\d)"),
)
_DAY_FIRST = re.compile(r"(?<!\d)(?P<day>\d\d)(?P<sep>[_.-])(?P<month>\d\d)(?P=sep)(?P<year>(?:19|20)\d\d)(?!\d)")
# Copies in an archive carry the day of the copy before the address itself.
_ARCHIVED = re.compile(r"/web/\d{4,14}[a-z_]*/(?:https?:/{1,2})?")
_SURELY_A_DAY = 12


def day_of_folder(url: str, reading: Reading) -> Moment | None:
    """Read a day that is a folder of the address, or begins a name in it."""
    path = _own_path(url)
    for pattern in _FOLDERS:
        match = pattern.search(path)
        if match is not None and (moment := _read(match, reading)) is not None:
            return moment
    named = _NAMED_FOLDER.search(path)
    return read_moment(f"{named['day']} {named['month']} {named['year']}", reading) if named is not None else None


def day_of_picture(url: str, reading: Reading) -> Moment | None:
    """Read the day on which a picture was put into its folder."""
    match = _FOLDERS[0].search(urlsplit(url).path)
    return _read(match, reading) if match is not None else None


def day_within(url: str, reading: Reading) -> Moment | None:
    """Read a day that stands anywhere in the address: in a name, a number, or a parameter."""
    return next((moment for match in _matches(url, reading) if (moment := _read(match, reading)) is not None), None)


def _matches(url: str, reading: Reading) -> Iterator[re.Match[str]]:
    address = f"{_own_path(url)}?{urlsplit(url).query}"
    for pattern in _ANYWHERE:
        yield from pattern.finditer(address)
    for match in _DAY_FIRST.finditer(address):
        if int(match["day"]) > _SURELY_A_DAY or not reading.is_month_first:
            yield match


def _own_path(url: str) -> str:
    path = urlsplit(url).path
    archived = _ARCHIVED.match(path)
    if archived is not None:
        path = "/" + path[archived.end() :].partition("/")[2]
    return unquote(path) if "%" in path else path


def _read(match: re.Match[str], reading: Reading) -> Moment | None:
    return read_moment(f"{match['year']}-{match['month']}-{match['day']}", reading)
