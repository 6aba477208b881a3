"""The teasers of other articles on a page: linked titles outside its menus, each with the text of its card."""

from __future__ import annotations

from shpalta.text.blocks import Blocks
from shpalta.text.lines import Teaser
from shpalta.text.naming import COMMENT, FOOTER, FORM, HIDDEN, META, NAV, SHARE, TAGS

_ELSEWHERE = NAV | FOOTER | FORM | SHARE | COMMENT | HIDDEN
_NO_TITLE = META | TAGS
_SHORTEST_TITLE = 24
_LEAST_WORDS = 4
_SHORTEST_TEXT = 40
_LINKED = 0.9
_MOST = 80


def teasers_of(blocks: Blocks) -> list[Teaser]:
    """Collect teasers in reading order: a linked title, then the text that shares its link or element; addresses as written."""
    found: list[Teaser] = []
    place = 0
    while place < len(blocks.texts) and len(found) < _MOST:
        if not _is_title(blocks, place):
            place += 1
            continue
        text = _text_of_card(blocks, place + 1, place)
        found.append(Teaser(blocks.href(place), blocks.texts[place], blocks.texts[text] if text else None))
        place = (text or place) + 1
    return found


def _is_title(blocks: Blocks, place: int) -> bool:
    text = blocks.texts[place]
    if len(text) < _SHORTEST_TITLE or blocks.linked[place] < _LINKED * len(text):
        return False
    node = blocks.node[place]
    if blocks.flags[node] & _ELSEWHERE or blocks.own[node] & _NO_TITLE:
        return False
    return text.count(" ") + 1 >= _LEAST_WORDS or text.startswith(("http://", "https://"))


def _text_of_card(blocks: Blocks, place: int, title: int) -> int | None:
    """Find the text that belongs to a title: in the same link, or beside it in an element that holds one title only."""
    if place >= len(blocks.texts) or len(blocks.texts[place]) < _SHORTEST_TEXT:
        return None
    if blocks.linked[place] >= _LINKED * len(blocks.texts[place]):
        return place if blocks.first_link[place] == blocks.first_link[title] else None
    card = blocks.parent[blocks.node[title]] if blocks.node[title] != blocks.node[place] else blocks.node[title]
    if card < 0 or not card <= blocks.node[place] <= blocks.last[card]:
        return None
    is_cut = blocks.texts[place].endswith(("...", "…"))
    following = next((each for each in range(place + 1, min(place + 4, len(blocks.texts))) if _is_title(blocks, each)), None)
    is_alone = following is None or not card <= blocks.node[following] <= blocks.last[card]
    return place if is_cut or is_alone else None
