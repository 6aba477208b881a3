"""Pages to learn from, with the share of each block that is the article's."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt
import tld
from selectolax.lexbor import LexborHTMLParser

from shpalta.text.blocks.features import PageWords, features_of, headline_place, is_elsewhere
from shpalta.text.blocks.reading import Blocks, read_blocks
from shpalta.text.document import Document, drop_heavy, read_document
from shpalta.text.fields import metadata

Numbers: TypeAlias = npt.NDArray[Any]
TRUTH_SETS = ("fundus", "scrapinghub", "wcxb_article", "cyr_gold", "seed_recon")
_SNIPPET_SETS = ("trafilatura_eval",)
_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_OWN_ADDRESS = re.compile(r'rel="canonical"[^>]*href="(http[^"]+)"|og:url"[^>]*content="(http[^"]+)"')
_SHORTEST_TRUTH = 400
SHINGLE = 4


@dataclass
class Sample:
    """A page to learn from: its blocks' features, whether each is judged, its share that is the article's, and its weight."""

    name: str
    site: str
    blocks: Blocks
    features: Numbers
    judged: Numbers
    labels: Numbers
    weights: Numbers
    truth: str


def site_of(row: dict[str, Any]) -> str:
    host = urlsplit(row.get("url") or "").hostname or ""
    return tld.get_fld(f"https://{host}/", fail_silently=True) or str(row.get("publisher") or row["id"])


def shingles(tokens: list[str], size: int = SHINGLE) -> Counter[tuple[str, ...]]:
    return Counter(tuple(tokens[start : start + size]) for start in range(max(1, len(tokens) - size + 1)) if tokens)


def label_blocks(texts: list[str], truth: str) -> Numbers:
    """Give for each block the share of its words that stand in the truth, in runs; short ones only beside longer ones."""
    truth_tokens = _TOKEN.findall(truth)
    known = {size: set(shingles(truth_tokens, size)) for size in range(1, SHINGLE + 1)}
    tokens = [_TOKEN.findall(text) for text in texts]
    share = np.zeros(len(texts))
    for place, words in enumerate(tokens):
        size = min(SHINGLE, len(words))
        if size:
            own = [tuple(words[start : start + size]) for start in range(len(words) - size + 1)]
            share[place] = sum(each in known[size] for each in own) / len(own)
    is_long = np.array([len(words) >= 2 * SHINGLE for words in tokens])
    anchors = np.flatnonzero(is_long & (share > 0.5))
    for place, words in enumerate(tokens):
        if len(words) < 2 * SHINGLE and share[place] > 0:
            near = len(anchors) and np.min(np.abs(anchors - place)) <= 4
            share[place] = share[place] if near else 0.0
    return _without_copies(texts, share, truth)


def _without_copies(texts: list[str], share: Numbers, truth: str) -> Numbers:
    places: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        if share[place] > 0.5:
            places.setdefault(text, []).append(place)
    for text, copies in places.items():
        allowed = max(1, truth.count(text))
        if len(copies) > allowed:
            company = [share[max(0, place - 6) : place + 7].sum() for place in copies]
            for rank in np.argsort(company)[: len(copies) - allowed]:
                share[copies[rank]] = 0.0
    return share


def label_by_snippets(texts: list[str], wanted: list[str], unwanted: list[str]) -> tuple[Numbers, Numbers]:
    labels = np.zeros(len(texts))
    weights = np.zeros(len(texts))
    for place, text in enumerate(texts):
        is_wanted = any(snippet in text for snippet in wanted)
        is_unwanted = any(snippet in text for snippet in unwanted)
        if is_wanted != is_unwanted:
            labels[place], weights[place] = float(is_wanted), 0.02 if is_wanted else 0.015
    return labels, weights


def page_words(markup: str, url: str) -> tuple[Document, PageWords]:
    document = read_document(markup, url)
    return document, metadata.read_fields(document).words(document)


def read_samples(folder: Path, more: Path | None) -> Iterator[Sample]:
    """Read the pages with truth or snippets, and those of two more benchmarks where `more` holds clones of them."""
    for name in TRUTH_SETS + _SNIPPET_SETS:
        for line in (folder / name / "truth.jsonl").open(encoding="utf-8"):
            row = json.loads(line)
            markup = gzip.decompress((folder / name / "pages" / f"{row['id']}.html.gz").read_bytes()).decode("utf-8", "replace")
            yield from _sample(name, row, markup)
    if more is not None:
        yield from _magic_html(more / "magic-html" / "benchmark" / "data" / "article")
        yield from _readability(more / "readability" / "test" / "test-pages")


def _magic_html(folder: Path) -> Iterator[Sample]:
    for name, row in json.loads((folder / "base.json").read_text(encoding="utf-8")).items():
        page = folder / "htmls" / f"{name}.html"
        if page.exists():
            truth = {"id": name, "url": row["url"], "body": row["content"]}
            yield from _sample("magic_html", truth, page.read_text(encoding="utf-8", errors="replace"))


def _readability(folder: Path) -> Iterator[Sample]:
    for page in sorted(folder.iterdir()):
        expected = LexborHTMLParser((page / "expected.html").read_text(encoding="utf-8", errors="replace"))
        body = "\n".join(read_blocks(expected).texts)
        markup = (page / "source.html").read_text(encoding="utf-8", errors="replace")
        address = _OWN_ADDRESS.search(markup)
        url = (address[1] or address[2]) if address else f"https://{page.name}.example/"
        if len(body) > _SHORTEST_TRUTH:
            yield from _sample("readability", {"id": page.name, "url": url, "body": body}, markup)


def _sample(name: str, row: dict[str, Any], markup: str) -> Iterator[Sample]:
    document, words = page_words(markup, row.get("url") or "https://example.org/")
    drop_heavy(document)
    blocks = read_blocks(document.tree)
    if not blocks.texts:
        return
    truth = row.get("body") or ""
    if truth:
        labels = label_blocks(blocks.texts, truth)
        sizes = np.array([len(_TOKEN.findall(text)) for text in blocks.texts], float)
        weights = np.minimum((sizes + 3) / max(len(_TOKEN.findall(truth)), 50), 0.5)
    else:
        labels, weights = label_by_snippets(blocks.texts, row.get("with_") or [], row.get("without") or [])
    shown = headline_place(blocks, words.headline)
    features = features_of(blocks, words, shown)
    judged = ~is_elsewhere(blocks, shown)
    yield Sample(f"{name}/{row['id']}", site_of(row), blocks, features, judged, labels, weights, truth)
