"""Scores the parser beside trafilatura on ../shared/data/pages: text, titles, authors, dates and CPU time a page.

Run: python bench/parse.py [--data fundus,scrapinghub] [--repeat 2]
The model was trained on these pages: for sites that it has not seen read what bench/train_body.py prints.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import trafilatura

from shpalta.steps.parse import Reject, parse_page

SCORER = Path(__file__).resolve().parents[2] / "shared" / "tools" / "eval_extract.py"


def shpalta(html: str, url: str) -> dict[str, Any]:
    """Extract with every field, in the scorer's words; a reject has no text."""
    outcome = parse_page(html.encode("utf-8", "replace"), url)
    if isinstance(outcome, Reject):
        return {"text": "", "title": None, "authors": [], "published": None}
    return {
        "text": outcome.article_body,
        "title": outcome.headline,
        "authors": list(outcome.authors),
        "published": outcome.date_published.isoformat() if outcome.date_published else None,
    }


def trafilatura_with_metadata(html: str, url: str) -> dict[str, Any]:
    """Extract with trafilatura's defaults and its metadata."""
    found = trafilatura.bare_extraction(html, url=url, with_metadata=True, include_comments=False)
    if found is None:
        return {"text": ""}
    authors = [name.strip() for name in (found.author or "").split(";")]
    return {"text": found.text, "title": found.title, "authors": authors, "published": found.date}


def main() -> int:
    here = Path(__file__).parent
    extractors = ["--ext", "parse:shpalta", "--ext", "parse:trafilatura_with_metadata"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(here), str(here.parent / "include")])}
    command = [sys.executable, str(SCORER), *extractors, *sys.argv[1:]]
    return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603 - our own interpreter


if __name__ == "__main__":
    raise SystemExit(main())
