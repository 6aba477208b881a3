"""Files that are too large to hold, read piece by piece: in a folder, in a bucket, on the web."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable

from shpalta.lake.store import open_store
from shpalta.settings import Settings
from shpalta.sources.found import Read

PIECE = 8 * 1024 * 1024
ReadRange = Callable[[int, int], bytes]


class RangedFile(io.RawIOBase):
    """A binary file over `read(offset, length)`, which gives fewer bytes only at the file's end; read front to back."""

    def __init__(self, read: ReadRange, piece: int = PIECE) -> None:
        self._read = read
        self._piece = piece
        self._buffer = b""
        self._start = 0
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place counted from the start or from here."""
        if whence == io.SEEK_END:
            raise io.UnsupportedOperation("the file's end is known only when it is reached")
        self._position = offset + (self._position if whence == io.SEEK_CUR else 0)
        return self._position

    def read(self, size: int = -1) -> bytes:
        """Read on; no size means what is at hand, not the whole file."""
        if not self._start <= self._position < self._start + len(self._buffer):
            self._buffer, self._start = self._read(self._position, self._piece), self._position
        begin = self._position - self._start
        taken = self._buffer[begin : len(self._buffer) if size < 0 else begin + size]
        self._position += len(taken)
        return taken


def stored_range(file: str, settings: Settings) -> ReadRange:
    """Read pieces of a file:/// or s3:// file; past its end there is nothing. Raises StoreError."""
    folder, _, name = file.rpartition("/")
    store = open_store(settings.model_copy(update={"store": folder}))
    size = store.size(name)
    return lambda offset, length: store.read_range(name, offset, max(0, min(length, size - offset)))


def web_range(url: str, read: Read, loop: asyncio.AbstractEventLoop) -> ReadRange:
    """Read pieces of a file on the web, from any thread but the loop's. Raises NoAnswer."""
    size: int | None = None

    def ask(offset: int, length: int) -> bytes:
        nonlocal size
        if size is not None and offset >= size:
            return b""
        answer = asyncio.run_coroutine_threadsafe(read(url, range_header(offset, length)), loop).result()
        size = int((answer.header("content-range") or "").rpartition("/")[2] or offset + len(answer.body))
        return answer.body

    return ask


def range_header(offset: int, length: int) -> dict[str, str]:
    """Ask for a piece of a file as it is."""
    return {"Range": f"bytes={offset}-{offset + length - 1}", "Accept-Encoding": "identity"}
