"""Raw is held against its sidecars before a day is made of it: what no WARC reader notices, parsing does."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import yaml

from fetch_rig import DAY, candidate
from lake_rig import workspace_in
from loopback_site import page, serving
from shpalta.daily.fetch import fetch
from shpalta.daily.parse import parse
from shpalta.daily.workspace import Workspace
from shpalta.errors import CorruptObject, ShpaltaError
from shpalta.lake.schemas import CANDIDATES
from shpalta.lake.store import Store
from shpalta.lake.tables import conform
from shpalta.request import RunRequest
from shpalta.web.warc import check_stored, sidecar_key

PATHS = ["/a", "/b", "/c"]
LAST_MEMBER = b"\x1f\x8b\x08"


@pytest.fixture(scope="module")
def fetched(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("raw")
    with serving({path: page(f"Новина {path}", "Речення тексту. " * 40) for path in PATHS}) as site:
        entry = {"id": "site", "name": "Site", "home": site.home, "is_local": True, "delay_seconds": 0}
        entry["strategies"] = [{"kind": "list", "url": site.url("/list")}]
        (folder / "sources.yaml").write_text(yaml.safe_dump({"sources": [entry]}))
        made = workspace_in(folder, folder / "sources.yaml")
        candidates = conform(CANDIDATES, [candidate(site.url(path)) for path in PATHS])
        made.write(CANDIDATES, DAY, "site", candidates)
        fetch(made, RunRequest(day=DAY), ["site"])
    return made


@pytest.fixture
def raw(fetched: Workspace) -> Iterator[tuple[Store, str]]:
    """Give the store and the key of its one WARC file, and put right what a test did to it."""
    store = fetched.store
    whole = {key: store.read(key) for key in store.keys("raw/")}
    yield store, next(key for key in whole if key.endswith(".warc.gz"))
    for key, content in whole.items():
        store.write(key, content, "application/octet-stream")


def flip(content: bytes) -> bytes:
    return content[:-40] + bytes([content[-40] ^ 1]) + content[-39:]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "without its last record": lambda content: content[: content.rfind(LAST_MEMBER)],
    "with a record twice": lambda content: content + content[content.rfind(LAST_MEMBER) :],
    "with a bit that flipped in a request": flip,
}


def parse_all(workspace: Workspace) -> int:
    shards = range(workspace.settings.shards)
    counts = [parse(workspace, RunRequest(day=DAY), shard) for shard in shards]
    return sum(int(each["articles"]) + int(each["rejected"]) for each in counts)


def test_raw_is_parsed_as_it_was_written_and_a_file_that_lost_a_record_is_not(fetched, raw):
    assert parse_all(fetched) == len(PATHS)
    store, key = raw
    store.write(key, DAMAGES["without its last record"](store.read(key)), "application/warc")
    with pytest.raises(CorruptObject, match=key):
        parse_all(fetched)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_warc_file_is_named(raw, damage):
    store, key = raw
    check_stored(store, key)
    store.write(key, DAMAGES[damage](store.read(key)), "application/warc")
    with pytest.raises(CorruptObject, match=key):
        check_stored(store, key)


@pytest.mark.parametrize("content", [b"", b"[]", b'{"bytes": 1}', None], ids=["empty", "a list", "a part", "none"])
def test_a_warc_file_whose_sidecar_is_no_more_is_not_believed(raw, content):
    store, key = raw
    store.delete([sidecar_key(key)])
    if content is not None:
        store.write(sidecar_key(key), content, "application/json")
    with pytest.raises(ShpaltaError, match=sidecar_key(key)):
        check_stored(store, key)
