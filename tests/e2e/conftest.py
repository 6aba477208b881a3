"""The one embedded stack that all end-to-end tests share."""

from __future__ import annotations

from collections.abc import Iterator

import live_stack
import pytest
from live_stack import LiveStack


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveStack]:
    """PostgreSQL, SeaweedFS, Airflow and the newsroom, in a folder of their own on free ports."""
    started = live_stack.start(tmp_path_factory.mktemp("stack"))
    yield started
    live_stack.stop(started)
