"""Where a task's joins are made: in the task, or in a Spark session that Airflow's provider opens for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from airflow.sdk import task

from shpalta.errors import SettingsError
from shpalta.settings import Settings


def joining_task(settings: Settings, **options: object) -> Callable[[Callable[..., Any]], Any]:
    """Make a task whose argument `spark` is a session of the Spark connection that the settings name, or None.

    Raises SettingsError where Airflow has no Spark provider.
    """
    if settings.spark is None:
        return task(**options)
    if not hasattr(task, "pyspark"):
        raise SettingsError(
            f"SHPALTA_SPARK={settings.spark!r} needs PySpark and Airflow's Spark provider, which are not installed",
            remedy="Install the extra: pip install 'shpalta[spark]'",
        )
    return task.pyspark(conn_id=settings.spark, **options)
