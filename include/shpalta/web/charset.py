"""Bytes to text: a byte order mark, nearly valid UTF-8, a plausible declared charset, and only then a guess."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress

import chardetng_py

PRESCANNED_BYTES = 16 * 1024
_LEAST_VALID, _LEAST_VALID_RUNS = 0.3, 10
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
# Without x-mac-cyrillic, which is never guessed, and which nobody declares who does not mean it.
_CYRILLIC = frozenset({"windows-1251", "koi8-u", "koi8-r", "iso-8859-5", "ibm866"})
# What sites declare, by the WHATWG Encoding Standard, where Python's own aliases say something else.
_MEANT = {
    "ascii": "windows-1252",
    "us-ascii": "windows-1252",
    "iso-8859-1": "windows-1252",
    "iso8859-1": "windows-1252",
    "latin1": "windows-1252",
    "latin-1": "windows-1252",
    "l1": "windows-1252",
    "iso-8859-9": "windows-1254",
    "latin5": "windows-1254",
    "iso-8859-11": "windows-874",
    "tis-620": "windows-874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "koi8": "koi8-r",
    "koi8-ru": "koi8-u",
    "win-1251": "windows-1251",
    "cp-1251": "windows-1251",
    "x-cp1251": "windows-1251",
    "cp1251": "windows-1251",
    "cp1252": "windows-1252",
    "x-cp1252": "windows-1252",
    "cp866": "ibm866",
    "x-user-defined": "windows-1252",
    "utf8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
}
_PYTHON = {"x-mac-cyrillic": "mac_cyrillic", "windows-874": "cp874", "x-mac-roman": "mac_roman", "iso-8859-8-i": "iso-8859-8"}
_WIDE = re.compile(rb"(?:[\t\n\f\r ]\0)*(<\0)[^\0]\0|(?:\0[\t\n\f\r ])*\0<\0[^\0]")  # UTF-16 without a mark
_ESCAPED_JAPANESE = re.compile(rb"\x1b\$[@B]")
_NON_ASCII = re.compile(rb"[\x80-\xff]+")
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:+-]+)", re.IGNORECASE)
_IN_CONTENT = re.compile(
    rb"charset[\t\n\f\r ]*=[\t\n\f\r ]*(?:\"([^\"]*)\"|'([^']*)'|([^\t\n\f\r ;\"'][^\t\n\f\r ;]*))", re.IGNORECASE
)
_META = re.compile(rb"<meta[\t\n\f\r />]", re.IGNORECASE)
_LABEL = re.compile(r"[a-z0-9._:+-]+")
_TAG = re.compile(rb"</?[a-zA-Z][^\t\n\f\r >]*")
_SPACE = b"\t\n\f\r "
# Bytes of charsets whose texts may be valid UTF-8, too: of UTF-16 and of ISO-2022.
_ALSO_VALID_UTF8 = (b"\0", b"\x1b")


def decode(content: bytes, content_type: str | None = None) -> str:
    """Turn a page's bytes into text; bytes that the charset does not know become U+FFFD."""
    for mark, charset in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(charset, "replace")
    if not may_be_other_than_utf8(content):
        with suppress(UnicodeDecodeError):
            return content.decode()
    charset = detect(content, content_type)
    if charset == "utf-8" and not _is_nearly_utf8(content):
        return _decode_mixed(content)
    return content.decode(_python_name(charset), "replace")


def wide_charset(content: bytes) -> str | None:
    """Name the charset of a page in UTF-16, by its mark or by how its first tag is written; None for any other."""
    marked = next((charset for mark, charset in _MARKS[1:] if content.startswith(mark)), None)
    if marked is None and (wide := _WIDE.match(content)):
        return "utf-16-le" if wide[1] else "utf-16-be"
    return marked


def may_be_other_than_utf8(content: bytes) -> bool:
    """Say whether bytes that are valid UTF-8 may be of a charset whose texts are that, too."""
    return any(sign in content for sign in _ALSO_VALID_UTF8)


def detect(content: bytes, content_type: str | None = None) -> str:
    """Name the charset of a page, by its WHATWG name where it has one."""
    if content.startswith(codecs.BOM_UTF8):
        return "utf-8"
    if wide := wide_charset(content):
        return wide
    if _ESCAPED_JAPANESE.search(content) and "iso-2022-jp" in (_header_charset(content_type), prescan(content)):
        return "iso-2022-jp"
    if _is_nearly_utf8(content) or _is_partly_utf8(content):
        return "utf-8"
    guess = str(chardetng_py.detect(content, allow_utf8=False)).lower()
    for declared in (_header_charset(content_type), prescan(content)):
        if declared and declared not in ("utf-8", "utf-16") and _is_plausible(content, declared, guess):
            return declared
    return guess


def prescan(content: bytes) -> str | None:
    """Find the charset that a page's markup declares, as browsers do before they parse (WHATWG HTML, 13.2.3.2)."""
    head = content[:PRESCANNED_BYTES]
    position = 0
    while position >= 0 and (position := head.find(b"<", position)) >= 0:
        tag = _TAG.match(head, position)
        if head.startswith(b"<!--", position):
            end = head.find(b"-->", position + 2)
            position = end + 3 if end >= 0 else -1
        elif tag:
            is_meta = bool(_META.match(head, position))
            attributes = _Attributes(head, position + 5 if is_meta else tag.end())
            found = _declared_by(dict(_first_wins(attributes)))
            if found and is_meta and attributes.is_whole:
                return found
            position = attributes.position if attributes.is_whole else -1
        elif head[position + 1 : position + 2] in (b"!", b"/", b"?"):
            position = head.find(b">", position)
        else:
            position += 1
    return None


class _Attributes:
    """Walk over a tag's attributes, names in lower case; `is_whole` is False where the page ends inside the tag."""

    def __init__(self, head: bytes, position: int) -> None:
        self._head = head
        self.position = position
        self.is_whole = True

    def __iter__(self) -> Iterator[tuple[bytes, bytes]]:
        while True:
            self._skip(_SPACE + b"/")
            if self._at(b">") or not self.is_whole:
                return
            start = self.position
            self.position += 1
            self._skip_until(_SPACE + b"/>=")
            name = self._head[start : self.position].lower()
            self._skip(_SPACE)
            value = self._value() if self._at(b"=") else b""
            if self.is_whole:
                yield name, value

    def _value(self) -> bytes:
        self.position += 1
        self._skip(_SPACE)
        quote = self._head[self.position : self.position + 1]
        if quote in (b'"', b"'") and quote:
            end = self._head.find(quote, self.position + 1)
            self.is_whole = end >= 0
            start, self.position = self.position + 1, end + 1
            return self._head[start:end]
        start = self.position
        self._skip_until(_SPACE + b">")
        return self._head[start : self.position]

    def _at(self, sign: bytes) -> bool:
        return self._head[self.position : self.position + 1] == sign

    def _skip(self, signs: bytes) -> None:
        while self.position < len(self._head) and self._head[self.position] in signs:
            self.position += 1
        self.is_whole = self.is_whole and self.position < len(self._head)

    def _skip_until(self, signs: bytes) -> None:
        while self.position < len(self._head) and self._head[self.position] not in signs:
            self.position += 1
        self.is_whole = self.is_whole and self.position < len(self._head)


def _first_wins(attributes: _Attributes) -> Iterator[tuple[bytes, bytes]]:
    seen: set[bytes] = set()
    for name, value in attributes:
        if name not in seen:
            seen.add(name)
            yield name, value


def _declared_by(attributes: dict[bytes, bytes]) -> str | None:
    if b"charset" in attributes:
        return _known(attributes[b"charset"])
    if attributes.get(b"http-equiv", b"").lower() != b"content-type":
        return None
    found = _IN_CONTENT.search(attributes.get(b"content", b""))
    return _known(next(group for group in found.groups() if group is not None)) if found else None


def _known(label: bytes) -> str | None:
    """Give the charset's name if there is such a charset; one that ASCII markup cannot be written in means UTF-8."""
    name = label.decode("ascii", "replace").strip().lower()
    name = _MEANT.get(name, name)
    if not _LABEL.fullmatch(name):
        return None
    if name.startswith(("utf-16", "utf-32", "utf-7")):
        return "utf-8"
    try:
        is_text = codecs.lookup(_python_name(name))._is_text_encoding
    except (LookupError, ValueError):
        return None
    return _canonical(name) if is_text else None


def _canonical(name: str) -> str:
    match = re.fullmatch(r"(?:iso)[-_]?8859[-_](\d+)", name)
    return f"iso-8859-{match[1]}" if match else name


def _python_name(name: str) -> str:
    return _PYTHON.get(name, name)


def _header_charset(content_type: str | None) -> str | None:
    found = _HEADER.search(content_type or "")
    return _known(found[1].encode()) if found else None


def _is_nearly_utf8(content: bytes) -> bool:
    """Tell UTF-8, also with a stray byte or cut in the middle, from everything else; ASCII is UTF-8."""
    broken = content.decode("utf-8", "replace").count("�") - content.count(b"\xef\xbf\xbd")
    if not broken:
        return True
    runs = sum(len(run) > 1 for run in _NON_ASCII.findall(content))
    return broken <= 0.02 * runs + (1 if runs > 1 else 0)


def _is_partly_utf8(content: bytes) -> bool:
    """Tell a page that was put together of UTF-8 and another charset: words of no other happen to be valid UTF-8 so often."""
    runs = [run for run in _NON_ASCII.findall(content) if len(run) > 1]
    valid = sum(_is_valid(run) for run in runs)
    return valid >= max(_LEAST_VALID_RUNS, _LEAST_VALID * len(runs))


def _is_valid(run: bytes) -> bool:
    try:
        run.decode()
    except UnicodeDecodeError:
        return False
    return True


def _decode_mixed(content: bytes) -> str:
    """Decode each word by itself: UTF-8 where it is that, else what the other words look like."""
    others = b" ".join(run for run in _NON_ASCII.findall(content) if not _is_valid(run))
    guess = _python_name(str(chardetng_py.detect(others, allow_utf8=False)).lower())
    return _NON_ASCII.sub(
        lambda run: run[0] if _is_valid(run[0]) else run[0].decode(guess, "replace").encode("utf-8", "replace"), content
    ).decode("utf-8", "replace")


def _is_plausible(content: bytes, declared: str, guess: str) -> bool:
    """Believe a declaration, except one that cannot decode the page and one that the look of Cyrillic text contradicts."""
    if guess in _CYRILLIC and declared != guess and (declared in _CYRILLIC or declared == "windows-1252"):
        return False
    text = content.decode(_python_name(declared), "replace")
    return text.count("�") <= 0.02 * sum(map(len, _NON_ASCII.findall(content)))
