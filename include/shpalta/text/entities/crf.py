"""A tagger that the user has trained: a linear-chain CRF over what the rules see of each word and what they say about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from itertools import chain
from typing import Any, get_args

from shpalta.text.entities.clues import Clues, Sentence, look_at
from shpalta.text.entities.model import EntityKind, Mention, Span
from shpalta.text.entities.rules import read_spans
from shpalta.text.morphology import analyses
from shpalta.text.passage import Passage, Token
from shpalta.text.places.gazetteer import places_of

OUTSIDE = "O"

_KIND_IN_LABEL: dict[str, EntityKind] = {kind: kind for kind in get_args(EntityKind)}
_FLAGS = tuple(name for name, kind in Clues.__annotations__.items() if kind == "bool")
_LONGEST_AFFIX = 4
_NEIGHBOURS = (-2, -1, 1, 2)


def load(path: str) -> Callable[[Passage, str], Iterator[Mention]]:
    """Open a model that `shpalta train-ner` has written. Raises OSError or ImportError when it cannot be opened."""
    model = import_module("pycrfsuite").Tagger()
    try:
        model.open(path)
    except ValueError as error:
        raise OSError(f"{path} is no model: {error}") from error

    def find(passage: Passage, language: str) -> Iterator[Mention]:
        for tokens, features in zip(passage.token_sentences, features_of(passage, language), strict=True):
            if tokens:
                yield from _mentions(model, tokens, features)

    return find


def _mentions(model: Any, tokens: Sequence[Token], features: list[list[str]]) -> Iterator[Mention]:  # noqa: ANN401
    labels = model.tag(features)
    for span in spans_of(labels):
        confidence = min(model.marginal(labels[place], place) for place in range(span.first, span.last))
        yield Mention(span.kind, tokens[span.first].start, tokens[span.last - 1].end, round(confidence, 4))


def labels_of(spans: Sequence[Span], length: int) -> list[str]:
    """Write spans as one label a token: B- where a name begins, I- where it goes on, O elsewhere."""
    labels = [OUTSIDE] * length
    for span in spans:
        labels[span.first : span.last] = [f"B-{span.kind}", *([f"I-{span.kind}"] * (span.last - span.first - 1))]
    return labels


def spans_of(labels: Sequence[str]) -> Iterator[Span]:
    """Read labels back into spans; a name that goes on without having begun begins there."""
    first = 0
    while first < len(labels):
        kind = _KIND_IN_LABEL.get(labels[first][2:])
        last = first + 1
        while kind and last < len(labels) and labels[last] == f"I-{kind}":
            last += 1
        if kind:
            yield Span(kind, first, last, 1.0)
        first = last


def features_of(passage: Passage, language: str) -> Iterator[list[list[str]]]:
    """Describe each token of each sentence to the model, by itself and by its neighbours."""
    said = [labels_of(spans, len(sentence.tokens)) for sentence, spans in read_spans(passage, language)]
    known = places_of(passage, language)
    for sentence, labels, places in zip(look_at(passage, language), said, known, strict=True):
        where = {at: each.name.relation for each in places for at in range(each.first, each.last)}
        own = [[*_of_token(sentence, at), f"rules={labels[at]}", f"place={where.get(at)}"] for at in range(len(labels))]
        yield [
            [*own[at], *chain.from_iterable(_of_neighbour(own, at, step) for step in _NEIGHBOURS)] for at in range(len(labels))
        ]


def _of_token(sentence: Sentence, at: int) -> list[str]:
    text, word = sentence.texts[at], sentence.words[at]
    lowered = text.lower()
    reading = next(iter(analyses(text, sentence.language)), None)
    return [
        f"word={lowered}",
        f"shape={_shape(text)}",
        f"pos={reading.pos}.{reading.case}" if reading else "pos=",
        f"start={sentence.is_at_start(at)}",
        *(name for name in _FLAGS if getattr(word, name)),
        *(f"role={role}" for role in sorted(word.roles)),
        *(f"head={lowered[:size]}" for size in range(2, min(len(lowered), _LONGEST_AFFIX) + 1)),
        *(f"tail={lowered[-size:]}" for size in range(1, min(len(lowered), _LONGEST_AFFIX) + 1)),
    ]


def _of_neighbour(own: Sequence[Sequence[str]], at: int, step: int) -> list[str]:
    """Give what a neighbour says: all but the affixes, which only tell of the word itself."""
    if not 0 <= at + step < len(own):
        return [f"{step}:none"]
    return [f"{step}:{feature}" for feature in own[at + step] if not feature.startswith(("head=", "tail="))]


def _shape(text: str) -> str:
    """Reduce a word to its kinds of letters: 'Х' capital, 'х' small, '0' digit, repeated ones once."""
    kinds = ("Х" if sign.isupper() else "х" if sign.isalpha() else "0" if sign.isdigit() else sign for sign in text[:20])
    shape = ""
    for kind in kinds:
        if shape[-1:] != kind:
            shape += kind
    return shape
