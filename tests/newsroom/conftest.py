"""The newsroom over real HTTP on free ports."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import newsroom
from newsroom_week import LAST_DAY


@pytest.fixture(scope="session")
def room() -> Iterator[newsroom.Newsroom]:
    """Serve the first edition for all tests that only read."""
    with newsroom.serve(LAST_DAY) as running:
        yield running
