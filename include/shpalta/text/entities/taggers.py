"""What finds the names in a text: our rules, or a model of the user's by one setting, "spacy:en_core_web_sm".

Every tagger gives the same mentions, so that nothing after it knows the difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from typing import Any

from shpalta.errors import SettingsError
from shpalta.text.entities.model import EntityKind, Mention
from shpalta.text.entities.rules import find_mentions
from shpalta.text.morphology import MORPHOLOGIES
from shpalta.text.passage import Passage

RULES = "rules"

Tagger = Callable[[str], Iterable[Mention]]

_MODEL_CONFIDENCE = 0.9
_KINDS: dict[str, EntityKind] = {
    "PER": "person",
    "PERS": "person",
    "PERSON": "person",
    "ORG": "organisation",
    "ORGANIZATION": "organisation",
    "ORGANISATION": "organisation",
    "LOC": "place",
    "LOCATION": "place",
    "GPE": "place",
    "FAC": "place",
    "PLACE": "place",
}


def tag(tagger: str, passage: Passage, language: str) -> list[Mention]:
    """Find the names in a passage, in reading order. Raises SettingsError when the tagger cannot be loaded."""
    if tagger == RULES:
        return find_mentions(passage, language) if language in MORPHOLOGIES else []
    return sorted(plugin(tagger)(passage.text), key=lambda mention: mention.start)


@cache
def plugin(tagger: str) -> Tagger:
    """Load a tagger by its setting, "library:model"."""
    library, _, model = tagger.partition(":")
    adapter = _ADAPTERS.get(library)
    if adapter is None or not model:
        raise SettingsError(
            f"There is no tagger {tagger!r}",
            remedy=f"Give 'rules', or one of {', '.join(_ADAPTERS)} with a model: 'spacy:NAME'",
        )
    try:
        return adapter(model)
    except (ImportError, OSError) as error:
        raise SettingsError(
            f"The tagger {tagger!r} cannot be loaded: {error}", remedy=f"Install {library} and the model where the tasks run"
        ) from error


def _mention(label: str, start: int, end: int, confidence: float) -> Iterable[Mention]:
    kind = _KINDS.get(label.upper().split("-")[-1])
    return [Mention(kind, start, end, round(confidence, 4))] if kind else []


def _spacy(model: str) -> Tagger:
    language = import_module("spacy").load(model)

    def tag_text(text: str) -> Iterable[Mention]:
        for span in language(text).ents:
            yield from _mention(span.label_, span.start_char, span.end_char, _MODEL_CONFIDENCE)

    return tag_text


def _stanza(model: str) -> Tagger:
    pipeline = import_module("stanza").Pipeline(model, processors="tokenize,ner", download_method=None, verbose=False)

    def tag_text(text: str) -> Iterable[Mention]:
        for span in pipeline(text).ents:
            yield from _mention(span.type, span.start_char, span.end_char, _MODEL_CONFIDENCE)

    return tag_text


def _gliner(model: str) -> Tagger:
    tagger = import_module("gliner").GLiNER.from_pretrained(model, local_files_only=True)

    def tag_text(text: str) -> Iterable[Mention]:
        for span in tagger.predict_entities(text, ["person", "organization", "location"]):
            yield from _mention(span["label"], span["start"], span["end"], span["score"])

    return tag_text


def _transformers(model: str) -> Tagger:
    pipeline: Any = import_module("transformers").pipeline("ner", model=model, aggregation_strategy="simple")

    def tag_text(text: str) -> Iterable[Mention]:
        for span in pipeline(text):
            yield from _mention(span["entity_group"], span["start"], span["end"], float(span["score"]))

    return tag_text


_ADAPTERS: dict[str, Callable[[str], Tagger]] = {
    "spacy": _spacy,
    "stanza": _stanza,
    "gliner": _gliner,
    "transformers": _transformers,
}
