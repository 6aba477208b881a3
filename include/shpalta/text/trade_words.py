"""The words of the newspapers' trade, compiled from trade_words.yaml."""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import yaml

from shpalta.text.phrases import Phrases, folded, openings


@cache
def _tables() -> dict[str, Any]:
    text = Path(__file__).with_name("trade_words.yaml").read_text(encoding="utf-8")
    tables: dict[str, Any] = yaml.safe_load(text)
    return tables


def any_of(table: str) -> str:
    """Give one regular expression that matches any phrase of a table, of all its languages."""
    phrases = _tables()[table]
    listed = [phrase for each in phrases.values() for phrase in each] if isinstance(phrases, dict) else phrases
    return "|".join(listed)


RELATED_HEADING = re.compile(
    rf"^\W*(?:{any_of('related_headings')})\s*(?P<colon>[:：»›>…-]*)\s*(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
# How such lines begin, in lower case, by their first two letters.
RELATED_OPENINGS = {
    first: tuple(opening for _, opening in same)
    for first, same in groupby(
        sorted((opening[:2], opening) for opening in map(folded, openings(any_of("related_headings")))), itemgetter(0)
    )
}
BY = re.compile(rf"^\W*(?:{any_of('by')})(?=[\s:,])[\s:,]*", re.IGNORECASE)
WRITTEN_BY = re.compile(rf"\W*(?:{any_of('by')}|{any_of('written_by')})\W*", re.IGNORECASE)
OFFICE = re.compile(rf"(?<!\w)(?:{any_of('offices')})(?!\w)|^the\s", re.IGNORECASE)
NOBODY = re.compile(rf"^(?:the\s)?(?:{any_of('nobody')})\b.{{0,25}}$", re.IGNORECASE)
LABELLED_DATE = Phrases(any_of("dated"), r"(?<!\w)(?:%s)(?:\s?:\s?|\s)(?P<rest>(?=\W{0,3}\w{0,12}\W{0,3}\d).{6,60})")
NOT_FOUND = re.compile(any_of("not_found"), re.IGNORECASE)
FAILED = re.compile(any_of("failed"), re.IGNORECASE)
CONSENT = Phrases(any_of("consent"), "%s")
PAYWALL = Phrases(any_of("paywall"), "%s")
OFFER = Phrases(any_of("offers"), "%s")
CHALLENGE = Phrases(any_of("challenge"), "%s")
CREDIT = re.compile(rf"^\W*(?:{any_of('credits')})\s*(?:[:©/|]|\([cC]\)).{{0,100}}$|^\W*©.{{0,80}}$", re.IGNORECASE)
# Who took the pictures, behind who wrote the text.
CREDITED = re.compile(rf"(?:[.,;/|]\s*|\s)(?:{any_of('credits')})\s*(?::|by\s)", re.IGNORECASE)
CALL = re.compile(rf"^\W*(?:{any_of('calls')})", re.IGNORECASE)
RATING = re.compile(any_of("rating"), re.IGNORECASE)
LIVE = Phrases(any_of("live"), r"(?<!\w)(?:%s)(?!\w)")
WORDS_OF_THE_SITE = Phrases(f"{any_of('asides')}|{any_of('disclosures')}", r"(?<!\w)(?:%s)")
DISCLOSURE = re.compile(rf"(?<!\w)(?:{any_of('disclosures')})", re.IGNORECASE)
ADVERTISEMENTS = frozenset(any_of("advertisements").split("|"))
