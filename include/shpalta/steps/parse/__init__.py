"""Parse: pages to articles, in a process that can be killed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shpalta.steps.parse.article import REASONS, Alternate, Article, Reason, Reject
from shpalta.steps.parse.step import parse

if TYPE_CHECKING:
    from shpalta.steps.parse.page import parse_page

__all__ = ["REASONS", "Alternate", "Article", "Reason", "Reject", "parse", "parse_page"]


def __getattr__(name: str) -> object:
    """Load what reads a page when it is asked for: the task that leaves pages to a child never does."""
    if name != "parse_page":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from shpalta.steps.parse.page import parse_page  # noqa: PLC0415

    return parse_page
