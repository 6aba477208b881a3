"""Measure deduplication: precision and recall a family, CPU and memory against size, texts that could stall it.

    python bench/deduplicate.py [quality] [scale] [hostile]

Quality reads the tuning data in ../shared and is skipped where that is absent. Scale makes its own articles: words by Zipf's
law, one in eight a reprint, one in thirty a daily report of a template.
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from gzip import open as open_gzip
from itertools import combinations
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table

from shpalta.lake import schemas
from shpalta.steps.deduplicate import dedupe_lines
from shpalta.steps.deduplicate.articles import fingerprint_table
from shpalta.steps.deduplicate.edges import link
from shpalta.text.fingerprint import fingerprint_of

DEV_SET = Path(__file__).resolve().parents[2] / "shared/data/dedup/neardup_uk_dev.jsonl.gz"
DAY = date(2026, 11, 15)
WINDOW_DAYS = 30
WORDS = 400
VOCABULARY = 60_000
SHOW = Console()


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
    cluster_of = [line["cluster_id"] for line in out]
    total = scores(cluster_of, [line["group"] for line in read])
    SHOW.print(
        f"quality: {len(read)} lines, link precision {total.precision:.4f}, recall {total.recall:.4f}, "
        f"F1 {total.f1:.4f}, B-cubed F {total.b_cubed:.4f}"
    )
    table = Table("family", "lines", "pairs merged", "of them false", "precision", "true pairs", "recall")
    for family, row in sorted(_by_family(read, cluster_of).items()):
        merged, false, wanted, reached = row
        table.add_row(
            family,
            str(sum(_family(line) == family for line in read)),
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
                for family in {_family(read[one]), _family(read[other])}:
                    counts[family][2 * is_truth] += 1
                    counts[family][2 * is_truth + 1] += agree == is_truth
    return {family: tuple(each) for family, each in counts.items()}


def _family(line: dict[str, str]) -> str:
    return line["fam"] or line["kind"]


def _harmonic(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0


def texts(count: int, seed: int) -> Iterator[str]:
    """Make articles: most are new, some are reprints with another lead, some are a template with new numbers."""
    random = np.random.default_rng(seed)
    vocabulary = np.array([f"слово{number:x}" for number in range(VOCABULARY)])
    chances = 1 / np.arange(10, VOCABULARY + 10)
    upto = np.cumsum(chances) / chances.sum()
    template = random.choice(vocabulary, WORDS // 2)
    recent: list[list[str]] = []
    for number in range(count):
        kind = number % 120
        if kind % 8 == 7 and recent:
            source = recent[int(random.integers(len(recent)))]
            words = [*random.choice(vocabulary, 12), *source[20 : int(random.integers(WORDS // 2, WORDS))]]
        elif kind % 30 == 1:
            numbers = random.integers(10, 99_999, len(template) // 5)
            words = [
                word
                for place, each in enumerate(template)
                for word in ([str(numbers[place // 5])] if place % 5 == 0 else []) + [each]
            ]
        else:
            words = list(vocabulary[np.searchsorted(upto, random.random(WORDS))])
            recent = [*recent[-999:], words]
        sentences = (" ".join(words[at : at + 15]).capitalize() for at in range(0, len(words), 15))
        yield ". ".join(sentences) + "."


def fingerprints(count: int, day: date, seed: int) -> pa.Table:
    """Fingerprint so many made articles of a day."""
    came_out = datetime.combine(day, datetime.min.time(), UTC)
    rows = (
        {
            "article_id": f"{seed:08x}{number:024x}",
            "source_id": f"source{number % 50}",
            "url": f"https://source{number % 50}.example/{seed}/{number}",
            "url_key": f"source{number % 50}.example/{seed}/{number}",
            "fetched_at": came_out,
            "date_published": came_out + timedelta(seconds=number % 86_000),
            "in_language": "uk",
        }
        for number in range(count)
    )
    return fingerprint_table(
        ((row, fingerprint_of(text)) for row, text in zip(rows, texts(count, seed), strict=True)), lambda _: day
    )


def window_on_disk(folder: Path, count: int) -> ds.Dataset:
    """Write a window of so many fingerprints, a file a day, as the lake holds it."""
    for back in range(1, WINDOW_DAYS + 1):
        day = DAY - timedelta(days=back)
        pq.write_table(
            fingerprints(count // WINDOW_DAYS, day, back), folder / f"{day}.parquet", compression="zstd", row_group_size=8192
        )
    return ds.dataset(folder)


def scale() -> None:
    """Print CPU and peak memory of deduplicating a day against a window ten times its size."""
    table = Table("articles", "window", "fingerprint CPU s", "link CPU s", "total CPU s", "links", "peak MB")
    for count in (1_000, 10_000, 100_000):
        with tempfile.TemporaryDirectory() as folder:
            made = multiprocessing.get_context("spawn").Process(target=window_on_disk, args=(Path(folder), count * 10))
            made.start()
            made.join()
            row = _in_a_process(_scale_of, count, Path(folder))
        table.add_row(*row)
        SHOW.print(table)


def _scale_of(count: int, folder: Path) -> list[str]:
    bodies = list(texts(count, 0))
    gc.collect()
    started = time.process_time()
    for body in bodies:
        fingerprint_of(body)
    read = time.process_time() - started
    of_the_day = fingerprints(count, DAY, 0)
    started = time.process_time()
    edges = link(of_the_day, ds.dataset(folder), schemas.FINGERPRINTS.empty())
    linked = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    window = f"{ds.dataset(folder).count_rows():,}"
    return [f"{count:,}", window, f"{read:.1f}", f"{linked:.1f}", f"{read + linked:.1f}", f"{edges.num_rows:,}", f"{peak:,}"]


def _in_a_process(work: Callable[..., list[str]], *arguments: object) -> list[str]:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, arguments)


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
    chosen = sys.argv[1:] or ["quality", "scale", "hostile"]
    for part in chosen:
        {"quality": quality, "scale": scale, "hostile": hostile}[part]()
