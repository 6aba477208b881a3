"""Raw is held against its sidecars before a day is made of it: what no WARC reader notices, parsing does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from fetch_rig import DAY, candidate
from lake_rig import workspace_in
from loopback_site import page, serving
from shpalta.daily.fetch import fetch
from shpalta.daily.parse import parse
from shpalta.daily.workspace import Workspace
from shpalta.errors import ShpaltaError
from shpalta.lake.schemas import CANDIDATES
from shpalta.lake.tables import conform
from shpalta.request import RunRequest
from shpalta.web.warc import sidecar_key

PATHS = ["/a", "/b", "/c"]
LAST_MEMBER = b"\x1f\x8b\x08"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    with serving({path: page(f"Новина {path}", "Речення тексту. " * 40) for path in PATHS}) as site:
        entry = {"id": "site", "name": "Site", "home": site.home, "is_local": True, "delay_seconds": 0}
        entry["strategies"] = [{"kind": "list", "url": site.url("/list")}]
        (tmp_path / "sources.yaml").write_text(yaml.safe_dump({"sources": [entry]}))
        made = workspace_in(tmp_path, tmp_path / "sources.yaml")
        candidates = conform(CANDIDATES, [candidate(site.url(path)) for path in PATHS])
        made.write(CANDIDATES, DAY, "site", candidates)
        fetch(made, RunRequest(day=DAY), ["site"])
    return made


def parse_all(workspace: Workspace) -> int:
    shards = range(workspace.settings.shards)
    counts = [parse(workspace, RunRequest(day=DAY), shard) for shard in shards]
    return sum(int(each["articles"]) + int(each["rejected"]) for each in counts)


def flip(content: bytes) -> bytes:
    return content[:-40] + bytes([content[-40] ^ 1]) + content[-39:]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "without its last record": lambda content: content[: content.rfind(LAST_MEMBER)],
    "with a record twice": lambda content: content + content[content.rfind(LAST_MEMBER) :],
    "with a bit that flipped in a request": flip,
}


def test_raw_as_it_was_written_is_parsed(workspace):
    assert parse_all(workspace) == len(PATHS)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_warc_file_is_named(workspace, damage):
    key = next(key for key in workspace.store.keys("raw/") if key.endswith(".warc.gz"))
    workspace.store.write(key, DAMAGES[damage](workspace.store.read(key)), "application/warc")
    with pytest.raises(ShpaltaError, match=key):
        parse_all(workspace)


@pytest.mark.parametrize("content", [b"", b"[]", b'{"bytes": 1}', None], ids=["empty", "a list", "a part", "none"])
def test_a_warc_file_whose_sidecar_is_no_more_is_not_believed(workspace, content):
    key = sidecar_key(next(key for key in workspace.store.keys("raw/") if key.endswith(".warc.gz")))
    workspace.store.delete([key])
    if content is not None:
        workspace.store.write(key, content, "application/json")
    with pytest.raises(ShpaltaError, match=key):
        parse_all(workspace)
