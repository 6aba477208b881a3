"""What became of an article between two captures: nothing, or a new version and what is new in it."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import dropwhile
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from shpalta.lake import schemas
from shpalta.steps.deduplicate.articles import PAGE, capture_order
from shpalta.text.fingerprint import words_of
from shpalta.text.lines import Line, Lines
from shpalta.text.related import is_related_heading, is_remains, separate

_PROVENANCE = ["fetched_at", "warc_key", "warc_offset", "warc_length", "payload_sha256"]
_IDENTITY = ["source_id", "url", "url_key"]
_CONTENT = ["headline", "article_body", "related", "date_modified"]
_READ = ["article_id", *_IDENTITY, *_CONTENT, *_PROVENANCE]
_BARE_URL = re.compile(r"https?://\S+")
_NUMBER = re.compile(r"\d+(?:[.,\s]\d+)*")
_CUT_OFF = re.compile(r"(?:\.{3}|…)$")
_SENTENCE_END = re.compile(r"[.!?]$")
DELETED_SHARE = 0.5
LONGEST_TEASER = 200
SAME_BEGINNING = 20


def revise(parsed: pa.Table, earlier: pa.Table, standing: pa.Table, revisits: pa.Table) -> pa.Table:
    """Compare each capture with the one before it; CAPTURES rows for the URLs of `parsed` that were captured more than once.

    `earlier` holds PARSED rows of earlier days: their versions count, their rows are not repeated. STANDING rows say which
    article each (source_id, url_key) is. `revisits` are PAGES rows of visits that found the page as it was, or gone.
    """
    captures: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in _seen_again(parsed, earlier, revisits).select(_READ).to_pylist():
        captures[row["source_id"], row["url_key"]].append({**row, "is_of_day": True})
    of_other_days = ({**row, "is_of_day": False} for row in earlier.select(_READ).to_pylist())
    for row in (*of_other_days, *_visits(revisits)):
        if (row["source_id"], row["url_key"]) in captures:
            captures[row["source_id"], row["url_key"]].append(row)
    article_ids = {(row["source_id"], row["url_key"]): row["article_id"] for row in standing.to_pylist()}
    ordered = ((key, _in_order(captures[key])) for key in sorted(captures))
    rows = [
        {**version, "article_id": article_ids[key]}
        for key, in_order in ordered
        if len(in_order) > 1
        for version in _versions(*in_order)
    ]
    return pa.Table.from_pylist(rows, schema=schemas.CAPTURES.schema)


def _seen_again(parsed: pa.Table, *others: pa.Table) -> pa.Table:
    """Take the captures of pages that have another: mostly these are few, and only they have to be read."""
    pages = [each.select(PAGE) for each in (parsed, *others)]
    counts = pa.concat_tables(pages).group_by(PAGE, use_threads=False).aggregate([([], "count_all")])
    again = counts.filter(pc.greater(counts["count_all"], 1)).select(PAGE)
    rows = pages[0].append_column("row", pa.array(np.arange(parsed.num_rows)))
    return parsed.take(rows.join(again, PAGE, join_type="left semi")["row"])


def _visits(revisits: pa.Table) -> Iterator[dict[str, Any]]:
    """Give visits that brought no text: of a page that was as before, and of one that is gone."""
    for row in revisits.select([*_IDENTITY, *_PROVENANCE, "fetch_outcome"]).to_pylist():
        yield {**row, "article_id": "", "is_of_day": True}


def _in_order(captures: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sort the captures, those of earlier days first; a revisit before the first that has content says nothing."""
    in_order = sorted(captures, key=lambda row: (row["is_of_day"], *capture_order(row)))
    return list(dropwhile(lambda row: not _has_content(row), in_order))


def _versions(first: dict[str, Any], *later: dict[str, Any]) -> Iterator[dict[str, Any]]:
    before, last_text, number = first, first, 1
    if first["is_of_day"]:
        yield _version(first, number, "first", [], None)
    for visit in later:
        after = visit if _has_content(visit) else _found(visit, last_text)
        changed, diff = _compare(before, after)
        if _is_gone(after) and not _is_gone(before):
            changed = ["deletion"]
        number += bool(changed)
        before, last_text = after, visit if _has_content(visit) else last_text
        if visit["is_of_day"]:
            yield _version(visit, number, "updated" if changed else "unchanged", changed, diff)


def _found(visit: Mapping[str, Any], last_text: Mapping[str, Any]) -> dict[str, Any]:
    """Say what a visit found that brought no text: what was there before, or of a page that is gone its headline alone."""
    kept = {name: last_text[name] for name in _CONTENT}
    return {**visit, **kept, "article_body": "" if _is_gone(visit) else last_text["article_body"]}


def _is_gone(row: Mapping[str, Any]) -> bool:
    return row.get("fetch_outcome") == "gone"


def _has_content(row: Mapping[str, Any]) -> bool:
    return "article_body" in row


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
        if len(words_of("\n".join(new))) < DELETED_SHARE * len(words_of("\n".join(old))):
            changed.add("deletion")
    if changed and _numbers([before["headline"], *old]) != _numbers([after["headline"], *new]):
        changed.add("numbers")
    if changed and before["date_modified"] == after["date_modified"]:
        changed.add("silent_edit")
    return sorted(changed), diff


def _lines(body: str, chrome: set[str]) -> list[str]:
    """Give the article's own lines: parsing takes teasers out where the markup helps, here their text is all there is."""
    texts = [text for text in map(str.strip, body.splitlines()) if text]
    separated = separate(Lines.of([Line(text) for text in texts]))
    end = next((end for end in separated.ends if all(map(is_remains, texts[end:]))), len(texts))
    own = [texts[place] for place in separated.kept if place < end]
    return [text for text in own[: _sidebar(own)] if " ".join(words_of(text)) not in chrome and not _BARE_URL.fullmatch(text)]


def _sidebar(texts: Sequence[str]) -> int:
    """Find where the text ends and short lines of other articles begin: at their heading, or at one that is cut off."""
    short = len(texts)
    while short and (len(texts[short - 1]) <= LONGEST_TEASER or _CUT_OFF.search(texts[short - 1])):
        short -= 1
    for place in range(short, len(texts)):
        if is_related_heading(texts[place]):
            return place
        if _CUT_OFF.search(texts[place]):
            return place - (place > short and _is_title_of(texts[place - 1], texts[place]))
    return len(texts)


def _is_title_of(title: str, excerpt: str) -> bool:
    return not _SENTENCE_END.search(title) or excerpt.startswith(title[:SAME_BEGINNING])


def _teasers(row: Mapping[str, Any]) -> set[str]:
    return {" ".join(words_of(text)) for link in row["related"] for text in (link["title"], link["text"]) if text}


def _numbers(lines: Sequence[str]) -> list[str]:
    return _NUMBER.findall("\n".join(lines))
