"""
### What a feed will have forgotten by tonight

A feed remembers hours; a busy one forgets the morning before the night's run of `news_daily` asks for it. Every hour this DAG
reads the feeds of all sources and keeps their entries, each on the day that it belongs to, for that day's run to find. A feed
that has not changed answers so in a few bytes: its validators are kept from one hour to the next.

Where each reading goes back beyond the one before it, nothing was missed: a day that was watched so is complete, however
little the feed remembers of it by then. A feed that cannot be read is read an hour later; it costs nothing but its own row.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from airflow.sdk import dag, task

from shpalta_airflow.failures import WHEN_A_TASK_FAILS
from shpalta_airflow.step_task import run_watch


@dag(
    schedule="@hourly",
    start_date=datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC")),
    catchup=False,
    max_active_runs=1,
    default_args=WHEN_A_TASK_FAILS,
    dag_display_name="News, watch",
    description="Reads the feeds of all sources into the days that their entries belong to",
    doc_md=__doc__,
    tags=["shpalta"],
)
def news_watch() -> None:
    """Wire `shpalta.daily.watch` to the hours."""

    @task(multiple_outputs=False)
    def watch() -> dict[str, int | str]:
        """Look once at every feed and keep what is new; say how many were read, how many failed, and how many URLs are new."""
        return run_watch()

    watch()


news_watch()
