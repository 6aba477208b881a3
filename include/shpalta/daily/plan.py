"""What a run's mapped steps are mapped over."""

from __future__ import annotations

from typing import TypedDict

from shpalta.daily.workspace import Workspace
from shpalta.errors import RequestError
from shpalta.request import RunRequest
from shpalta.web.urls import registered_domain


class Plan(TypedDict):
    """Ids of sources, the same in groups that share a domain and so one fetcher, and the numbers of the shards."""

    sources: list[str]
    groups: list[list[str]]
    shards: list[int]


def plan(workspace: Workspace, request: RunRequest) -> Plan:
    """Name the sources, groups and shards of a run. Raises RequestError for a source that the sources file does not have."""
    unknown = sorted(set(request.sources) - set(workspace.sources))
    if unknown:
        raise RequestError(
            f"Unknown source {', '.join(unknown)}",
            remedy=f"The sources file {workspace.settings.sources} has: {', '.join(sorted(workspace.sources))}",
        )
    chosen = sorted(request.sources or workspace.sources)
    groups: dict[str, list[str]] = {}
    for source_id in chosen:
        groups.setdefault(registered_domain(workspace.sources[source_id].home), []).append(source_id)
    return {"sources": chosen, "groups": list(groups.values()), "shards": list(range(workspace.settings.shards))}
