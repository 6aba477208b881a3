"""What Airflow must know of by name: our timetable, which its scheduler and API rebuild from the database."""

from __future__ import annotations

from airflow.plugins_manager import AirflowPlugin

from shpalta_airflow.timetable import CalendarDays


class ShpaltaPlugin(AirflowPlugin):
    """Register what the DAGs use."""

    name = "shpalta"
    timetables = [CalendarDays]  # noqa: RUF012  Airflow declares it so
