"""The date that readers see beside the headline, where no machine form says it."""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from shpalta.text.document import Document, squeeze
from shpalta.text.moments import LONGEST_TEXT, Moment, Reading, read_moment

_DATED = (
    "time, [class*=date i], [class*=time i], [class*=publish i], [class*=meta i], [class*=posted i], [class*=created i], "
    "[id*=date i]"
)
_ELSEWHERE = frozenset({"aside", "nav", "footer", "form", "li"})
_STEPS_UP = 4
_MOST_LOOKED_AT = 12


def beside_headline(document: Document, reading: Reading) -> Moment | None:
    """Find a date near the headline: in the smallest container of it that shows one, never in an aside or a list."""
    heading = next((node for node in document.tree.css("h1")[:3] if squeeze(node.text())), None)
    container = heading.parent if heading is not None else None
    for _ in range(_STEPS_UP):
        if container is None or container.tag in ("body", "html"):
            return None
        for text in _dated_texts(container):
            moment = read_moment(text, reading)
            if moment is not None:
                return moment
        container = container.parent
    return None


def _dated_texts(container: LexborNode) -> Iterator[str]:
    for node in container.css(_DATED)[:_MOST_LOOKED_AT]:
        if _is_elsewhere(node, container):
            continue
        stamp = node.attributes.get("datetime")
        if stamp:
            yield stamp
        text = squeeze(node.text(separator=" "))
        if 4 < len(text) <= LONGEST_TEXT:
            yield text


def _is_elsewhere(node: LexborNode, container: LexborNode) -> bool:
    above: LexborNode | None = node
    while above is not None and above.mem_id != container.mem_id:
        if above.tag in _ELSEWHERE:
            return True
        above = above.parent
    return False
