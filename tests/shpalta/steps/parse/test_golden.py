"""What the parser reads in our golden pages, field by field; a change shows here before it shows in a lake."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from golden_pages import PAGES, read


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_golden_page_reads_as_it_did_under_this_parser_version(page: Path) -> None:
    expected = orjson.loads(page.with_suffix(".json").read_bytes())
    found = orjson.loads(read(page))
    assert found == expected, "A new PARSER_VERSION? Then write the golden pages anew, see golden_pages.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_parsing_twice_gives_the_same_bytes(page: Path) -> None:
    assert read(page) == read(page)
