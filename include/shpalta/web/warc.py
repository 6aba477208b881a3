"""WARC 1.1: what was asked and what was answered, one gzip member a record; and one page back out of it."""

from __future__ import annotations

import gzip
import io
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlsplit

import orjson
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import BufferWARCWriter, WARCWriter

from shpalta import __version__
from shpalta.errors import CorruptObject, NoAnswer
from shpalta.lake.store import Store
from shpalta.web.client import Answer, Limits
from shpalta.web.decode import decode_body

VERSION = "1.1"
MEDIA_TYPE = "application/warc"
SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_WITHOUT_BODY = 304
_CHANGED_ON_THE_WAY = frozenset({"transfer-encoding", "content-length", "connection"})


@dataclass(frozen=True)
class Records:
    """WARC records of one visit as bytes, and where in them its last response stands."""

    content: bytes
    count: int
    response_offset: int
    response_length: int


@dataclass(frozen=True)
class Earlier:
    """The capture that a revisit record points back to."""

    url: str
    warc_date: str
    payload_sha256: str
    profile: str


def warc_info(user_agent: str) -> bytes:
    """Give the record that opens a WARC file: who wrote it, and how it behaves."""
    writer = BufferWARCWriter(gzip=True, warc_version=VERSION)
    writer.write_record(
        writer.create_warcinfo_record(
            None,
            {
                "software": f"shpalta/{__version__}",
                "http-header-user-agent": user_agent,
                "format": "WARC File Format 1.1",
                "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
                "robots": "obey (RFC 9309)",
            },
        )
    )
    return bytes(writer.get_contents())


def visit_records(answers: tuple[Answer, ...], payload_type: str, earlier: Earlier | None = None) -> Records:
    """Write request and response of every hop; the last response as a revisit where it is the page kept `earlier`."""
    writer = WARCWriter(io.BytesIO(), gzip=False, warc_version=VERSION)
    members: list[bytes] = []
    start = 0
    for answer in answers:
        start = sum(map(len, members))
        response = _response(writer, answer, payload_type, earlier if answer is answers[-1] else None)
        members.append(_member(writer, response, is_dense=answer.header("content-encoding") is not None))
        length = len(members[-1])
        if answer.source_url is None:
            request = _request(writer, answer)
            request.rec_headers.add_header("WARC-Concurrent-To", response.rec_headers.get_header("WARC-Record-ID"))
            members.append(_member(writer, request, is_dense=False))
    return Records(b"".join(members), len(members), start, length)


def _member(writer: WARCWriter, record: ArcWarcRecord, *, is_dense: bool) -> bytes:
    """Give a record as one gzip member; a body that its site compressed is not squeezed a second time."""
    writer.out.seek(0)
    writer.out.truncate()
    writer.write_record(record)
    return gzip.compress(writer.out.getvalue(), 0 if is_dense else 6, mtime=0)


def warc_date(answer: Answer) -> str:
    """Write the time of receipt as WARC 1.1 does, to the microsecond."""
    return answer.received_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def read_payload(store: Store, warc_key: str, offset: int, length: int) -> bytes:
    """Read one page out of the lake, content coding undone. Raises CorruptObject where digest or compression do not fit."""
    where = f"{warc_key}, {length} bytes from {offset},"
    record = _only_record(store.read_range(warc_key, offset, length), where)
    body = record.reader.read()
    expected = record.headers.get("WARC-Payload-Digest", "")
    if expected != _payload_digest(body):
        raise CorruptObject(f"{where} hold a page with another digest than {expected or 'none'}", remedy=_REMEDY)
    coding = (record.http_headers.get("Content-Encoding") if record.http_headers else None) or ""
    try:
        return decode_body(body, coding, Limits.decoded_bytes)
    except NoAnswer as error:
        raise CorruptObject(f"{where} hold a page that cannot be read: {error.problem}", remedy=_REMEDY) from error


_REMEDY = "Raw is never rewritten: restore the object from a copy, or fetch the page again with refetch"


def _only_record(content: bytes, where: str) -> WarcRecord:
    try:
        record = next(ArchiveIterator(io.BytesIO(content), parse_http=True, record_types=WarcRecordType.response), None)
    except (OSError, ValueError) as error:
        raise CorruptObject(f"{where} are no WARC record: {error}", remedy=_REMEDY) from error
    if record is None:
        raise CorruptObject(f"{where} hold no response record", remedy=_REMEDY)
    return record


def _payload_digest(body: bytes) -> str:
    return f"sha256:{sha256(body).hexdigest()}"


def _response(writer: WARCWriter, answer: Answer, payload_type: str, earlier: Earlier | None) -> ArcWarcRecord:
    digest = f"sha256:{earlier.payload_sha256}" if earlier else _payload_digest(answer.body)
    headers: dict[str, str] = {"WARC-Date": warc_date(answer), "WARC-Payload-Digest": digest}
    if answer.address:
        headers["WARC-IP-Address"] = answer.address
    if answer.source_url:
        headers["WARC-Source-URI"] = answer.source_url
    if payload_type and answer.body:
        headers["WARC-Identified-Payload-Type"] = payload_type
    body = answer.body
    if earlier is not None:
        headers |= {
            "WARC-Profile": earlier.profile,
            "WARC-Refers-To-Target-URI": earlier.url,
            "WARC-Refers-To-Date": earlier.warc_date,
        }
        body = b""
    return writer.create_warc_record(
        answer.url,
        "revisit" if earlier is not None else "response",
        payload=io.BytesIO(body),
        length=len(body),
        warc_headers_dict=headers,
        http_headers=StatusAndHeaders(f"{answer.status} {answer.reason}".strip(), _stored(answer), protocol="HTTP/1.1"),
    )


def _stored(answer: Answer) -> list[tuple[str, str]]:
    """Keep every header; those that the unchunked body made untrue go under another name, as archives do."""
    kept = [
        (f"X-Archive-Orig-{name}" if name.lower() in _CHANGED_ON_THE_WAY else name, value) for name, value in answer.headers
    ]
    length = [] if answer.status == _WITHOUT_BODY else [("Content-Length", str(len(answer.body)))]
    return [*((name, _one_line(value)) for name, value in kept), *length]


def _request(writer: WARCWriter, answer: Answer) -> ArcWarcRecord:
    parts = urlsplit(answer.url)
    line = f"GET {parts.path or '/'}{'?' + parts.query if parts.query else ''} HTTP/1.1"
    return writer.create_warc_record(
        answer.url,
        "request",
        warc_headers_dict={"WARC-Date": warc_date(answer)},
        http_headers=StatusAndHeaders(line, list(answer.request_headers), is_http_request=True),
    )


def _one_line(value: str) -> str:
    return value.replace("\r", " ").replace("\n", " ")


def sidecar_key(warc_key: str) -> str:
    """Give the key of the object beside a WARC file that says what the file must hold."""
    return f"{warc_key.removesuffix('.warc.gz')}.json"


def check_stored(store: Store, warc_key: str) -> None:
    """Hold a WARC file of the lake against its sidecar. Raises CorruptObject, ObjectMissing and StoreError."""
    key = sidecar_key(warc_key)
    try:
        sidecar = orjson.loads(store.read(key))
        expected = {name: sidecar[name] for name in ("records", "bytes", "sha256")}
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise CorruptObject(f"{key} is no sidecar of a WARC file", remedy=_REMEDY) from error
    check_file(store.read(warc_key), expected, warc_key)


def check_file(content: bytes, sidecar: Mapping[str, object], name: str) -> None:
    """Hold a WARC file against its sidecar. Raises CorruptObject: no WARC reader notices a file that ends too early."""
    if len(content) != sidecar["bytes"] or sha256(content).hexdigest() != sidecar["sha256"]:
        raise CorruptObject(f"{name} is not the file that its sidecar describes", remedy=_REMEDY)
    found = sum(1 for _ in ArchiveIterator(io.BytesIO(content), parse_http=False))
    if found != sidecar["records"]:
        raise CorruptObject(f"{name} holds {found} records, its sidecar says {sidecar['records']}", remedy=_REMEDY)
