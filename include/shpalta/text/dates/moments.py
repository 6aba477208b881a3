"""Reads the times that pages write: machine forms, epochs, dates in words, "2 години тому"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Literal
from zoneinfo import ZoneInfo

from shpalta.text.dates.calendars import FIRST_YEAR, LAST_YEAR, calendar_day, month_of, solar_day, solar_month_of
from shpalta.text.dates.elapsed import read_elapsed

Precision = Literal["instant", "minute", "day"]

LONGEST_TEXT = 120

_NAMED_OFFSETS = {
    "utc": 0, "gmt": 0, "z": 0, "wet": 0, "bst": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3, "мск": 3,
    "est": -5, "edt": -4, "et": -5, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "jst": 9, "kst": 9, "ist": 5.5, "aest": 10, "aedt": 11, "acst": 9.5, "awst": 8, "nzst": 12, "nzdt": 13, "sgt": 8, "hkt": 8,
    "pkt": 5, "gst": 4, "trt": 3, "sast": 2, "brt": -3, "ast": -4, "akst": -9, "hst": -10, "irst": 3.5,
}  # fmt: skip

_ISO = re.compile(
    r"(?P<year>\d{4})(?P<sep>[-/.]?)(?P<month>\d\d?)(?P=sep)(?P<day>\d\d?)"
    r"(?:(?:[T\s_,]|\s-\s)+(?P<clock>\d\d?:?\d\d(?::?\d\d(?:[.,]\d+)?)?)\s*(?P<zone>Z\b|[+-]\d\d:?\d\d|[+-]\d\d\b|[A-Za-z]{2,5}\b)?)?",
    re.I,
)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?\Z")
_NUMERIC = re.compile(
    r"(?<![\d.])(?P<first>\d{1,2})(?P<sep>\.\s|[./-]|\s[./|-]\s)(?P<second>\d{1,2})(?P=sep)(?P<year>\d{4}|\d\d)(?!\d)"
)
# A month's name, in scripts that write vowels as marks, too; it may be cut off in two places.
_NAME = r"(?P<month>[^\s\d.,:;/|()\[\]<>_–—-]{3,}|[^\W\d_]{1,2}\.[^\W\d_]{1,2})"
_DAY_MONTH = re.compile(
    rf"(?<![\d:])(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º|-го|-е)?[.,]?\s+(?:(?:de|of)\s+)?{_NAME}\.?,?(?:\s+(?:de[l]?\s+)?(?P<year>\d{{4}})\b)?"
)
_MONTH_DAY = re.compile(
    rf"{_NAME}\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
    r"(?:,?\s+(?P<year>\d{4})|(?P<glued>(?:19|20)\d\d)|(?P<clock>\s+\d\d?:\d\d(?::\d\d)?(?:\s+[A-Z]{2,5})?)\s+(?P<late>(?:19|20)\d\d))\b"
)
_DAY_NUMBERED_MONTH = re.compile(r"(?<!\d)(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})(?:,|\s|năm)+(?P<year>\d{4})\b", re.I)
_CJK = re.compile(r"(?P<year>\d{4})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일]")
_CLOCK = re.compile(
    r"(?<![\d:.])(?P<hour>[01]?\d|2[0-3])\s?[:.h時]\s?(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?![\d.])\s*(?P<half>[ap]\.?m\b)?"
    r"\.?\s*\(?(?P<zone>Z\b|(?:GMT|UTC)?\s?[+-]\d\d:?\d\d|(?:GMT|UTC)\s?[+-]\d{1,2}\b|[A-Za-zА-я]{2,4}\b)?",
    re.I,
)
_RELATIVE_DAYS = {
    "сьогодні": 0, "сегодня": 0, "today": 0, "вчора": 1, "учора": 1, "вчера": 1, "yesterday": 1, "позавчора": 2, "позавчера": 2,
}  # fmt: skip
_DIGITS = {zero + digit: str(digit) for zero in map(ord, "٠۰०০๐") for digit in range(10)}
_MONTH_FIRST = ("America/", "US/", "Pacific/Honolulu", "Asia/Manila")
_RELATIVE_DAY = re.compile(rf"\b({'|'.join(_RELATIVE_DAYS)})\b", re.I)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as read: always with an offset; `is_zoned` says whether the text gave it or the source's zone was assumed."""

    at: datetime
    precision: Precision
    is_zoned: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read a text: in which zone and language, and when it was shown; the zone may be known or only assumed."""

    zone: str = "UTC"
    language: str = ""
    shown_at: datetime | None = None
    is_zone_known: bool = False

    @property
    def is_month_first(self) -> bool:
        """Say whether 2/3/2024 is in February: in English, unless clocks tick there that are no American ones."""
        return self.language in ("en-us", "en") and (not self.is_zone_known or self.zone.startswith(_MONTH_FIRST))


def read_moment(text: str, reading: Reading) -> Moment | None:
    """Read the one time that a short text gives; None when it gives none, or one that cannot be."""
    text = text.strip()
    if not text or len(text) > LONGEST_TEXT:
        return None
    if not text.isascii():
        text = text.translate(_DIGITS)
    if _EPOCH.fullmatch(text):
        return _from_epoch(float(text))
    for read in (_read_iso, _read_words, _read_numeric, _read_relative):
        moment = read(text, reading)
        if moment is not None:
            return moment
    return None


def _from_epoch(number: float) -> Moment | None:
    seconds = number / 1000 if number > 1e11 else number
    at = datetime.fromtimestamp(int(seconds), UTC)
    return Moment(at, "instant", True) if FIRST_YEAR <= at.year <= LAST_YEAR else None


def _read_iso(text: str, reading: Reading) -> Moment | None:
    match = _ISO.search(text)
    if match is None or (not match["sep"] and len(match["month"] + match["day"]) != 4):
        return None
    before = text[: match.start()]
    if before and (before[-1].isdigit() or before[-1] in "-/.:"):
        return None
    written = match["year"], match["month"], match["day"]
    day = calendar_day(*written) or (solar_day(*written) if match["sep"] else None)
    if day is None:
        return None
    if match["clock"] is None:
        return _at(day, _CLOCK.search(text, match.end()), reading)
    digits = re.sub(r"[.,]\d+$", "", match["clock"]).replace(":", "").zfill(4)
    fraction = re.search(r"[.,](\d+)$", match["clock"])
    return _aware(day, (digits[:2], digits[2:4], digits[4:6] or None), fraction and fraction[1], match["zone"], reading)


def _read_words(text: str, reading: Reading) -> Moment | None:
    for numbered in (_CJK, _DAY_NUMBERED_MONTH):
        match = numbered.search(text)
        if match is not None:
            day = calendar_day(match["year"], match["month"], match["day"])
            return _at(day, _clock_beside(text, match), reading) if day else None
    for pattern in (_DAY_MONTH, _MONTH_DAY):
        for match in pattern.finditer(text):
            day = _named_day(match, reading)
            if day is not None:
                return _at(day, _clock_beside(text, match), reading)
    return None


def _named_day(match: re.Match[str], reading: Reading) -> date | None:
    groups = match.groupdict()
    year = groups["year"] or groups.get("glued") or groups.get("late")
    month = month_of(match["month"], reading.language)
    if month is None:
        solar = solar_month_of(match["month"]) if year else None
        return solar_day(year, solar, match["day"]) if year and solar else None
    known = year or _year_without_one(month, int(match["day"]), reading)
    return calendar_day(known, month, match["day"]) if known else None


def _clock_beside(text: str, match: re.Match[str]) -> re.Match[str] | None:
    """Find the clock behind a day, or before it; some write it between the day and the year."""
    within = match.groupdict().get("clock")
    return _CLOCK.search(within) if within else _CLOCK.search(text, match.end()) or _CLOCK.search(text[: match.start()])


def _year_without_one(month: int, day: int, reading: Reading) -> int | None:
    """Take the last such day up to the time the page was shown."""
    if reading.shown_at is None:
        return None
    today = reading.shown_at.astimezone(ZoneInfo(reading.zone)).date()
    return today.year if (month, day) <= (today.month, today.day) else today.year - 1


def _read_numeric(text: str, reading: Reading) -> Moment | None:
    match = _NUMERIC.search(text)
    if match is None:
        return None
    first, second = int(match["first"]), int(match["second"])
    is_american = match["sep"].strip() == "/" and (second > 12 or (first <= 12 and reading.is_month_first))
    day_number, month = (second, first) if is_american else (first, second)
    year = match["year"] if len(match["year"]) == 4 else f"20{match['year']}"
    day = calendar_day(year, month, day_number)
    if day is None:
        return None
    return _at(day, _clock_beside(text, match), reading)


def _read_relative(text: str, reading: Reading) -> Moment | None:
    if reading.shown_at is None:
        return None
    shown = reading.shown_at.astimezone(ZoneInfo(reading.zone))
    word = _RELATIVE_DAY.search(text)
    if word is not None:
        return _at(shown.date() - timedelta(days=_RELATIVE_DAYS[word[1].lower()]), _CLOCK.search(text), reading)
    elapsed = read_elapsed(text)
    if elapsed is None:
        return None
    at = (reading.shown_at.astimezone(UTC) - elapsed.time).astimezone(shown.tzinfo)
    if elapsed.is_of_days:
        return Moment(_midnight(shown.date() - elapsed.time, reading), "day")
    return Moment(at.replace(second=0, microsecond=0), "minute", True)


def _midnight(day: date, reading: Reading) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(reading.zone))


def _at(day: date, clock: re.Match[str] | None, reading: Reading) -> Moment | None:
    if clock is None:
        return Moment(_midnight(day, reading), "day")
    hour = int(clock["hour"])
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"][0] in "pP" else 0)
    return _aware(day, (str(hour), clock["minute"], clock["second"]), None, clock["zone"], reading)


def _aware(
    day: date,
    clock: tuple[str, str, str | None],
    fraction: str | None,
    zone: str | None,
    reading: Reading,
) -> Moment | None:
    hour, minute, second = (int(part or 0) for part in clock)
    if hour > 23 or minute > 59 or second > 59:
        return Moment(_midnight(day, reading), "day")
    micro = int((fraction or "0")[:6].ljust(6, "0"))
    offset = _offset(zone)
    at = datetime.combine(day, time(hour, minute, second, micro), offset or ZoneInfo(reading.zone))
    return Moment(at, "instant" if clock[2] is not None else "minute", offset is not None)


def _offset(zone: str | None) -> timezone | None:
    if not zone:
        return None
    name = re.sub(r"^(?:gmt|utc)\s?(?=[+-])", "", zone.lower())
    if name in _NAMED_OFFSETS:
        return timezone(timedelta(hours=_NAMED_OFFSETS[name]))
    match = re.fullmatch(r"([+-])(\d\d?):?(\d\d)?", name)
    if match is None or int(match[2]) > 14:
        return None
    shift = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(-shift if match[1] == "-" else shift)
