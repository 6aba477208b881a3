"""What `make run` and `make stop` say when they cannot do it: one line, before anything is started."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from embedded.layout import REPOSITORY


def embedded(state: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY / "include"), "SHPALTA_STATE": str(state), **variables}
    line = [sys.executable, "-m", "embedded", *arguments]
    return subprocess.run(line, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False)


def refused(state: Path, *arguments: str, status: int, **variables: str) -> str:
    """Run a command that must be refused, and give its one line."""
    done = embedded(state, *arguments, **variables)
    assert (done.returncode, done.stdout) == (status, "")
    (line,) = done.stderr.splitlines()
    return line


@pytest.mark.parametrize("date", ["tomorrow", "2026-13-01", "22.11.2026", "2026-02-30"])
def test_what_is_no_date_is_refused_before_anything_starts(tmp_path: Path, date: str) -> None:
    line = refused(tmp_path / "state", "run", f"--date={date}", status=2)
    assert date in line
    assert "YYYY-MM-DD" in line
    assert not (tmp_path / "state").exists()


def test_a_day_in_the_future_is_refused_before_anything_starts(tmp_path: Path) -> None:
    assert "2999-01-01 is in the future" in refused(tmp_path / "state", "run", "--date=2999-01-01", status=2)
    assert not (tmp_path / "state").exists()


def test_a_sources_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "my-sources.yaml"
    assert str(missing) in refused(tmp_path / "state", "run", f"--sources={missing}", status=2)
    assert not (tmp_path / "state").exists()


def test_a_malformed_sources_file_is_named_with_line_and_field(tmp_path: Path) -> None:
    broken = tmp_path / "my-sources.yaml"
    broken.write_text("sources:\n- id: visnyk\n  name: Вісник\n  home: nowhere\n  strategies: []\n")
    line = refused(tmp_path / "state", "run", f"--sources={broken}", status=2)
    assert f"{broken}, line 4: home" in line
    assert not (tmp_path / "state").exists()


def test_a_taken_port_is_named_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = str(server.getsockname()[1])
        line = refused(tmp_path / "state", "start", status=1, SHPALTA_S3_PORT=port)
    assert f"Port {port}, meant for the S3 store, is taken by" in line
    assert "SHPALTA_S3_PORT=" in line
    assert not (tmp_path / "state" / "supervisor.pid").exists()


def test_a_bad_setting_of_the_shell_is_refused_before_anything_starts(tmp_path: Path) -> None:
    line = refused(tmp_path / "state", "run", status=2, SHPALTA_DELAY_SECONDS="soon")
    assert "SHPALTA_DELAY_SECONDS='soon'" in line
    assert not (tmp_path / "state").exists()


def test_a_state_that_cannot_be_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    line = refused(tmp_path / "file" / "state", "start", status=1)
    assert f"{tmp_path / 'file' / 'state'} cannot be written" in line
    assert "SHPALTA_STATE" in line


def test_airflow_s_command_line_without_a_stack_says_how_to_start_one(tmp_path: Path) -> None:
    assert "make run" in refused(tmp_path, "airflow", "version", status=1)


def test_stopping_what_does_not_run_is_no_error(tmp_path: Path) -> None:
    done = embedded(tmp_path / "state", "stop")
    assert (done.returncode, done.stdout) == (0, "No stack was running.\n")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a disk that is small enough")
def test_a_full_disk_is_named_with_what_is_left(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    if mount is None or subprocess.run([mount, "-t", "tmpfs", "-o", "size=5m", "tmpfs", disk], check=False).returncode:
        pytest.skip("this machine lets root mount nothing")
    try:
        line = refused(disk / "state", "start", status=1)
    finally:
        subprocess.run(["umount", disk], check=True)
    assert "has 5 MB left" in line
