"""Where the tuning data lie: in a folder beside the checkout, which not every machine has."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared(*parts: str) -> Path:
    """Give a path of the tuning data beside the checkout; skip the test where it is absent."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"tuning data absent: {path.name} is expected in ../shared beside the checkout")
    return path
