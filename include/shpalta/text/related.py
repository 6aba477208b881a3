"""Tells an article's own lines from the teasers of others that stand in the same container.

Where teasers are paragraphs among paragraphs no markup gives them away. Their text does: a short heading ("Інші новини"), then
a run of titles that are links or addresses, each followed by the beginning of a text that is cut off ("З...").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from shpalta.text.lines import Line, Teaser
from shpalta.text.trade_words import RELATED_HEADING

_CUT_OFF = re.compile(r"(?:\.{3}|…)[\s\])»›>]*$")
_ADDRESS = re.compile(r"^https?://\S+$")
_SENTENCE_END = re.compile(r"[.!?。！？»”\"')]\s*$")
_LONGEST_HEADING = 60
_LONGEST_TITLE = 200
_LEAST_RUN = 2
_LONGEST_REMAINS = 40


@dataclass(frozen=True, slots=True)
class Separated:
    """The lines that are the article's own, by their place in the input, the teasers, and where their runs ended."""

    kept: tuple[int, ...]
    teasers: tuple[Teaser, ...]
    ends: tuple[int, ...]


def is_related_heading(text: str) -> bool:
    """Say whether a line announces other articles and says nothing else."""
    announced = _announced(text)
    return announced is not None and not announced[1]


def is_inline_pointer(line: Line) -> bool:
    """Say whether a line within the text points to another article: "Читайте також: ..."."""
    announced = _announced(line.text)
    return announced is not None and bool(announced[1]) and (bool(announced[0]) or line.link_share > 0.5)


@lru_cache(maxsize=4_096)
def _announced(text: str) -> tuple[str, str] | None:
    """Give the colon after a related heading and what follows it; None for any other line."""
    match = RELATED_HEADING.match(text) if len(text) <= 2 * _LONGEST_TITLE else None
    if match is None or (not match["rest"] and len(text) > _LONGEST_HEADING):
        return None
    return match["colon"], match["rest"]


def _is_title(line: Line) -> bool:
    text = line.text
    if _ADDRESS.match(text):
        return True
    if len(text) > _LONGEST_TITLE or _CUT_OFF.search(text):
        return False
    return line.href is not None or line.link_share > 0.9


def _may_be_title(line: Line) -> bool:
    """Say whether a line could be a teaser's title on its form alone, where its surroundings say the rest."""
    return _is_title(line) or (len(line.text) <= _LONGEST_TITLE and not _SENTENCE_END.search(line.text))


def separate(lines: Sequence[Line]) -> Separated:
    """Take the teasers out of an article's lines; what is no teaser keeps its order."""
    kept: list[int] = []
    teasers: list[Teaser] = []
    ends: list[int] = []
    place = 0
    while place < len(lines):
        end, found = _run(lines, place)
        if end > place:
            teasers += found
            ends.append(end)
            place = end
            continue
        line = lines[place]
        if is_inline_pointer(line):
            _, title = _announced(line.text) or ("", line.text)
            teasers.append(Teaser(line.href, title, None))
        else:
            kept.append(place)
        place += 1
    return Separated(tuple(kept), tuple(teasers), tuple(ends))


def _run(lines: Sequence[Line], start: int) -> tuple[int, list[Teaser]]:
    """Read a run of teasers that starts here, with its heading where it has one; an end equal to start is none."""
    is_headed = is_related_heading(lines[start].text)
    could_head = len(lines[start].text) <= _LONGEST_HEADING and not _SENTENCE_END.search(lines[start].text)
    if is_headed or could_head:
        end, found, is_sure = _teasers(lines, start + 1, is_headed)
        if found and (is_headed or (is_sure and len(found) >= _LEAST_RUN and not _is_title(lines[start]))):
            return end, found
        if is_headed and not found and lines[start].kind == "heading":
            return start + 1, []
    end, found, is_sure = _teasers(lines, start, False)
    return (end, found) if is_sure and len(found) >= _LEAST_RUN else (start, [])


def _teasers(lines: Sequence[Line], start: int, is_headed: bool) -> tuple[int, list[Teaser], bool]:
    """Read teasers while they come; sure when titles are links or addresses and most have a text that is cut off."""
    found: list[Teaser] = []
    cut = linked = 0
    place = start
    while place < len(lines):
        title = lines[place]
        following = lines[place + 1] if place + 1 < len(lines) else None
        has_excerpt = following is not None and bool(_CUT_OFF.search(following.text)) and not _is_title(following)
        if has_excerpt and _may_be_title(title) and not _CUT_OFF.search(title.text):
            found.append(Teaser(_target(title) or _target(following), title.text, following.text if following else None))
            cut += 1
            linked += _is_title(title)
            place += 2
        elif _CUT_OFF.search(title.text) and (is_headed or found or (following and _CUT_OFF.search(following.text))):
            found.append(Teaser(_target(title), None, title.text))
            cut += 1
            place += 1
        elif is_headed and _is_title(title):
            found.append(Teaser(_target(title), title.text, None))
            linked += 1
            place += 1
        else:
            break
    is_sure = bool(found) and cut >= max(_LEAST_RUN, 0.6 * len(found)) and (linked >= 0.5 * len(found) or cut >= 3)
    return place, found, is_sure


def _target(line: Line | None) -> str | None:
    if line is None:
        return None
    return line.href or (line.text if _ADDRESS.match(line.text) else None)


def is_remains(line: Line) -> bool:
    """Say whether a line after a run of teasers is what widgets leave behind, a rating or a share bar: short, no sentence."""
    return len(line.text) <= _LONGEST_REMAINS and not _SENTENCE_END.search(line.text)
