"""The articles of a window and of its day in the order in which they came out: a place is a position in that order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from shpalta.text.fingerprint import FINGERPRINT_VERSION

Fingerprints: TypeAlias = "pa.Table | ds.Dataset"

_IDENTITY = ["date", "date_published", "article_id"]
_LANGUAGE = ["in_language"]
_JOINED = ["text_hash", "word_count", "twin_key", "keys", "hreflangs"]


class Places:
    """FINGERPRINTS rows by place: by day, then by when they came out (unknown is last), then by id.

    Of the window only what joins need is held; the tokens of a text are read when it is to be compared. Fingerprints of
    another version are left out: they say nothing.
    """

    def __init__(self, window: Fingerprints, of_the_day: pa.Table) -> None:
        self._window, self._of_the_day = window, of_the_day
        columns = [*_IDENTITY, *_LANGUAGE, "fingerprint_version"]
        self._window_rows = window.count_rows() if isinstance(window, ds.Dataset) else window.num_rows
        rows = pa.concat_tables([_read(window, columns), of_the_day.select(columns)])
        order = pc.sort_indices(rows.select(_IDENTITY), [(name, "ascending") for name in _IDENTITY])
        is_comparable = pc.equal(rows["fingerprint_version"], FINGERPRINT_VERSION).take(order)
        self._row_of: npt.NDArray[np.uint64] = order.filter(is_comparable.combine_chunks()).to_numpy()
        self._rows = rows.take(self._row_of)
        self.first = self._rows.num_rows - of_the_day.num_rows

    @cached_property
    def _joined(self) -> pa.Table:
        """Read what joins need, which the comparison of texts does not."""
        return pa.concat_tables([_read(self._window, _JOINED), self._of_the_day.select(_JOINED)]).take(self._row_of)

    def articles(self) -> pa.Table:
        """Give (place, day, article_id, text_hash, word_count, twin_key)."""
        columns = {name: self._joined[name] for name in ("text_hash", "word_count", "twin_key")}
        identity = {"day": self._rows["date"], "article_id": self._rows["article_id"]}
        return pa.table({"place": np.arange(self._rows.num_rows), **identity, **columns})

    def hreflangs(self) -> pa.Table:
        """Give (place, named): which article names which as its edition in another language."""
        named = self._joined["hreflangs"].combine_chunks()
        return pa.table({"place": pc.list_parent_indices(named), "named": pc.list_flatten(named)})

    def keys(self, bucket: int, buckets: int) -> pa.Table:
        """Give (place, key) of the keys in one bucket of so many."""
        keys = self._joined["keys"].combine_chunks()
        rows = pa.table({"place": pc.list_parent_indices(keys), "key": pc.list_flatten(keys)})
        return rows.filter(rows["key"].to_numpy().view(np.uint64) % np.uint64(buckets) == bucket) if buckets > 1 else rows

    def identities(self, places: Sequence[int]) -> list[Mapping[str, Any]]:
        """Give day, time of publication, id and language of the articles at these places."""
        found: list[Mapping[str, Any]] = (
            self._rows.select([*_IDENTITY, *_LANGUAGE]).take(pa.array(places, pa.int64())).to_pylist()
        )
        return found

    def tokens(self, places: Sequence[int]) -> pa.ListArray:
        """Read the tokens of the articles at these places, which are in order: those of the day come last."""
        rows = self._row_of[np.asarray(places, dtype=np.int64)]
        is_of_the_day = rows >= self._window_rows
        parts = [
            _tokens(self._window, rows[~is_of_the_day]),
            _tokens(self._of_the_day, rows[is_of_the_day] - np.uint64(self._window_rows)),
        ]
        return pa.concat_arrays([chunk for part in parts for chunk in part.chunks])


def _read(rows: Fingerprints, columns: Sequence[str]) -> pa.Table:
    return rows.to_table(columns=columns) if isinstance(rows, ds.Dataset) else rows.select(columns)


def _tokens(rows: Fingerprints, wanted: npt.NDArray[np.uint64]) -> pa.ChunkedArray:
    if isinstance(rows, ds.Dataset):
        return rows.take(pa.array(wanted), columns=["tokens"])["tokens"]
    return rows["tokens"].take(pa.array(wanted))
