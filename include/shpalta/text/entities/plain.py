"""Names in languages without morphology: English by its capitals, titles and heads, any other by the gazetteer alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shpalta.text import lexicon
from shpalta.text.entities.model import Mention, Span
from shpalta.text.frequencies import rarity
from shpalta.text.passage import Passage, Token
from shpalta.text.places.gazetteer import places_of
from shpalta.text.places.model import PlaceMention

_LONGEST_NAME = 7
# Orders of magnitude: more frequent than one word in 50,000, and in 1,000.
_COMMON = 4.7
_STOP_WORD = 3.0
_RARE = 6.0
_INSIDE = frozenset(("of", "the", "for", "and", "&"))
_PARTICLES = frozenset(("de", "da", "di", "van", "von", "der", "den", "bin", "al", "el", "la", "le", "du"))


class _Run(NamedTuple):
    """Capitalised words that stand together, in tokens `first` to `last` (not included)."""

    first: int
    last: int
    words: tuple[str, ...]


def find_plain_mentions(passage: Passage, language: str) -> list[Mention]:
    """Find the people, organisations and places of an English passage, the places of one in any other language."""
    read = [
        (tokens, list(_of_sentence(tokens, known, language)))
        for tokens, known in zip(passage.token_sentences, places_of(passage, language), strict=True)
    ]
    spans = [(tokens, span) for tokens, found in read for span in found]
    surnames = {_bare(tokens[span.last - 1]) for tokens, span in spans if span.kind == "person" and span.confidence > 0.5}
    return [
        Mention(span.kind, tokens[span.first].start, _end(tokens[span.last - 1]), span.confidence)
        for tokens, span in spans
        if span.confidence >= 0.5 or _bare(tokens[span.last - 1]) in surnames
    ]


def _bare(token: Token) -> str:
    return token.text.removesuffix("'s")


def _end(token: Token) -> int:
    """Give where a name ends, without its possessive."""
    return token.start + len(_bare(token))


def _of_sentence(tokens: Sequence[Token], known: Sequence[PlaceMention], language: str) -> Iterator[Span]:
    places = [each for each in known if each.name.relation not in ("derived", "metonym")]
    if language != "en":
        yield from (_place(each) for each in places)
        return
    reached = 0
    for run in _runs(tokens):
        inside = [each for each in places if run.first <= each.first and each.last <= run.last]
        spans = [span for span in _read_run(tokens, run, inside) if span.first >= reached]
        yield from spans
        reached = max([reached, *(span.last for span in spans)])


def _runs(tokens: Sequence[Token]) -> Iterator[_Run]:
    """Follow capitalised words, with small words between them: Bank of England, Ursula von der Leyen, J. K. Rowling."""
    first = 0
    while first < len(tokens):
        last = first
        while last < len(tokens) and last - first < _LONGEST_NAME:
            if _is_capital(tokens[last]) or (last > first and _is_point_of_initial(tokens, last)):
                last += 1
            elif last > first and _leads_on(tokens, last):
                last += 2 if _is_capital(tokens[last + 1]) else 3
            else:
                break
        if last > first:
            yield _Run(first, last, tuple(token.text for token in tokens[first:last]))
        first = max(last, first + 1)


def _is_capital(token: Token) -> bool:
    return token.text[0].isupper()


def _is_point_of_initial(tokens: Sequence[Token], place: int) -> bool:
    return tokens[place].text == "." and len(tokens[place - 1].text) == 1 and place + 1 < len(tokens)


def _leads_on(tokens: Sequence[Token], place: int) -> bool:
    small = tokens[place].text
    after = tokens[place + 1 : place + 3]
    if small in _PARTICLES or small == "of":
        is_doubled = len(after) > 1 and (after[0].text == "the" or after[0].text in _PARTICLES) and _is_capital(after[1])
        return bool(after) and (_is_capital(after[0]) or is_doubled)
    return small in _INSIDE and _names(tokens[place - 1], "heads_en") and bool(after) and _is_capital(after[0])


def _names(token: Token, part: str) -> bool:
    return _bare(token).lower() in lexicon.words("entities_en", part)


def _read_run(tokens: Sequence[Token], run: _Run, inside: Sequence[PlaceMention]) -> Iterator[Span]:
    """Decide what a run is: an organisation by its head, a place of the gazetteer, a person, or nothing."""
    first = run.first
    is_at_start = first == 0 or not (tokens[first - 1].is_word or tokens[first - 1].text in ",-–—(")
    if is_at_start and _is_common(tokens, first, run.last):
        first += 1
        while first < run.last and not _is_capital(tokens[first]):
            first += 1
    titles_end = first
    while titles_end < run.last and (_names(tokens[titles_end], "titles") or tokens[titles_end].text == "."):
        titles_end += 1
    if titles_end < run.last and tokens[titles_end].text == "of":  # King of Jordan
        yield from (_place(each) for each in inside)
        return
    has_head = any(_names(token, "heads_en") for token in tokens[first : run.last]) and run.last - first > 1
    covered = [each for each in inside if each.first == first and each.last == run.last]
    if first >= run.last:
        return
    if has_head and not covered:
        yield Span("organisation", first, run.last, 0.8)
    elif inside and inside[0].first == run.first and _is_a_given_name(tokens, inside[0], run.last):
        yield Span("person", run.first, run.last, 0.6)
    elif inside:
        yield from (_place(each) for each in inside)
        before = min(each.first for each in inside)
        yield from _person_or_firm(tokens, titles_end, before, has_title=titles_end > first)
    else:
        yield from _person_or_firm(tokens, titles_end, run.last, has_title=titles_end > first)


def _is_a_given_name(tokens: Sequence[Token], place: PlaceMention, last: int) -> bool:
    """Cuba Gooding, Israel Adesanya: one word that is a place, and after it one that no dictionary has."""
    if place.last - place.first > 1 or place.last >= last or tokens[place.first].text.endswith(("'s", "s'")):
        return False
    return rarity(tokens[place.last].text.lower(), "en") >= _RARE and not tokens[place.last].text.isupper()


def _is_common(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Yesterday President Biden, Shares of Apple: a first word whose capital is the sentence's and no part of the name."""
    if any(_names(tokens[first], part) for part in ("titles", "heads_en", "given_names", "no_names")):
        return False
    rareness = rarity(tokens[first].text.lower(), "en")
    is_before_head = first + 1 < last and _names(tokens[first + 1], "heads_en")
    return rareness < (_STOP_WORD if is_before_head else _COMMON)


def _person_or_firm(tokens: Sequence[Token], first: int, last: int, *, has_title: bool) -> Iterator[Span]:
    words = [token for token in tokens[first:last] if len(token.text) > 1]
    if not words or any(_names(word, "no_names") for word in words):
        return
    is_sure = has_title or _names(words[0], "given_names") or last - first > len(words)  # initials
    is_one_word = last - first == 1
    if is_one_word and _bare(words[0]).isupper():
        yield Span("organisation", first, last, 0.6 if len(_bare(words[0])) <= 6 else 0.3)
    elif is_one_word:
        yield Span("person", first, last, 0.7 if is_sure else 0.3)
    elif not any(word.text.isupper() for word in words):
        yield Span("person", first, last, 0.9 if is_sure else 0.55 if len(words) < 4 else 0.3)


def _place(mention: PlaceMention) -> Span:
    return Span("place", mention.first, mention.last, 0.8)
