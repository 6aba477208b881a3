"""The teasers of other articles on a page: linked titles outside its menus, each with the text of its card."""

from __future__ import annotations

from shpalta.text.blocks.naming import COMMENT, FOOTER, FORM, HIDDEN, META, NAV, SHARE, TAGS
from shpalta.text.blocks.reading import Blocks
from shpalta.text.lines import Teaser
from shpalta.text.related import BETWEEN

_ELSEWHERE = NAV | FOOTER | FORM | SHARE | COMMENT | HIDDEN
_NO_TITLE = META | TAGS
_SHORTEST_TITLE = 24
_LEAST_WORDS = 4
_SHORTEST_TEXT = 40
_LINKED = 0.9
_LONGEST_STAMP = 30
_LONGEST_TITLE = 200
_MOST = 80


def teasers_of(blocks: Blocks) -> list[Teaser]:
    """Collect teasers in reading order: a linked title, then the text that shares its link or element; addresses as written."""
    found: list[Teaser] = []
    cut = {place for place, text in enumerate(blocks.texts) if _is_cut(text)}
    upto = 0
    for place, linked in enumerate(blocks.linked):
        if place < upto or not (linked >= _SHORTEST_TITLE or place + 1 in cut) or len(found) >= _MOST:
            continue
        title = _title(blocks, place)
        if title is None:
            has_more = place + 2 < len(blocks.texts) and place + 1 in cut
            more = _card_with_more(blocks, place) if has_more else None
            found += [more] if more else []
            continue
        rest = blocks.texts[place].removeprefix(title)
        is_behind, rest = rest != blocks.texts[place], rest.strip(BETWEEN)
        if is_behind and _is_cut(rest):
            found.append(Teaser(blocks.href(place), title, rest))
            continue
        text = _text_of_card(blocks, place)
        found.append(Teaser(blocks.href(place), title, blocks.texts[text] if text else None))
        upto = (text or place) + 1
    return found


def _is_linked(blocks: Blocks, place: int) -> bool:
    return blocks.linked[place] >= _LINKED * len(blocks.texts[place])


def _is_cut(text: str) -> bool:
    return text.endswith(("...", "…"))


def _title(blocks: Blocks, place: int) -> str | None:
    """Give the title that a block links: all of it, or all but a date beside it or the cut-off text behind it."""
    text = blocks.texts[place]
    if blocks.linked[place] < _SHORTEST_TITLE or blocks.links[place] > 2:
        return None
    node = blocks.node[place]
    if blocks.flags[node] & _ELSEWHERE or blocks.own[node] & _NO_TITLE:
        return None
    if not _is_linked(blocks, place):
        title = blocks.link_words(place)
        rest = text.removeprefix(title).removesuffix(title).strip()
        if not title or (len(rest) > _LONGEST_STAMP and not (_is_cut(rest) and text.startswith(title))):
            return None
        text = title
    is_title = len(text) >= _SHORTEST_TITLE and (
        text.count(" ") + 1 >= _LEAST_WORDS or text.startswith(("http://", "https://"))
    )
    return text if is_title else None


def _text_of_card(blocks: Blocks, title: int) -> int | None:
    """Find the text that belongs to a title, below a date or not: in the same link, or beside it in a card of its own."""
    for place in range(title + 1, min(title + 3, len(blocks.texts))):
        if len(blocks.texts[place]) >= _SHORTEST_TEXT:
            return place if _is_of_card(blocks, place, title) else None
        if len(blocks.texts[place]) > _LONGEST_STAMP:
            return None
    return None


def _is_of_card(blocks: Blocks, place: int, title: int) -> bool:
    if _is_linked(blocks, place) or _title(blocks, place) is not None:
        return blocks.link_attributes(place) == blocks.link_attributes(title)
    card = blocks.parent[blocks.node[title]] if blocks.node[title] != blocks.node[place] else blocks.node[title]
    if card < 0 or not card <= blocks.node[place] <= blocks.last[card]:
        return False
    text = blocks.texts[place]
    if _is_cut(text) or (blocks.links[place] and _is_cut(text.removesuffix(blocks.link_words(place)).strip())):
        return True
    following = next((each for each in range(place + 1, min(place + 4, len(blocks.texts))) if _title(blocks, each)), None)
    return following is None or not card <= blocks.node[following] <= blocks.last[card]


def _card_with_more(blocks: Blocks, place: int) -> Teaser | None:
    """Read a card whose title is no link: a short line, a text that is cut off, and a short link to the rest."""
    title, text, more = blocks.texts[place : place + 3]
    is_card = (
        _SHORTEST_TITLE <= len(title) <= _LONGEST_TITLE
        and not blocks.links[place]
        and bool(blocks.links[place + 2])
        and len(more) <= _LONGEST_STAMP
        and _is_linked(blocks, place + 2)
        and not blocks.flags[blocks.node[place]] & _ELSEWHERE
    )
    return Teaser(blocks.href(place + 2), title, text) if is_card else None
