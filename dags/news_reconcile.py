"""
### Days that others have outrun

An article is a duplicate of what came before it, in the days of the look-back window. So a day that is run late, or again
with other articles, changes what the days after it should have found. After each day that `news_daily` publishes, this DAG
finds the days whose look-back has changed since they were run, deduplicates them again, in their order, and publishes those
where readers would see a difference. What was fetched and parsed stays as it is.

Whatever the order in which days are run, and however often, the lake ends the same. Mostly there is nothing to do.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from airflow.sdk import PartitionedAssetTimetable, dag, task

from shpalta_airflow.assets import PUBLISHED_DAY
from shpalta_airflow.failures import WHEN_A_TASK_FAILS
from shpalta_airflow.step_task import run_reconcile


@dag(
    schedule=PartitionedAssetTimetable(assets=PUBLISHED_DAY),
    start_date=datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC")),
    catchup=False,
    max_active_runs=1,
    default_args=WHEN_A_TASK_FAILS,
    dag_display_name="News, reconcile",
    description="Deduplicates again the days whose look-back window has changed",
    doc_md=__doc__,
    tags=["shpalta"],
)
def news_reconcile() -> None:
    """Wire `shpalta.daily.reconcile` to the day that was published."""

    @task(multiple_outputs=False)
    def reconcile() -> dict[str, Any]:
        """Deduplicate the stale days again, from the earliest on, and publish those that came out otherwise."""
        return run_reconcile()

    reconcile()


news_reconcile()
