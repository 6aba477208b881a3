"""The README's commands, run as they stand: only the folder, the days and the stack are this test's."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from live_stack import LiveStack

from embedded.layout import REPOSITORY
from embedded.sources import SAMPLE, choose
from plain_http import ask

pytestmark = pytest.mark.e2e
FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TEXT = (REPOSITORY / "README.md").read_text()
LINES = [line.partition("  # ")[0].strip() for line in re.findall(r"^ {4}(\S.*)$", FENCED.sub("", TEXT), re.MULTILINE)]
PYTHON = [code for language, code in FENCED.findall(TEXT) if language == "python"]
DAY, BEFORE = "2026-11-15", "2026-11-09"

STEPS = ("plan", "discover", "fetch", "parse", "deduplicate", "enrich", "validate", "publish")
FUNNEL = ("candidates", "pages", "articles", "duplicates", "rejected", "failed", "languages: uk", r"  • .*\n  • .*\n  • ")

# What a command shows, by how it begins; the first that fits counts.
SHOWS = {
    "make run DATE=": [r"running news_daily for {day} ", *FUNNEL],
    "make run SOURCES=": [r"my-sources\.yaml\n", *FUNNEL],
    "make run": [
        r"running news_daily for {day} ",
        *(rf"(?m)^{step} +(\d+)/\1( |$)" for step in STEPS),
        *FUNNEL,
        r"(?m)^UI +http://127\.0\.0\.1:\d+  login admin, password \w+$",
        r"(?m)^bucket  s3://shpalta at http://127\.0\.0\.1:\d+$",
    ],
    "make airflow": [],
    "env $(cat": [r"source_id +headline\n0 +\w+ +\w"],
    "shpalta sources check": [r"obrii +rss +read +\d+ today"],
    "shpalta run": [r"publish +1/1 ", *FUNNEL],
    "shpalta show": [r"complete", *FUNNEL],
    "shpalta parse": [r'"article_body": "\S'],
}
TRIED_ELSEWHERE = {
    "make test": "what runs this test",
    "make env": "tests/embedded/test_team_env.py",
    "docker compose": "tests/compose; no container engine is at hand",
    "discover ──>": "no command: the flow",
}
Run = Callable[[str], str]


def of_this_test() -> list[str]:
    return [line for line in LINES if not line.startswith(tuple(TRIED_ELSEWHERE))]


@pytest.fixture(scope="module")
def run(stack: LiveStack, week: list[date], tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Give a function that runs a command in a user's folder, where a page and a sources file of their own lie."""
    folder = tmp_path_factory.mktemp("user")
    (folder / "my-sources.yaml").write_text(stack.layout.sample_sources.read_text())
    (folder / "page.html").write_bytes(ask(next(each.url for each in stack.expected(week[-1]) if not each.reason)).body)
    (folder / ".venv").symlink_to(sys.prefix)
    (folder / ".shpalta").symlink_to(stack.layout.state)
    path = os.pathsep.join([f"{sys.prefix}/bin", os.environ["PATH"]])

    def run(command: str) -> str:
        line = command.replace(DAY, week[-1].isoformat()).replace(BEFORE, week[0].isoformat())
        line = re.sub(r"^make\b", f"make -C {REPOSITORY}", line).replace("SOURCES=my-", f"SOURCES={folder}/my-")
        environment = {**stack.command_environment, "PATH": path}
        done = subprocess.run(
            ["bash", "-c", line],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}"
        return done.stdout

    yield run
    choose(stack.layout, SAMPLE)


@pytest.mark.parametrize("line", of_this_test())
def test_a_command_does_what_the_readme_says(run: Run, stack: LiveStack, line: str) -> None:
    patterns = next(shown for start, shown in SHOWS.items() if line.startswith(start))
    shown = run(line)
    for pattern in patterns:
        assert re.search(pattern.replace("{day}", stack.sample_day.isoformat()), shown), (pattern, shown)


@pytest.mark.parametrize("code", PYTHON, ids=["pandas", "duckdb"])
def test_readers_see_every_day_of_the_week(run: Run, stack: LiveStack, week: list[date], code: str, tmp_path: Path) -> None:
    query = tmp_path / "query.py"
    query.write_text(code)
    shown = run(f"env $(cat .shpalta/shpalta.env) .venv/bin/python {query}")
    assert all(day.isoformat() in shown for day in week)
