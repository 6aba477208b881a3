"""Turns pages into UTF-8 without decoding those that are; apart from `charset`, whose users must not carry Arrow along."""

from __future__ import annotations

import codecs
import struct

import pyarrow as pa

from shpalta.web.charset import decode, may_be_other_than_utf8


def to_utf8(content: bytes, content_type: str | None = None) -> bytes:
    """Turn a page's bytes into UTF-8, as `decode` reads them; nothing is copied where they are that already."""
    whole = content.removeprefix(codecs.BOM_UTF8)
    if not may_be_other_than_utf8(whole) and _is_utf8(whole):
        return whole
    return decode(content, content_type).encode("utf-8", "ignore")


def _is_utf8(content: bytes) -> bool:
    """Say whether bytes are valid UTF-8; Arrow tells ten times as fast as a decoder."""
    if content.isascii():
        return True
    bounds = struct.pack("<2i", 0, len(content))
    text = pa.Array.from_buffers(pa.utf8(), 1, [None, pa.py_buffer(bounds), pa.py_buffer(content)])
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True
