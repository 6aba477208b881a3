"""What a text is about: its telling words and phrases, and the sentences that hold most of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import compress, repeat
from operator import attrgetter
from typing import NamedTuple

from shpalta.text.entities.naming import nominatives
from shpalta.text.frequencies import rarities, stop_words
from shpalta.text.memo import KEPT_LANGUAGES, Memo
from shpalta.text.morphology import MORPHOLOGIES, analyses, lemma
from shpalta.text.passage import Passage, Token

KEYWORDS_METHOD = "lemma frequency x rarity"

_HEADLINE_WEIGHT = 2
_SHORTEST_WORD = 3
_SHORTEST_SENTENCE = 5
_PHRASE_BONUS = 1.3
_LEAST_PHRASE_COUNT = 2


class _Word(NamedTuple):
    """What is known of a word: its likeliest lemma, the same where it can be a keyword, and whether it describes a noun."""

    lemma: str
    keyword: str
    is_describing: bool


class Keyword(NamedTuple):
    """A word in its lemma or a phrase in the nominative, with its weight from 0 to 1."""

    term: str
    score: float


_LEMMA, _KEYWORD, _IS_DESCRIBING = (attrgetter(name) for name in _Word._fields)


def find_keywords(headline: Passage, body: Passage, language: str, limit: int = 30) -> list[Keyword]:
    """Give the words and phrases that tell most of a text, the most telling first."""
    counts = _word_counts(headline, body, language)
    phrases = _phrase_counts([headline, body], language)
    rarity = rarities(language)
    scores = {word: count * rarity[word] for word, count in counts.items()}
    for phrase, (count, words) in phrases.items():
        if count >= _LEAST_PHRASE_COUNT:
            mean = sum(rarity[word] for word in words) / len(words)
            scores[phrase] = count * mean * _PHRASE_BONUS * len(words) / 2
            for word in words:
                scores[word] = scores.get(word, 0.0) - count * rarity[word] * 0.5
    ranked = sorted((-score, term) for term, score in scores.items() if score > 0)
    highest = ranked[0][0] if ranked else 1.0
    return [Keyword(term, round(score / highest, 4)) for score, term in ranked[:limit]]


def summarise(body: Passage, keywords: Sequence[Keyword], language: str, limit: int = 3) -> str:
    """Give the sentences that hold most of what the text is about, early ones first, in their own order."""
    weights = {keyword.term: keyword.score for keyword in keywords}
    held = list(map(weights.get, map(_LEMMA, _words_of(body, language)), repeat(0.0)))
    scored = []
    for place, (first, last) in enumerate(body.sentence_bounds):
        words = sum(body.are_words[first:last])
        if words >= _SHORTEST_SENTENCE:
            scored.append((-sum(held[first:last]) / words**0.5 - 1.5 / (1 + place), place))
    chosen = sorted(place for _, place in sorted(scored)[:limit])
    return " ".join(body.text[start:end] for start, end in (body.sentences[place] for place in chosen))


def _word_counts(headline: Passage, body: Passage, language: str) -> Counter[str]:
    counts = Counter(map(_KEYWORD, _words_of(body, language)))
    for keyword in map(_KEYWORD, _words_of(headline, language)):
        counts[keyword] += _HEADLINE_WEIGHT
    counts.pop("", None)
    return counts


def _words_of(passage: Passage, language: str) -> list[_Word]:
    """Give what is known of each token, found once."""
    key = ("keywords", language)
    if key not in passage.found:
        passage.found[key] = list(_known(language).all_of(passage.token_texts))
    words: list[_Word] = passage.found[key]
    return words


@lru_cache(KEPT_LANGUAGES)
def _known(language: str) -> Memo[_Word]:
    return Memo(lambda text: _Word(lemma(text, language), _keyword(text, language), _is_describing(text, language)))


def _keyword(text: str, language: str) -> str:
    """Give the lemma of a word that can be a keyword, else nothing."""
    if len(text) < _SHORTEST_WORD or not text[0].isalpha() or text.lower() in stop_words(language) or text.startswith("http"):
        return ""
    if language not in MORPHOLOGIES:
        return lemma(text, language)
    readings = analyses(text, language)
    is_telling = bool(readings) and readings[0].pos == "NOUN" and not readings[0].tags & {"Name", "Patr"}
    return readings[0].lemma if is_telling else ""


def _phrase_counts(passages: Sequence[Passage], language: str) -> dict[str, tuple[int, tuple[str, ...]]]:
    """Count adjective and noun pairs, under one nominative; only where there is morphology to tell them."""
    shown: dict[tuple[str, str], list[Sequence[Token]]] = {}
    for passage in passages if language in MORPHOLOGIES else ():
        words = _words_of(passage, language)
        for place in compress(range(len(words) - 1), map(_IS_DESCRIBING, words)):
            if words[place + 1].keyword:
                pair = (words[place].lemma, words[place + 1].lemma)
                shown.setdefault(pair, []).append(passage.tokens[place : place + 2])
    return {
        nominatives(pairs[0], "organisation", language)[0].lower(): (len(pairs), pair)
        for pair, pairs in shown.items()
        if len(pairs) >= _LEAST_PHRASE_COUNT
    }


def _is_describing(text: str, language: str) -> bool:
    readings = analyses(text, language) if len(text) >= _SHORTEST_WORD else ()
    return bool(readings) and readings[0].pos == "ADJF" and "Apro" not in readings[0].tags
