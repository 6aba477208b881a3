"""What an answer is worth: the outcome of a status, a media type and a first look at the bytes."""

from __future__ import annotations

from codecs import BOM_UTF8

from shpalta.errors import NoAnswer
from shpalta.web.client import Answer
from shpalta.web.outcomes import Outcome, of_status

PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml", "application/xml", "text/xml", "text/plain", ""})
_BINARY_STARTS = (
    *(b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"\x00\x00\x00", b"OggS", b"ID3", b"\x1a\x45\xdf\xa3"),
    *(b"PK\x03\x04", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"\xd0\xcf\x11\xe0"),
    *(b"\x7fELF", b"MZ\x90", b"SQLite format 3"),
)


def judge(answer: Answer, *, is_conditional: bool) -> tuple[Outcome, str | None]:
    """Name the outcome of the last answer of a visit, and what exactly is wrong with it."""
    outcome = of_status(answer.status)
    if outcome is Outcome.NOT_MODIFIED:
        return (outcome, None) if is_conditional else (Outcome.BAD_ANSWER, "HTTP 304 to a request without conditions")
    if outcome is not Outcome.FETCHED:
        return outcome, f"HTTP {answer.status}"
    media = media_type(answer)
    if media not in PAGE_TYPES:
        return Outcome.BAD_CONTENT, f"Content-Type {media[:80]}"
    if not answer.start.removeprefix(BOM_UTF8).strip():
        return Outcome.BAD_CONTENT, "Empty page"
    if answer.start.startswith(_BINARY_STARTS):
        return Outcome.BAD_CONTENT, "Not a web page by its first bytes"
    return outcome, None


def media_type(answer: Answer) -> str:
    """Give the Content-Type without its parameters, lower case; empty where there is none."""
    return (answer.header("content-type") or "").partition(";")[0].strip().lower()


def identified_type(decoded_start: bytes) -> str:
    """Give the media type that the bytes themselves show."""
    start = decoded_start[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<!--")) or b"<html" in start:
        return "application/xhtml+xml" if start.startswith(b"<?xml") else "text/html"
    return "text/xml" if start.startswith(b"<?xml") else "text/html"


def as_outcome(error: NoAnswer) -> Outcome:
    return Outcome(error.outcome)
