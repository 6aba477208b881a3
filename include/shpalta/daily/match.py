"""Match: which articles of a day are worth comparing with which that came before them, a bucket of keys at a time."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import Any

import pyarrow as pa

from shpalta.daily.look_back import LookBack, version_of
from shpalta.daily.workspace import WHOLE_DAY, Counts, Workspace
from shpalta.lake import paths
from shpalta.lake.schemas import FINGERPRINTS, MATCHES
from shpalta.lake.tables import read_parts
from shpalta.request import RunRequest
from shpalta.steps.deduplicate.candidates import RULES, spark_engine, sql_of
from shpalta.steps.deduplicate.candidates import match as match_articles


def match(workspace: Workspace, request: RunRequest, bucket: int, spark: Any = None) -> Counts:  # noqa: ANN401
    """Find the pairs of one bucket, in this process, or in a Spark session where one is given."""
    fingerprints = workspace.read(FINGERPRINTS, request.day, WHOLE_DAY)
    look_back = LookBack(workspace.store, request.day, workspace.settings.window_days)
    with workspace.scratch_folder() as folder:
        window = look_back.fingerprints(folder)
        engine = partial(spark_engine, spark) if spark else None
        found = match_articles(fingerprints, window, engine, bucket, workspace.settings.key_buckets)
    basis = basis_of(workspace, request, look_back)
    workspace.write(MATCHES, request.day, _name(basis, bucket), found)
    _remove_older(workspace, request, basis)
    return {"bucket": bucket, "pairs": found.num_rows}


def found_matches(workspace: Workspace, request: RunRequest, look_back: LookBack) -> pa.Table | None:
    """Read what all buckets found between the fingerprints that there are now; None where some have not looked at these."""
    basis = basis_of(workspace, request, look_back)
    names = [_name(basis, bucket) for bucket in range(workspace.settings.key_buckets)]
    keys = [paths.part(MATCHES.name, request.day, name) for name in names]
    there = set(workspace.store.keys(paths.partition(MATCHES.name, request.day)))
    return read_parts(workspace.store, MATCHES, keys) if there.issuperset(keys) else None


def basis_of(workspace: Workspace, request: RunRequest, look_back: LookBack) -> str:
    """Name what pairs are found in: the versions of the fingerprints, the rules, and the number of buckets."""
    own = workspace.store.read(paths.part(FINGERPRINTS.name, request.day, WHOLE_DAY))
    versions = sorted(
        (each.isoformat(), sha256) for (table, each), sha256 in look_back.seen.items() if table == FINGERPRINTS.name
    )
    basis = (version_of(own), versions, [sql_of(name) for name in RULES], workspace.settings.key_buckets)
    return hashlib.sha256(repr(basis).encode()).hexdigest()[:16]


def _name(basis: str, bucket: int) -> str:
    return f"{basis}-{bucket:03d}"


def _remove_older(workspace: Workspace, request: RunRequest, basis: str) -> None:
    current = paths.part(MATCHES.name, request.day, basis).removesuffix(".parquet")
    keys = workspace.store.keys(paths.partition(MATCHES.name, request.day))
    workspace.store.delete(key for key in keys if not key.startswith(current))
