"""What a run tells the rest of Airflow: one asset, defined once (two with one URI fail when a task runs)."""

from __future__ import annotations

from airflow.sdk import Asset

PUBLISHED_DAY = Asset(name="published_day", uri="x-shpalta://lake/published")
