"""What a person says of a site's pages, where the parser alone does not find the article's text."""

from __future__ import annotations

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from shpalta.text.blocks import Blocks, blocks_of


@dataclass(frozen=True, slots=True)
class TemplateHints:
    """CSS selectors: the elements that hold the text, and those in them that are none of it; empty where none is needed."""

    body: str = ""
    drop: str = ""


NO_HINTS = TemplateHints()


def take_off(tree: LexborHTMLParser, hints: TemplateHints) -> None:
    """Take out of the tree what is to be dropped."""
    if hints.drop:
        for node in _outermost(tree.css(hints.drop)):
            node.decompose()


def hinted_blocks(tree: LexborHTMLParser, hints: TemplateHints) -> Blocks:
    """Give the blocks of the body; none where nothing is hinted, or the page has no such element."""
    return blocks_of(_outermost(tree.css(hints.body))) if hints.body else Blocks()


def _outermost(nodes: list[LexborNode]) -> list[LexborNode]:
    found = {node.mem_id for node in nodes}
    return [node for node in nodes if not _stands_in(node, found)]


def _stands_in(node: LexborNode, found: set[int]) -> bool:
    above = node.parent
    while above is not None:
        if above.mem_id in found:
            return True
        above = above.parent
    return False
