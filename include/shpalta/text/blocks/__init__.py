"""The blocks of a page: cut out of its markup, measured, and judged to be the article's or not."""

from __future__ import annotations

from shpalta.text.blocks.reading import Blocks, blocks_of, read_blocks, strip

__all__ = ["Blocks", "blocks_of", "read_blocks", "strip"]
