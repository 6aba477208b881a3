"""Texts with a token and its label a line, as CoNLL and most corpora of names have them, made into lines for training."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shpalta.errors import InputError

_OUTSIDE = "O"
_DOCUMENT = "-DOCSTART-"
_BEGINNING, _ENDING, _WITHIN = frozenset("BSU"), frozenset("ESLU"), "I"
_EXAMPLE = "A line is a token and, last, its label, like 'Коваль B-PER'; an empty line ends a sentence"

_Labelled = tuple[str, str]


def read_conll(text: str) -> Iterator[dict[str, object]]:
    """Give each document, or where none is marked each sentence, as {"text", "entities"}, its tokens with spaces between them.

    Labels are those of IOB, BIO, BIOES, BILOU or bare kinds, in the last column. Raises InputError naming the line without one.
    """
    has_documents = text.lstrip().startswith(_DOCUMENT)
    document: list[list[_Labelled]] = []
    for sentence in _sentences(text):
        is_mark = sentence[0][0] == _DOCUMENT
        if document and (is_mark or not has_documents):
            yield _joined(document)
            document = []
        if not is_mark:
            document.append(sentence)
    if document:
        yield _joined(document)


def _sentences(text: str) -> Iterator[list[_Labelled]]:
    sentence: list[_Labelled] = []
    for number, line in enumerate(text.splitlines(), start=1):
        columns = line.split()
        if line.startswith("# ") and "=" in line:  # what CoNLL-U says of a sentence
            continue
        if len(columns) == 1:
            raise InputError(f"Line {number} is {line!r}: a token without a label", remedy=_EXAMPLE)
        if columns:
            sentence.append((columns[0], columns[-1]))
        if sentence and (not columns or columns[0] == _DOCUMENT):
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _joined(sentences: Iterable[list[_Labelled]]) -> dict[str, object]:
    text = ""
    entities: list[dict[str, object]] = []
    for sentence in sentences:
        before = _OUTSIDE
        for place, (token, label) in enumerate(sentence):
            text += " " if place else "\n" if text else ""
            start, end = len(text), len(text) + len(token)
            text += token
            if label != _OUTSIDE:
                if _goes_on(before, label):
                    entities[-1]["end"] = end
                else:
                    entities.append({"label": _parts(label)[1], "start": start, "end": end})
            before = label
    return {"text": text, "entities": entities}


def _goes_on(before: str, label: str) -> bool:
    (last, kind_before), (first, kind) = _parts(before), _parts(label)
    return before != _OUTSIDE and kind == kind_before and first not in _BEGINNING and last not in _ENDING


def _parts(label: str) -> _Labelled:
    """Give the place in a name and its kind: ('B', 'PER'); a bare kind stands within."""
    place, has_place, kind = label.partition("-")
    return (place, kind) if has_place and len(place) == 1 else (_WITHIN, label)
