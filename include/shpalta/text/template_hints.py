"""What a person says of a site's pages, where the parser alone does not find the article's text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TemplateHints:
    """CSS selectors: the elements that hold the text, and those in them that are none of it; empty where none is needed."""

    body: str = ""
    drop: str = ""


NO_HINTS = TemplateHints()
