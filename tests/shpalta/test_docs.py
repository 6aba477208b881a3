from __future__ import annotations

import pyarrow as pa
import pytest

from shpalta import docs
from shpalta.lake.columns import note
from shpalta.lake.schemas import BETWEEN, PUBLISHED
from shpalta.settings import Settings


def test_the_pages_in_docs_are_in_step_with_the_code(capsys):
    assert docs.main(["--check"]) == 0, capsys.readouterr().err


def test_a_page_that_is_behind_the_code_is_named_and_mended(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(docs, "FOLDER", tmp_path)
    assert docs.main(["--check"]) == 1
    assert "docs/DATA_DICTIONARY.md is not in step" in capsys.readouterr().err
    assert docs.main([]) == 0
    assert docs.main(["--check"]) == 0
    (tmp_path / "SETTINGS.md").write_text("by hand")
    assert docs.main(["--check"]) == 1


@pytest.mark.parametrize("table", [*PUBLISHED, *BETWEEN], ids=lambda table: table.name)
def test_every_table_and_column_has_a_sentence_and_a_known_type(table):
    assert table.sentence.endswith(".")
    for field in table.schema:
        assert note(field, "doc").endswith("."), field.name
        assert docs.type_name(field.type)


def test_every_setting_has_a_sentence():
    assert all(field.description for field in Settings.model_fields.values())


def test_nested_types_are_named_as_iceberg_does():
    kind = pa.list_(pa.struct([("url", pa.string()), ("count", pa.int64())]))
    assert docs.type_name(kind) == "list of struct(url string, count long)"
