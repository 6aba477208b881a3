"""Law 8: include/ never imports airflow, dags/ only wires, nothing imports dags/."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from airflow_home import REPOSITORY

DAGS = {path.stem for path in (REPOSITORY / "dags").glob("*.py")}
INCLUDE = sorted((REPOSITORY / "include").rglob("*.py"))
GLUE = sorted((REPOSITORY / "plugins").rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """Give the full names of the modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module


def name(path: Path) -> str:
    return str(path.relative_to(REPOSITORY))


@pytest.mark.parametrize("path", INCLUDE, ids=name)
def test_include_never_imports_airflow_or_its_glue(path: Path) -> None:
    roots = {module.partition(".")[0] for module in imported(path)}
    assert not roots & {"airflow", "shpalta_airflow", "shpalta_plugin"}


@pytest.mark.parametrize("path", INCLUDE + GLUE, ids=name)
def test_nothing_imports_a_dag(path: Path) -> None:
    roots = {module.partition(".")[0] for module in imported(path)}
    assert not roots & (DAGS | {"dags"})


@pytest.mark.parametrize("path", sorted((REPOSITORY / "dags").glob("*.py")), ids=name)
def test_a_dag_only_wires(path: Path) -> None:
    allowed = ("airflow.sdk", "shpalta_airflow", "shpalta.settings", "shpalta.daily")
    standard = {"__future__", "collections.abc", "datetime", "os", "typing", "zoneinfo"}
    assert all(module in standard or module.startswith(allowed) for module in imported(path))
    tree = ast.parse(path.read_text())
    assert len(path.read_text().splitlines()) <= 150
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.For | ast.While | ast.Try | ast.If) and _runs(node)]


def _runs(node: ast.AST) -> bool:
    """Say whether a statement decides something at run time: `if TYPE_CHECKING` does not."""
    return not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
