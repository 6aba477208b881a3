"""What the embedded stack's tasks are forked from: the steps, loaded, and what enriching looks things up in, built.

Airflow's forkserver imports this once (`scheduler.mp_forkserver_preload`), so that a task neither waits seconds for it nor
holds a copy of its own. A module that does its work when it is imported, for that is all a forkserver does.
"""

from __future__ import annotations

import shpalta.daily.whole_day  # noqa: F401
from shpalta.steps.enrich import enrich_lines

_TITLES = ("Президент України прибув до Києва", "Президент России прибыл в Москву", "The president arrived in London")

for _ in enrich_lines({"headline": title, "article_body": f"{title}."} for title in _TITLES):
    pass
