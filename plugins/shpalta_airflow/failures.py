"""What becomes of an error: tried again where that helps, and said in one line where somebody must act."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from airflow.sdk import Context, RetryDecision, RetryPolicy

from shpalta.errors import ObjectMissing, ShpaltaError

FIRST_DELAY = timedelta(seconds=10)
LONGEST_DELAY = timedelta(minutes=10)
RETRIES = 3
log = logging.getLogger(__name__)


class RetryWhatHelps(RetryPolicy):
    """Fail at once on errors that stay as they are; try others again, waiting twice as long each time."""

    def evaluate(
        self, exception: BaseException, try_number: int, max_tries: int, context: Context | None = None
    ) -> RetryDecision:
        if isinstance(exception, ShpaltaError) and not exception.is_retryable:
            return RetryDecision.fail(reason=in_one_line(exception))
        delay = min(FIRST_DELAY * 2 ** (try_number - 1), LONGEST_DELAY)
        return RetryDecision.retry(delay=delay, reason=in_one_line(exception))


def in_one_line(error: BaseException) -> str:
    """Say an error's kind, what was wrong and what mends it."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}"


def last_word(context: Context) -> None:
    """End the log of a try that failed with the error in one line, below whatever traceback stands above it."""
    log.error(in_one_line(context["exception"]))


WHEN_A_TASK_FAILS: dict[str, Any] = {
    "retries": RETRIES,
    "retry_delay": FIRST_DELAY,  # for a task that was killed: the policy sees errors only
    "retry_policy": RetryWhatHelps(),
    "on_retry_callback": last_word,
    "on_failure_callback": last_word,
}


def check_all_there(step: str, expected: Sequence[object], counts: Sequence[object]) -> None:
    """Hold a mapped step against what it was mapped over. Raises ObjectMissing where a part gave no counts."""
    if len(counts) != len(expected):
        raise ObjectMissing(
            f"{step} gave counts for {len(counts)} of its {len(expected)} parts",
            remedy=f"Clear the task {step} of this run, with what follows it",
        )
