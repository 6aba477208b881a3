"""Which sources file the stack reads: the sample newsroom's, or a user's own until another is chosen."""

from __future__ import annotations

from pathlib import Path

from embedded.layout import Layout, write_private
from embedded.ports import HOST, Ports

SAMPLE = "sample"


def write_sample(layout: Layout, ports: Ports) -> None:
    """Write the newsroom's sources file for its ports; choose it where nothing was chosen yet."""
    from newsroom.model import SITES  # noqa: PLC0415  the newsroom's server need not be loaded where only its address is asked
    from newsroom.sources import sources_yaml  # noqa: PLC0415

    addresses = (f"http://{HOST}:{port}" for port in (ports.newsroom, ports.newsroom_second))
    write_private(layout.sample_sources, sources_yaml(dict(zip(SITES, addresses, strict=True))))
    if not layout.sources.is_symlink():
        choose(layout, SAMPLE)


def choose(layout: Layout, chosen: str | Path) -> None:
    """Point the stack at a sources file, at once for every task that starts from now on."""
    target = layout.sample_sources if chosen == SAMPLE else Path(chosen)
    draft = layout.sources.with_name("sources.draft")
    draft.unlink(missing_ok=True)
    draft.symlink_to(target)
    draft.replace(layout.sources)


def is_sample(layout: Layout) -> bool:
    return layout.sources.resolve() == layout.sample_sources.resolve()
