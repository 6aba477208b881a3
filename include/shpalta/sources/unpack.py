"""What sites send for feeds, sitemaps and lists, unpacked piece by piece and never more than we mean to hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from shpalta.web.client import Answer
from shpalta.web.decode import BodyDecoder

LARGEST_SITEMAP = 50 * 1024 * 1024  # sitemaps.org allows no more, as sent or unpacked
LARGEST_FILE = 16 * 1024 * 1024
_GZIP_MAGIC = b"\x1f\x8b"


def unpacked(answer: Answer, limit: int = LARGEST_FILE) -> bytes:
    """Give a file's bytes without Content-Encoding and, for a .gz file, without its own gzip. Raises NoAnswer."""
    return b"".join(unpacked_pieces(answer, limit))


def unpacked_pieces(answer: Answer, limit: int = LARGEST_SITEMAP) -> Iterator[bytes]:
    """Give the same bytes in pieces, so that nobody holds them all. Raises NoAnswer once `limit` is passed."""
    pieces = _decoded([answer.body], answer.header("content-encoding") or "", limit)
    first = b""
    while len(first) < len(_GZIP_MAGIC) and (more := next(pieces, None)) is not None:
        first += more
    yield from _decoded(chain([first], pieces), "gzip" if first.startswith(_GZIP_MAGIC) else "", limit)


def _decoded(pieces: Iterable[bytes], coding: str, limit: int) -> Iterator[bytes]:
    decoder = BodyDecoder(coding, limit)
    for piece in pieces:
        yield from decoder.feed(piece)
    decoder.finish()
