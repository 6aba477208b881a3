"""Trains the model that tells an article's blocks from the rest, and says how well it does on sites that it has not seen.

Run: python bench/train_body.py ../shared/data/pages [--write]
Cross-validated by site: no site's pages are both learned from and scored. With --write the model of all pages is written to
include/shpalta/text/model/body.npz. Needs lightgbm (a development dependency), whose wheel needs the system's libgomp.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import lightgbm
import numpy as np
import numpy.typing as npt
import tld

from shpalta.text import jsonld, metadata
from shpalta.text.blocks import Blocks, read_blocks
from shpalta.text.context import context_names, context_of
from shpalta.text.document import read_document
from shpalta.text.features import PageWords, feature_names, features_of

Numbers: TypeAlias = npt.NDArray[Any]
TRUTH_SETS = ("fundus", "scrapinghub", "wcxb_article", "cyr_gold", "seed_recon")
SNIPPET_SETS = ("trafilatura_eval",)
SEED = 20241129
FOLDS = 5
TREES = (80, 100)
DEPTH = 6
PARAMETERS = {
    "objective": "cross_entropy", "learning_rate": 0.07, "num_leaves": 32, "max_depth": DEPTH, "min_data_in_leaf": 20,
    "min_sum_hessian_in_leaf": 0.5, "feature_fraction": 0.4, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 3.0,
    "max_bin": 127,
    "seed": SEED, "deterministic": True, "force_row_wise": True, "num_threads": 2, "verbosity": -1,
}  # fmt: skip
TARGET = Path(__file__).parent.parent / "include/shpalta/text/model/body.npz"
TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
SCORED = re.compile(r"\w+")
SHINGLE = 4


@dataclass
class Sample:
    """A page to learn from: its blocks' features, the share of each block that is the article's, and what each weighs."""

    name: str
    site: str
    blocks: Blocks
    features: Numbers
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
    truth_tokens = TOKEN.findall(truth)
    known = {size: set(shingles(truth_tokens, size)) for size in range(1, SHINGLE + 1)}
    tokens = [TOKEN.findall(text) for text in texts]
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


def page_words(markup: str, url: str) -> tuple[Any, PageWords]:
    document = read_document(markup, url)
    node = metadata.main_node(document)
    headline, _ = metadata.headline(document, node, metadata.site_names(document, node))
    description = metadata.description(document, node).value or ""
    body = " ".join(" ".join(jsonld.texts((node or {}).get("articleBody"), document.graph)).split())
    return document, PageWords(headline.value or "", description, body)


def read_samples(folder: Path, sets: tuple[str, ...]) -> Iterator[Sample]:
    for name in sets:
        for line in (folder / name / "truth.jsonl").open(encoding="utf-8"):
            row = json.loads(line)
            markup = gzip.decompress((folder / name / "pages" / f"{row['id']}.html.gz").read_bytes()).decode("utf-8", "replace")
            document, words = page_words(markup, row.get("url") or "https://example.org/")
            blocks = read_blocks(document.tree)
            if not blocks.texts:
                continue
            if row.get("body"):
                labels = label_blocks(blocks.texts, row["body"])
                sizes = np.array([len(TOKEN.findall(text)) for text in blocks.texts], float)
                union = max(len(TOKEN.findall(row["body"])), 50)
                weights = np.minimum((sizes + 3) / union, 0.5)
            else:
                labels, weights = label_by_snippets(blocks.texts, row.get("with_") or [], row.get("without") or [])
            yield Sample(
                f"{name}/{row['id']}", site_of(row), blocks, features_of(blocks, words), labels, weights, row.get("body") or ""
            )


def fold_of(site: str) -> int:
    return int(hashlib.sha256(f"{SEED}{site}".encode()).hexdigest()[:8], 16) % FOLDS


def train(samples: list[Sample], features: dict[str, Any], names: list[str], trees: int) -> lightgbm.Booster:
    learned = lightgbm.Dataset(
        np.concatenate([features[sample.name] for sample in samples]),
        np.concatenate([sample.labels for sample in samples]),
        weight=np.concatenate([sample.weights for sample in samples]) + 1e-6,
        feature_name=names,
    )
    return lightgbm.train(PARAMETERS, learned, trees)


def out_of_fold(samples: list[Sample], features: dict[str, Any], names: list[str], trees: int) -> dict[str, Any]:
    """Judge every page by a model that has not seen its site."""
    sure: dict[str, Any] = {}
    for fold in range(FOLDS):
        model = train([sample for sample in samples if fold_of(sample.site) != fold], features, names, trees)
        for sample in samples:
            if fold_of(sample.site) == fold:
                sure[sample.name] = model.predict(features[sample.name]).astype(np.float32)
    return sure


def complete_trees(model: lightgbm.Booster) -> tuple[Numbers, Numbers, Numbers]:
    """Lay a model's trees out as complete ones of DEPTH levels: features, thresholds and leaves."""
    trees = model.dump_model()["tree_info"]
    inner = 2**DEPTH - 1
    feature = np.zeros((len(trees), inner), np.int16)
    threshold = np.full((len(trees), inner), np.inf, np.float32)
    leaf = np.zeros((len(trees), inner + 1), np.float32)

    def lay(number: int, node: dict[str, Any], place: int, level: int) -> None:
        if "split_feature" in node:
            feature[number, place], threshold[number, place] = node["split_feature"], _not_above(node["threshold"])
            lay(number, node["left_child"], 2 * place + 1, level + 1)
            lay(number, node["right_child"], 2 * place + 2, level + 1)
        else:
            while level < DEPTH:
                place, level = 2 * place + 1, level + 1
            leaf[number, place - inner] = node["leaf_value"]

    for number, tree in enumerate(trees):
        lay(number, tree["tree_structure"], 0, 0)
    return feature, threshold, leaf


def _not_above(threshold: float) -> Numbers:
    """Give the largest single-precision number that is not above, so that single-precision values fall on the same side."""
    nearest = np.float32(threshold)
    return nearest if float(nearest) <= threshold else np.nextafter(nearest, np.float32(-np.inf))


def write_model(first: lightgbm.Booster, second: lightgbm.Booster) -> None:
    arrays = {}
    for stage, model in (("first", first), ("second", second)):
        for name, values in zip(("feature", "threshold", "leaf"), complete_trees(model), strict=True):
            arrays[f"{stage}_{name}"] = values
    np.savez_compressed(TARGET, **arrays)


def shingle_score(pairs: list[tuple[str, str]]) -> tuple[float, float, float]:
    """Score (truth, found) pairs as the public benchmark does: macro precision and recall over shingles, and their F1."""
    precisions, recalls = [], []
    for truth, found in pairs:
        wanted, got = shingles(SCORED.findall(truth)), shingles(SCORED.findall(found))
        hits = sum((wanted & got).values())
        if got:
            precisions.append(hits / sum(got.values()))
        if wanted:
            recalls.append(hits / sum(wanted.values()))
    precision, recall = sum(precisions) / max(len(precisions), 1), sum(recalls) / max(len(recalls), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("pages", type=Path)
    arguments.add_argument("--write", action="store_true")
    options = arguments.parse_args()
    samples = list(read_samples(options.pages, TRUTH_SETS + SNIPPET_SETS))
    first_names = feature_names()
    print(f"{len(samples)} pages, {sum(len(sample.labels) for sample in samples)} blocks, {len(first_names)} features")
    features = {sample.name: sample.features for sample in samples}
    sure = out_of_fold(samples, features, first_names, TREES[0])
    report("first judgement", samples, sure)
    both_names = first_names + context_names()
    both = {
        sample.name: np.column_stack([sample.features, context_of(sample.blocks, sample.features, sure[sample.name])])
        for sample in samples
    }
    report("second judgement", samples, out_of_fold(samples, both, both_names, TREES[1]))
    if options.write:
        write_model(train(samples, features, first_names, TREES[0]), train(samples, both, both_names, TREES[1]))


def report(title: str, samples: list[Sample], sure: dict[str, Any]) -> None:
    print(title)
    for name in TRUTH_SETS:
        own = [sample for sample in samples if sample.name.startswith(name + "/")]
        for threshold in (0.4, 0.45, 0.5):
            pairs = [
                (s.truth, "\n".join(t for t, p in zip(s.blocks.texts, sure[s.name], strict=True) if p > threshold)) for s in own
            ]
            print(f"  {name:14s} > {threshold}: P %.4f R %.4f F1 %.4f" % shingle_score(pairs))


if __name__ == "__main__":
    main()
