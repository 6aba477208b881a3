"""Articles made for measuring: words by Zipf's law, one in eight a reprint, one in thirty a daily report of a template.

Days draw their reprints from one pool and their reports from the same templates, so that a day finds some of its articles in
the window. A window's fingerprints are made from the words' hashes, without writing the text that nobody would read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
import xxhash

from shpalta.lake import schemas
from shpalta.steps.deduplicate.articles import fingerprint_table
from shpalta.text.fingerprint import Fingerprint, Tokens, fingerprint_of, keys_of

WORDS = 400
SENTENCE = 15
VOCABULARY = 60_000
NUMBERS = 90_000
POOL = 100_000
TEMPLATES = 10
LETTERS = "абвгдежзиклмнопрстуфхцчшщюяєії"
NO_DAY = 2**31  # seeds that no day has

Places = npt.NDArray[np.int64]


@cache
def words() -> list[str]:
    """Give the words, each with a stem of its own, then the numbers."""
    size = len(LETTERS)

    def letters(code: int) -> str:
        return "".join(LETTERS[code // size**place % size] for place in range(5))

    return [*(letters(number * 7_919 % size**5) for number in range(VOCABULARY)), *map(str, range(10_000, 10_000 + NUMBERS))]


@cache
def tokens() -> Tokens:
    """Give the token of each word."""
    return np.concatenate([fingerprint_of(" ".join(words()[at : at + 10_000])).tokens for at in range(0, len(words()), 10_000)])


@cache
def _upto() -> npt.NDArray[np.float64]:
    chances = 1 / np.arange(10, VOCABULARY + 10)
    return np.cumsum(chances) / chances.sum()


def _plain(random: np.random.Generator, count: int = WORDS) -> Places:
    return np.searchsorted(_upto(), random.random(count))


@cache
def _template(number: int) -> Places:
    return _plain(np.random.default_rng([NO_DAY, TEMPLATES, number]), WORDS // 2)


def bodies(count: int, seed: int) -> Iterator[Places]:
    """Make so many articles, each as the places of its words."""
    random = np.random.default_rng(seed)
    for number in range(count):
        if number % 8 == 7:
            source = _plain(np.random.default_rng([NO_DAY, int(random.integers(POOL))]))
            yield np.concatenate([_plain(random, 12), source[20 : int(random.integers(WORDS // 2, WORDS))]])
        elif number % 30 == 1:
            template = _template(int(random.integers(TEMPLATES)))
            slots = range(0, len(template), 5)
            yield np.insert(template, slots, VOCABULARY + random.integers(0, NUMBERS, len(slots)))
        else:
            yield _plain(random)


def texts(count: int, seed: int) -> Iterator[str]:
    """Write the articles out."""
    known = words()
    for body in bodies(count, seed):
        read = [known[place] for place in body.tolist()]
        sentences = (" ".join(read[at : at + SENTENCE]).capitalize() for at in range(0, len(read), SENTENCE))
        yield ". ".join(sentences) + "."


def parsed(count: int, day: date, seed: int) -> pa.Table:
    """Make the PARSED rows of a day."""
    rows = [row | {"headline": "", "canonical_url": row["url"]} for row in _rows(count, day, seed)]
    columns = {name: [row[name] for row in rows] for name in rows[0]} | {"article_body": list(texts(count, seed))}
    schema = schemas.PARSED.schema
    made = [pa.array(columns[each.name], each.type) if each.name in columns else _absent(each, count) for each in schema]
    return pa.table(made, schema=schema)


def _absent(field: pa.Field, count: int) -> pa.Array:
    if field.nullable:
        return pa.nulls(count, field.type)
    some: object = [] if pa.types.is_list(field.type) else 0 if pa.types.is_integer(field.type) else ""
    return pa.array([some] * count, field.type)


def fingerprints(count: int, day: date, seed: int) -> pa.Table:
    """Make the FINGERPRINTS rows of a day."""
    rows = [row | {"date": day, "hreflangs": []} for row in _rows(count, day, seed)]
    articles = pa.Table.from_pylist(rows, schemas.FINGERPRINTS.schema)
    return fingerprint_table(articles, map(_fingerprint, bodies(count, seed)))


def _fingerprint(body: Places) -> Fingerprint:
    found = tokens()[body]
    return Fingerprint(xxhash.xxh3_128_hexdigest(body.tobytes()), len(found), found, keys_of(found))


def _rows(count: int, day: date, seed: int) -> list[dict[str, object]]:
    came_out = datetime.combine(day, datetime.min.time(), UTC)
    return [
        {
            "article_id": f"{seed:08x}{number:024x}",
            "source_id": f"source{number % 50}",
            "url": f"https://source{number % 50}.example/{seed}/{number}",
            "url_key": f"source{number % 50}.example/{seed}/{number}",
            "fetched_at": came_out,
            "first_seen_at": came_out,
            "date_published": came_out + timedelta(seconds=number % 86_000),
            "in_language": "uk",
        }
        for number in range(count)
    ]


def window_on_disk(folder: Path, count: int, days: Iterable[date]) -> None:
    """Write a window of so many fingerprints, a file a day, as the lake holds it."""
    listed = list(days)
    for number, day in enumerate(listed, start=1):
        made = fingerprints(count // len(listed), day, number)
        pq.write_table(made, folder / f"{day}.parquet", compression="zstd", row_group_size=8_192)
