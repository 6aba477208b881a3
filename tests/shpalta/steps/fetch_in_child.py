"""Fetch pages of a loopback site in a process of its own: FOLDER PORT PATH...

Prints peak memory in KiB before and after, and the outcomes. With `each line` before these, a fresh fork does so for each
line on standard input, and its process id is printed when it starts and again when it has ended. With `one by one` before
them, each path is fetched by a fetch of its own, so that no breaker opens.
"""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from fetch_rig import Rig
from loopback_site import Site


def fetch(folder: str, port: str, *paths: str) -> None:
    rig = Rig(Path(folder), Site({}, port=int(port)))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    outcomes = rig.outcomes(*paths)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(before, after, *outcomes.values())


def fetch_one_by_one(folder: str, port: str, *paths: str) -> None:
    rig = Rig(Path(folder), Site({}, port=int(port)), limits={"seconds_per_page": 1})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    outcomes = [rig.outcomes(path)[path] for path in paths]
    print(before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, *outcomes)


def fetch_for_each_line(*arguments: str) -> None:
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            fetch(*arguments)
            os._exit(0)
        print(child, flush=True)
        os.waitpid(child, 0)
        print(child, flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "each line":
        fetch_for_each_line(*sys.argv[2:])
    elif sys.argv[1] == "one by one":
        fetch_one_by_one(*sys.argv[2:])
    else:
        fetch(*sys.argv[1:])
