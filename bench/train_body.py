"""Trains the model that tells an article's blocks from the rest, and says how well it does on sites that it has not seen.

Run: python bench/train_body.py ../shared/data/pages [--more FOLDER] [--write]
Cross-validated by site: no site's pages are both learned from and scored. With --write the model of all pages is written to
include/shpalta/text/blocks/body.npz. FOLDER holds clones of two more public benchmarks, both Apache-2.0, whose pages are
learned from and not scored: opendatalab/magic-html as magic-html, mozilla/readability as readability. Needs lightgbm (a
development dependency), whose wheel needs the system's libgomp.
"""

from __future__ import annotations

import argparse
import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from training_pages import TRUTH_SETS, Numbers, Sample, read_samples, shingles

from shpalta.text.blocks.context import CONTEXT, context_of
from shpalta.text.blocks.features import FEATURES
from shpalta.text.blocks.judge import HOPELESS, THRESHOLD

SEED = 20241129
FOLDS = 5
TREES = (40, 100)
RATES = (0.15, 0.1)
DEPTH = 5
PARAMETERS = {
    "objective": "cross_entropy", "num_leaves": 24, "max_depth": DEPTH, "min_data_in_leaf": 20,
    "min_sum_hessian_in_leaf": 0.5, "feature_fraction": 0.4, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 3.0,
    "max_bin": 127,
    "seed": SEED, "deterministic": True, "force_row_wise": True, "num_threads": 1, "verbosity": -1,
}  # fmt: skip
TARGET = Path(__file__).parent.parent / "include/shpalta/text/blocks/body.npz"
SCORED = re.compile(r"\w+")


def fold_of(site: str) -> int:
    return int(hashlib.sha256(f"{SEED}{site}".encode()).hexdigest()[:8], 16) % FOLDS


Rows = Callable[[Sample], Numbers]


def train(samples: list[Sample], features: dict[str, Any], names: list[str], stage: int, rows: Rows) -> lightgbm.Booster:
    """Learn a stage, 0 or 1, from the rows of each page that `rows` says."""
    taken = {sample.name: rows(sample) for sample in samples}
    learned = lightgbm.Dataset(
        np.concatenate([features[sample.name][taken[sample.name]] for sample in samples]),
        np.concatenate([sample.labels[taken[sample.name]] for sample in samples]),
        weight=np.concatenate([sample.weights[taken[sample.name]] for sample in samples]) + 1e-6,
        feature_name=names,
    )
    return lightgbm.train(PARAMETERS | {"learning_rate": RATES[stage]}, learned, TREES[stage])


def out_of_fold(samples: list[Sample], features: dict[str, Any], names: list[str], stage: int, rows: Rows) -> dict[str, Any]:
    """Judge every page by a model that has not seen its site."""
    sure: dict[str, Any] = {}
    for fold in range(FOLDS):
        model = train([sample for sample in samples if fold_of(sample.site) != fold], features, names, stage, rows)
        for sample in samples:
            if fold_of(sample.site) == fold:
                sure[sample.name] = (model.predict(features[sample.name]) * sample.judged).astype(np.float32)
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
    arguments.add_argument("--more", type=Path)
    arguments.add_argument("--write", action="store_true")
    options = arguments.parse_args()
    samples = list(read_samples(options.pages, options.more))
    first_names = list(FEATURES)
    print(f"{len(samples)} pages, {sum(len(sample.labels) for sample in samples)} blocks, {len(first_names)} features")
    features = {sample.name: sample.features for sample in samples}
    sure = out_of_fold(samples, features, first_names, 0, is_labelled)
    report("first judgement", samples, sure)
    contexts = {sample.name: context_of(sample.blocks.elements, sample.features, sure[sample.name]) for sample in samples}
    both_names = [*FEATURES, *CONTEXT]
    both = {sample.name: np.hstack([sample.features, contexts[sample.name]]) for sample in samples}

    def is_hopeful(sample: Sample) -> Numbers:
        return is_labelled(sample) & (sure[sample.name] > HOPELESS / 2)

    second = out_of_fold(samples, both, both_names, 1, is_hopeful)
    for sample in samples:
        second[sample.name][sure[sample.name] <= HOPELESS] = 0.0
    report("second judgement", samples, second)
    if options.write:
        first_model = train(samples, features, first_names, 0, is_labelled)
        write_model(first_model, train(samples, both, both_names, 1, is_hopeful))


def is_labelled(sample: Sample) -> Numbers:
    return np.asarray((sample.weights > 0) & sample.judged)


def report(title: str, samples: list[Sample], sure: dict[str, Any]) -> None:
    print(title)
    for name in TRUTH_SETS:
        own = [sample for sample in samples if sample.name.startswith(name + "/")]
        for threshold in (0.4, THRESHOLD, 0.5):
            pairs = [
                (s.truth, "\n".join(t for t, p in zip(s.blocks.texts, sure[s.name], strict=True) if p > threshold)) for s in own
            ]
            print(f"  {name:14s} > {threshold}: P %.4f R %.4f F1 %.4f" % shingle_score(pairs))


if __name__ == "__main__":
    main()
