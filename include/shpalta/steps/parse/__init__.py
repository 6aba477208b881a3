"""Parse: pages to articles, in a process that can be killed."""

from __future__ import annotations

from shpalta.steps.parse.article import REASONS, Alternate, Article, Reason, Reject
from shpalta.steps.parse.page import parse_page
from shpalta.steps.parse.step import parse

__all__ = ["REASONS", "Alternate", "Article", "Reason", "Reject", "parse", "parse_page"]
