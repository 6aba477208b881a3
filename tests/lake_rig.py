"""A lake in a folder, for tests that run whole days in this process."""

from __future__ import annotations

from pathlib import Path

from shpalta.daily.workspace import Workspace, open_workspace
from shpalta.lake.schemas import PUBLISHED
from shpalta.settings import Settings


def workspace_in(folder: Path, sources: Path) -> Workspace:
    settings = Settings(
        store=folder.joinpath("lake").as_uri(),
        catalog=f"sqlite:///{folder}/catalog.db",
        sources=str(sources),
        scratch=folder / "scratch",
        shards=2,
        replaced_files_grace_seconds=0,
    )
    folder.joinpath("lake").mkdir(parents=True, exist_ok=True)
    return open_workspace(settings)


def published(workspace: Workspace) -> dict[str, bytes]:
    store = workspace.store
    return {key: store.read(key) for table in PUBLISHED for key in store.keys(f"{table.name}/") if key.endswith(".parquet")}
