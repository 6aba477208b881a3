"""Tests that run in two processes are shared out as they must be."""

from __future__ import annotations

import re
import subprocess
import sys

from embedded.layout import REPOSITORY


def test_the_tests_of_one_file_run_in_one_process():
    files = "tests/shpalta/test_errors.py", "tests/shpalta/web/test_urls.py"
    line = [sys.executable, "-m", "pytest", "--numprocesses=2", "--verbose", *files]
    done = subprocess.run(line, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    ran = set(re.findall(r"\[(gw\d)\].* PASSED (\S+?)::", done.stdout))
    assert sorted(file for _, file in ran) == sorted(files)
