from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from embedded import postgres
from embedded.layout import Layout
from embedded.ports import free_ports

PASSWORD = "0123456789abcdef"


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path)


@pytest.fixture
def port(layout: Layout) -> Iterator[int]:
    """Run the server in a folder that is closed to every other user, as a private home is."""
    layout.state.chmod(0o700)
    postgres.initialise(layout, PASSWORD)
    (port,) = free_ports(1)
    server = subprocess.Popen(postgres.command(layout, port), cwd=layout.state)
    deadline = time.monotonic() + 60
    while not postgres.is_ready(port, PASSWORD):
        assert server.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
    yield port
    server.send_signal(signal.SIGINT)
    assert server.wait(30) == 0


def test_both_databases_are_there_however_often_they_are_asked_for(port: int) -> None:
    postgres.ensure_databases(port, PASSWORD)
    postgres.ensure_databases(port, PASSWORD)
    for name in postgres.DATABASES:
        postgres.connect(port, PASSWORD, name).close()


def test_a_wrong_password_is_refused(port: int) -> None:
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        postgres.connect(port, "wrong")


def test_the_server_is_not_root_whoever_starts_it(layout: Layout, port: int) -> None:
    assert (layout.postgres / "postmaster.pid").stat().st_uid != 0


def test_an_interrupted_start_leaves_nothing_in_the_way_of_the_next(layout: Layout) -> None:
    layout.postgres.mkdir()
    (layout.postgres / "half").write_text("written")
    postgres.initialise(layout, PASSWORD)
    assert (layout.postgres / "PG_VERSION").exists()
    assert not (layout.postgres / "half").exists()
    assert [each.name for each in layout.state.iterdir()] == ["postgres"]


def test_files_that_are_there_are_left_alone(layout: Layout) -> None:
    postgres.initialise(layout, PASSWORD)
    (layout.postgres / "kept").touch()
    postgres.initialise(layout, "another")
    assert (layout.postgres / "kept").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs a stand-in")
def test_root_s_stand_in_reaches_what_lies_in_a_private_home(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    program = tmp_path / "bin" / "program"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\nid -u\ntest -x "$0" && echo reached\n')
    program.chmod(0o755)
    line = postgres.unprivileged([str(program)], tmp_path / "cluster")
    said = subprocess.run(line, capture_output=True, text=True, check=True).stdout.split()
    assert said[0] != "0"
    assert said[1] == "reached"


def test_an_ordinary_user_needs_no_stand_in(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert postgres.unprivileged(["postgres"], layout.postgres) == ["postgres"]
