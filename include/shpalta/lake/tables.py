"""Rows in and out of Parquet, by the schemas: the same rows, in whatever order they come, give the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from shpalta.errors import CorruptObject, LakeError, ObjectMissing
from shpalta.lake.schemas import SCHEMA_VERSION, Table
from shpalta.lake.store import Store

PARQUET = "application/vnd.apache.parquet"
ROWS_IN_GROUP = 8_192
ROWS_IN_FILE = 16 * ROWS_IN_GROUP

Rows: TypeAlias = pa.Table | Iterable[Mapping[str, object]]


def conform(table: Table, rows: Rows) -> pa.Table:
    """Give the rows the table's columns, types and order of columns; an absent nullable column becomes nulls.

    Raises LakeError naming table, column and value: for an unknown or missing column, a null where none may be, a value
    that the type cannot hold without loss, and a time without a zone.
    """
    given = rows if isinstance(rows, pa.Table) else _columns(rows)
    names = given.column_names if isinstance(given, pa.Table) else list(given)
    unknown = sorted(set(names) - set(table.schema.names))
    if unknown or len(names) != len(set(names)):
        raise LakeError(f"{table.name} does not know these columns, or has them twice: {', '.join(unknown or names)}")
    count = given.num_rows if isinstance(given, pa.Table) else max(map(len, given.values()), default=0)
    columns = []
    for field in table.schema:
        column = given[field.name] if field.name in names else pa.chunked_array([pa.nulls(count, field.type)])
        columns.append(_conformed(table, field, column))
    return pa.Table.from_arrays(columns, schema=table.schema)


def in_order(table: Table, rows: pa.Table) -> pa.Table:
    """Sort conformed rows by the table's order; rows that it calls equal are told apart by all they hold."""
    keys = [(name, "ascending", "at_end") for name in table.sort_by]
    if rows.select(table.sort_by).group_by(list(table.sort_by), use_threads=False).aggregate([]).num_rows < rows.num_rows:
        held = pa.array([repr(row) for row in rows.to_pylist()], pa.large_string())
        rows, keys = rows.append_column("_held", held), [*keys, ("_held", "ascending", "at_end")]
    return rows.take(pc.sort_indices(rows, keys)).select(table.schema.names).cast(table.schema)


def to_parquet(table: Table, rows: Rows) -> bytes:
    """Write conformed, sorted rows as one Parquet file; a function of the rows and of the code's version alone."""
    return _written(table, in_order(table, conform(table, rows)))


def to_files(table: Table, rows: Rows) -> list[bytes]:
    """Write rows as Parquet files of at most ROWS_IN_FILE rows each, in order; none for no rows."""
    ordered = in_order(table, conform(table, rows))
    starts = range(0, ordered.num_rows, ROWS_IN_FILE)
    return [_written(table, ordered.slice(start, ROWS_IN_FILE)) for start in starts]


def from_parquet(table: Table, content: bytes, name: str) -> pa.Table:
    """Read one Parquet file; `name` stands in errors. Raises CorruptObject where the bytes are not this table's."""
    try:
        rows = pq.read_table(io.BytesIO(content), partitioning=None)
    except (pa.ArrowException, OSError) as error:
        raise CorruptObject(f"{name} is no readable Parquet file: {error}", remedy=_AGAIN) from error
    try:
        return conform(table, rows)
    except LakeError as error:
        raise CorruptObject(f"{name} does not fit its schema: {error.problem}", remedy=_AGAIN) from error


def read_groups(store: Store, table: Table, key: str) -> Iterator[pa.Table]:
    """Read a part by its row groups, so that nobody holds them all; nothing where there is none. Raises CorruptObject."""
    try:
        content = store.read(key)
    except ObjectMissing:
        return
    try:
        file = pq.ParquetFile(io.BytesIO(content))
        for number in range(file.num_row_groups):
            yield conform(table, file.read_row_group(number))
    except (pa.ArrowException, OSError, LakeError) as error:
        raise CorruptObject(f"{key} is no readable Parquet file: {error}", remedy=_AGAIN) from error


def read_parts(store: Store, table: Table, keys: Sequence[str], *, may_miss: bool = False) -> pa.Table:
    """Read parts one after another into one table. Raises ObjectMissing unless told that it is fine, and CorruptObject."""
    parts = [table.empty()]
    for key in keys:
        try:
            parts.append(from_parquet(table, store.read(key), key))
        except ObjectMissing:
            if not may_miss:
                raise
    return pa.concat_tables(parts)


def write_part(store: Store, table: Table, key: str, rows: Rows) -> int:
    """Write rows as one object and tell how many there were; no rows make an object too, which says so."""
    conformed = in_order(table, conform(table, rows))
    store.write(key, _written(table, conformed), PARQUET)
    return int(conformed.num_rows)


def write_groups(store: Store, table: Table, key: str, groups: Iterable[pa.Table]) -> None:
    """Write conformed rows that come in order, ROWS_IN_GROUP at a time: the same bytes as `write_part` of all of them."""
    store.write(key, _written_in_groups(table, groups), PARQUET)


_AGAIN = "Run the step that wrote it again"


def _written(table: Table, rows: pa.Table) -> bytes:
    return _written_in_groups(table, (rows.slice(start, ROWS_IN_GROUP) for start in range(0, rows.num_rows, ROWS_IN_GROUP)))


def _written_in_groups(table: Table, groups: Iterable[pa.Table]) -> bytes:
    notes = {
        "shpalta.table": table.name,
        "shpalta.sentence": table.sentence,
        "shpalta.schema_version": SCHEMA_VERSION,
    }
    sink = io.BytesIO()
    writer = pq.ParquetWriter(
        sink,
        table.schema.with_metadata(notes),
        compression="zstd",
        compression_level=3,
        write_statistics=True,
        write_page_index=True,
        sorting_columns=pq.SortingColumn.from_ordering(table.schema, [(name, "ascending") for name in table.sort_by]),
    )
    with writer:
        is_empty = True
        for group in groups:
            writer.write_table(group.combine_chunks().replace_schema_metadata(notes), row_group_size=ROWS_IN_GROUP)
            is_empty = False
        if is_empty:
            writer.write_table(table.empty().replace_schema_metadata(notes))
    return sink.getvalue()


def _columns(rows: Iterable[Mapping[str, object]]) -> dict[str, list[object]]:
    listed = list(rows)
    names = dict.fromkeys(name for row in listed for name in row)
    return {name: [row.get(name) for row in listed] for name in names}


def _conformed(table: Table, field: pa.Field, column: pa.ChunkedArray | list[object]) -> pa.ChunkedArray:
    try:
        cast = _cast(field, column)
    except (pa.ArrowException, ValueError, TypeError, OverflowError) as error:
        value = _first_misfit(field, column)
        raise LakeError(f"{table.name}.{field.name} cannot hold {value!r:.200} as {field.type}: {error}") from error
    nulls = _null_count(field, cast)
    if nulls:
        raise LakeError(f"{table.name}.{field.name} may not be null, but {nulls} of {len(cast)} values are or hold one")
    return cast


def _cast(field: pa.Field, column: pa.ChunkedArray | list[object]) -> pa.ChunkedArray:
    if not isinstance(column, list):
        if pa.types.is_timestamp(field.type) and pa.types.is_timestamp(column.type) and column.type.tz is None:
            raise ValueError("a time without a zone")
        return column.cast(field.type)
    _refuse_loss(field.type, column)
    return pa.chunked_array([pa.array(column, field.type)])


def _refuse_loss(kind: pa.DataType, values: list[object]) -> None:
    """Refuse what Arrow would cut to fit without a word."""
    if pa.types.is_timestamp(kind) and any(isinstance(value, datetime) and value.tzinfo is None for value in values):
        raise ValueError("a time without a zone")
    if pa.types.is_date(kind) and any(isinstance(value, datetime) for value in values):
        raise ValueError("a time where a day belongs")
    if pa.types.is_integer(kind) and any(isinstance(value, bool | float) for value in values):
        raise ValueError("not a whole number")


def _first_misfit(field: pa.Field, column: pa.ChunkedArray | list[object]) -> object:
    for value in column if isinstance(column, list) else (each.as_py() for each in column):
        try:
            _cast(field, [value])
        except (pa.ArrowException, ValueError, TypeError, OverflowError):
            return value
    return "a column of this type"


def _null_count(field: pa.Field, column: pa.ChunkedArray) -> int:
    own = 0 if field.nullable else column.null_count
    if pa.types.is_list(field.type):
        return int(own) + _null_count(field.type.value_field, pc.list_flatten(column))
    return int(own)
