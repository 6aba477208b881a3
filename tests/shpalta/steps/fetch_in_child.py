"""Fetch pages of a loopback site in a process of its own: FOLDER PORT PATH..., prints peak memory (KiB) before and after."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from fetch_rig import Rig
from loopback_site import Site


def main() -> None:
    folder, port, *paths = sys.argv[1:]
    rig = Rig(Path(folder), Site({}, port=int(port)))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    outcomes = rig.outcomes(*paths)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(before, after, *outcomes.values())


if __name__ == "__main__":
    main()
