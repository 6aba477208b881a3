"""Content-Encoding, bounded: a bomb ends at the limit, a stream that stops early is no page."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from shpalta.errors import NoAnswer
from shpalta.web.outcomes import Outcome

ACCEPT_ENCODING = "gzip"
_STEP = 256 * 1024
_TELLING_BYTES = 2  # tell zlib's wrapping from bare deflate
_NO_CODING = ("", "identity", "none", "utf-8", "utf8")  # the last ones are what some servers say and do not mean
_GZIP_MAGIC = b"\x1f\x8b"


class BodyDecoder:
    """Decode a body as it arrives. Raises NoAnswer with too_big, truncated or bad_content."""

    def __init__(self, content_encoding: str, limit: int) -> None:
        codings = [each.strip() for each in content_encoding.lower().split(",") if each.strip() not in _NO_CODING]
        unknown = [each for each in codings if each not in ("gzip", "x-gzip", "deflate")]
        if unknown or len(codings) > 1:
            raise NoAnswer(f"Content-Encoding {content_encoding!r}, which we did not ask for", Outcome.BAD_CONTENT)
        self._coding = codings[0] if codings else ""
        self._limit = limit
        self._size = 0
        self._held = b""
        self._inflate: zlib._Decompress | None = None
        self._is_ended = not self._coding

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Yield what the chunk decodes to, in small pieces."""
        if not self._coding:
            yield self._counted(chunk)
            return
        chunk, self._held = self._held + chunk, b""
        if self._inflate is None and self._coding == "deflate" and len(chunk) < _TELLING_BYTES:
            self._held, self._is_ended = chunk, not chunk
            return
        try:
            yield from self._inflated(chunk)
        except zlib.error as error:
            raise NoAnswer(f"Corrupt {self._coding} body", Outcome.BAD_CONTENT) from error

    def finish(self) -> None:
        """Check that the stream came to its own end."""
        if not self._is_ended and (self._inflate is not None or self._held):
            raise NoAnswer(f"The {self._coding} body stops before its end", Outcome.TRUNCATED)

    def _inflated(self, chunk: bytes) -> Iterator[bytes]:
        while chunk:
            if self._inflate is None:
                self._inflate = zlib.decompressobj(wbits=_window(self._coding, chunk))
                self._is_ended = False
            yield self._counted(self._inflate.decompress(chunk, _STEP))
            chunk = self._inflate.unconsumed_tail
            if self._inflate.eof:
                chunk = self._next_member()

    def _next_member(self) -> bytes:
        rest = self._inflate.unused_data if self._inflate else b""
        self._is_ended = True
        if self._coding != "deflate" and rest.startswith(_GZIP_MAGIC):
            self._inflate = None
            return rest
        return b""

    def _counted(self, piece: bytes) -> bytes:
        self._size += len(piece)
        if self._size > self._limit:
            raise NoAnswer(f"More than {self._limit} bytes once decompressed", Outcome.TOO_BIG)
        return piece


def decode_body(body: bytes, content_encoding: str, limit: int) -> bytes:
    """Decode a whole body. Raises NoAnswer with too_big, truncated or bad_content."""
    decoder = BodyDecoder(content_encoding, limit)
    pieces = list(decoder.feed(body))
    decoder.finish()
    return b"".join(pieces)


def _window(coding: str, start: bytes) -> int:
    if coding != "deflate":
        return 16 + zlib.MAX_WBITS
    is_zlib = start[0] & 0x0F == 8 and (start[0] << 8 | start[1]) % 31 == 0
    return zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS
