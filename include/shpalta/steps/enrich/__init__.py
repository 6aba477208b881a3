"""Enrich: who, where, when, what about and how sure, from the article's own title and body."""

from shpalta.steps.enrich.lines import enrich_lines
from shpalta.steps.enrich.options import EnrichOptions
from shpalta.steps.enrich.step import enrich, uncollected

__all__ = ["EnrichOptions", "enrich", "enrich_lines", "uncollected"]
