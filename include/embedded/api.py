"""Airflow's REST API on loopback: what `make run` and the tests ask of it."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from graphlib import TopologicalSorter
from typing import Any
from urllib.parse import quote, urlencode

from embedded.environment import USER
from embedded.ports import HOST
from shpalta.errors import StackError

Answer = dict[str, Any]
_PAGE = 100
_TIMEOUT_SECONDS = 30


class ApiRefused(StackError):
    """The API answered, with a status that says no."""

    def __init__(self, problem: str, *, status: int, remedy: str = "") -> None:
        super().__init__(problem, remedy=remedy)
        self.status = status


class ApiUnreachable(StackError):
    """The API does not answer: it starts, restarts, or was stopped."""

    is_retryable = True


class AirflowApi:
    """Ask one stack's Airflow, as its admin; DAG runs and task instances are dicts as the API gives them."""

    def __init__(self, port: int, password: str) -> None:
        self._port = port
        self._password = password
        self._token = ""

    def get(self, path: str, **query: object) -> Answer:
        return self._ask("GET", f"/api/v2{path}?{urlencode(query, doseq=True)}" if query else f"/api/v2{path}")

    def post(self, path: str, body: object) -> Answer:
        return self._ask("POST", f"/api/v2{path}", body)

    def patch(self, path: str, body: object) -> Answer:
        return self._ask("PATCH", f"/api/v2{path}", body)

    def trigger(self, dag: str, form: Answer) -> str:
        """Start a run with a form as the UI's trigger does, and give its id."""
        return str(self.post(f"/dags/{dag}/dagRuns", {"logical_date": None, "conf": form})["dag_run_id"])

    def run(self, dag: str, run: str) -> Answer:
        return self.get(_run_path(dag, run))

    def tasks(self, dag: str) -> list[str]:
        """Give the ids of a DAG's tasks, each after those that it waits for."""
        tasks = {task["task_id"]: task["downstream_task_ids"] for task in self.get(f"/dags/{dag}/tasks")["tasks"]}
        order = TopologicalSorter[str]()
        for name, later in tasks.items():
            order.add(name)
            for each in later:
                order.add(each, name)
        return list(order.static_order())

    def task_instances(self, dag: str, run: str) -> list[Answer]:
        return list(self._pages(f"{_run_path(dag, run)}/taskInstances", "task_instances"))

    def returned(self, instance: Answer) -> object:
        """Give what a task instance returned, or None."""
        path = f"{_instance_path(instance)}/xcomEntries/return_value"
        try:
            answer = self.get(path, map_index=instance["map_index"], deserialize="false", stringify="false")
        except ApiRefused as error:
            if error.status != http.client.NOT_FOUND:
                raise
            return None
        return answer["value"]

    def log(self, instance: Answer, *, level: str = "") -> list[str]:
        """Give the log of a task instance's last try, an entry an event; of one level where it is named."""
        path = f"{_instance_path(instance)}/logs/{instance['try_number']}"
        events = self.get(path, map_index=instance["map_index"], full_content="true")["content"]
        told = [event if isinstance(event, dict) else {"event": str(event)} for event in events]
        return [event["event"] for event in told if level in ("", event.get("level"))]

    def _pages(self, path: str, what: str) -> Iterator[Answer]:
        offset = 0
        while True:
            page = self.get(path, limit=_PAGE, offset=offset)
            yield from page[what]
            offset += len(page[what])
            if offset >= page["total_entries"] or not page[what]:
                return

    def _ask(self, method: str, path: str, body: object = None, *, is_second_try: bool = False) -> Answer:
        if not self._token:
            answer = self._exchange("POST", "/auth/token", {"username": USER, "password": self._password}, {})
            self._token = answer["access_token"]
        try:
            return self._exchange(method, path, body, {"Authorization": f"Bearer {self._token}"})
        except ApiRefused as error:
            if error.status != http.client.UNAUTHORIZED or is_second_try:
                raise
            self._token = ""
            return self._ask(method, path, body, is_second_try=True)

    def _exchange(self, method: str, path: str, body: object, headers: dict[str, str]) -> Answer:
        link = http.client.HTTPConnection(HOST, self._port, timeout=_TIMEOUT_SECONDS)
        headers = {"Content-Type": "application/json", "Accept": "application/json", **headers}
        try:
            link.request(method, path, None if body is None else json.dumps(body), headers)
            response = link.getresponse()
            text = response.read()
        except (OSError, http.client.HTTPException) as error:
            raise ApiUnreachable(
                f"Airflow's API at {HOST}:{self._port} does not answer: {error}", remedy="make run starts it"
            ) from error
        finally:
            link.close()
        if response.status >= http.client.BAD_REQUEST:
            raise ApiRefused(f"Airflow refuses {method} {path}: {_detail(text)}", status=response.status)
        return dict(json.loads(text or "{}"))


def _run_path(dag: str, run: str) -> str:
    return f"/dags/{quote(dag, safe='')}/dagRuns/{quote(run, safe='')}"


def _instance_path(instance: Answer) -> str:
    return f"{_run_path(instance['dag_id'], instance['dag_run_id'])}/taskInstances/{instance['task_id']}"


def _detail(text: bytes) -> str:
    try:
        detail = json.loads(text)["detail"]
    except (ValueError, KeyError, TypeError):
        return text.decode(errors="replace")[:200]
    return detail if isinstance(detail, str) else json.dumps(detail)
