"""Reads the elements of a page that a person says hold its text."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

from shpalta.text.blocks.reading import Blocks, blocks_of
from shpalta.text.template_hints import TemplateHints


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
