"""Where everything lies: one bucket, keys made of [A-Za-z0-9=._/-] only, one writer a key."""

from __future__ import annotations

from datetime import date

RAW = "raw"


def partition(table: str, day: date) -> str:
    """Give the folder of one day of one table, with its closing slash."""
    return f"{table}/date={day.isoformat()}/"


def part(table: str, day: date, name: str) -> str:
    """Give the key that one task of a step writes: `name` is a source id or a shard."""
    return f"{partition(table, day)}{name}.parquet"


def standing(table: str, name: str) -> str:
    """Give the key of a part that belongs to no day."""
    return f"{table}/{name}.parquet"


def shard_name(shard: int) -> str:
    return f"shard-{shard:03d}"


def published(table: str, day: date, number: int, digest: str) -> str:
    """Give the key of a published file; the digest is of its bytes, so equal keys hold equal bytes."""
    return f"{partition(table, day)}part-{number:04d}-{digest[:16]}.parquet"


def warc(day: date, source_id: str, digest: str) -> str:
    """Give the key of a finished WARC file; the digest is of its bytes."""
    return f"{partition(RAW, day)}{source_id}-{digest[:16]}.warc.gz"
