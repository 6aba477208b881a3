"""What a table of the lake is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

SCHEMA_VERSION = "1"


@dataclass(frozen=True)
class Table:
    """A table of the lake: where it stands in the flow, its columns, and the order of its rows."""

    name: str
    layer: Literal["between", "published"]
    sentence: str
    schema: pa.Schema
    sort_by: tuple[str, ...]

    def empty(self) -> pa.Table:
        return self.schema.empty_table()


def table(
    name: str,
    layer: Literal["between", "published"],
    sentence: str,
    columns: Sequence[pa.Field],
    sort_by: tuple[str, ...],
) -> Table:
    return Table(name, layer, sentence, pa.schema(columns), sort_by)
