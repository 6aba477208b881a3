"""Pages out of other people's archives, as they were captured: a WARC file's record, or a web archive's replay."""

from __future__ import annotations

import asyncio
import io
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from fastwarc.warc import ArchiveIterator, WarcRecordType

from shpalta.errors import NoAnswer, StoreError
from shpalta.settings import Settings
from shpalta.sources.ranges import range_header, stored_range
from shpalta.web.client import START_BYTES, Answer, Limits
from shpalta.web.decode import decode_body
from shpalta.web.outcomes import Outcome
from shpalta.web.visit import Visit, Visitor

FARTHEST = timedelta(days=1)
_PIECE = re.compile(r"(.+\.warc\.gz)#(\d+),(\d+)")
_REPLAY = re.compile(r"/(\d{14})id_/")


async def replay(url: str, archived_in: str, visitor: Visitor, settings: Settings, limits: Limits) -> Visit:
    """Get the capture of a URL that an archive keeps. Raises NoAnswer."""
    piece = _PIECE.fullmatch(archived_in)
    if piece is None:
        return Visit((_replayed(url, archived_in, (await visitor.visit(archived_in)).answer),))
    file, offset, length = piece[1], int(piece[2]), int(piece[3])
    if length > limits.body_bytes:
        raise NoAnswer(f"A record of {length} bytes, {limits.body_bytes} allowed", Outcome.TOO_BIG)
    if file.startswith("http"):
        answer = (await visitor.visit(file, range_header(offset, length))).answer
        if answer.status != 206:
            raise NoAnswer(f"HTTP {answer.status} to a request for a part of the archive's file", Outcome.BAD_ANSWER)
        content = answer.body
    else:
        content = await asyncio.to_thread(_stored, file, offset, length, settings)
    return Visit((recorded(url, archived_in, content, limits),))


def recorded(url: str, archived_in: str, content: bytes, limits: Limits) -> Answer:
    """Read the answer that a WARC record holds. Raises NoAnswer: its body must decode within the limits."""
    try:
        records = ArchiveIterator(
            io.BytesIO(content), parse_http=True, auto_decode="transfer", record_types=WarcRecordType.response
        )
        record = next(records, None)
        body = record.reader.read() if record else b""
    except (OSError, ValueError) as error:
        raise NoAnswer("The archive's record cannot be read", Outcome.BAD_CONTENT) from error
    if record is None or record.http_headers is None or record.record_date is None:
        raise NoAnswer("The archive holds no response there", Outcome.BAD_CONTENT)
    headers = tuple((str(name), str(value)) for name, value in record.http_headers)
    coding = next((value for name, value in headers if name.lower() == "content-encoding"), "")
    return Answer(
        url=url,
        status=record.http_headers.status_code or 0,
        reason=record.http_headers.reason_phrase or "",
        headers=headers,
        body=body,
        request_headers=(),
        received_at=record.record_date.astimezone(UTC),
        latency=0.0,
        address=None,
        source_url=archived_in,
        start=decode_body(body, coding, limits.decoded_bytes)[:START_BYTES],
    )


def _replayed(url: str, archived_in: str, answer: Answer) -> Answer:
    """Take a replay as the capture that it is, if it is one of about the time that was asked for."""
    asked, given = _captured_at(archived_in), _captured_at(answer.url)
    if asked is None or given is None or abs(given - asked) > FARTHEST:
        raise NoAnswer("The archive replays another time's capture", Outcome.GONE)
    return replace(answer, url=url, received_at=given, request_headers=(), source_url=answer.url)


def _captured_at(url: str) -> datetime | None:
    found = _REPLAY.search(url)
    try:
        return datetime.strptime(found[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC) if found else None
    except ValueError:
        return None


def _stored(file: str, offset: int, length: int, settings: Settings) -> bytes:
    try:
        return stored_range(file, settings)(offset, length)
    except StoreError as error:
        raise NoAnswer(f"The archive's file: {type(error).__name__}", Outcome.UNREACHABLE) from error
