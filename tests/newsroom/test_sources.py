from __future__ import annotations

from pathlib import Path

import newsroom
from newsroom.model import SITES
from plain_http import ask
from shpalta.sources.load import load_sources


def test_the_sources_file_is_valid_and_names_addresses_that_answer(room: newsroom.Newsroom, tmp_path: Path) -> None:
    file = tmp_path / "sources.yaml"
    file.write_text(newsroom.sources_yaml(room.base_urls), encoding="utf-8")
    sources = load_sources(str(file))
    assert list(sources) == list(SITES)
    for source in sources.values():
        assert (source.is_local, source.delay_seconds, source.zone) == (True, 0.0, "Europe/Kyiv")
        assert {strategy.kind for strategy in source.strategies} == {"rss", "sitemap"}
        assert [ask(strategy.url).status for strategy in source.strategies] == [200] * len(source.strategies)
