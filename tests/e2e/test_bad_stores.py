"""A store that cannot be used: one clear error, in the task's log and in the terminal."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from live_stack import DAG, LiveStack

from embedded import stack as control
from embedded.ports import free_ports
from shpalta_airflow.connection import CONNECTION

pytestmark = pytest.mark.e2e
NOWHERE = f"http://127.0.0.1:{free_ports(1)[0]}"


@pytest.fixture
def connection(stack: LiveStack, request: pytest.FixtureRequest) -> Iterator[str]:
    """An Airflow connection that leads to a store which cannot be used; gives what is wrong with it."""
    wrong: dict[str, str] = dict(request.param)
    settings = stack.settings
    extra = {"endpoint_url": wrong.get("endpoint", settings.s3_endpoint), "bucket": wrong.get("bucket", "shpalta")}
    made = {
        "conn_type": "aws",
        "login": settings.s3_access_key,
        "password": wrong.get("secret", settings.s3_secret_key),
        "extra": extra,
    }
    stack.airflow("connections", "add", CONNECTION, "--conn-json", json.dumps(made))
    yield next(iter(wrong.values()))
    stack.airflow("connections", "delete", CONNECTION)


@pytest.mark.parametrize(
    ("connection", "says"),
    [
        ({"secret": "not-the-secret"}, r"StoreDenied: .*s3://shpalta"),
        ({"bucket": "no-such-bucket"}, r"BucketMissing: .*no-such-bucket"),
    ],
    ids=["wrong credentials", "a missing bucket"],
    indirect=["connection"],
)
def test_a_task_fails_at_once_with_one_line(stack: LiveStack, connection: str, says: str) -> None:
    run = stack.trigger(stack.sample_day)
    assert stack.wait(run) == "failed"
    (plan,) = stack.instances(run, "plan")
    assert plan["try_number"] == 1
    assert re.search(f"^The task plan failed: {says}", stack.last_words(run)), stack.last_words(run)


@pytest.mark.parametrize("connection", [{"endpoint": NOWHERE}], ids=["an endpoint where nothing answers"], indirect=True)
def test_a_task_that_reaches_no_store_says_so_and_is_tried_again(stack: LiveStack, connection: str) -> None:
    run = stack.trigger(stack.sample_day)
    stack.until(lambda: [each["state"] for each in stack.instances(run, "plan")] == ["up_for_retry"], seconds=200)
    (plan,) = stack.instances(run, "plan")
    assert any(re.search(f"StoreUnreachable: .*{connection}", line) for line in stack.api.log(plan))
    stack.api.patch(f"/dags/{DAG}/dagRuns/{run}", {"state": "failed"})


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("SHPALTA_S3_SECRET_KEY", "not-the-secret", r"s3://shpalta"),
        ("SHPALTA_STORE", "s3://no-such-bucket", r"no-such-bucket"),
        ("SHPALTA_S3_ENDPOINT", NOWHERE, NOWHERE),
    ],
    ids=["wrong credentials", "a missing bucket", "an endpoint where nothing answers"],
)
def test_the_command_line_says_it_in_one_line(stack: LiveStack, variable: str, value: str, says: str) -> None:
    line = [f"{sys.prefix}/bin/shpalta", "run", f"--date={stack.sample_day}"]
    environment = {**control.kept_environment(stack.layout), variable: value}
    done = subprocess.run(line, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    (said,) = done.stderr.splitlines()
    assert re.search(says, said)
    assert done.stdout == ""
