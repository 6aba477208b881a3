"""Scores the parser beside trafilatura on ../shared/data/pages: text, titles, authors, dates and CPU time a page.

Run: python bench/parse.py [--data fundus,scrapinghub] [--repeat 2]; without --data all sets that have a whole text as truth.
Readability, the best other on Cyrillic pages, is scored too where it is installed. The model was trained on these pages: for
sites that it has not seen read what bench/train_body.py prints.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import lxml.html
import trafilatura

from shpalta.steps.parse import Reject, parse_page

try:
    import readability as readability_lxml
except ImportError:
    readability_lxml = None

SCORER = Path(__file__).resolve().parents[2] / "shared" / "tools" / "eval_extract.py"
SETS = "cyr_gold,seed_recon,scrapinghub,fundus,wcxb_article,trafilatura_eval"
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


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


def readability(html: str, url: str) -> dict[str, Any]:
    """Extract with readability-lxml: the text of its summary, an element a line."""
    summary = lxml.html.fromstring(readability_lxml.Document(html, url=url).summary())
    return {"text": "\n".join(summary.itertext())}


def main() -> int:
    if not SCORER.exists():
        print(f"parse: skipped, {SCORER} is absent")
        return 0
    here = Path(__file__).parent
    extractors = ["shpalta", "trafilatura_with_metadata", *(["readability"] if readability_lxml else [])]
    chosen = [part for name in extractors for part in ("--ext", f"parse:{name}")]
    sets = [] if "--data" in sys.argv else ["--data", SETS]
    environment = os.environ | ONE_THREAD | {"PYTHONPATH": os.pathsep.join([str(here), str(here.parent / "include")])}
    command = [sys.executable, str(SCORER), *chosen, *sets, *sys.argv[1:]]
    return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603 - our own interpreter


if __name__ == "__main__":
    raise SystemExit(main())
