"""Tells an article's own lines from the teasers of others that stand in the same container.

Where teasers are paragraphs among paragraphs no markup gives them away. Their text does: a short heading ("Інші новини"), then
a run of titles that are links or addresses, each followed by the beginning of a text that is cut off ("З...").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from shpalta.text.lines import Line, Lines, Teaser
from shpalta.text.phrases import folded, spelled
from shpalta.text.trade_words import RELATED_HEADING, RELATED_OPENINGS

_CUT_OFF = re.compile(r"(?:\.{3}|…)[\s\])»›>]*$")
_ADDRESS = re.compile(r"^https?://\S+$")
_SENTENCE_END = re.compile(r"[.!?。！？»”\"')]\s*$")
_LONGEST_HEADING = 60
_LONGEST_OPENING = max(len(opening) for openings in RELATED_OPENINGS.values() for opening in openings)
# The first two letters of such lines, however they are written: most lines are told by them.
_STARTS = frozenset(first + second for one, other in RELATED_OPENINGS for first in spelled(one) for second in spelled(other))
_SHORTEST_TITLE, _LONGEST_TITLE = 24, 200
_SHORTEST_TEXT, _LONGEST_TEXT = 60, 400
_LEAST_RUN = 2
_LONGEST_LABEL, _MOST_IN_LABEL, _LEAST_WORDS = 25, 3, 4
_LONGEST_CARD = 4
_LONGEST_REMAINS = 40
_LONGEST_MORE = 30
_LONGEST_STAMP = 30
_ALL_LINK = 0.9
_MOSTLY_LINK = 0.5
# What stands between a title and a text in one line.
BETWEEN = " \u00a0-–—:|·•"
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Separated:
    """The lines that are the article's own, by their place in the input, the teasers, and where their runs ended."""

    kept: tuple[int, ...]
    teasers: tuple[Teaser, ...]
    ends: tuple[int, ...]


def is_related_heading(text: str) -> bool:
    """Say whether a line announces other articles and says nothing else."""
    announced = _announced(text) if len(text) <= _LONGEST_HEADING else None
    return announced is not None and not announced[1]


def _pointed_to(line: Line, announced: tuple[str, str]) -> str:
    """Give the title in a line that points to another article, "Читайте також: ...", by a colon or a link; else nothing."""
    colon, title = announced
    return title if colon or line.link_share > _MOSTLY_LINK else ""


def _announced(text: str) -> tuple[str, str] | None:
    """Give the colon after a related heading and what follows it; None for any other line."""
    beginning = folded(text[:2])
    if not beginning[:1].isalpha() or len(beginning) != len(text[:2]):
        return _announced_by(text)
    openings = RELATED_OPENINGS.get(beginning)
    if openings is None:
        return None
    said = folded(text[:_LONGEST_OPENING])
    may_announce = said.startswith(openings) or len(said) != len(text[:_LONGEST_OPENING])
    return _announced_by(text) if may_announce else None


@lru_cache(maxsize=4_096)
def _announced_by(text: str) -> tuple[str, str] | None:
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
    return line.link_share > _ALL_LINK


def _may_be_title(line: Line) -> bool:
    """Say whether a line could be a teaser's title on its form alone, where its surroundings say the rest."""
    return _is_title(line) or (len(line.text) <= _LONGEST_TITLE and not _SENTENCE_END.search(line.text))


def separate(lines: Lines) -> Separated:
    """Take the teasers out of an article's lines; what is no teaser keeps its order."""
    kept: list[int] = []
    teasers: list[Teaser] = []
    ends: list[int] = []
    cuts = [place for place, text in enumerate(lines.texts) if _may_be_cut_off(text) and _excerpt(lines[place]) is not None]
    cards = _lone_cards(lines, cuts)
    near = {place for cut in cuts[: 1 - _LEAST_RUN] for place in range(max(cut - _LONGEST_CARD, 0), cut + 1)}
    labelled = {place for place, text in enumerate(lines.texts) if ":" in text[:_LONGEST_LABEL] and _is_labelled(lines, place)}
    announcing = {
        place: announced
        for place, text in enumerate(lines.texts)
        if (text[:2] in _STARTS or not text[:1].isalpha()) and (announced := _announced(text)) is not None
    }
    upto = 0
    for place in sorted(near | cards | labelled | announcing.keys()):
        if place < upto:
            continue
        kept += range(upto, place)
        announced = announcing.get(place)
        is_heading = announced is not None and not announced[1]
        upto, found = _run(lines, place) if place in near or is_heading else (place, [])
        if upto == place and place in cards:
            read = _card(lines, place, False, True)
            upto, found = (read[1], [read[0]]) if read else (place, [])
        if upto > place:
            teasers += found
            ends.append(upto)
            continue
        title = _pointed_to(lines[place], announced) if announced else lines[place].link_words if place in labelled else ""
        if title:
            teasers.append(Teaser(lines[place].href, title, None))
        else:
            kept.append(place)
        upto = place + 1
    return Separated((*kept, *range(upto, len(lines))), tuple(teasers), tuple(ends))


def _is_labelled(lines: Lines, place: int) -> bool:
    """Say whether a line is a word or two, a colon, and a linked title of the same site: another article, in any language."""
    label, _, title = lines.texts[place].partition(":")
    if len(title) < _SHORTEST_TITLE or label.count(" ") >= _MOST_IN_LABEL or lines[place].kind in ("heading", "entry"):
        return False
    line = lines[place]
    is_own = line.href is not None and ("//" not in line.href or bool(lines.site and lines.site in line.href))
    return is_own and title.strip() == line.link_words and line.link_words.count(" ") + 1 >= _LEAST_WORDS


def _lone_cards(lines: Lines, cuts: Sequence[int]) -> frozenset[int]:
    """Find titles with a text that is cut off, which stand one by one among paragraphs; there are several of a kind.

    Linked titles stand above the text or before it in one line; titles that are no links need to be more.
    """
    above = [place - 1 for place in cuts if place and _is_linked_title(lines[place - 1])]
    linked = [*above, *(place for place in cuts if _own_title(lines[place]))]
    plain = [
        place - 1 for place in cuts if place and len(lines.texts[place]) >= _SHORTEST_TEXT and _is_headline(lines[place - 1])
    ]
    found = {*(linked if len(linked) >= _LEAST_RUN else ()), *(plain if len(plain) > _LEAST_RUN else ())}
    return frozenset(found)


def _own_title(line: Line) -> str | None:
    """Give the linked title with which a line begins that is cut off."""
    words = line.link_words
    return words if len(words) >= _SHORTEST_TITLE and line.text.startswith(words) and len(words) < len(line.text) else None


def _is_headline(line: Line) -> bool:
    is_title = _SHORTEST_TITLE <= len(line.text) <= _LONGEST_TITLE and not _SENTENCE_END.search(line.text)
    return is_title and line.kind != "heading" and _excerpt(line) is None


def _uncut_cards(lines: Lines, start: int) -> tuple[int, list[Teaser]]:
    """Read linked titles and whole texts by turns, below a heading that says what they are; a few are a list of links."""
    found: list[Teaser] = []
    place = start
    while place < len(lines) and _is_linked_title(lines[place]):
        following = _past(lines, place + 1, _is_stamp)
        if following >= len(lines) or len(lines.texts[following]) > _LONGEST_TEXT or lines[following].link_share > _MOSTLY_LINK:
            break
        found.append(Teaser(_target(lines[place]), _without_stamp(lines[place]), lines.texts[following]))
        place = following + 1
    return (place, found) if len(found) > _LEAST_RUN else (start, [])


def _is_linked_title(line: Line) -> bool:
    return len(line.text) >= _SHORTEST_TITLE and line.href is not None and _is_title(line)


def _run(lines: Lines, start: int) -> tuple[int, list[Teaser]]:
    """Read a run of teasers that starts here, with its heading where it has one; an end equal to start is none."""
    is_headed = is_related_heading(lines[start].text)
    could_head = len(lines[start].text) <= _LONGEST_HEADING and not _SENTENCE_END.search(lines[start].text)
    if is_headed or could_head:
        end, found, is_sure = _teasers(lines, start + 1, is_headed)
        uncut = _uncut_cards(lines, start + 1) if is_headed else (start, [])
        if uncut[0] > end:
            return uncut
        if found and (is_headed or (is_sure and len(found) >= _LEAST_RUN and not _is_title(lines[start]))):
            return end, found
        if is_headed and not found and lines[start].kind == "heading":
            return start + 1, []
    end, found, is_sure = _teasers(lines, start, False)
    return (end, found) if is_sure and len(found) >= _LEAST_RUN else (start, [])


def _teasers(lines: Lines, start: int, is_headed: bool) -> tuple[int, list[Teaser], bool]:
    """Read teasers while they come; sure when titles are links or addresses and most have a text that is cut off."""
    found: list[Teaser] = []
    cut = linked = 0
    place = start
    while place < len(lines):
        read = _card(lines, place, is_headed, bool(found))
        if read is None:
            break
        teaser, place = read
        title = lines[read[1] - 1] if teaser.text is None else None
        found.append(teaser)
        cut += teaser.text is not None
        linked += teaser.url is not None or title is not None
    is_sure = bool(found) and cut >= max(_LEAST_RUN, 0.6 * len(found)) and (linked >= 0.5 * len(found) or cut >= 3)
    return place, found, is_sure


def _card(lines: Lines, place: int, is_headed: bool, is_run: bool) -> tuple[Teaser, int] | None:
    """Read one teaser: a title and a text that is cut off, or either alone where a run is known; give where it ends."""
    place = _past(lines, place, _is_stamp)
    if place >= len(lines):
        return None
    title = lines[place]
    whole = _excerpt(title)
    if whole is None and _may_be_title(title):
        following = _past(lines, place + 1, _is_stamp)
        excerpt = _excerpt(lines[following]) if following < len(lines) and not _is_title(lines[following]) else None
        if excerpt is not None and not _own_title(lines[following]):
            url = _target(title) or _target(lines[following])
            return _with_more(lines, following + 1, Teaser(url, _without_stamp(title), excerpt))
    if whole is not None:
        own_title = _own_title(title)
        next_is_cut = place + 1 < len(lines) and _excerpt(lines[place + 1]) is not None
        if is_headed or is_run or next_is_cut or own_title:
            text = whole[len(own_title) :].strip(BETWEEN) if own_title else whole
            return _with_more(lines, place + 1, Teaser(_target(title), own_title, text))
    elif is_headed and _is_title(title):
        return Teaser(_target(title), title.text, None), place + 1
    return None


def _may_be_cut_off(text: str) -> bool:
    return "…" in text or "..." in text


def _excerpt(line: Line) -> str | None:
    """Give a line's text when it is cut off, also where a link to the rest follows: "З... Детальніше"."""
    text = line.text
    if not _may_be_cut_off(text):
        return None
    if _CUT_OFF.search(text):
        return text
    if line.link_words and len(line.link_words) <= _LONGEST_MORE and text.endswith(line.link_words):
        text = text.removesuffix(line.link_words).strip()
        return text if _CUT_OFF.search(text) else None
    return None


def _with_more(lines: Lines, place: int, teaser: Teaser) -> tuple[Teaser, int]:
    """Take the link to the rest that stands below a teaser along with it."""
    if place < len(lines):
        line = lines[place]
        is_next_title = place + 1 < len(lines) and _excerpt(lines[place + 1]) is not None
        is_within_page = (line.href or "").startswith("#")
        if line.link_share > _ALL_LINK and len(line.text) <= _LONGEST_MORE and not is_next_title and not is_within_page:
            return Teaser(teaser.url or line.href, teaser.title, teaser.text), place + 1
    return teaser, place


def _past(lines: Lines, place: int, is_passed: Callable[[Line], bool]) -> int:
    """Step over one line when it is of a kind."""
    return place + 1 if place < len(lines) and is_passed(lines[place]) else place


def _is_stamp(line: Line) -> bool:
    """Say whether a line is a date or a count that stands on a teaser's card."""
    text = line.text
    is_short = len(text) <= _LONGEST_STAMP and not line.link_share and not _ADDRESS.match(text)
    return is_short and _DIGIT.search(text) is not None and not _SENTENCE_END.search(text)


def _without_stamp(title: Line) -> str:
    """Give a title without the date that stands before or after its link."""
    rest = title.text.replace(title.link_words, "", 1).strip()
    is_stamped = title.link_words and rest != title.text and _is_stamp(Line(rest))
    return title.link_words if is_stamped else title.text


def _target(line: Line) -> str | None:
    return line.href or (line.text if _ADDRESS.match(line.text) else None)


def is_remains(text: str) -> bool:
    """Say whether a line after a run of teasers is what widgets leave behind, a rating or a share bar: short, no sentence."""
    return len(text) <= _LONGEST_REMAINS and not _SENTENCE_END.search(text)
