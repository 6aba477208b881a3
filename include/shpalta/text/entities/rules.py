"""Put the rules for people, organisations and places together: one reading of a passage, no two names overlapping."""

from __future__ import annotations

from collections.abc import Sequence

from shpalta.text.entities.clues import Sentence, look_at
from shpalta.text.entities.locations import find_locations
from shpalta.text.entities.model import Mention, Span
from shpalta.text.entities.organisations import find_organisations
from shpalta.text.entities.persons import find_persons
from shpalta.text.passage import Passage
from shpalta.text.places.gazetteer import places_of
from shpalta.text.places.model import PlaceMention

RULES_METHOD = "shpalta-rules"

_SURE = 0.5


def find_mentions(passage: Passage, language: str) -> list[Mention]:
    """Find the people, organisations and places that a Ukrainian or Russian passage names, in reading order."""
    return [
        Mention(span.kind, sentence.tokens[span.first].start, sentence.tokens[span.last - 1].end, span.confidence)
        for sentence, spans in read_spans(passage, language)
        for span in spans
    ]


def read_spans(passage: Passage, language: str) -> list[tuple[Sentence, list[Span]]]:
    """Give each sentence of a passage with the names in it, in tokens; a doubtful one must be sure elsewhere in the text."""
    known = places_of(passage, language)
    sentences = look_at(passage, language)
    read = [(sentence, _of_sentence(sentence, places)) for sentence, places in zip(sentences, known, strict=True)]
    names = _names(read)
    return [
        (sentence, [span for span in spans if span.confidence >= _SURE or _is_supported(sentence, span, names)])
        for sentence, spans in read
    ]


def _of_sentence(sentence: Sentence, known: Sequence[PlaceMention]) -> list[Span]:
    barred = frozenset(
        place
        for mention in known
        if mention.name.relation in ("named", "region") and not sentence.words[mention.first].is_name_part
        for place in range(mention.first, mention.last)
    )
    proposals = find_organisations(sentence)
    if known:
        proposals += [Span("organisation", each.first, each.last, 0.8) for each in known if each.name.relation == "metonym"]
    proposals += find_locations(sentence, known)
    if sentence.capitals:
        proposals += find_persons(sentence, barred)
    return _with_spellings(sentence, _without_overlaps(proposals)) if proposals else []


def _with_spellings(sentence: Sentence, spans: list[Span]) -> list[Span]:
    """Томас Вінє (Thomas Vinje): a name in Latin letters in brackets after a person is that person's."""
    people = {span.last for span in spans if span.kind == "person"}
    return [
        span._replace(kind="person")
        if span.first - 1 in people and sentence.texts[span.first - 1] == "(" and sentence.words[span.first].is_latin
        else span
        for span in spans
    ]


def _without_overlaps(proposals: Sequence[Span]) -> list[Span]:
    """Keep the surest of overlapping spans, then the longest."""
    if len(proposals) == 1:
        return [*proposals]
    kept: list[Span] = []
    taken: set[int] = set()
    for span in sorted(proposals, key=lambda each: (-each.confidence, each.first - each.last, each.first)):
        if taken.isdisjoint(range(span.first, span.last)):
            taken.update(range(span.first, span.last))
            kept.append(span)
    return sorted(kept, key=lambda each: each.first)


def _names(read: Sequence[tuple[Sentence, Sequence[Span]]]) -> frozenset[str]:
    """Give the lemmas of the words of the sure names of people: they may stand alone elsewhere."""
    return frozenset(
        lemma
        for sentence, spans in read
        for span in spans
        if span.kind == "person" and span.confidence >= 0.65
        for place in range(span.first, span.last)
        if len(sentence.texts[place]) > 2
        for lemma in sentence.words[place].lemmas
    )


def _is_supported(sentence: Sentence, span: Span, names: frozenset[str]) -> bool:
    return span.kind == "person" and not sentence.words[span.first].lemmas.isdisjoint(names)
