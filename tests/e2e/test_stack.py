"""The stack itself: closed to everyone but this machine's user, and whole again after a part of it was killed."""

from __future__ import annotations

import http.client

import boto3
import psutil
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError
from live_stack import LiveStack

from embedded import sessions
from embedded import stack as control
from embedded.api import AirflowApi, ApiRefused
from embedded.supervisor import alive

pytestmark = pytest.mark.e2e
COMPONENTS = {"postgres", "store", "newsroom", "api-server", "dag-processor", "scheduler", "triggerer"}


def listeners(stack: LiveStack) -> list[tuple[str, str, int]]:
    """Give component, address and port of everything that the stack's sessions listen on."""
    return [
        (leader.name, each.laddr.ip, each.laddr.port)
        for leader in sessions.remembered(stack.layout)
        for pid in sessions.members(leader, stack.layout.state)
        for each in psutil.Process(pid).net_connections("inet")
        if each.status == psutil.CONN_LISTEN
    ]


def test_everything_listens_on_loopback_alone(stack: LiveStack) -> None:
    found = listeners(stack)
    assert {name for name, _, _ in found} >= {"store", "newsroom", "api-server"}
    assert {address for _, address, _ in found} == {"127.0.0.1"}


def test_the_store_knows_nobody_without_the_generated_keys(stack: LiveStack) -> None:
    endpoint = stack.settings.s3_endpoint
    anonymous = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1", config=Config(signature_version=UNSIGNED))
    with pytest.raises(ClientError, match="AccessDenied"):
        anonymous.list_objects_v2(Bucket="shpalta")


def test_no_inner_port_of_the_store_gives_its_files_away(stack: LiveStack) -> None:
    stack.workspace().store.write("private/probe.txt", b"secret", "text/plain")
    asked = 0
    for port in {port for name, _, port in listeners(stack) if name == "store"}:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            link.request("GET", "/buckets/shpalta/private/probe.txt")
            answer = link.getresponse()
            assert b"secret" not in answer.read()
            asked += 1
        except (OSError, http.client.HTTPException):
            continue
        finally:
            link.close()
    assert asked >= 3


def test_airflow_knows_nobody_without_the_generated_password(stack: LiveStack) -> None:
    port = int(control.kept_environment(stack.layout)["AIRFLOW__API__PORT"])
    with pytest.raises(ApiRefused) as refused:
        AirflowApi(port, "admin").get("/dags")
    assert refused.value.status == http.client.UNAUTHORIZED


def test_secrets_are_readable_by_their_owner_alone(stack: LiveStack) -> None:
    layout = stack.layout
    for each in (layout.credentials, layout.passwords, layout.settings):
        assert each.stat().st_mode & 0o077 == 0, each


def test_starting_a_stack_that_is_up_changes_nothing(stack: LiveStack) -> None:
    before = alive(stack.layout), sessions.remembered(stack.layout)
    control.start(stack.layout, stack.environment, lambda what: pytest.fail(f"started {what}"))
    assert (alive(stack.layout), sessions.remembered(stack.layout)) == before


@pytest.mark.parametrize("name", ["scheduler", "store", "newsroom"])
def test_a_component_that_is_killed_is_started_again_without_what_it_left(stack: LiveStack, name: str) -> None:
    before = stack.status.restarts.get(name, 0)
    killed = stack.kill(name)
    stack.until(lambda: stack.status.restarts.get(name, 0) == before + 1)
    assert stack.leader(name).pid != killed.pid
    assert not sessions.members(killed, stack.layout.state)


def test_the_logs_and_the_state_of_all_components_are_in_one_folder(stack: LiveStack) -> None:
    assert {each.name for each in sessions.remembered(stack.layout)} == COMPONENTS
    assert {each.name for each in stack.layout.state.glob("*.sock")} == {"s3.sock", "filer.sock"}
    for name in COMPONENTS:
        assert stack.layout.log(name).exists()
        for pid in sessions.members(stack.leader(name), stack.layout.state):
            assert psutil.Process(pid).cwd().startswith(str(stack.layout.state))
