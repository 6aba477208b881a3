"""Where the lake's bytes are: an S3-compatible bucket, or a plain folder for work without one.

A writer puts a key once and whole: readers see the old bytes or the new ones, never a mixture.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from shpalta.errors import SettingsError
from shpalta.lake.folder import FolderStore
from shpalta.lake.objects import KEY
from shpalta.lake.s3 import S3Store
from shpalta.settings import Settings

_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


class Store(Protocol):
    """A flat space of keys and bytes. Every method may raise StoreUnreachable, StoreDenied or BucketMissing."""

    @property
    def url(self) -> str:
        """Give s3://bucket/prefix or file:///folder, without a closing slash."""
        ...

    def read(self, key: str) -> bytes:
        """Read a whole object. Raises ObjectMissing."""
        ...

    def read_range(self, key: str, offset: int, length: int) -> bytes:
        """Read `length` bytes from `offset`. Raises ObjectMissing, and CorruptObject where the object ends before that."""
        ...

    def write(self, key: str, content: bytes, content_type: str) -> None:
        """Put a whole object at once, over an older one if there is one."""
        ...

    def exists(self, key: str) -> bool:
        """Tell whether the key holds an object."""
        ...

    def written_at(self, key: str) -> datetime:
        """Tell when the object was written, by the store's clock. Raises ObjectMissing."""
        ...

    def size(self, key: str) -> int:
        """Tell how many bytes the object has. Raises ObjectMissing."""
        ...

    def keys(self, prefix: str) -> list[str]:
        """List the keys that start with the prefix, sorted by code point."""
        ...

    def delete(self, keys: Iterable[str]) -> None:
        """Remove objects; one that is not there is no error."""
        ...

    def check(self) -> None:
        """Write, read back and delete a small object, so that a day fails before it begins and not after."""
        ...


def open_store(settings: Settings) -> Store:
    """Open the store that the settings name; touches nothing yet. Raises SettingsError for a URL that cannot be one."""
    parts = urlsplit(settings.store)
    if parts.scheme == "file":
        return FolderStore(Path(unquote(parts.path)))
    prefix = parts.path.strip("/")
    if not _BUCKET.fullmatch(parts.netloc) or (prefix and not KEY.fullmatch(prefix)):
        raise SettingsError(
            f"SHPALTA_STORE={settings.store!r} names no possible bucket and prefix",
            remedy="Write it as s3://bucket or s3://bucket/prefix, in letters, digits, dots, hyphens and underscores",
        )
    return S3Store.open(settings, parts.netloc, prefix)
