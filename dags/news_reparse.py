"""
### A better parser for days that are already there

What sites sent is kept for ever, so a day can be parsed again. Trigger this DAG with a range of days after the parser was
changed: each day that has pages in raw is parsed with the parser that is installed now, deduplicated, enriched, validated and
published, one day after the other, the earliest first. Nothing is fetched and raw stays as it is.

Each task returns what readers see changed: articles that are `new`, `gone` or `changed`, and for each column in how many
articles it changed. Where nothing changed nothing is committed. `news_reconcile` then looks after the days that follow.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from airflow.sdk import dag, task

from shpalta_airflow.assets import PUBLISHED_DAY
from shpalta_airflow.failures import WHEN_A_TASK_FAILS
from shpalta_airflow.run_request import RANGE
from shpalta_airflow.step_task import run_days_with_raw, run_reparse

if TYPE_CHECKING:
    from airflow.sdk.types import OutletEventAccessorsProtocol


@dag(
    schedule=None,
    start_date=datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC")),
    catchup=False,
    max_active_runs=1,
    params=RANGE,
    default_args=WHEN_A_TASK_FAILS,
    dag_display_name="News, reparse",
    description="Parses kept raw again with the present parser and publishes what changes",
    doc_md=__doc__,
    tags=["shpalta"],
)
def news_reparse() -> None:
    """Wire `shpalta.daily.reparse` to the days of a range."""

    @task
    def days() -> list[str]:
        """List the days of the range that have pages in raw."""
        return run_days_with_raw()

    @task(
        outlets=[PUBLISHED_DAY],
        map_index_template="{{ task.op_kwargs['day'] }}",
        multiple_outputs=False,
        max_active_tis_per_dag=1,
    )
    def reparse(day: str, *, outlet_events: OutletEventAccessorsProtocol) -> dict[str, Any]:
        """Parse a day's raw again, publish it, and say what changed."""
        counts = run_reparse(day)
        outlet_events[PUBLISHED_DAY].add_partitions(day)
        outlet_events[PUBLISHED_DAY].extra = dict(counts)
        return counts

    reparse.expand(day=days())


news_reparse()
