"""What a text is about: its telling words and phrases, and the sentences that hold most of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from shpalta.text.entities.naming import nominatives
from shpalta.text.frequencies import rarities, stop_words
from shpalta.text.memo import KEPT_LANGUAGES, Memo
from shpalta.text.morphology import MORPHOLOGIES, analyses, lemma, likeliest_lemmas
from shpalta.text.passage import Passage, Token

KEYWORDS_METHOD = "lemma frequency x rarity"

_HEADLINE_WEIGHT = 2
_SHORTEST_WORD = 3
_SHORTEST_SENTENCE = 5
_PHRASE_BONUS = 1.3
_LEAST_PHRASE_COUNT = 2


class Keyword(NamedTuple):
    """A word in its lemma or a phrase in the nominative, with its weight from 0 to 1."""

    term: str
    score: float


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
    ranked = sorted(((score, term) for term, score in scores.items() if score > 0), key=lambda pair: (-pair[0], pair[1]))
    highest = ranked[0][0] if ranked else 1.0
    return [Keyword(term, round(score / highest, 4)) for score, term in ranked[:limit]]


def summarise(body: Passage, keywords: Sequence[Keyword], language: str, limit: int = 3) -> str:
    """Give the sentences that hold most of what the text is about, early ones first, in their own order."""
    weights = {keyword.term: keyword.score for keyword in keywords}
    held = [weights.get(each, 0.0) for each in likeliest_lemmas(language).all_of(body.token_texts)]
    scored = []
    first = 0
    for place, (tokens, (start, end)) in enumerate(zip(body.token_sentences, body.sentences, strict=True)):
        last = first + len(tokens)
        words = sum(token.is_word for token in tokens)
        if words >= _SHORTEST_SENTENCE:
            scored.append((sum(held[first:last]) / words**0.5 + 1.5 / (1 + place), place, body.text[start:end]))
        first = last
    chosen = sorted(sorted(scored, key=lambda each: (-each[0], each[1]))[:limit], key=lambda each: each[1])
    return " ".join(text for _, _, text in chosen)


def _word_counts(headline: Passage, body: Passage, language: str) -> Counter[str]:
    counts = Counter(_telling(language).all_of(body.token_texts))
    for telling in _telling(language).all_of(headline.token_texts):
        counts[telling] += _HEADLINE_WEIGHT
    counts.pop("", None)
    return counts


@lru_cache(KEPT_LANGUAGES)
def _telling(language: str) -> Memo[str]:
    return Memo(lambda text: _telling_lemma(text, language))


def _telling_lemma(text: str, language: str) -> str:
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
    counts: Counter[tuple[str, str]] = Counter()
    shown: dict[tuple[str, str], tuple[Token, Token]] = {}
    for one, other in _pairs(passages, language) if language in MORPHOLOGIES else ():
        key = (lemma(one.text, language), lemma(other.text, language))
        counts[key] += 1
        shown.setdefault(key, (one, other))
    return {
        nominatives(shown[key], "organisation", language)[0].lower(): (count, key)
        for key, count in counts.items()
        if count >= _LEAST_PHRASE_COUNT
    }


def _pairs(passages: Sequence[Passage], language: str) -> Iterator[tuple[Token, Token]]:
    for passage in passages:
        describing = _describing(language).all_of(passage.token_texts)
        for (one, other), is_describing in zip(pairwise(passage.tokens), describing, strict=False):
            if is_describing and other.is_word and _telling(language)[other.text]:
                yield one, other


@lru_cache(KEPT_LANGUAGES)
def _describing(language: str) -> Memo[bool]:
    return Memo(lambda text: _is_describing(text, language))


def _is_describing(text: str, language: str) -> bool:
    readings = analyses(text, language) if len(text) >= _SHORTEST_WORD else ()
    return bool(readings) and readings[0].pos == "ADJF" and "Apro" not in readings[0].tags
