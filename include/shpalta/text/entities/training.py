"""Train a tagger of one's own on texts whose names somebody has marked, and measure it on texts held back."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from shpalta.errors import InputError, SettingsError
from shpalta.text.entities.crf import features_of, labels_of, load
from shpalta.text.entities.model import KIND_OF_LABEL, EntityKind, Span
from shpalta.text.entities.rules import find_mentions
from shpalta.text.passage import Passage, Token, read

# Every so many texts one is held back to measure on.
_HELD_BACK = 10
_SETTINGS = {"c1": 0.05, "c2": 0.02, "max_iterations": 80, "feature.possible_transitions": True}
_EXAMPLE = 'A line is {"text": "Олена Коваль приїхала.", "entities": [{"kind": "person", "start": 0, "end": 12}]}'

Marked = tuple[EntityKind, int, int]


@dataclass(frozen=True)
class MarkedText:
    """A text and the names that are marked in it, in code points of the clean text."""

    passage: Passage
    marks: tuple[Marked, ...]


@dataclass(frozen=True)
class TrainingReport:
    """What was trained on, what could not be used, and the exact-span F1 on the texts held back, beside that of the rules."""

    text_count: int
    held_back_count: int
    mark_count: int
    unread_count: int
    other_labels: Mapping[str, int]
    f1: float
    rules_f1: float


def train_tagger(lines: Iterable[Mapping[str, object]], model: Path, language: str) -> TrainingReport:
    """Train on nine texts of ten and write the model, then measure it on the tenth.

    A line has `text` and `entities`, each with a `kind` (or `label`: PER, ORG, LOC ...), `start` and `end` in code points;
    other kinds are counted and left out, as are marks that cut a word. Raises InputError for a line that cannot be read
    or too few texts, SettingsError where python-crfsuite is not installed.
    """
    others: Counter[str] = Counter()
    texts = [_marked_text(line, number, others) for number, line in enumerate(lines, start=1)]
    if len(texts) < _HELD_BACK:
        raise InputError(f"There are {len(texts)} texts to train on", remedy=f"Give at least {_HELD_BACK}, better hundreds")
    held_back = texts[_HELD_BACK - 1 :: _HELD_BACK]
    trainer = _trainer()
    unread = 0
    for number, text in enumerate(texts, start=1):
        if number % _HELD_BACK:
            unread += _append(trainer, text, language)
    trainer.train(str(model))
    tagger = load(str(model))
    return TrainingReport(
        text_count=len(texts) - len(held_back),
        held_back_count=len(held_back),
        mark_count=sum(len(text.marks) for text in texts),
        unread_count=unread,
        other_labels=dict(sorted(others.items())),
        f1=_f1(held_back, [[each[:3] for each in tagger(text.passage, language)] for text in held_back]),
        rules_f1=_f1(held_back, [[each[:3] for each in find_mentions(text.passage, language)] for text in held_back]),
    )


def _trainer() -> Any:  # noqa: ANN401 - an optional package without types
    try:
        trainer = import_module("pycrfsuite").Trainer(algorithm="lbfgs", verbose=False)
    except ImportError as error:
        raise SettingsError("python-crfsuite is not installed", remedy="Install Shpalta's extra 'train'") from error
    trainer.set_params(_SETTINGS)
    return trainer


def _marked_text(line: Mapping[str, object], number: int, others: Counter[str]) -> MarkedText:
    text, entities = line.get("text"), line.get("entities")
    if not isinstance(text, str) or not isinstance(entities, list):
        raise InputError(f"Line {number} has no text with entities", remedy=_EXAMPLE)
    passage = read(text)
    places = [passage.clean.origin(at, at + 1)[0] for at in range(len(passage.text))] + [len(text)]
    marks: list[Marked] = []
    for entity in entities:
        label, start, end = _mark(entity, number, len(text))
        kind = KIND_OF_LABEL.get(label.upper())
        if kind is None:
            others[label] += 1
        else:
            marks.append((kind, bisect_left(places, start), bisect_left(places, end)))
    return MarkedText(passage, tuple(_outermost(marks)))


def _mark(entity: object, number: int, length: int) -> tuple[str, int, int]:
    match entity:
        case {"kind": str(label), "start": int(start), "end": int(end)} if 0 <= start < end <= length:
            return label, start, end
        case {"label": str(label), "start": int(start), "end": int(end)} if 0 <= start < end <= length:
            return label, start, end
    raise InputError(f"Line {number}: {entity!r} is no entity of the text", remedy=_EXAMPLE)


def _outermost(marks: Iterable[Marked]) -> Iterator[Marked]:
    """Of names within names keep the outer one: a token has one label."""
    reached = 0
    for mark in sorted(marks, key=lambda each: (each[1], -each[2])):
        if mark[1] >= reached:
            yield mark
            reached = mark[2]


def _append(trainer: Any, text: MarkedText, language: str) -> int:  # noqa: ANN401
    """Add the sentences of a text to the trainer; give the number of marks that no run of tokens matches."""
    placed = 0
    for tokens, features in zip(text.passage.token_sentences, features_of(text.passage, language), strict=True):
        spans = list(_spans(text.marks, tokens))
        placed += len(spans)
        if tokens:
            trainer.append(features, labels_of(spans, len(tokens)))
    return len(text.marks) - placed


def _spans(marks: Sequence[Marked], tokens: Sequence[Token]) -> Iterator[Span]:
    firsts = {token.start: at for at, token in enumerate(tokens)}
    lasts = {token.end: at + 1 for at, token in enumerate(tokens)}
    for kind, start, end in marks:
        if start in firsts and end in lasts:
            yield Span(kind, firsts[start], lasts[end], 1.0)


def _f1(texts: Sequence[MarkedText], found: Sequence[Iterable[Marked]]) -> float:
    """Score exact spans and kinds over all texts."""
    pairs = [(set(text.marks), set(marks)) for text, marks in zip(texts, found, strict=True)]
    right = sum(len(marked & tagged) for marked, tagged in pairs)
    total = sum(len(marked) + len(tagged) for marked, tagged in pairs)
    return 2 * right / total if total else 0.0
