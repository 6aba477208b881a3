"""What a strategy finds, and which day a find belongs to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from shpalta.settings import Settings
from shpalta.sources.model import Source
from shpalta.web.client import Answer


class Read(Protocol):
    """Read a URL politely, again where trying again helps. Raises NoAnswer for everything but a page, 206 and 304."""

    async def __call__(self, url: str, headers: Mapping[str, str] | None = None) -> Answer: ...


_FIRST_YEAR, _LAST_YEAR = 1990, 2200
_WEEKDAY = re.compile(r"^[^\W\d_]+\.?, *")
_NAMES_OF_MONTHS = (
    "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "січ лют бер кві тра чер лип сер вер жов лис гру",
    "янв фев мар апр мая июн июл авг сен окт ноя дек",
)
_MONTHS = dict(pair for names in _NAMES_OF_MONTHS[1:] for pair in zip(names.split(), _NAMES_OF_MONTHS[0].split(), strict=True))
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})[а-яіїєґ]*\.?", re.IGNORECASE)
_DATED_PATH = re.compile(r"/(20\d\d)(?:/(\d{1,2})/(\d{1,2})|-(\d\d)-(\d\d)|_(\d\d)_(\d\d)|(\d\d)(\d\d)(?=/))(?=[/_-]|$)")


@dataclass(frozen=True)
class Found:
    """A URL with the hints that came with it; times are UTC."""

    url: str
    date_hint: datetime | None = None
    modified_hint: datetime | None = None
    title_hint: str | None = None
    section_hint: str | None = None
    archived_in: str | None = None


@dataclass(frozen=True)
class Reading:
    """What a strategy read: the finds of the day, how far back it remembers, and what it could not read.

    With `is_unchanged`, what was read is what the validators stand for: what is known from then holds still.
    """

    found: tuple[Found, ...]
    reaches_back_to: datetime | None = None
    reason: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    is_unchanged: bool = False


@dataclass(frozen=True)
class Day:
    """A calendar day in a source's zone, and the moment when it is asked about."""

    day: date
    zone: str
    now: datetime

    @property
    def start(self) -> datetime:
        return datetime.combine(self.day, time(), ZoneInfo(self.zone)).astimezone(UTC)

    @property
    def end(self) -> datetime:
        return datetime.combine(self.day + timedelta(days=1), time(), ZoneInfo(self.zone)).astimezone(UTC)

    @property
    def is_recent(self) -> bool:
        """Tell whether the day is today or yesterday: what is new and without any date may belong to it."""
        return self.age_days in (0, 1)

    @property
    def age_days(self) -> int:
        return (self.now.astimezone(ZoneInfo(self.zone)).date() - self.day).days

    def holds(self, moment: datetime) -> bool:
        return self.start <= moment < self.end

    def allows(self, url: str) -> bool:
        """Tell whether the date in a URL, if it has one, is the day."""
        return date_in_url(url) in (None, self.day)

    def may_hold(self, found: Found) -> bool:
        """Tell whether the find may belong to the day: by its own date, the date in its URL, or lastmod as a lower bound."""
        if found.date_hint:
            return self.holds(found.date_hint)
        dated = date_in_url(found.url)
        if dated:
            return dated == self.day
        if found.modified_hint:
            return found.modified_hint >= self.start
        return self.is_recent


def date_in_url(url: str) -> date | None:
    """Find the date that a URL's path carries as a segment or at a segment's start; a date inside a slug is no such date."""
    match = _DATED_PATH.search(url.partition("?")[0])
    if not match:
        return None
    month, day = (int(each) for each in match.groups()[1:] if each is not None)
    try:
        return date(int(match[1]), month, day)
    except ValueError:
        return None


def read_time(text: str | None, zone: str) -> datetime | None:
    """Read a W3C or RFC 822 time into UTC; without an offset it is in `zone`, without a time the day's start there."""
    text = (text or "").strip()
    moment = _counted_time(text) or _iso_time(text) or _mail_time(text)
    if moment is None or not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
    return moment.astimezone(UTC)


def _counted_time(text: str) -> datetime | None:
    """Read seconds, or milliseconds, since 1970."""
    if not re.fullmatch(r"1\d{9}(?:\d{3})?", text):
        return None
    return datetime.fromtimestamp(int(text[:10]), UTC)


def _iso_time(text: str) -> datetime | None:
    """Read ISO 8601, and what is near it: a month alone, slashes, and the day first as in `15.11.2026, 10:00`."""
    if re.fullmatch(r"\d{4}-\d\d", text):
        text += "-01"
    text = re.sub(r"^(\d\d?)\.(\d\d?)\.(\d{4})\b", lambda found: f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}", text)
    text = re.sub(r"^(\d{4})/(\d\d?)/(\d\d?)\b", lambda found: f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}", text)
    text = re.sub(r"^(\d{4}-\d\d-\d\d),? +(?=\d)", r"\1T", text)
    try:
        return datetime.fromisoformat(re.sub(r"([.,]\d{6})\d+", r"\1", text))
    except ValueError:
        return None


def _mail_time(text: str) -> datetime | None:
    """Read an RFC 822 time, also with the month in Ukrainian or Russian."""
    try:
        return parsedate_to_datetime(_MONTH.sub(lambda found: _MONTHS[found[1].lower()], _WEEKDAY.sub("", text)))
    except (ValueError, IndexError):
        return None


@dataclass(frozen=True)
class Asking:
    """What a strategy is read with; `validators` are the headers that make a request conditional."""

    source: Source
    day: Day
    settings: Settings
    read: Read
    validators: Mapping[str, str] = field(default_factory=dict)
