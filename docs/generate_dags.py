"""Write docs/DAGS.md out of the DAGs themselves; with --check, say whether it still says what they are.

It stands outside include/ because it imports airflow.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from airflow.sdk import DAG
    from airflow.sdk.types import Operator

REPOSITORY = Path(__file__).resolve().parents[1]
PAGE = REPOSITORY / "docs" / "DAGS.md"
INTRODUCTION = """\
<!-- Written by docs/generate_dags.py: change the DAGs, then make docs. -->
# DAGs

Airflow's UI shows the same texts beside each DAG and task.
"""
RULES = {"all_success": "when all before it succeeded", "none_failed": "when none before it failed"}


def load_dags() -> list[DAG]:
    """Read the DAGs as Airflow does, under the default settings, in an Airflow home that goes again."""
    for name in [name for name in os.environ if name.startswith(("AIRFLOW_", "SHPALTA_"))]:
        del os.environ[name]
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"AIRFLOW_HOME": home, "AIRFLOW__CORE__PLUGINS_FOLDER": str(REPOSITORY / "plugins")}
        os.environ["AIRFLOW__LOGGING__LOGGING_LEVEL"] = "ERROR"
        sys.path.insert(0, str(REPOSITORY / "plugins"))
        from airflow.dag_processing.dagbag import DagBag  # noqa: PLC0415  once it has its home

        bag = DagBag(dag_folder=REPOSITORY / "dags", bundle_path=REPOSITORY / "dags", bundle_name="dags")
    if bag.import_errors:
        raise SystemExit("\n".join(bag.import_errors.values()))
    return sorted(bag.dags.values(), key=lambda dag: dag.dag_id)


def page(dags: Iterable[DAG]) -> str:
    """Compose the page: a chapter a DAG."""
    return INTRODUCTION + "".join(f"{line}\n" for dag in dags for line in chapter(dag))


def chapter(dag: DAG) -> Iterator[str]:
    """Tell a DAG's schedule, its own text, its form and its tasks."""
    yield from ["", f"## {dag.dag_id}", "", f"*{when(dag)}.* {dag.description}."]
    yield from ["", str(dag.doc_md).strip()]
    if dag.params:
        yield from ["", "### Its form", "", "| field | type | default | |", "| --- | --- | --- | --- |"]
        yield from (field_row(name, dag) for name in dag.params)
    yield from ["", "### Its tasks", "", "| task | one for each | runs | |", "| --- | --- | --- | --- |"]
    yield from (task_row(task) for task in dag.topological_sort())


def when(dag: DAG) -> str:
    """Say what starts a run: a timetable of ours says it itself, a cron line is quoted, assets are named; else a person."""
    cron = getattr(dag.timetable, "expression", "")
    described = getattr(dag.timetable, "description", "") or (f"By the cron line `{cron}`" if cron else "")
    assets = dag.timetable.asset_condition
    if not described and assets is None:
        return "When it is triggered"
    return described or "After each " + " or ".join(f"`{asset.name}`" for asset in getattr(assets, "objects", [assets]))


def field_row(name: str, dag: DAG) -> str:
    """Describe a field of the form."""
    field = dag.params.get_param(name)
    kinds = [field.schema["type"]] if isinstance(field.schema["type"], str) else field.schema["type"]
    kind = " or ".join(kinds) + (f" ({field.schema['format']})" if "format" in field.schema else "")
    return f"| `{name}` | {kind} | `{json.dumps(field.value)}` | **{field.schema['title']}.** {field.description} |"


def task_row(task: Operator) -> str:
    """Describe a task: what it is mapped over, when it runs, and what it does."""
    over = f"`{next(iter(task.op_kwargs_expand_input.value))}`" if task.is_mapped else ""
    sentence = " ".join(str(task.python_callable.__doc__).split())
    return f"| `{task.task_id}` | {over} | {RULES[task.trigger_rule.value]} | {sentence} |"


def main() -> None:
    """Write the page, or with --check fail where it is not what the DAGs say."""
    text = page(load_dags())
    if "--check" not in sys.argv:
        PAGE.write_text(text, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
        raise SystemExit(f"{PAGE.relative_to(REPOSITORY)} is not what the DAGs say: make docs")


if __name__ == "__main__":
    main()
