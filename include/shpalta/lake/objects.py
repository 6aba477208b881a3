"""What every store refuses: keys that some would alter, and ranges that came short."""

from __future__ import annotations

import re

from shpalta.errors import CorruptObject, LakeError

KEY = re.compile(r"[A-Za-z0-9=._-]+(/[A-Za-z0-9=._-]+)*")


def checked_key(key: str) -> str:
    """Pass on a key that every store keeps as it is. Raises LakeError for one that some would alter or climb out by."""
    if not KEY.fullmatch(key) or any(part in (".", "..") for part in key.split("/")):
        raise LakeError(f"{key!r} is no key: keys are made of [A-Za-z0-9=._/-], without empty, '.' or '..' parts")
    return key


def complete(content: bytes, key: str, offset: int, length: int) -> bytes:
    """Pass on a range that came whole. Raises CorruptObject."""
    if len(content) != length:
        raise CorruptObject(
            f"{key} ends early: asked for {length} bytes from offset {offset}, got {len(content)}",
            remedy="The object was cut or replaced since it was indexed: run the step that wrote it again",
        )
    return content
