"""Was anything missed? One row a source and day, also for a source that never ran."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import duckdb

from shpalta.errors import LakeError
from shpalta.steps import StepContext
from shpalta.steps.validate.conservation import NEVER_FETCHED
from shpalta.web.outcomes import Outcome

REFUSALS = frozenset({Outcome.ROBOTS, Outcome.BLOCKED, Outcome.OPTED_OUT})
_OUTCOMES = "SELECT source_id, outcome, coalesce(reason, ''), count(*) FROM claims GROUP BY ALL ORDER BY ALL"
_STRATEGIES = "SELECT source_id, strategy, state, reason FROM discoveries ORDER BY ALL"
_PAGES = "SELECT source_id, count(DISTINCT url_key) FROM captures GROUP BY ALL"


@dataclass
class Findings:
    """What is known of a source's day: how reading its strategies went, and what became of its candidates."""

    strategies: list[tuple[str, str, str | None]] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    page_count: int = 0

    @property
    def candidate_count(self) -> int:
        return self.outcomes.total()

    @property
    def states(self) -> set[str]:
        return {state for _, state, _ in self.strategies}

    @property
    def is_whole(self) -> bool:
        """Tell whether some strategy saw the whole day and none broke."""
        saw_all = any(state == "read" and not reason for _, state, reason in self.strategies)
        return saw_all and not self.states & {"failed", "refused"}


def cover(database: duckdb.DuckDBPyConnection, context: StepContext) -> list[dict[str, Any]]:
    """Make the COVERAGE rows of a day: of every source configured and of every source that has rows."""
    found = {source_id: Findings() for source_id in context.sources}
    for source_id, strategy, state, reason in database.execute(_STRATEGIES).fetchall():
        found.setdefault(source_id, Findings()).strategies.append((strategy, state, reason))
    for source_id, outcome, reason, count in database.execute(_OUTCOMES).fetchall():
        findings = found.setdefault(source_id, Findings())
        findings.outcomes[outcome] += count
        if outcome == "failed":
            findings.failures[reason] += count
    for source_id, count in database.execute(_PAGES).fetchall():
        found[source_id].page_count = count
    return [_row(source_id, findings, context) for source_id, findings in sorted(found.items())]


def state_of(findings: Findings) -> str:
    """Name the coverage of a source's day."""
    if findings.candidate_count == 0:
        return _state_without_candidates(findings)
    is_settled = not any(_may_come_yet(reason) for reason in findings.failures)
    if findings.outcomes["failed"] == findings.candidate_count:
        if findings.failures.keys() <= REFUSALS:
            return "refused"
        if not is_settled:
            return "failed"
    return "complete" if is_settled and findings.is_whole else "partial"


def _state_without_candidates(findings: Findings) -> str:
    if not findings.strategies:
        return "not_run"
    if findings.is_whole:
        return "empty_confirmed"
    if "read" in findings.states:
        return "partial"
    return next(state for state in ("failed", "refused", "unreachable") if state in findings.states)


def _may_come_yet(reason: str) -> bool:
    if reason == NEVER_FETCHED:
        return True
    if reason not in set(Outcome):
        raise LakeError(f"pages.fetch_outcome holds {reason!r}, which is none of {', '.join(Outcome)}")
    return Outcome(reason).is_retryable


def reason_of(state: str, findings: Findings) -> str | None:
    """Say in one line why a source's day is not complete; None where nothing is missing."""
    if state in ("complete", "empty_confirmed"):
        return None
    if state == "not_run":
        return "This source has not run for this day"
    reasons = [f"{strategy}: {reason or state}" for strategy, state, reason in findings.strategies if reason or state != "read"]
    if not findings.strategies:
        reasons.append("discover has not run for this day")
    if findings.failures:
        named = ", ".join(f"{reason} {count}" for reason, count in sorted(findings.failures.items()))
        reasons.append(f"{findings.failures.total()} of {findings.candidate_count} candidates failed: {named}")
    return "; ".join(reasons)


def _row(source_id: str, findings: Findings, context: StepContext) -> dict[str, Any]:
    state = state_of(findings)
    counts = {f"{outcome}_count": findings.outcomes[outcome] for outcome in ("published", "duplicate", "rejected", "failed")}
    return {
        "date": context.day,
        "source_id": source_id,
        "state": state,
        "reason": reason_of(state, findings),
        "discovered_via": _read_strategies(findings.strategies),
        "candidate_count": findings.candidate_count,
        "page_count": findings.page_count,
        **counts,
        "table_digests": [],
    }


def _read_strategies(strategies: Iterable[tuple[str, str, str | None]]) -> list[str]:
    return sorted({strategy for strategy, state, _ in strategies if state == "read"})
