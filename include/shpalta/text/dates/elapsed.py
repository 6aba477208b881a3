"""How long ago something was, in words: "5 хвилин тому", "полчаса назад", "1 hour and 20 minutes ago", "щойно"."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import NamedTuple

_LONGEST = timedelta(days=3660)
_NUMBERS = {
    0.5: "пів пол half",
    1: "a an one один одна одну одного одно",
    1.5: "півтори півтора полтора полторы",
    2: "two два дві две",
    3: "three три",
    4: "four чотири четыре",
    5: "five п'ять пять",
    6: "six шість шесть",
    7: "seven сім семь",
    8: "eight вісім восемь",
    9: "nine дев'ять девять",
    10: "ten десять",
}
_NUMBER_OF = {word: number for number, words in _NUMBERS.items() for word in words.split()}
_COUNT = (
    rf"(?P<count>\d{{1,4}}|(?<!\w)(?:{'|'.join(sorted(_NUMBER_OF, key=len, reverse=True))})(?!\w)|(?<!\w)(?:пів|пол)(?=\w))"
)
_UNITS = (
    (timedelta(seconds=1), r"секунд\w*|сек\b\.?|seconds?|secs?"),
    (timedelta(minutes=1), r"хвилин\w*|хв\b\.?|минут\w*|мин\b\.?|minutes?|mins?"),
    (timedelta(hours=1), r"годин\w*|год\b\.?|час(?:а|ов|ик)?\b|ч\b\.?|hours?|hrs?|hr"),
    (timedelta(days=1), r"днів|дні|дня|дней|день|доб[аиу]|діб|сут(?:ки|ок)|days?"),
    (timedelta(weeks=1), r"тижд\w+|тижн\w+|тиждень|недел\w+|weeks?|wks?"),
)
_GLUED = {"s": 0, "m": 1, "h": 2, "d": 3, "w": 4}
_UNIT = "|".join(f"(?P<u{place}>(?:{words}))" for place, (_, words) in enumerate(_UNITS))
_PART = re.compile(
    rf"(?:{_COUNT}\s*(?:an?\s)?)?(?:(?<![^\W\d_])|(?<=пів)|(?<=пол))(?:{_UNIT}|(?<=\d)(?P<glued>[smhdw])\b)", re.IGNORECASE
)
_AGO = re.compile(r"\b(?P<ago>тому|назад|ago)\b", re.IGNORECASE)
_NOW = re.compile(r"\W*(?:щойно|тільки що|только что|just now|(?:a )?moments? ago)\W*", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,.]*(?:and|та|і|и|й)?\s*")
_VAGUE = re.compile(r"\b(?:кілька|декілька|несколько|few|several|some)\s+\Z", re.IGNORECASE)
# Words of one language that mean another thing in the other: "год" is a year in Russian, "час" is time in Ukrainian.
_OTHER_WORDS = {"назад": re.compile(r"год\b\.?", re.IGNORECASE), "тому": re.compile(r"час\b", re.IGNORECASE)}


class Elapsed(NamedTuple):
    """A time that has passed; `is_of_days` says whether it was counted in days or more."""

    time: timedelta
    is_of_days: bool


def read_elapsed(text: str) -> Elapsed | None:
    """Read how long ago a short text says that something was; None where it does not say it, or vaguely."""
    if _NOW.fullmatch(text):
        return Elapsed(timedelta(), False)
    ago = _AGO.search(text)
    if ago is None:
        return None
    before = text[: ago.start()].replace("’", "'").replace("ʼ", "'")
    meant_otherwise = _OTHER_WORDS.get(ago["ago"].lower())
    end, elapsed, is_of_days = len(before), timedelta(), False
    for part in reversed(list(_PART.finditer(before))):
        gap = before[part.end() : end]
        if not _BETWEEN.fullmatch(gap) or (meant_otherwise and meant_otherwise.fullmatch(_unit(part))):
            break
        if part["count"] is None and (_VAGUE.search(before[: part.start()]) or end < len(before)):
            return None
        step = next((step for n, (step, _) in enumerate(_UNITS) if part[f"u{n}"]), None)
        step = step or _UNITS[_GLUED[part["glued"].lower()]][0]
        elapsed += _number(part["count"]) * step
        is_of_days |= step >= timedelta(days=1)
        end = part.start()
    return Elapsed(elapsed, is_of_days) if timedelta() < elapsed <= _LONGEST else None


def _unit(part: re.Match[str]) -> str:
    return next((part[f"u{n}"] for n in range(len(_UNITS)) if part[f"u{n}"]), "")


def _number(count: str | None) -> float:
    if count is None:
        return 1
    return int(count) if count.isdigit() else _NUMBER_OF[count.lower()]
