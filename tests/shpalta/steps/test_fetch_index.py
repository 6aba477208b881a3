"""The index of a source's pages: on disk, in order, a row a capture, or one for a candidate that has none."""

from __future__ import annotations

from datetime import timedelta

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fetch_rig import SEEN_AT
from shpalta.errors import CorruptObject
from shpalta.lake.folder import FolderStore
from shpalta.lake.schemas import PAGES
from shpalta.lake.tables import ROWS_IN_GROUP, conform, in_order, read_groups, to_parquet, write_groups
from shpalta.steps.fetch import PageIndex

KEYS = ["site.ua/a", "site.ua/a-б", "site.ua/A", "site.ua/𝐚", "site.ua/\ufffd", "site.ua/~"]


def row(url_key: str, hours: int | None, outcome: str = "fetched") -> dict:
    return {
        "source_id": "site",
        "url": f"https://{url_key}",
        "url_key": url_key,
        "fetch_outcome": outcome,
        "fetched_at": None if hours is None else SEEN_AT + timedelta(hours=hours, microseconds=hours),
        "response_headers": None if hours is None else [{"name": "A", "value": str(hours)}],
    }


rows = st.builds(row, st.sampled_from(KEYS), st.integers(-9, 9) | st.none(), st.sampled_from(["fetched", "timeout"]))


@given(st.lists(rows, max_size=30))
@settings(max_examples=50, deadline=None)
def test_whatever_order_rows_are_added_in_they_come_in_the_order_of_the_table(added):
    latest = {(each["url_key"], each["fetched_at"]): each for each in added}
    captured = {key for key, at in latest if at}
    expected = [each for (key, at), each in latest.items() if at or key not in captured]
    captures = [each for each in expected if each["fetched_at"]]
    with PageIndex() as index:
        index.add(added)
        assert pa.concat_tables([PAGES.empty(), *index.tables()]).equals(in_order(PAGES, conform(PAGES, expected)))
        assert index.counts() == (len(captures), len(expected) - len(captures))


@pytest.mark.parametrize("count", [0, 1, ROWS_IN_GROUP, ROWS_IN_GROUP + 1])
def test_an_index_makes_the_bytes_that_its_rows_make_as_one_table(tmp_path, count):
    many = [row(f"site.ua/{number * 7919 % (count + 1)}", number % 3 or None) for number in range(count)]
    store = FolderStore(tmp_path)
    with PageIndex() as index:
        index.add(many)
        write_groups(store, PAGES, "pages.parquet", index.tables())
    assert store.read("pages.parquet") == to_parquet(PAGES, many)
    assert sum(group.num_rows for group in read_groups(store, PAGES, "pages.parquet")) == count


def test_the_last_page_is_the_latest_capture_that_has_a_body():
    with PageIndex() as index:
        index.add([row("a", 2), row("a", 1), row("a", 3, "not_modified"), row("a", None, "timeout"), row("b", None, "gone")])
        assert index.last_page("a")["fetched_at"] == "2026-11-16T03:00:00.000002Z"
        assert index.last_page("b") is None


def test_what_is_wanting_is_what_trying_may_bring():
    with PageIndex() as index:
        index.add([row("held", 1), row("held", None, "timeout"), row("slow", None, "timeout"), row("gone", None, "gone")])
        assert [key for key in ("held", "slow", "gone", "new") if index.is_wanting(key)] == ["slow", "new"]


def test_groups_that_are_no_parquet_are_named(tmp_path):
    (tmp_path / "cut.parquet").write_bytes(b"PAR1 but no more")
    with pytest.raises(CorruptObject, match=r"cut\.parquet is no readable Parquet"):
        list(read_groups(FolderStore(tmp_path), PAGES, "cut.parquet"))
