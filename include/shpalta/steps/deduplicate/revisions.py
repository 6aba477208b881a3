"""What became of an article between two captures: nothing, or a new version and what is new in it."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import pyarrow as pa

from shpalta.lake import schemas
from shpalta.steps.deduplicate.articles import capture_order
from shpalta.text.fingerprint import words_of

_PROVENANCE = ["fetched_at", "warc_key", "warc_offset", "warc_length", "payload_sha256"]
_IDENTITY = ["article_id", "source_id", "url", "url_key"]
_READ = [*_IDENTITY, "headline", "article_body", "related", "date_modified", *_PROVENANCE]
_BARE_URL = re.compile(r"https?://\S+")
_NUMBER = re.compile(r"\d+(?:[.,\s]\d+)*")
DELETED_SHARE = 0.5


def revise(parsed: pa.Table, earlier: pa.Table) -> pa.Table:
    """Compare each capture with the one before it; CAPTURES rows for the URLs of `parsed` that were captured more than once.

    `earlier` holds PARSED rows of earlier days: their versions count, their rows are not repeated.
    """
    captures: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in parsed.select(_READ).to_pylist():
        captures[row["source_id"], row["url_key"]].append({**row, "is_of_day": True})
    for row in earlier.select(_READ).to_pylist():
        if (row["source_id"], row["url_key"]) in captures:
            captures[row["source_id"], row["url_key"]].append({**row, "is_of_day": False})
    rows = [version for key in sorted(captures) if len(captures[key]) > 1 for version in _versions(captures[key])]
    return pa.Table.from_pylist(rows, schema=schemas.CAPTURES.schema)


def _versions(captures: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    in_order = sorted(captures, key=lambda row: (row["is_of_day"], *capture_order(row)))
    number = 1
    first, *_ = in_order
    if first["is_of_day"]:
        yield _version(first, number, "first", [], None)
    for before, after in pairwise(in_order):
        changed, diff = _compare(before, after)
        number += bool(changed)
        if after["is_of_day"]:
            yield _version(after, number, "updated" if changed else "unchanged", changed, diff)


def _version(row: Mapping[str, Any], number: int, kind: str, changed: list[str], diff: str | None) -> dict[str, Any]:
    kept = {name: row[name] for name in [*_IDENTITY, *_PROVENANCE]}
    return {**kept, "revision_number": number, "kind": kind, "changed": changed, "diff": diff}


def _compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[list[str], str | None]:
    """Say what a reader would see changed, sorted, and show the lines; a sidebar's teasers are nothing that changed."""
    chrome = _teasers(before) | _teasers(after)
    old, new = _lines(before["article_body"], chrome), _lines(after["article_body"], chrome)
    changed = set()
    if words_of(before["headline"]) != words_of(after["headline"]):
        changed.add("headline")
    diff = None
    if [words_of(line) for line in old] != [words_of(line) for line in new]:
        changed.add("body")
        diff = "\n".join(difflib.unified_diff(old, new, "before", "after", n=1, lineterm=""))
        if _numbers(old) != _numbers(new):
            changed.add("numbers")
        if len(words_of("\n".join(new))) < DELETED_SHARE * len(words_of("\n".join(old))):
            changed.add("deletion")
    if changed and before["date_modified"] == after["date_modified"]:
        changed.add("silent_edit")
    return sorted(changed), diff


def _lines(body: str, chrome: set[str]) -> list[str]:
    lines = (line.strip() for line in body.splitlines())
    return [line for line in lines if line and " ".join(words_of(line)) not in chrome and not _BARE_URL.fullmatch(line)]


def _teasers(row: Mapping[str, Any]) -> set[str]:
    return {" ".join(words_of(text)) for link in row["related"] for text in (link["title"], link["text"]) if text}


def _numbers(lines: Sequence[str]) -> list[str]:
    return _NUMBER.findall("\n".join(lines))
