"""Tell whether two texts are one report: fixed tests, each of which two different reports fail in its own way.

No threshold of likeness can do it alone: the daily losses report of two days is more alike than most reprints of an
agency's text. Measured in research on Ukrainian news; `make bench` prints precision and recall a family.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from shpalta.text.fingerprint import NAME, NUMBER, Hashes, Tokens, hashes_of, shingles

# Raise it with any change of the tests: days whose links others made are then stale.
LINK_RULES_VERSION = "2"

SHINGLE_WORDS = 3
CONTAINED = 0.4
SAME_ARTICLE_CONTAINED = 0.35
COVERED_TOGETHER = 1.0
OWN_BEFORE_MIDDLE_BEST = 0.3
OWN_BEFORE_MIDDLE_WORST = 0.5
SENTENCE_WORDS = 25
RUN_WORDS = 6
AGREEING = 0.9
FEW_NAMES = 6
TELLING_NUMBERS = 3
SHOUTED = 0.7
ORDERED = 0.8

_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(31)
Flags = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Slots:
    """The places of a text that hold numbers, or names: what stands around each, and what stands in it.

    `contexts` are sorted and unique; `filled` are the sorted hashes of a context with one of its fillings, `of` says which
    context that is, `sizes` how many fillings each context has.
    """

    contexts: Hashes
    sizes: Counts
    filled: Hashes
    of: Counts

    def agreement(self, other: Slots) -> tuple[int, int]:
        """Count the contexts that both texts have, and those of them where one text fills in nothing but what the other does.

        "28 November" and "November 28, Friday" agree, "28 November" and "8 November" don't.
        """
        _, own, others = np.intersect1d(self.contexts, other.contexts, assume_unique=True, return_indices=True)
        _, equal, _ = np.intersect1d(self.filled, other.filled, assume_unique=True, return_indices=True)
        shared = np.bincount(self.of[equal], minlength=len(self.contexts))[own]
        return int(np.count_nonzero(shared == np.minimum(self.sizes[own], other.sizes[others]))), len(own)


class Text:
    """A text's tokens with what the tests need of them, made once however many pairs it stands in."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens

    @classmethod
    def of(cls, tokens: Iterable[int]) -> Text:
        return cls(np.fromiter(tokens, np.uint32))

    @cached_property
    def shingles(self) -> Hashes:
        return shingles(self.tokens, SHINGLE_WORDS)

    @cached_property
    def distinct(self) -> Hashes:
        return np.unique(self.shingles)

    @cached_property
    def numbers(self) -> Slots:
        is_number = (self.tokens & NUMBER) != 0
        return _slots(self.tokens, is_number, is_number)

    @cached_property
    def names(self) -> Slots:
        is_name = (self.tokens & NAME) != 0
        return _slots(self.tokens, is_name, is_name | ((self.tokens & NUMBER) != 0))

    @cached_property
    def is_shouted(self) -> bool:
        """Tell whether so much is in capitals that they are no sign of a name."""
        return bool(np.count_nonzero(self.tokens & NAME) > SHOUTED * len(self.tokens))

    def covered_by(self, other: Text) -> Flags:
        """Say of each word whether it stands in a run that the other text has too."""
        found = _is_in(self.shingles, other.distinct)
        covered = np.zeros(len(self.tokens), dtype=bool)
        for offset in range(SHINGLE_WORDS):
            covered[offset : offset + len(found)] |= found
        return covered


def containment(one: Text, other: Text) -> float:
    """Say how much of the smaller text's runs of three words is in the larger: 0 to 1."""
    smaller, larger = sorted((one.distinct, other.distinct), key=len)
    return float(_is_in(smaller, larger).mean()) if len(smaller) else 0.0


def shared_numbers(one: Text, other: Text) -> float:
    """Say how many of the numbers and dates of the text that has fewer are in the other: 0 to 1; few numbers tell nothing."""
    smaller, larger = sorted((np.unique(each.tokens[(each.tokens & NUMBER) != 0]) for each in (one, other)), key=len)
    return float(np.isin(smaller, larger).mean()) if len(smaller) >= TELLING_NUMBERS else 1.0


def is_same_article(one: Text, other: Text) -> bool:
    """Confirm what a URL suggests: a text too short to tell does not deny it."""
    is_short = min(len(one.tokens), len(other.tokens)) < SENTENCE_WORDS
    return is_short or containment(one, other) >= SAME_ARTICLE_CONTAINED


def near_text_tests(one: Text, other: Text) -> Iterator[tuple[str, bool]]:
    """Make the tests one after another, cheapest first, by name: two texts are one report if all are passed.

    contained     much of the smaller text is in the larger
    numbers       where both say the same around a number or a date, they say the same number
    names         and around a name, the same name: court notices and obituaries share all else; a text all in capitals
                  shows no names, so that it is only ever equal
    covered       what is shared is at least one whole text of the two: a digest shares a tenth of many
    lead          one text is in what is shared within its first sentence, and neither has much of its own before the
                  middle of it: two reports with the same background paragraphs have leads of their own
    order         what is shared comes in one order: two digests of a day put the same news differently
    """
    yield "contained", containment(one, other) >= CONTAINED
    equal, possible = one.numbers.agreement(other.numbers)
    yield "numbers", equal >= AGREEING * possible
    equal, possible = one.names.agreement(other.names)
    are_few = possible - equal < FEW_NAMES
    yield "names", not (one.is_shouted or other.is_shouted) and (equal >= AGREEING * possible or are_few)
    covered = one.covered_by(other), other.covered_by(one)
    yield "covered", sum(float(each.mean()) for each in covered) >= COVERED_TOGETHER
    best, worst = sorted(_own_before_middle(each) for each in covered)
    is_early = min(_first_run(each) for each in covered) <= SENTENCE_WORDS
    yield "lead", is_early and best <= OWN_BEFORE_MIDDLE_BEST and worst <= OWN_BEFORE_MIDDLE_WORST
    yield "order", _in_one_order(one.shingles, other.shingles) >= ORDERED


def _slots(tokens: Tokens, is_slot: Flags, is_masked: Flags) -> Slots:
    """Take as the contexts of a slot the plain words next to it: two before, one on either side, two after.

    Between "tomorrow," and "in Odesa" stand both parts of "28 November": masked words never are a context.
    """
    plain = np.pad(hashes_of(tokens[~is_masked]).astype(np.uint64), 2)
    slots = np.flatnonzero(is_slot)
    after = np.cumsum(~is_masked)[slots]
    around = np.concatenate(
        [
            _mixed(_mixed(plain[after + first] + np.uint64(kind), plain[after + second]), np.uint64(kind))
            for kind, (first, second) in enumerate(((0, 1), (1, 2), (2, 3)), start=1)
        ]
    )
    contexts, of, sizes = np.unique(around, return_inverse=True, return_counts=True)
    filled = _told_apart(_mixed(around, np.tile(hashes_of(tokens[slots]).astype(np.uint64), 3)))
    order = np.argsort(filled)
    return Slots(contexts, sizes, filled[order], of[order])


def _told_apart(hashes: Hashes) -> Hashes:
    """Number equal hashes, so that 20:20 and 02:20 are not filled with the same."""
    order = np.argsort(hashes, kind="stable")
    ordered = hashes[order]
    is_first = np.append(True, ordered[1:] != ordered[:-1]) if len(ordered) else np.zeros(0, dtype=bool)
    starts = np.flatnonzero(is_first)
    repeats = np.arange(len(ordered)) - starts[np.cumsum(is_first) - 1]
    told = np.empty_like(hashes)
    told[order] = _mixed(ordered, repeats.astype(np.uint64))
    return told


def _mixed(one: Hashes, other: Hashes | np.uint64) -> Hashes:
    mixed = one * _MIX ^ other
    return mixed ^ (mixed >> _SHIFT)


def _is_in(wanted: Hashes, ordered: Hashes) -> Flags:
    if not len(ordered):
        return np.zeros(len(wanted), dtype=bool)
    places = np.minimum(np.searchsorted(ordered, wanted), len(ordered) - 1)
    found: Flags = ordered[places] == wanted
    return found


def _own_before_middle(covered: Flags) -> float:
    """Give the words of its own that a text has before the middle of what it shares, as a share of what it shares."""
    places = np.flatnonzero(covered)
    middle = places[len(places) // 2]
    return float(np.count_nonzero(~covered[:middle])) / len(places)


def _in_one_order(one: Hashes, other: Hashes) -> float:
    """Say how much of what two texts share, each thing once in either, is left where both have it in one order: 0 to 1."""
    found, places, counts = np.unique(other, return_index=True, return_counts=True)
    own, first, own_counts = np.unique(one, return_index=True, return_counts=True)
    _, mine, theirs = np.intersect1d(own[own_counts == 1], found[counts == 1], assume_unique=True, return_indices=True)
    met = places[counts == 1][theirs][np.argsort(first[own_counts == 1][mine])].tolist()
    smallest_ends: list[int] = []
    for place in met:
        at = bisect_left(smallest_ends, place)
        smallest_ends[at : at + 1] = [place]
    return len(smallest_ends) / len(met) if met else 1.0


def _first_run(covered: Flags) -> int:
    """Find where a text first shares a whole run of words with the other."""
    if len(covered) < RUN_WORDS:
        return 0
    runs = np.lib.stride_tricks.sliding_window_view(covered, RUN_WORDS).all(axis=1)
    return int(runs.argmax()) if runs.any() else len(covered)
