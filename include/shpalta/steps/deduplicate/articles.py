"""From captures to articles: which capture stands for a URL, which URL stands for an article."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import chain, islice
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from shpalta.errors import BadUrl
from shpalta.lake import schemas
from shpalta.steps.deduplicate.verify import Text, is_same_article
from shpalta.text.fingerprint import FINGERPRINT_VERSION, Fingerprint, fingerprint_of, fingerprints_of
from shpalta.web.urls import article_id, twin_key

Row = Mapping[str, Any]
PAGE = ["source_id", "url_key"]
_CAPTURE_ORDER = ["fetched_at", "payload_sha256", "article_id", "url"]
_ALIAS_ORDER = ["is_alias", "url_key", "source_id"]
_KEPT = ["article_id", "source_id", "url", "url_key", "fetched_at", "date_published", "in_language"]
_OF_TEXT = ["text_hash", "word_count", "keys", "tokens"]
_ROWS_AT_ONCE = 8_192


@dataclass(frozen=True)
class Articles:
    """A day's articles: STANDING says which capture stands for each (source_id, url_key); FINGERPRINTS, one an article."""

    standing: pa.Table
    fingerprints: pa.Table


def articles_of(parsed: pa.Table, day: date) -> Articles:
    """Take the latest capture of each (source_id, url_key) and fingerprint the URL that stands for each article.

    A URL whose page names another as its canonical one, but carries another text, is an article of its own: some sites
    call their front page the canonical URL of everything.
    """
    settled = _in_alias_order(_parted(_in_alias_order(_latest(parsed)), parsed["article_body"]))
    standing = settled.select(schemas.STANDING.schema.names)
    articles = settled.filter(_is_first(settled, ["article_id"])).sort_by("row")
    columns = {name: articles[name] for name in _KEPT}
    columns["date"] = pa.array([day] * articles.num_rows, pa.date32())
    columns["hreflangs"] = _hreflangs(articles)
    texts = _texts(parsed["article_body"], articles["row"].to_numpy())
    fingerprints = chain.from_iterable(map(fingerprints_of, texts.chunks))
    return Articles(standing, fingerprint_table(pa.table(columns), fingerprints).sort_by("article_id"))


def capture_order(row: Row) -> tuple[datetime, str, str, str]:
    """Sort captures of one URL by when they were received; what was received decides between equal times."""
    return row["fetched_at"], row["payload_sha256"], row["article_id"], row["url"]


def fingerprint_table(articles: pa.Table, fingerprints: Iterable[Fingerprint]) -> pa.Table:
    """Make the FINGERPRINTS rows of articles out of what their texts gave and the columns that no text or URL gives."""
    schema = schemas.FINGERPRINTS.schema
    remaining = iter(fingerprints)
    parts = iter(lambda: list(islice(remaining, _ROWS_AT_ONCE)), [])
    texts = pa.Table.from_batches(map(_text_columns, parts), pa.schema([schema.field(name) for name in _OF_TEXT]))
    made = {
        **{name: texts[name] for name in _OF_TEXT},
        "twin_key": pa.array([_key_of(twin_key, url) for url in articles["url"].to_pylist()], pa.string()),
        "fingerprint_version": pa.array([FINGERPRINT_VERSION] * articles.num_rows, pa.string()),
    }
    columns = [made[name] if name in made else articles[name].cast(schema.field(name).type) for name in schema.names]
    return pa.Table.from_arrays(columns, schema=schema)


def _text_columns(fingerprints: Sequence[Fingerprint]) -> pa.RecordBatch:
    schema = schemas.FINGERPRINTS.schema
    columns = [
        pa.array([each.text_hash for each in fingerprints], pa.string()),
        pa.array([each.word_count for each in fingerprints], pa.int32()),
        _list_array([each.keys.view(np.int64) for each in fingerprints], schema.field("keys").type),
        _list_array([each.tokens for each in fingerprints], schema.field("tokens").type),
    ]
    return pa.RecordBatch.from_arrays(columns, schema=pa.schema([schema.field(name) for name in _OF_TEXT]))


def _list_array(lists: Sequence[npt.NDArray[Any]], kind: pa.DataType) -> pa.Array:
    offsets = np.cumsum([0, *map(len, lists)], dtype=np.int32)
    return pa.ListArray.from_arrays(offsets, pa.array(np.concatenate(lists), kind.value_type), type=kind)


def _texts(bodies: pa.ChunkedArray, rows: npt.NDArray[np.int64]) -> pa.ChunkedArray:
    """Take the bodies of some rows, which are in order; mostly these are all, and nothing is copied."""
    if len(rows) == len(bodies):
        return bodies
    is_wanted = np.zeros(len(bodies), dtype=bool)
    is_wanted[rows] = True
    return bodies.filter(pa.array(is_wanted))


def _key_of(make: Callable[[str], str], url: str) -> str:
    try:
        return make(url)
    except BadUrl:
        return ""


def _hreflangs(articles: pa.Table) -> pa.Array:
    """List for each article the editions that its page names; most pages name themselves, too."""
    found: list[list[str]] = [[]] * articles.num_rows
    naming = np.flatnonzero(pc.list_value_length(articles["alternates"]).to_numpy())
    for place, row in zip(naming, articles.select(["article_id", "alternates"]).take(naming).to_pylist(), strict=True):
        named = {_key_of(article_id, each["url"]) for each in row["alternates"] if each["kind"] == "hreflang"}
        found[place] = sorted(named - {"", row["article_id"]})
    return pa.array(found, schemas.FINGERPRINTS.schema.field("hreflangs").type)


def _latest(parsed: pa.Table) -> pa.Table:
    """Take the latest capture of each page, with its row and whether its URL is another than the page calls its own."""
    is_alias = pc.fill_null(pc.not_equal(parsed["url"], parsed["canonical_url"]), True)
    columns = {name: parsed[name] for name in (*_KEPT, "payload_sha256", "alternates")}
    captures = pa.table({**columns, "is_alias": is_alias, "row": np.arange(parsed.num_rows)})
    ordered = captures.take(_order(captures, [*PAGE, *_CAPTURE_ORDER]))
    is_first = _is_first(ordered, PAGE)
    return ordered.filter(np.append(is_first[1:], True)) if len(is_first) else ordered


def _in_alias_order(pages: pa.Table) -> pa.Table:
    """Sort by article and put first the URL that the page itself calls its own, then any fixed order."""
    return pages.take(_order(pages, ["article_id", *_ALIAS_ORDER]))


def _parted(pages: pa.Table, bodies: pa.ChunkedArray) -> pa.Table:
    """Make an article of its own of a URL that shares the canonical URL of another and not its text."""
    is_first = _is_first(pages, ["article_id"])
    standing = np.flatnonzero(is_first)[np.cumsum(is_first) - 1]
    rows = pages["row"].to_numpy()
    text = lru_cache(maxsize=64)(lambda row: Text(fingerprint_of(bodies[row].as_py()).tokens))
    own = {}
    for place in np.flatnonzero(~is_first).tolist():
        row, other = int(rows[place]), int(rows[standing[place]])
        if bodies[row] != bodies[other] and not is_same_article(text(other), text(row)):
            own[place] = article_id(pages["url"][place].as_py())
    if not own:
        return pages
    is_own = np.zeros(pages.num_rows, dtype=bool)
    is_own[list(own)] = True
    ids = pc.replace_with_mask(pages["article_id"], pa.array(is_own), pa.array(list(own.values()), pa.string()))
    return pages.set_column(pages.column_names.index("article_id"), "article_id", ids)


def _order(rows: pa.Table, names: Sequence[str]) -> pa.Array:
    return pc.sort_indices(rows.select(names), [(name, "ascending") for name in names])


def _is_first(rows: pa.Table, names: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Tell of sorted rows which differ from the row before in any of these columns."""
    differs = np.ones(rows.num_rows, dtype=bool)
    differs[1:] = False
    for name in names:
        differs[1:] |= pc.not_equal(rows[name][1:], rows[name][:-1]).to_numpy()
    return differs
