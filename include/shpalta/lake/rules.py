"""What the schemas say of rows beyond types and nulls, held against the rows of a published day."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from shpalta.errors import LakeError
from shpalta.lake.columns import SHARE, note
from shpalta.lake.schemas import Table

SHOWN = 3


def check_rows(table: Table, rows: pa.Table, day: date) -> None:
    """Check closed lists, ranges, the day, and that no two rows have the same key. Raises LakeError naming what and where."""
    for field in table.schema:
        _refuse(table, field.name, rows, _strangers(field, rows[field.name]), "is not one of the words it may hold")
        _refuse(table, field.name, rows, _out_of_range(field, rows[field.name]), "is out of its range")
    _refuse(table, "date", rows, pc.not_equal(rows["date"], pa.scalar(day)), f"is not the day {day}")
    keys = rows.group_by(list(table.sort_by)).aggregate([([], "count_all")])
    again = keys.filter(pc.greater(keys["count_all"], 1)).drop_columns(["count_all"])
    if again.num_rows:
        raise LakeError(f"{table.name} has {again.num_rows} keys more than once, such as {again.slice(0, SHOWN).to_pylist()}")


def _strangers(field: pa.Field, column: pa.ChunkedArray) -> pa.ChunkedArray | None:
    among = note(field, "among")
    return pc.invert(pc.is_in(column, pa.array([*among.split("|"), None], field.type))) if among else None


def _out_of_range(field: pa.Field, column: pa.ChunkedArray) -> pa.ChunkedArray | None:
    unit = note(field, "unit")
    is_number = pa.types.is_integer(field.type) or pa.types.is_floating(field.type)
    if not unit or not is_number:  # a list of structs says in its unit what its own numbers mean
        return None
    most = 1 if unit == SHARE else float("inf")
    return pc.invert(pc.and_(pc.greater_equal(column, 0), pc.less_equal(column, most)))


def _refuse(table: Table, name: str, rows: pa.Table, wrong: pa.ChunkedArray | None, why: str) -> None:
    found = rows.filter(wrong) if wrong is not None else rows.slice(0, 0)
    if found.num_rows:
        shown = found.select([name, *table.sort_by]).slice(0, SHOWN).to_pylist()
        raise LakeError(f"{table.name}.{name} {why} in {found.num_rows} rows, such as {shown}")
