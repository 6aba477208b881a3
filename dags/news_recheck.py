"""
### What sites change after the fact

News is edited: a figure corrected, a headline softened, a paragraph gone. Every day this DAG asks again for the articles
that are 1 and 7 days old (`SHPALTA_RECHECK_AFTER_DAYS`), each on the condition that it has changed since, as politely as the
first time. The day is then published anew: its table `revisions` says of each capture whether it is `unchanged` or `updated`,
what changed (headline, body, numbers, deletion, silent edit), and shows the lines. Nothing in raw is overwritten.

A task is skipped where the day is not in the lake, or no site answered.
"""

from __future__ import annotations

import os
from datetime import datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from airflow.sdk import dag, task

from shpalta.settings import Settings
from shpalta_airflow.assets import PUBLISHED_DAY
from shpalta_airflow.failures import WHEN_A_TASK_FAILS
from shpalta_airflow.step_task import run_recheck
from shpalta_airflow.timetable import CalendarDays

if TYPE_CHECKING:
    from airflow.sdk.types import OutletEventAccessorsProtocol

SETTINGS = Settings.from_environment(os.environ)


@dag(
    schedule=CalendarDays(SETTINGS.zone, SETTINGS.recheck_at),
    start_date=datetime.combine(SETTINGS.first_day, time.min, ZoneInfo(SETTINGS.zone)),
    catchup=False,
    max_active_runs=1,
    default_args=WHEN_A_TASK_FAILS,
    dag_display_name="News, recheck",
    description="Fetches articles again after some days and publishes what their sites changed",
    doc_md=__doc__,
    tags=["shpalta"],
)
def news_recheck() -> None:
    """Wire `shpalta.daily.recheck` to the ages at which articles are fetched again."""

    @task(
        outlets=[PUBLISHED_DAY],
        map_index_template="{{ task.op_kwargs['age'] }} days old",
        multiple_outputs=False,
        max_active_tis_per_dag=1,
    )
    def recheck(age: int, *, outlet_events: OutletEventAccessorsProtocol) -> dict[str, Any]:
        """Fetch the articles of so many days ago again, and publish their day anew."""
        counts = run_recheck(age)
        outlet_events[PUBLISHED_DAY].add_partitions(counts["day"])
        outlet_events[PUBLISHED_DAY].extra = dict(counts)
        return counts

    recheck.expand(age=SETTINGS.recheck_ages)


news_recheck()
