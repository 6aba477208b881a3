"""`make run`: a day of news through the real scheduler, shown as it happens, and what was published at the end."""

from __future__ import annotations

import http.client
import os
import time
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from embedded import stack
from embedded.api import AirflowApi, ApiRefused
from embedded.credentials import Credentials
from embedded.environment import USER
from embedded.follow import follow
from embedded.layout import Layout
from embedded.sources import SAMPLE, choose, is_sample
from shpalta.errors import StackError
from shpalta.request import not_in_future, parse_day
from shpalta.settings import Settings

DAG = "news_daily"
_PARSE_PATIENCE_SECONDS = 120


def run(layout: Layout, environment: Mapping[str, str], asked_day: str, asked_sources: str) -> None:
    """Run a day and show what it holds.

    Raises RequestError and SourcesError before anything starts, then StackError.
    """
    from shpalta import report  # noqa: PLC0415  loads much: starting the stack must not wait for it

    zone = Settings.from_environment(environment).zone
    now = datetime.now(UTC)
    day = not_in_future(parse_day(asked_day), now, zone) if asked_day else None
    chosen = check_sources(asked_sources)
    stack.start(layout, environment, lambda what: print(f"starting {what}", flush=True))
    if chosen:
        choose(layout, chosen)
    day = day or default_day(layout, now, zone)
    api = stack.api_of(layout)
    wait_for_dag(api)
    started = api.trigger(DAG, {"date": day.isoformat()})
    print(f"running {DAG} for {day} with the sources of {layout.sources.resolve()}", flush=True)
    with report.progress() as show:
        follow(api, DAG, started, show)
    report.show_day(stack.kept_pipeline_settings(layout), day)
    print(farewell(layout, day))


def check_sources(asked: str) -> str | Path:
    """Give the sources file that was asked for, read once so that a bad one is refused at once; '' where none was."""
    from shpalta.sources.load import load_sources, locate  # noqa: PLC0415

    if asked in ("", SAMPLE):
        return asked
    load_sources(asked)
    return locate(asked).absolute()


def default_day(layout: Layout, now: datetime, zone: str) -> date:
    """Give the sample's day for the sample, and yesterday for a user's own sources."""
    if is_sample(layout):
        return date.fromisoformat(layout.sample_day.read_text(encoding="utf-8").strip())
    return now.astimezone(ZoneInfo(zone)).date() - timedelta(days=1)


def wait_for_dag(api: AirflowApi, dag: str = DAG) -> None:
    """Wait until Airflow has read the DAG. Raises StackError where its file is broken or somebody paused it."""
    deadline = time.monotonic() + _PARSE_PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            is_paused = api.get(f"/dags/{dag}")["is_paused"]
        except ApiRefused as error:
            if error.status != http.client.NOT_FOUND:
                raise
        else:
            if is_paused:
                raise StackError(f"{dag} is paused, so that a run would wait for ever", remedy="Unpause it in the UI")
            return
        for broken in api.get("/importErrors")["import_errors"]:
            raise StackError(f"{broken['filename']} cannot be imported: {broken['stack_trace'].strip().splitlines()[-1]}")
        time.sleep(0.5)
    raise StackError(f"Airflow has not found {dag} in {_PARSE_PATIENCE_SECONDS} s", remedy="See dag-processor.log")


def farewell(layout: Layout, day: date) -> str:
    """Say where the result is and how to get at it."""
    settings = stack.kept_pipeline_settings(layout)
    variables = stack.kept_environment(layout)
    password = Credentials.read(layout).admin_password
    return "\n".join(
        [
            f"UI      {variables['AIRFLOW__API__BASE_URL']}  login {USER}, password {password}",
            f"bucket  {settings.store} at {settings.s3_endpoint or 'AWS'}",
            f"query   {query(layout, settings.store, day)}",
            "stop    make stop",
        ]
    )


def query(layout: Layout, store: str, day: date) -> str:
    """Give a line for the shell that reads the published articles with pandas alone."""
    folder = f"{store}/articles/date={day}"
    code = f"import pandas; print(pandas.read_parquet('{folder}')[['source_id', 'headline']])"
    home = Path(os.path.relpath(layout.settings)) if layout.settings.is_relative_to(Path.cwd()) else layout.settings
    return f'env $(cat {home}) .venv/bin/python -c "{code}"'
