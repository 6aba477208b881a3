from __future__ import annotations

from typing import Any

from embedded.follow import Progress, progress_of

STEPS = ["plan", "parse", "publish"]


def instance(task: str, state: str | None) -> dict[str, Any]:
    return {"task_id": task, "state": state}


def test_a_step_that_has_not_begun_is_not_shown() -> None:
    assert progress_of(STEPS, [instance("plan", "running"), instance("parse", None)]) == [Progress("plan", 0, 1, "")]


def test_mapped_tasks_are_counted_together_in_the_order_of_the_steps() -> None:
    found = progress_of(
        STEPS,
        [
            instance("parse", "success"),
            instance("parse", "running"),
            instance("parse", "skipped"),
            instance("plan", "success"),
        ],
    )
    assert found == [Progress("plan", 1, 1, ""), Progress("parse", 2, 3, "")]


def test_what_is_not_well_is_said() -> None:
    states = ["failed", "up_for_retry", "success", "failed"]
    (parse,) = progress_of(STEPS, [instance("parse", state) for state in states])
    assert parse == Progress("parse", 3, 4, "2 failed, 1 up for retry")
