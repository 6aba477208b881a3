"""What finds the names in a text: our rules, or a model of the user's by one setting, "spacy:en_core_web_sm".

The setting may differ by language: "rules, en=spacy:en_core_web_sm, uk=crf:/models/uk.crf". Every tagger gives the same
mentions, so that nothing after it knows the difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import Any

from shpalta.errors import SettingsError
from shpalta.text.entities.crf import load as load_crf
from shpalta.text.entities.model import KIND_OF_LABEL, Mention
from shpalta.text.entities.plain import find_plain_mentions
from shpalta.text.entities.rules import find_mentions
from shpalta.text.morphology import MORPHOLOGIES
from shpalta.text.passage import Passage

RULES = "rules"

Tagger = Callable[[Passage, str], Iterable[Mention]]

Found = tuple[str, int, int, float]

_MODEL_CONFIDENCE = 0.9
# Characters that a model is given at once: less than 512 word pieces of most languages.
_LONGEST_PART = 1_200


def tag(setting: str, passage: Passage, language: str) -> list[Mention]:
    """Find the names in a passage, in reading order. Raises SettingsError when the tagger cannot be loaded."""
    by_language = taggers(setting)
    found = by_language.get(language, by_language[""])(passage, language)
    return sorted(found, key=lambda mention: (mention.start, mention.end))


@cache
def taggers(setting: str) -> dict[str, Tagger]:
    """Load every tagger that a setting names, by language; "" is for all the others: the rules where it names none."""
    named = {"": RULES}
    for part in setting.split(","):
        language, is_for_one, tagger = part.strip().rpartition("=")
        named[language.strip() if is_for_one else ""] = tagger.strip()
    return {language: _rules if tagger == RULES else plugin(tagger) for language, tagger in named.items()}


def _rules(passage: Passage, language: str) -> Iterable[Mention]:
    return find_mentions(passage, language) if language in MORPHOLOGIES else find_plain_mentions(passage, language)


@cache
def plugin(tagger: str) -> Tagger:
    """Load a tagger by its name, "library:model". Raises SettingsError when it cannot be loaded."""
    library, _, model = tagger.partition(":")
    adapter = _ADAPTERS.get(library)
    if adapter is None or not model:
        raise SettingsError(
            f"There is no tagger {tagger!r}",
            remedy=f"Give 'rules', or one of {', '.join(_ADAPTERS)} with a model: 'spacy:NAME'",
        )
    try:
        return adapter(model)
    except (ImportError, OSError, ValueError) as error:
        raise SettingsError(
            f"The tagger {tagger!r} cannot be loaded: {error}", remedy=f"Give a model that is there, and install {library}"
        ) from error


def parts(passage: Passage, longest: int = _LONGEST_PART) -> Iterator[tuple[int, str]]:
    """Cut a passage where sentences end into (start, text), since models drop or refuse what is longer than they read."""
    start, end = 0, 0
    for _, sentence_end in passage.sentences:
        if sentence_end - start > longest and end > start:
            yield start, passage.text[start:end]
            start = end
        end = sentence_end
        while end - start > longest:
            yield start, passage.text[start : start + longest]
            start += longest
    if end > start:
        yield start, passage.text[start:end]


def _by_parts(find: Callable[[str], Iterable[Found]]) -> Tagger:
    """Make a tagger of a model's function from a text to (label, start, end, confidence)."""

    def tag_passage(passage: Passage, _: str) -> Iterable[Mention]:
        for offset, text in parts(passage):
            for label, start, end, confidence in find(text):
                kind = KIND_OF_LABEL.get(label.upper().split("-")[-1])
                if kind and start < end:
                    yield Mention(kind, offset + start, offset + end, round(confidence, 4))

    return tag_passage


def _spacy(model: str) -> Tagger:
    language = import_module("spacy").load(model)
    return _by_parts(
        lambda text: ((span.label_, span.start_char, span.end_char, _MODEL_CONFIDENCE) for span in language(text).ents)
    )


def _stanza(model: str) -> Tagger:
    pipeline = import_module("stanza").Pipeline(model, processors="tokenize,ner", download_method=None, verbose=False)
    return _by_parts(
        lambda text: ((span.type, span.start_char, span.end_char, _MODEL_CONFIDENCE) for span in pipeline(text).ents)
    )


def _gliner(model: str) -> Tagger:
    tagger = import_module("gliner").GLiNER.from_pretrained(model, local_files_only=True)
    return _by_parts(
        lambda text: (
            (span["label"], span["start"], span["end"], span["score"])
            for span in tagger.predict_entities(text, ["person", "organization", "location"])
        )
    )


def _transformers(model: str) -> Tagger:
    pipeline: Any = import_module("transformers").pipeline("ner", model=model, aggregation_strategy="simple")
    return _by_parts(
        lambda text: ((span["entity_group"], span["start"], span["end"], float(span["score"])) for span in pipeline(text))
    )


_ADAPTERS: dict[str, Callable[[str], Tagger]] = {
    "crf": load_crf,
    "spacy": _spacy,
    "stanza": _stanza,
    "gliner": _gliner,
    "transformers": _transformers,
}
