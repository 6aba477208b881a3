"""Write docs/DATA_DICTIONARY.md, docs/SETTINGS.md and docs/SOURCES.md out of the code: python -m shpalta.docs [--check]."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from shpalta.lake.columns import note
from shpalta.lake.schemas import BETWEEN, PUBLISHED, SCHEMA_VERSION, Table
from shpalta.settings import PREFIX, Settings
from shpalta.sources.reference import sources_page
from shpalta.steps.parse import REASONS
from shpalta.steps.validate import NEVER_FETCHED
from shpalta.web.outcomes import MEANING, Outcome

FOLDER = Path(__file__).resolve().parents[2] / "docs"
_TYPES = {
    pa.string(): "string",
    pa.large_string(): "string",
    pa.bool_(): "boolean",
    pa.date32(): "date",
    pa.float64(): "double",
    pa.int32(): "int",
    pa.int64(): "long",
}


def pages() -> dict[str, str]:
    """Give the generated pages by file name."""
    return {
        "DATA_DICTIONARY.md": "\n".join(_dictionary()),
        "SETTINGS.md": "\n".join(_settings()),
        "SOURCES.md": "\n".join(sources_page()),
    }


def main(arguments: list[str]) -> int:
    """Write the pages, or with --check tell by the exit status whether they are in step with the code."""
    stale = [name for name, text in pages().items() if not _is_in_step(FOLDER / name, text)]
    if arguments == ["--check"]:
        for name in stale:
            print(f"docs/{name} is not in step with the code: run make docs", file=sys.stderr)
        return 1 if stale else 0
    for name in stale:
        (FOLDER / name).write_text(pages()[name], encoding="utf-8")
    return 0


def _is_in_step(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


def _dictionary() -> Iterator[str]:
    yield "<!-- Written by shpalta.docs out of include/shpalta/lake/schemas.py: change that, then make docs. -->"
    yield "# Data dictionary"
    yield ""
    yield f"Schema version {SCHEMA_VERSION}. All times are UTC, to the microsecond. A column marked * is never null."
    yield "The same sentences stand in the footer of every Parquet file and in the Iceberg tables."
    yield "Day by day, files are `{table}/date=YYYY-MM-DD/part-NNNN-{hash}.parquet`; rows stand in the order given."
    yield ""
    yield "## Published tables"
    for table in PUBLISHED:
        yield from _table(table)
    yield ""
    yield "## Reasons"
    yield ""
    yield "In `rejects.reason` and `outcomes.reason`. Of a failure, by `fetch`:"
    yield ""
    yield from _listed({str(outcome): MEANING[outcome] for outcome in Outcome if not outcome.is_kept})
    yield f"- `{NEVER_FETCHED}`: No fetch of this source has ended yet."
    yield ""
    yield "Of a reject, by `parse`:"
    yield ""
    yield from _listed(REASONS)
    yield ""
    yield "## Tables between the steps"
    yield ""
    yield "For the next step to read; they may change from one version to the next."
    for table in BETWEEN:
        yield from _table(table)
    yield ""


def _listed(sentences: Mapping[Any, str]) -> Iterator[str]:
    for word, sentence in sentences.items():
        yield f"- `{word}`: {sentence}"


def _table(table: Table) -> Iterator[str]:
    yield ""
    yield f"### {table.name}"
    yield ""
    yield f"{table.sentence} Sorted by {', '.join(f'`{name}`' for name in table.sort_by)}."
    yield ""
    yield "| column | type | unit | schema.org | |"
    yield "| --- | --- | --- | --- | --- |"
    for field in table.schema:
        name = f"`{field.name}`" + ("" if field.nullable else " *")
        yield f"| {name} | {type_name(field.type)} | {note(field, 'unit')} | {note(field, 'schema_org')} | {_sentence(field)} |"


def _sentence(field: pa.Field) -> str:
    among = note(field, "among")
    words = f" One of {', '.join(f'`{word}`' for word in among.split('|'))}." if among else ""
    return note(field, "doc").replace("|", "\\|") + words


def type_name(kind: pa.DataType) -> str:
    """Name a type as Iceberg does, or as Arrow does where Iceberg has no such type."""
    if pa.types.is_timestamp(kind):
        return "timestamptz"
    if pa.types.is_list(kind):
        return f"list of {type_name(kind.value_type)}"
    if pa.types.is_struct(kind):
        return "struct(" + ", ".join(f"{field.name} {type_name(field.type)}" for field in kind) + ")"
    return _TYPES.get(kind, str(kind))


def _settings() -> Iterator[str]:
    yield "<!-- Written by shpalta.docs out of include/shpalta/settings.py: change that, then make docs. -->"
    yield "# Settings"
    yield ""
    yield "Environment variables, read once when a task or a command begins; an empty one means the default."
    yield "`make run` and `docker-compose.yaml` set those that they need."
    yield ""
    yield "| variable | default | |"
    yield "| --- | --- | --- |"
    for name, field in Settings.model_fields.items():
        yield f"| `{PREFIX}{name.upper()}` | {_default(field)} | {field.description} |"
    yield ""


def _default(field: FieldInfo) -> str:
    return "" if field.default in (None, PydanticUndefined) else f"`{field.default}`"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
