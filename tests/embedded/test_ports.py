from __future__ import annotations

import os
import socket
from collections.abc import Iterator

import pytest

from embedded.ports import HOST, Ports, free_pair, free_ports, is_taken
from shpalta.errors import StackError


@pytest.fixture(params=["127.0.0.1", "0.0.0.0"])
def taken(request: pytest.FixtureRequest) -> Iterator[int]:
    with socket.socket() as server:
        server.bind((request.param, 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_variable_chooses_a_port_and_an_empty_one_does_not() -> None:
    ports = Ports.from_environment({"SHPALTA_UI_PORT": "18080", "SHPALTA_S3_PORT": ""})
    assert ports == Ports(ui=18080)


@pytest.mark.parametrize("text", ["0", "65536", "http", "80 ", "-1", "8_080", "٨٠"])
def test_what_is_no_port_is_refused_by_its_variable(text: str) -> None:
    with pytest.raises(StackError, match="SHPALTA_UI_PORT="):
        Ports.from_environment({"SHPALTA_UI_PORT": text})


def test_a_taken_port_is_named_with_its_variable_and_its_holder(taken: int) -> None:
    ports = Ports(*free_ports(5))
    Ports(ports.ui, ports.s3, ports.postgres, ports.newsroom, ports.newsroom_second).check_free()
    with pytest.raises(StackError) as refused:
        Ports(taken, ports.s3, ports.postgres, ports.newsroom, ports.newsroom_second).check_free()
    message = str(refused.value)
    assert "\n" not in message
    assert f"Port {taken}, meant for the Airflow UI, is taken by" in message
    assert f"(pid {os.getpid()})" in message
    assert "make run SHPALTA_UI_PORT=" in message


def test_the_port_that_is_proposed_instead_is_free(taken: int) -> None:
    with pytest.raises(StackError) as refused:
        Ports(taken, *free_ports(4)).check_free()
    assert not is_taken(int(refused.value.remedy.rpartition("=")[2]))


def test_one_port_for_two_components_is_refused() -> None:
    first, *others = free_ports(4)
    with pytest.raises(StackError, match=r"SHPALTA_S3_PORT and SHPALTA_UI_PORT are both"):
        Ports(first, first, *others[:3]).check_free()


def test_free_ports_are_free_and_all_different() -> None:
    found = free_ports(20)
    assert len(set(found)) == 20
    assert not any(is_taken(port) for port in found)


def test_a_pair_of_ports_is_free_at_both_ends() -> None:
    first = free_pair(10_000)
    with socket.socket() as low, socket.socket() as high:
        low.bind((HOST, first))
        high.bind((HOST, first + 10_000))
