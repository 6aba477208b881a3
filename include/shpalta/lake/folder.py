"""The lake in a plain folder: for the command line and for tests, one machine only."""

from __future__ import annotations

import errno
import os
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from shpalta.errors import ObjectMissing, StoreDenied, StoreError
from shpalta.lake.objects import checked_key, complete

_UNFINISHED = ".unfinished"
_DENIED = (errno.EACCES, errno.EPERM, errno.EROFS)


class FolderStore:
    """Keep each object in a file of its own; a write is a rename, so that it is seen whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def url(self) -> str:
        return self._folder.as_uri()

    def read(self, key: str) -> bytes:
        with self._telling(key):
            return self._path(key).read_bytes()

    def read_range(self, key: str, offset: int, length: int) -> bytes:
        with self._telling(key), self._path(key).open("rb") as file:
            file.seek(offset)
            return complete(file.read(length), key, offset, length)

    def write(self, key: str, content: bytes, content_type: str) -> None:
        path = self._path(key)
        unfinished = self._folder / _UNFINISHED / uuid.uuid4().hex
        with self._telling(key):
            unfinished.parent.mkdir(parents=True, exist_ok=True)
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                with unfinished.open("wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                unfinished.replace(path)
            finally:
                unfinished.unlink(missing_ok=True)

    def exists(self, key: str) -> bool:
        with self._telling(key):
            return self._path(key).is_file()

    def written_at(self, key: str) -> datetime:
        with self._telling(key):
            return datetime.fromtimestamp(self._path(key).stat().st_mtime, UTC)

    def size(self, key: str) -> int:
        with self._telling(key):
            return self._path(key).stat().st_size

    def keys(self, prefix: str) -> list[str]:
        within = self._folder / prefix.rpartition("/")[0]
        with self._telling(prefix):
            found = (path.relative_to(self._folder).as_posix() for path in within.rglob("*") if path.is_file())
            return sorted(key for key in found if key.startswith(prefix) and not key.startswith(_UNFINISHED))

    def delete(self, keys: Iterable[str]) -> None:
        for key in keys:
            with self._telling(key):
                self._path(key).unlink(missing_ok=True)

    def check(self) -> None:
        key = f"check/{uuid.uuid4().hex}"
        self.write(key, b"shpalta", "text/plain")
        self.read(key)
        self.delete([key])

    def _path(self, key: str) -> Path:
        return self._folder / checked_key(key)

    @contextmanager
    def _telling(self, key: str) -> Iterator[None]:
        where = f"SHPALTA_STORE={self.url}"
        try:
            yield
        except FileNotFoundError as error:
            raise ObjectMissing(f"{key} is not in {where}", remedy="Run the step that writes it first") from error
        except OSError as error:
            if error.errno in _DENIED:
                raise StoreDenied(f"{where} does not let us at {key}: {error}", remedy="Give us the right to write") from error
            remedy = "Make room on that disk" if error.errno == errno.ENOSPC else "Choose another folder"
            raise StoreError(f"{where} cannot serve {key}: {error}", remedy=remedy) from error
