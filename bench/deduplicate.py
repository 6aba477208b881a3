"""Measure deduplication: precision and recall a family, CPU and memory against size, texts that could stall it.

    python bench/deduplicate.py [quality] [families] [scale] [million] [engines] [hostile]

Quality reads the tuning data in ../shared and is skipped where that is absent. Scale makes its own articles; a million of
them in a day are deduplicated only when asked for. Engines needs Java 17 and `make spark`, and is skipped without.
"""

from __future__ import annotations

import gc
import importlib.util
import json
import multiprocessing
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from gzip import open as open_gzip
from itertools import combinations
from pathlib import Path
from typing import TypeVar

import pyarrow.dataset as ds
from made_articles import fingerprints, parsed, texts, window_on_disk
from made_families import reports
from rich.console import Console
from rich.table import Table

from shpalta.lake import schemas
from shpalta.steps import StepContext
from shpalta.steps.deduplicate import Window, dedupe_lines, deduplicate
from shpalta.steps.deduplicate.candidates import match, spark_engine
from shpalta.steps.deduplicate.clusters import places_of
from shpalta.steps.deduplicate.edges import link

DEV_SET = Path(__file__).resolve().parents[2] / "shared/data/dedup/neardup_uk_dev.jsonl.gz"
DAY = date(2026, 11, 15)
WINDOW_DAYS = 30
WINDOW = 1_000_000
SHOW = Console()
T = TypeVar("T")


@dataclass(frozen=True)
class Scores:
    """How well clusters fit the truth, over pairs of lines and over lines (B-cubed)."""

    precision: float
    recall: float
    b_cubed: float

    @property
    def f1(self) -> float:
        return _harmonic(self.precision, self.recall)


def scores(found: Sequence[str], truth: Sequence[str]) -> Scores:
    """Compare two clusterings of the same lines."""
    of_found, of_truth, of_both = Counter(found), Counter(truth), Counter(zip(found, truth, strict=True))
    pairs = [sum(count * (count - 1) // 2 for count in each.values()) for each in (of_both, of_found, of_truth)]
    lines = list(zip(found, truth, strict=True))
    precision = sum(of_both[each] / of_found[each[0]] for each in lines) / len(lines)
    recall = sum(of_both[each] / of_truth[each[1]] for each in lines) / len(lines)
    return Scores(pairs[0] / max(1, pairs[1]), pairs[0] / max(1, pairs[2]), _harmonic(precision, recall))


def quality() -> None:
    """Print pair and B-cubed scores on the development set, and what each family of texts contributes."""
    if not DEV_SET.exists():
        SHOW.print(f"quality: skipped, {DEV_SET} is absent")
        return
    with open_gzip(DEV_SET) as lines:
        read = [json.loads(line) for line in lines]
    out = list(dedupe_lines({**line, "id": line["doc_id"]} for line in read))
    named = [{"group": line["group"], "family": line["fam"] or line["kind"]} for line in read]
    _show("development set", named, [str(line["cluster_id"]) for line in out])


def families() -> None:
    """Print the same of reports of our own making: the families that are hard, in languages and scripts of several kinds."""
    made = list(reports())
    lines = ({"id": f"{number:05}", "date": "2026-11-15", "text": each.text} for number, each in enumerate(made))
    cluster_of = [str(line["cluster_id"]) for line in dedupe_lines(lines)]
    named = [{"group": each.report, "family": f"{each.family}, {each.language}"} for each in made]
    _show("families", named, cluster_of)


def _show(name: str, read: Sequence[dict[str, str]], cluster_of: Sequence[str]) -> None:
    total = scores(cluster_of, [line["group"] for line in read])
    SHOW.print(
        f"{name}: {len(read)} lines, link precision {total.precision:.4f}, recall {total.recall:.4f}, "
        f"F1 {total.f1:.4f}, B-cubed F {total.b_cubed:.4f}"
    )
    table = Table("family", "lines", "pairs merged", "of them false", "precision", "true pairs", "recall")
    for family, row in sorted(_by_family(read, cluster_of).items()):
        merged, false, wanted, reached = row
        table.add_row(
            family,
            str(sum(line["family"] == family for line in read)),
            str(merged),
            str(false),
            f"{1 - false / merged:.3f}" if merged else "-",
            str(wanted),
            f"{reached / wanted:.3f}" if wanted else "-",
        )
    SHOW.print(table)


def _by_family(read: Sequence[dict[str, str]], cluster_of: Sequence[str]) -> dict[str, tuple[int, int, int, int]]:
    """Count for each family the pairs with at least one line of it: merged, falsely merged, true, and true and merged."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for is_truth, key in ((False, cluster_of), (True, [line["group"] for line in read])):
        members: dict[str, list[int]] = defaultdict(list)
        for place, each in enumerate(key):
            members[each].append(place)
        for group in members.values():
            for one, other in combinations(group, 2):
                agree = read[one]["group"] == read[other]["group"] and cluster_of[one] == cluster_of[other]
                for family in {read[one]["family"], read[other]["family"]}:
                    counts[family][2 * is_truth] += 1
                    counts[family][2 * is_truth + 1] += agree == is_truth
    return {family: tuple(each) for family, each in counts.items()}


def _harmonic(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0


def scale() -> None:
    """Print CPU and peak memory of deduplicating days of growing size against one window."""
    _scale((10_000, 100_000))


def million() -> None:
    """Add a day of a million articles to the curve; takes a quarter of an hour and some 14 GB."""
    _scale((1_000_000,))


def _scale(counts: Sequence[int]) -> None:
    table = Table("articles", "window", "CPU s", "CPU ms an article", "links", "peak MB")
    with tempfile.TemporaryDirectory() as folder:
        _in_a_process(window_on_disk, Path(folder), WINDOW, [DAY - timedelta(days=back) for back in range(1, WINDOW_DAYS + 1)])
        for count in counts:
            table.add_row(*_in_a_process(_scale_of, count, Path(folder)))
    SHOW.print(table)


def _scale_of(count: int, folder: Path) -> list[str]:
    """Deduplicate a day as its task does, all of it: fingerprints, links, clusters and revisions."""
    of_the_day = parsed(count, DAY, 0)
    gc.collect()
    window = replace(Window.empty(), fingerprints=ds.dataset(folder, schemas.FINGERPRINTS.schema))
    started = time.process_time()
    made = deduplicate(of_the_day, StepContext(DAY, "Europe/Kyiv", {}), window)
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    links = f"{made.edges.num_rows:,}"
    return [f"{count:,}", f"{WINDOW:,}", f"{seconds:.1f}", f"{1000 * seconds / count:.2f}", links, f"{peak:,}"]


def _in_a_process(work: Callable[..., T], *arguments: object) -> T:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, arguments)


def engines() -> None:
    """Say whether DuckDB and Spark, in local mode, find the same pairs, links and clusters of 100,000 articles."""
    if importlib.util.find_spec("pyspark") is None or shutil.which("java") is None:
        SHOW.print("engines: skipped, Spark needs Java 17 and `make spark`")
        return
    from pyspark.sql import SparkSession  # noqa: PLC0415  an extra

    of_the_day, nothing = fingerprints(100_000, DAY, 0), schemas.FINGERPRINTS.empty()
    session = SparkSession.builder.master("local[2]").config("spark.driver.memory", "4g").getOrCreate()
    found = {"DuckDB": match(of_the_day, nothing), "Spark": match(of_the_day, nothing, partial(spark_engine, session))}
    session.stop()
    links = {name: link(of_the_day, nothing, nothing, matches) for name, matches in found.items()}
    clusters = {name: places_of(edges.to_pylist()) for name, edges in links.items()}
    for what, of_engine in (("pairs", found), ("links", links), ("clusters", clusters)):
        one, other = of_engine.values()
        SHOW.print(f"engines: {len(one):,} {what} by DuckDB, {'the same' if one == other else 'OTHERS'} by Spark")


def hostile() -> None:
    """Print the CPU time of histories that could stall a quadratic join or a backtracking pattern."""
    article = next(texts(1, 1))
    line = "Рада ухвалила бюджет міста на наступний рік без обговорення. "
    cases = {
        "1,000 empty texts": [""] * 1_000,
        "1,000 texts of one word": ["Оновлюється"] * 1_000,
        "20 texts of 5 MB": [" ".join(map(str, range(at, at + 700_000))) for at in range(20)],
        "20 texts of 5 MB of one repeated line": [f"{line * 45_000}{at}" for at in range(20)],
        "20 texts of 5 MB without a space": ["а" * 2_500_000 + str(at) for at in range(20)],
        "5,000 copies of one article": [article] * 5_000,
        "5,000 copies, each with a line of its own": [f"{article} Читайте також: {at}" for at in range(5_000)],
        "5,000 articles under one footer": [f"{each} {line * 20}" for each in texts(5_000, 2)],
    }
    table = Table("history", "CPU s", "clusters")
    for name, bodies in cases.items():
        started = time.process_time()
        out = list(dedupe_lines({"id": f"{at:05}", "date": "2026-11-15", "text": body} for at, body in enumerate(bodies)))
        table.add_row(name, f"{time.process_time() - started:.1f}", str(len({line["cluster_id"] for line in out})))
    SHOW.print(table)


if __name__ == "__main__":
    parts = {
        "quality": quality,
        "families": families,
        "scale": scale,
        "million": million,
        "engines": engines,
        "hostile": hostile,
    }
    for part in sys.argv[1:] or ["quality", "families", "scale", "engines", "hostile"]:
        parts[part]()
