"""Golden pages of our own making: what the present parser reads in each stands beside it, as the command line prints it.

To see what a change of the parser changes, write them anew and look at the difference: python tests/golden_pages.py
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import orjson

from shpalta.steps.parse import parse_page
from shpalta.steps.parse.step import PARSER_VERSION

FOLDER = Path(__file__).parent / "shpalta" / "steps" / "parse" / "golden"
PAGES = sorted(FOLDER.glob("*.html"))
FETCHED_AT = datetime(2026, 11, 25, 6, tzinfo=UTC)


def read(page: Path) -> bytes:
    """Parse a page and print it as the command line does, with the parser's version in front."""
    outcome = parse_page(page.read_bytes(), f"https://visnyk.example/news/{page.stem}", fetched_at=FETCHED_AT)
    shown = {"parser_version": PARSER_VERSION, **orjson.loads(orjson.dumps(outcome))}
    return orjson.dumps(shown, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def main() -> None:
    for page in PAGES:
        page.with_suffix(".json").write_bytes(read(page))


if __name__ == "__main__":
    main()
