"""The reference of the sources file, docs/SOURCES.md, out of the models."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from pydantic import BaseModel

from shpalta.sources.model import Source, SourceLimits, SourceTemplate
from shpalta.sources.strategies import Strategy
from shpalta.web.outcomes import MEANING, Outcome

_EXAMPLE = """\
```yaml
sources:
  - id: lyman
    name: Вечірній Лиман
    home: https://lyman.example/
    strategies:
      - kind: rss
        url: https://lyman.example/rss.xml
      - kind: archive
        url: "https://lyman.example/archive/{yyyy}-{mm}-{dd}?page={page}"
      - kind: cdx
```"""


def sources_page() -> Iterator[str]:
    """Give the lines of docs/SOURCES.md."""
    yield "<!-- Written by shpalta.docs out of include/shpalta/sources/: change that, then make docs. -->"
    yield "# Sources"
    yield ""
    yield "One YAML entry a site. `shpalta sources check` tries every line of a file once and says what it found."
    yield "`--sources ukraine` names the list that ships with Shpalta."
    yield ""
    yield _EXAMPLE
    yield from _fields("A source", Source)
    yield from _fields("limits", SourceLimits)
    yield from _fields("template", SourceTemplate)
    yield ""
    yield "## Strategies"
    yield ""
    yield "Those that reach a day are all read; what they find is joined by `url_key`. A day beyond the reach of all of them is"
    yield "`unreachable` for that source, not empty. In a `url`, `{yyyy}`, `{mm}`, `{dd}`, `{m}`, `{d}` stand for the day."
    for strategy in get_args(get_args(Strategy)[0]):
        yield from _fields(f"kind: {get_args(strategy.model_fields['kind'].annotation)[0]}", strategy, strategy.__doc__ or "")
    yield ""
    yield "## What becomes of a page that is asked for"
    yield ""
    yield "`pages.fetch_outcome`; what can be retried is tried again by the next run of the day."
    yield ""
    yield "| outcome | retried | meaning |"
    yield "| --- | --- | --- |"
    for outcome in Outcome:
        yield f"| {outcome} | {'yes' if outcome.is_retryable else ''} | {MEANING[outcome]} |"
    yield ""


def _fields(title: str, model: type[BaseModel], sentence: str = "") -> Iterator[str]:
    yield ""
    yield f"### {title}"
    yield ""
    if sentence:
        yield sentence
        yield ""
    yield "| field | default | meaning |"
    yield "| --- | --- | --- |"
    for name, field in model.model_fields.items():
        if field.description:
            default = "required" if field.is_required() else _shown(field.default)
            yield f"| {name} | {default} | {field.description} |"


def _shown(default: object) -> str:
    return "" if default is None or isinstance(default, BaseModel) else f"`{default}`"
