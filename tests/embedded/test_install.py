from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from embedded.install import LOCK, InstallError, explain, locked

INSTALL = Path(LOCK.parent, "include", "embedded", "install.py")


LOCKED = """\
ujson==1.0 \\
    --hash=sha256:aa
    # via x
uv==0.1 ; python_version > '3' \\
    --hash=sha256:bb \\
    --hash=sha256:cc
    # via shpalta
uvicorn==2 \\
    --hash=sha256:dd
"""


def test_one_requirement_is_cut_out_of_the_lock_with_its_hashes_alone() -> None:
    assert locked(LOCKED, "uv") == "uv==0.1 ; python_version > '3' \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\n"


def test_the_lock_holds_what_installs_it_with_hashes() -> None:
    cut = locked(LOCK.read_text(), "uv")
    assert cut.startswith("uv==")
    assert cut.count("--hash=sha256:") > 5


def test_a_lock_without_the_installer_is_refused_with_its_remedy() -> None:
    with pytest.raises(InstallError, match="make lock"):
        locked("ujson==1.0 \\\n    --hash=sha256:aa\n", "uv")


@pytest.mark.parametrize(
    ("log", "reason"),
    [
        ("error: failed to write: No space left on device (os error 28)", "the disk is full"),
        ("Failed to build `x`\nerror: command 'gcc' failed: No such file or directory", "no working C compiler"),
        ("fatal error: Python.h: No such file", "no working C compiler"),
        ("error: Request failed after 3 retries\n  Caused by: dns error", "the package index does not answer"),
        ("Hash mismatch for `x`\nExpected: sha256:a", "not the one that the lock names"),
        ("error: failed to create directory: Permission denied (os error 13)", "a folder cannot be written"),
        ("something\nnobody foresaw\n", "nobody foresaw"),
        ("", "the installer said nothing"),
    ],
)
def test_an_installer_s_words_become_one_line(log: str, reason: str) -> None:
    said = explain(log)
    assert reason in said
    assert "\n" not in said


def test_the_installer_needs_nothing_but_the_standard_library() -> None:
    bare = [sys.executable, "-I", "-S", "-c", f"import runpy; runpy.run_path({str(INSTALL)!r}, run_name='loaded')"]
    done = subprocess.run(bare, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
