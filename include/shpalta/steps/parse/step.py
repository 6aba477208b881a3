"""The step: captures of a day to the articles of that day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, is_dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import pyarrow as pa

from shpalta.lake import columns, schemas
from shpalta.lake.tables import conform
from shpalta.steps import StepContext, StepResult
from shpalta.steps.parse.article import Article, Reject, field_source
from shpalta.steps.parse.worker import Job, PageWorker
from shpalta.text.fields.sureness import GUESSES
from shpalta.text.template import shared_lines, without_shared
from shpalta.web.urls import article_id

PARSER_VERSION = "9"
HINT = "hint"
Outcome: TypeAlias = tuple[dict[str, Any], Article | Reject]
_CARRIED = [*columns.IDENTITY, *columns.ORIGIN[:-1]]
_CONTENT = [field.name for field in columns.CONTENT]


def parse(pages: pa.Table, context: StepContext) -> StepResult:
    """Parse fetched captures; the day's articles are kept, everything else is rejected with its reason.

    `pages` has the columns of schemas.PAGES, the hints of schemas.CANDIDATES and `content`, the decoded body.
    """
    kept: list[dict[str, Any]] = []
    rejected: list[dict[str, Any]] = []
    reasons: Counter[str] = Counter()
    for page, outcome in _without_templates(list(_outcomes(pages, context))):
        content = for_the_day(outcome, page, context.day, context.zone_of(page["source_id"]))
        if isinstance(content, Reject):
            reasons[content.reason] += 1
            rejected.append(_rejected_row(page, content))
        else:
            kept.append(_parsed_row(page, content))
    counts = {f"rejected_{reason}": count for reason, count in sorted(reasons.items())}
    return StepResult(conform(schemas.PARSED, kept), conform(schemas.REJECTED, rejected), counts)


def _outcomes(pages: pa.Table, context: StepContext) -> Iterator[Outcome]:
    with PageWorker() as worker:
        for page in _in_order(pages):
            job = Job(
                page.pop("content"),
                page["final_url"] or page["url"],
                page["content_type"],
                page["fetched_at"],
                context.zone_of(page["source_id"]),
                context.hints_of(page["source_id"]),
            )
            yield page, worker.parse(job)


def _without_templates(outcomes: list[Outcome]) -> list[Outcome]:
    """Take off each article what many pages of its source have in common."""
    bodies: dict[str, dict[str, str]] = {}
    for page, outcome in outcomes:
        if isinstance(outcome, Article):
            bodies.setdefault(page["source_id"], {})[page["url_key"]] = outcome.article_body
    shared = {source: shared_lines(texts) for source, texts in bodies.items()}
    return [
        (page, replace(outcome, article_body=without_shared(outcome.article_body, shared[page["source_id"]])))
        if isinstance(outcome, Article)
        else (page, outcome)
        for page, outcome in outcomes
    ]


def _in_order(pages: pa.Table) -> list[dict[str, Any]]:
    order = [(name, "ascending") for name in schemas.PAGES.sort_by]
    rows: list[dict[str, Any]] = pages.sort_by(order).to_pylist()
    return rows


def for_the_day(outcome: Article | Reject, page: Mapping[str, Any], day: date, zone: str) -> dict[str, Any] | Reject:
    """Give the content columns of an article that came out on the day; where the page is silent its discovery speaks."""
    if isinstance(outcome, Reject):
        return outcome
    content: dict[str, Any] = {name: _plain(getattr(outcome, name)) for name in _CONTENT}
    hint: datetime | None = page.get("date_hint")
    if outcome.date_published is None and hint is None:
        return Reject("no_date", "neither the page nor its discovery gives a date")
    if hint is not None and (outcome.date_published_source is None or outcome.date_published_source in GUESSES):
        content |= _of_hint(hint, outcome, zone)
    came_out = content["date_published"].astimezone(ZoneInfo(zone)).date()
    if came_out != day:
        return Reject("other_day", f"came out on {came_out}, says {content['date_published_source']}", came_out)
    return content


def _of_hint(hint: datetime, outcome: Article, zone: str) -> dict[str, Any]:
    """Give the columns of a date that only discovery knows; at midnight it knows no more than the day."""
    is_day = time() in (hint.astimezone(UTC).time(), hint.astimezone(ZoneInfo(zone)).time())
    others = [each for each in outcome.field_sources if each.field != "date_published"]
    return {
        "date_published": hint,
        "date_published_precision": "day" if is_day else "minute",
        "date_published_source": HINT,
        "field_sources": _plain((*others, field_source("date_published", HINT))),
    }


def _plain(value: object) -> object:
    """Turn tuples into lists, and what stands in them into what Arrow takes."""
    if not isinstance(value, tuple):
        return value
    return [asdict(each) if is_dataclass(each) and not isinstance(each, type) else each for each in value]


def _carried(page: Mapping[str, Any]) -> dict[str, Any]:
    return {field.name: page[field.name] for field in _CARRIED}


def _parsed_row(page: Mapping[str, Any], content: Mapping[str, Any]) -> dict[str, Any]:
    own = content["canonical_url"] or page["final_url"] or page["url"]
    return {**_carried(page), **content, "article_id": article_id(own), "parser_version": PARSER_VERSION}


def _rejected_row(page: Mapping[str, Any], reject: Reject) -> dict[str, Any]:
    identity = {field.name: page[field.name] for field in columns.IDENTITY}
    return {**identity, "step": "parse", "reason": reject.reason, "detail": reject.detail, "other_date": reject.other_date}
