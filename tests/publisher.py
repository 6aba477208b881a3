"""Publish versions of a day one after another until killed: python publisher.py SETTINGS_JSON DAY FIRST_VERSION."""

from __future__ import annotations

import itertools
import sys
from datetime import date

from day_rows import version
from shpalta.lake.catalog import open_catalog
from shpalta.lake.store import open_store
from shpalta.settings import Settings
from shpalta.steps.publish import publish


def rows_in(number):
    """Give versions different sizes, some of them without any row."""
    return number % 5


if __name__ == "__main__":
    settings = Settings.model_validate_json(sys.argv[1])
    day = date.fromisoformat(sys.argv[2])
    store, lake = open_store(settings), open_catalog(settings)
    print("ready", flush=True)
    for number in itertools.count(int(sys.argv[3])):
        publish(version(day, f"v{number}", rows_in(number)), day, lake, store, settings)
        print(number, flush=True)
