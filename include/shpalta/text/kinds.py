"""What kind of page this is, where it is no article."""

from __future__ import annotations

from typing import Literal

from shpalta.text.document import Document

Kind = Literal["index_page", "no_article"]
_LEAST_BODY = 60


def why_no_article(document: Document, headline: str, body: str) -> tuple[Kind, str] | None:
    """Give the reason and what was seen when a page is no article; None when it is one."""
    if len(body) < _LEAST_BODY:
        return "no_article", f"the running text has {len(body)} characters"
    return None
