"""Errors are tried again where that helps, and said in one line."""

from __future__ import annotations

from datetime import timedelta

import pytest
from airflow.sdk import RetryAction

from shpalta.errors import ObjectMissing, RequestError, StoreDenied, StoreUnreachable
from shpalta_airflow.failures import LONGEST_DELAY, RetryWhatHelps, check_all_there, in_one_line


@pytest.mark.parametrize("error", [RequestError("Unknown source x", remedy="Choose another"), StoreDenied("Refused")])
def test_what_stays_as_it_is_fails_at_once_and_says_why(error: Exception) -> None:
    decision = RetryWhatHelps().evaluate(error, try_number=1, max_tries=3)
    assert (decision.action, decision.reason) == (RetryAction.FAIL, in_one_line(error))


@pytest.mark.parametrize("error", [StoreUnreachable("Nothing answers"), ConnectionResetError("by peer"), KeyError("x")])
def test_what_may_pass_is_tried_again_waiting_twice_as_long_each_time(error: Exception) -> None:
    decisions = [RetryWhatHelps().evaluate(error, try_number=number, max_tries=20) for number in range(1, 21)]
    assert {decision.action for decision in decisions} == {RetryAction.RETRY}
    assert [decision.retry_delay for decision in decisions[:3]] == [timedelta(seconds=s) for s in (10, 20, 40)]
    assert decisions[-1].retry_delay == LONGEST_DELAY


def test_one_line_holds_kind_problem_and_remedy() -> None:
    assert in_one_line(RequestError("Unknown\n source x", remedy="Choose y")) == "RequestError: Unknown source x. Choose y"


def test_a_part_without_counts_is_missed() -> None:
    check_all_there("parse", [0, 1, 2], [{}, {}, {}])
    with pytest.raises(ObjectMissing, match=r"parse gave counts for 2 of its 3 parts\. Clear the task parse"):
        check_all_there("parse", [0, 1, 2], [{}, {}])
