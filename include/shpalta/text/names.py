"""Cleans what stands in bylines and titles: people from "By Ann Lee and Bo Ek", headlines from "Headline | Site"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import unescape

from shpalta.text.trade_words import BY, CREDITED, NOBODY, OFFICE

_BETWEEN = re.compile(r"\s*(?:[,;|/•·\n]|\s(?:and|und|et|y|e|i|og|och|ja|и|і|та|й|en|oraz|a|és|ve|și|ir|&|with|mit)\s|、)\s*")
_APART = re.compile(r"\s+[·•|]\s+|\s*;\s*")
_NOTES = re.compile(r"\s*+(?:\([^()]*+\)|\[[^\[\]]*+\]|<[^<>]*+>)\s*+")
_MAIL = re.compile(r"(?<!\S)[\w.+-]{1,64}+@[\w.-]+(?:\s*\((?P<name>[^()]{3,60})\)\s*\Z)?")
_TURNED = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)?), ([^\W\d_]+(?: [^\W\d_]\.)?)")
_ADDRESS = re.compile(r"https?://|www\.|@\S|\S+\.(?:html?|php)\b")
_PARTICLES = frozenset({
    "de", "da", "di", "del", "della", "van", "von", "der", "den", "ter", "la", "le", "el", "al", "bin", "ibn", "dos",
    "du", "af", "st", "y", "zu",
})  # fmt: skip
_LONGEST_NAME = 90
_NEITHER_LETTER_NOR_DIGIT = re.compile(r"[\W_]+")
SEPARATOR = re.compile(r"\s+[|–—·•»:/-]+\s+|\s*[|»]\s*")


def is_own_name(names: Sequence[str], site_names: Iterable[str]) -> bool:
    """Say whether a byline names the site itself and nobody else."""
    own = {fold(name) for site in site_names for name in (site, _NOTES.sub(" ", site))}
    return all(fold(name) in own for name in names)


def are_people(parts: Sequence[str]) -> bool:
    """Say whether every part could be a person on its own: two to four words, all capitalised but particles."""
    for part in parts:
        words = part.split()
        if not 2 <= len(words) <= 5:
            return False
        if not all(word[0].isupper() or word.lower() in _PARTICLES for word in words):
            return False
    return True


def people(texts: Iterable[str], site_names: Iterable[str] = ()) -> tuple[str, ...]:
    """Split bylines into names, without "by", roles in brackets, addresses and words that stand for nobody."""
    found: dict[str, str] = {}
    own = {name.casefold() for name in site_names}
    for text in texts:
        line = " ".join(unescape(text[: 8 * _LONGEST_NAME]).split())
        line = _NOTES.sub(" ", _MAIL.sub(lambda match: match["name"] or "", line) if "@" in line else line)
        line = CREDITED.split(BY.sub("", f"{line} "), maxsplit=1)[0].strip(" ,;|•·-–—.:")
        if not line or len(line) > 4 * _LONGEST_NAME:
            continue
        names = [BY.sub("", name).strip(" ,;|•·-–—:") for piece in _APART.split(line) for name in _split(piece)]
        for cleaned in _without_offices(list(filter(_is_name, names))):
            found.setdefault(cleaned.casefold(), cleaned)
    named = [name for key, name in found.items() if key not in own]
    return tuple(named or found.values())


def _without_offices(names: list[str]) -> list[str]:
    """Leave out what stands behind a person and is none: an office, an agency, a paper."""
    if not names or not are_people(names[:1]):
        return names
    return names[:1] + [name for name in names[1:] if " " in name and not OFFICE.search(name)]


def _split(line: str) -> list[str]:
    turned = _TURNED.fullmatch(line)
    if turned and turned[1][0].isupper() and turned[2][0].isupper():
        return [f"{turned[2]} {turned[1]}"]
    parts = [part for part in _BETWEEN.split(line) if part and part.strip()]
    persons = [part for part in parts if are_people([part])]
    return persons if len(parts) > 1 and persons and persons[0] == parts[0] else [line]


def _is_name(text: str) -> bool:
    return (
        1 < len(text) <= _LONGEST_NAME
        and not _ADDRESS.search(text)
        and not NOBODY.match(text)
        and any(letter.isalpha() for letter in text)
        and sum(letter.isdigit() for letter in text) <= 4
    )


@lru_cache(maxsize=1_024)
def fold(text: str) -> str:
    """Reduce a text to its letters and digits, for comparison."""
    return _NEITHER_LETTER_NOR_DIGIT.sub("", unescape(text).casefold())


def without_site_name(title: str, site_names: Iterable[str], others: Iterable[str] = ()) -> str:
    """Cut the site's name off a title's end or beginning; `others` are texts whose exact match ends the cutting."""
    title = " ".join(unescape(title).replace("\xad", "").split())
    sites = {fold(name) for name in site_names if name}
    known = {fold(other) for other in others if other}
    while fold(title) not in known:
        pieces = list(SEPARATOR.finditer(title))
        if not pieces:
            break
        head, tail = title[: pieces[-1].start()], title[pieces[-1].end() :]
        first, rest = title[: pieces[0].start()], title[pieces[0].end() :]
        if fold(tail) in sites or fold(head) in known:
            title = head
        elif fold(first) in sites or fold(rest) in known:
            title = rest
        else:
            break
    return title.strip()
