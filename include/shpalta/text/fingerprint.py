"""What of a text is kept to find it again: a hash of the whole, a hash for each word, and a few keys to look it up by.

Hashes are xxhash, so they are equal in every process, on every machine and in every version of Python.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import xxhash

FINGERPRINT_VERSION = "2"

Tokens = npt.NDArray[np.uint32]
Hashes = npt.NDArray[np.uint64]

NUMBER = np.uint32(1)
NAME = np.uint32(2)
_FLAGS = np.uint32(3)

KEY_WORDS = 5
KEYS = 16
HEAD_WORDS = 100
HEAD_KEYS = 8
STEM_LETTERS = 6
WORDS_COMPARED = 20_000
LONG_CHUNK = 200
BYTES_AT_ONCE = 8 << 20
CODE_BYTES = 8

# Scripts that put no space between words: there each letter is a word.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+(?:'[^\W{_UNSPACED}]+)*")
_STOPS = frozenset(".!?…:;")
_WORD_OR_STOP = re.compile(rf"{_WORD.pattern}|[{''.join(sorted(_STOPS))}]")
_APOSTROPHES = "’ʼ`‘"
_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)

# A day and a month tell two daily reports apart as numbers do.
_DATES = """
січень січня лютий лютого березень березня квітень квітня травень травня червень червня липень липня серпень серпня
вересень вересня жовтень жовтня листопад листопада грудень грудня понеділок понеділка вівторок вівторка середа середи
середу четвер четверга п'ятниця п'ятниці п'ятницю субота суботи суботу неділя неділі неділю
январь января февраль февраля март марта апрель апреля май мая июнь июня июль июля август августа сентябрь сентября
октябрь октября ноябрь ноября декабрь декабря понедельник вторник среда среду четверг пятница пятницу суббота субботу
воскресенье
january february march april may june july august september october november december jan feb mar apr jun jul aug sep
sept oct nov dec monday tuesday wednesday thursday friday saturday sunday
januar februar märz mai juni juli oktober dezember montag dienstag mittwoch donnerstag freitag samstag sonntag
janvier février mars avril juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi
samedi dimanche enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes
miércoles jueves viernes sábado domingo gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre
stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
"""
_DATE_WORDS = frozenset(_DATES.split())


@dataclass(frozen=True)
class Fingerprint:
    """A text as it is compared. `text_hash` is 32 hex digits, empty for a text without words.

    A token is a word's hash of 30 bits and two flags: is it a number or part of a date, is it a name. Words are cut to
    their first letters before they are hashed, so that inflection tells nothing apart; numbers are not. A text of more
    words than any article has is hashed whole and compared by its beginning.
    """

    text_hash: str
    word_count: int
    tokens: Tokens
    keys: Hashes


def fingerprint_of(text: str) -> Fingerprint:
    """Read a text. A name is a capital letter within a sentence."""
    return next(fingerprints_of(pa.array([text], pa.string())))


def fingerprints_of(texts: pa.StringArray) -> Iterator[Fingerprint]:
    """Read texts, so many at a time as have a few megabytes together: what is between two spaces is then read once for all."""
    end_of = np.cumsum(pc.binary_length(texts).to_numpy(zero_copy_only=False))
    start = 0
    while start < len(texts):
        before = end_of[start - 1] if start else 0
        end = max(start + 1, int(np.searchsorted(end_of, before + BYTES_AT_ONCE, side="right")))
        yield from _read_together(texts.slice(start, end - start))
        start = end


def _read_together(texts: pa.StringArray) -> Iterator[Fingerprint]:
    codes, of_text = _codes_in(texts)
    is_word = codes != 0
    is_after_word = np.concatenate(([False], is_word[:-1])) if len(codes) else is_word
    is_after_word[of_text[:-1][of_text[:-1] < len(codes)]] = False
    tokens = codes.astype(np.uint32)
    tokens[~is_after_word] &= ~NAME
    tokens = tokens[is_word]
    whole = (codes >> np.uint64(32)).astype("<u4")[is_word]
    found = shingles(tokens, KEY_WORDS)
    for start, end in pairwise(np.concatenate(([0], np.cumsum(is_word)))[of_text].tolist()):
        digest = xxhash.xxh3_128_hexdigest(whole[start:end]) if end > start else ""
        compared = min(end, start + WORDS_COMPARED)
        keys = _keys(found[start : max(start, compared - KEY_WORDS + 1)])
        yield Fingerprint(digest, end - start, tokens[start:compared], keys)


def _codes_in(texts: pa.StringArray) -> tuple[Hashes, npt.NDArray[np.int64]]:
    """Give the codes of all words and stops of all texts, and where each text's begin and the last one's end."""
    chunks = pc.utf8_split_whitespace(pc.replace_substring(texts, "\n", " . "))
    distinct = pc.dictionary_encode(chunks.values)
    known = [(_known_codes_of if len(chunk) < LONG_CHUNK else _codes_of)(chunk) for chunk in distinct.dictionary.to_pylist()]
    place = distinct.indices.to_numpy()
    sizes = np.fromiter(map(len, known), np.int64, len(known)) // CODE_BYTES
    starts = np.cumsum(sizes) - sizes
    lengths = sizes[place]
    ends = np.concatenate(([0], np.cumsum(lengths)))
    picked = np.arange(ends[-1]) + np.repeat(starts[place] - ends[:-1], lengths)
    return np.frombuffer(b"".join(known), np.uint64)[picked], ends[chunks.offsets.to_numpy()]


def words_of(text: str) -> list[str]:
    """List the words of a text as they are compared: NFKC, case folded, one apostrophe, no punctuation."""
    return _WORD.findall(_plain(text).casefold())


def hashes_of(tokens: Tokens) -> Tokens:
    """Strip the flags: what two texts have in common is decided by the words alone."""
    return tokens & ~_FLAGS


def shingles(tokens: Tokens, words: int) -> Hashes:
    """Hash each run of so many words, in their order."""
    plain = hashes_of(tokens).astype(np.uint64)
    if len(plain) < words:
        return plain[:0]
    last = len(plain) - words + 1
    mixed = plain[:last].copy()
    for offset in range(1, words):
        mixed = mixed * _MIX ^ plain[offset : last + offset]
        mixed ^= mixed >> _SHIFT
    return mixed * _MIX


def keys_of(tokens: Tokens) -> Hashes:
    """Choose the smallest shingle hashes of the text, and a few of its head alone, which a truncated reprint keeps.

    Two texts that share two keys are worth comparing. The choice depends on nothing but the text.
    """
    return _keys(shingles(tokens, KEY_WORDS))


def _keys(found: Hashes) -> Hashes:
    of_head = _distinct(found[: HEAD_WORDS - KEY_WORDS + 1])[:HEAD_KEYS]
    return _distinct(np.concatenate((_distinct(found)[:KEYS], of_head)))


def _distinct(hashes: Hashes) -> Hashes:
    ordered = np.sort(hashes)
    is_new = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=is_new[1:])
    return ordered[is_new]


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    for apostrophe in _APOSTROPHES:
        plain = plain.replace(apostrophe, "'")
    return plain


def _codes_of(chunk: str) -> bytes:
    """Hash the words of a text without spaces, and put 0 for each stop between sentences; native 64-bit numbers."""
    plain = chunk if chunk.isascii() and chunk.isalnum() else _plain(chunk)
    return array("Q", map(_code, _WORD_OR_STOP.findall(plain))).tobytes()


_known_codes_of = lru_cache(maxsize=1 << 18)(_codes_of)


def _code(word: str) -> int:
    """Hash one word: 32 bits of the whole, then its token."""
    if word in _STOPS:
        return 0
    folded = word.casefold()
    is_number = folded in _DATE_WORDS or any(map(str.isdigit, folded))
    stem = folded if is_number else folded[:STEM_LETTERS]
    flags = NUMBER if is_number else NAME if word[0].isupper() else 0
    # One bit is always set: no word may look like a stop.
    token = (xxhash.xxh32_intdigest(stem.encode()) & 0xFFFFFFF8) | 4 | int(flags)
    return xxhash.xxh32_intdigest(folded.encode()) << 32 | token
