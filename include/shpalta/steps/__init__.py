"""The pipeline, top to bottom: discover, fetch, parse, deduplicate, enrich, validate, publish."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

import pyarrow as pa

from shpalta.sources.model import Source
from shpalta.text.template_hints import NO_HINTS, TemplateHints


@dataclass(frozen=True)
class StepContext:
    """What a middle step may know besides its tables: the day and the sources; no clock, network or environment."""

    day: date
    zone: str
    sources: Mapping[str, Source]

    def zone_of(self, source_id: str) -> str:
        source = self.sources.get(source_id)
        return source.zone if source else self.zone

    def hints_of(self, source_id: str) -> TemplateHints:
        source = self.sources.get(source_id)
        return TemplateHints(source.template.body, source.template.drop) if source else NO_HINTS


@dataclass(frozen=True)
class StepResult:
    """What a step made: the rows that go on, the rows that do not and why, and what was counted on the way."""

    kept: pa.Table
    rejected: pa.Table
    counts: Mapping[str, int] = field(default_factory=dict)


class Step(Protocol):
    """The shape of a middle step: tables in, tables out."""

    def __call__(self, rows: pa.Table, context: StepContext) -> StepResult: ...
