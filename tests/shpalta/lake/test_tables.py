from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.errors import CorruptObject, LakeError, ObjectMissing
from shpalta.lake import tables
from shpalta.lake.folder import FolderStore
from shpalta.lake.schemas import BETWEEN, CANDIDATES, DISCOVERIES, OUTCOMES, PUBLISHED

SEEN = datetime(2026, 11, 15, 6, tzinfo=UTC)
ROW = {
    "source_id": "site",
    "url": "https://site.example/1",
    "url_key": "site.example/1",
    "discovered_via": ["rss"],
    "first_seen_at": SEEN,
}

candidate_rows = st.lists(
    st.builds(
        lambda source, key, via, title, seconds: {
            **ROW,
            "source_id": source,
            "url_key": key,
            "discovered_via": via,
            "title_hint": title,
            "first_seen_at": SEEN + timedelta(seconds=seconds),
        },
        st.sampled_from(["a", "b"]),
        st.text(max_size=3),
        st.lists(st.sampled_from(["rss", "sitemap"]), max_size=2),
        st.none() | st.text(max_size=4),
        st.integers(0, 5),
    ),
    max_size=12,
)


@given(candidate_rows, st.randoms(use_true_random=False))
def test_the_same_rows_in_any_order_give_the_same_bytes(rows, random):
    shuffled = rows[:]
    random.shuffle(shuffled)
    assert tables.to_parquet(CANDIDATES, rows) == tables.to_parquet(CANDIDATES, shuffled)


@given(candidate_rows, st.integers(0, 12))
def test_rows_in_several_chunks_give_the_same_bytes_as_in_one(rows, cut):
    whole = tables.conform(CANDIDATES, rows)
    chunked = pa.concat_tables([whole.slice(0, cut), whole.slice(cut)])
    assert tables.to_parquet(CANDIDATES, whole) == tables.to_parquet(CANDIDATES, chunked)


@given(candidate_rows)
def test_what_is_written_is_read_back(rows):
    read = tables.from_parquet(CANDIDATES, tables.to_parquet(CANDIDATES, rows), "a part")
    held = tables.in_order(CANDIDATES, tables.conform(CANDIDATES, rows))
    assert read.equals(held)
    assert read.schema.equals(CANDIDATES.schema, check_metadata=True)


@pytest.mark.parametrize("table", [*BETWEEN, *PUBLISHED], ids=lambda table: table.name)
def test_every_table_can_be_empty(table):
    assert tables.from_parquet(table, tables.to_parquet(table, []), "a part").num_rows == 0
    assert tables.to_files(table, []) == []


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"url": None}, "candidates.url may not be null"),
        ({"url": 3}, "candidates.url cannot hold 3"),
        ({"url": "\ud800"}, "candidates.url cannot hold"),
        ({"discovered_via": ["rss", None]}, "candidates.discovered_via may not be null"),
        ({"first_seen_at": datetime(2026, 1, 1)}, "candidates.first_seen_at .*without a zone"),
        ({"weather": "fair"}, "does not know these columns.*weather"),
    ],
)
def test_a_row_that_does_not_fit_is_named_by_table_column_and_value(change, named):
    with pytest.raises(LakeError, match=named):
        tables.conform(CANDIDATES, [ROW, {**ROW, **change}])


def test_a_required_column_that_is_absent_is_named():
    with pytest.raises(LakeError, match=r"candidates\.url may not be null"):
        tables.conform(CANDIDATES, [{name: value for name, value in ROW.items() if name != "url"}])


def test_a_time_is_no_day():
    with pytest.raises(LakeError, match=r"outcomes\.date .*a time where a day belongs"):
        tables.conform(OUTCOMES, [{"date": SEEN}])


def test_a_table_whose_times_have_no_zone_is_refused():
    rows = tables.conform(CANDIDATES, [ROW])
    naive = rows.set_column(
        rows.schema.get_field_index("first_seen_at"), "first_seen_at", rows["first_seen_at"].cast(pa.timestamp("us"))
    )
    with pytest.raises(LakeError, match="without a zone"):
        tables.conform(CANDIDATES, naive)


def test_numbers_that_would_lose_digits_are_refused():
    discovery = {"source_id": "a", "strategy": "rss", "location": "https://a.example/rss", "state": "read"}
    with pytest.raises(LakeError, match=r"discoveries\.candidate_count cannot hold 1\.5 as int64"):
        tables.conform(DISCOVERIES, [{**discovery, "candidate_count": 1.5}])


def test_the_footer_says_what_the_table_is_and_nothing_of_this_run(tmp_path):
    (tmp_path / "part.parquet").write_bytes(tables.to_parquet(CANDIDATES, [ROW]))
    metadata = pq.ParquetFile(tmp_path / "part.parquet").metadata
    assert set(metadata.metadata) == {
        b"ARROW:schema",
        b"shpalta.table",
        b"shpalta.sentence",
        b"shpalta.schema_version",
    }
    first = metadata.row_group(0).column(0)
    assert first.compression == "ZSTD"
    assert first.is_stats_set
    assert first.has_column_index
    assert metadata.row_group(0).sorting_columns[0].column_index == 0


def test_many_rows_make_several_files_that_together_hold_each_row_once(monkeypatch):
    monkeypatch.setattr(tables, "ROWS_IN_FILE", 10)
    rows = [{**ROW, "url_key": f"{number:03d}"} for number in range(25)]
    files = tables.to_files(CANDIDATES, rows)
    read = [tables.from_parquet(CANDIDATES, content, "a file") for content in files]
    assert [part.num_rows for part in read] == [10, 10, 5]
    assert pa.concat_tables(read)["url_key"].to_pylist() == [row["url_key"] for row in rows]


def test_parts_are_read_together_and_a_missing_one_is_fine_only_when_said(tmp_path):
    store = FolderStore(tmp_path)
    assert tables.write_part(store, CANDIDATES, "candidates/a.parquet", [ROW]) == 1
    assert tables.write_part(store, CANDIDATES, "candidates/b.parquet", []) == 0
    keys = ["candidates/a.parquet", "candidates/b.parquet", "candidates/c.parquet"]
    assert tables.read_parts(store, CANDIDATES, keys, may_miss=True).num_rows == 1
    with pytest.raises(ObjectMissing, match=r"candidates/c\.parquet"):
        tables.read_parts(store, CANDIDATES, keys)


def test_a_part_written_before_a_column_was_added_reads_as_nulls(tmp_path):
    store = FolderStore(tmp_path)
    older = tables.conform(CANDIDATES, [ROW]).drop_columns(["section_hint"])
    pq.write_table(older, tmp_path / "older.parquet")
    assert tables.read_parts(store, CANDIDATES, ["older.parquet"])["section_hint"].to_pylist() == [None]


@pytest.mark.parametrize("content", [b"", b"PAR1 but no more", tables.to_parquet(CANDIDATES, [ROW])[:-20]])
def test_bytes_that_are_no_parquet_are_named(tmp_path, content):
    (tmp_path / "cut.parquet").write_bytes(content)
    with pytest.raises(CorruptObject, match=r"cut\.parquet is no readable Parquet"):
        tables.read_parts(FolderStore(tmp_path), CANDIDATES, ["cut.parquet"])


def test_a_part_of_another_table_is_named(tmp_path):
    pq.write_table(pa.table({"date": [date(2026, 1, 1)]}), tmp_path / "other.parquet")
    with pytest.raises(CorruptObject, match=r"other\.parquet does not fit.*date"):
        tables.read_parts(FolderStore(tmp_path), CANDIDATES, ["other.parquet"])
