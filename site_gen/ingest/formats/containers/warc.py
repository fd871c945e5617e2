"""Web archives (WARC 0.17 to 1.1, ARC, WET): the pages, feeds and texts in them, each as it was sent."""

from __future__ import annotations

import base64
import functools
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO
from urllib.parse import urlsplit

from site_gen.errors import MissingExtraError
from site_gen.ingest.enrich.language import language_code
from site_gen.ingest.formats.base import Document, Known, ReadOptions
from site_gen.ingest.formats.containers.http_message import (
    BodyError,
    Message,
    parse_content_type,
    parse_message,
    unpack_body,
)
from site_gen.ingest.formats.containers.member import Container, Member, Names, finished, inherited
from site_gen.ingest.formats.containers.records import Damage, Record, read_records
from site_gen.ingest.formats.containers.streams import Part, fault_of
from site_gen.ingest.formats.resources import resource_kind
from site_gen.model import Failure, LeftOut, Timestamp, clean_line
from site_gen.urls import safe_url

_MAX_URL = 500
_WARC = re.compile(rb"\s*WARC/\d\.\d+[ \t]*\r?\n")
_ARC = re.compile(
    rb"\s*filedesc:[^\n]{0,500} \d{4,20} [^\n]{0,200}\n|[a-z]+://\S+ [\d.]{7,15} \d{14} \S+ (?:[^\n]* )?\d+\r?\n"
)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|meta|div|p|article|script|!--)\b", re.IGNORECASE)
_READ_STATUS = frozenset((None, 200, 203, 206))

_LEFT_OUT = {
    "request": "requests",
    "metadata": "metadata records",
    "warcinfo": "archive descriptions",
    "filedesc": "archive descriptions",
    "revisit": "revisits",
    "continuation": "continuations",
}
_PAGE_TYPES = ("text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml")
_UNKNOWN_TYPES = ("", "application/octet-stream", "application/unknown", "unknown/unknown", "unknown", "no-type")
_FEED = re.compile(
    r"application/(?:rss\+xml|atom\+xml|rdf\+xml|feed\+json)|(?:text|application)/(?:xml|nitf|nitf\+xml)"
    r"|application/vnd\.(?:iptc|nitf)\S*"
)
_KINDS: tuple[tuple[str, str], ...] = (
    ("image/", "images"),
    ("audio/", "audio files"),
    ("video/", "videos"),
    ("font/", "fonts"),
    ("application/font", "fonts"),
    ("application/x-font", "fonts"),
    ("application/vnd.ms-fontobject", "fonts"),
    ("text/css", "style sheets"),
    ("application/pdf", "PDF documents"),
    ("application/vnd.apple.mpegurl", "videos"),
    ("application/x-shockwave-flash", "videos"),
)


@dataclass(frozen=True, slots=True)
class _Payload:
    """What a record is about, unpacked."""

    data: bytes
    media_type: str
    charset: str | None
    warnings: tuple[str, ...]


def matches(head: bytes, name: str) -> bool:
    """Whether it is a WARC or ARC file by how its first record begins; by its name where that is damaged."""
    found = _WARC.match(head) or _ARC.match(head)
    return found is not None or (name.endswith((".warc", ".wet", ".wat")) and b"\nWARC-" in head)


def unpack(stream: BinaryIO, outer: Document, _: ReadOptions) -> Iterator[Document | Failure | LeftOut | Member]:
    """The documents of a web archive. What is broken is a Failure, and reading goes on with the next sound record."""
    try:
        import warcio  # noqa: F401
    except ImportError as error:
        raise MissingExtraError("reading web archives", "warc") from error
    names = Names()
    last: Damage | None = None
    for record in read_records(stream):
        if last is not None:
            yield _failure(outer, last)
        last = record if isinstance(record, Damage) else None
        if isinstance(record, Record):
            yield from _kept(record, outer, names)
    if last is not None:
        yield _failure(outer, last, fault_of(stream))


def _failure(outer: Document, damage: Damage, fault: str | None = None) -> Failure:
    """What is broken; the last record of a file that breaks off itself is told as one with that."""
    if fault is not None:
        return Failure(outer.path, "parse", f"{damage.message}; the file {fault}")
    return Failure(f"{outer.path}#byte-{damage.position}", "parse", damage.message)


def _kept(record: Record, outer: Document, names: Names) -> Iterator[Document | Failure | LeftOut | Member]:
    if record.kind in _LEFT_OUT:
        yield LeftOut(_LEFT_OUT[record.kind])
    else:
        yield from _read(record, outer, names)


def _read(record: Record, outer: Document, names: Names) -> Iterator[Document | Failure | LeftOut | Member]:
    path = f"{outer.path}#{names.distinct(_fragment(record))}"
    try:
        payload = _payload(record)
    except BodyError as error:
        yield Failure(path, "parse", str(error))
        return
    if isinstance(payload, LeftOut):
        yield payload
        return
    known = _known(record, outer, payload)
    kind = _kind(payload, record.url)
    if record.kind == "conversion":
        is_text = payload.media_type.startswith("text/")
        yield finished(path, payload.data, known, "text") if is_text else LeftOut("other conversions")
    elif kind is None and record.oversized:
        yield Failure(path, "parse", f"is larger than {len(record.block) // 1_000_000} MB, which no article is")
    elif kind is None:
        yield _document(path, payload, known)
    else:
        yield LeftOut(kind)


def _fragment(record: Record) -> str:
    """A name for a record that stays the same and says something: address and time of capture."""
    url = clean_line(record.url).replace(" ", "%20")
    if len(url) > _MAX_URL:
        url = f"{url[:_MAX_URL]}…{hashlib.sha256(url.encode()).hexdigest()[:8]}"
    date = "".join(re.findall(r"\d", record.date)[:14])
    return f"{url}@{date}" if url else f"byte-{record.position}"


def _payload(record: Record) -> _Payload | LeftOut:
    """The payload of a record, or what kind of answer without news it is. Raises BodyError."""
    if record.kind in ("resource", "conversion"):
        warnings = (*record.warnings, *_warnings(record, b""))
        return _Payload(record.block, *parse_content_type(record.media_type), warnings)
    if record.kind not in ("response", "arc") or not record.url.lower().startswith(("http:", "https:")):
        return LeftOut("other records")
    return _answer(record)


def _answer(record: Record) -> _Payload | LeftOut:
    message = parse_message(record.block, record.media_type if record.kind == "arc" else "")
    if message.status not in _READ_STATUS:
        return LeftOut(_answer_kind(message.status or 0))
    # What is packed and named an image is not unpacked to find that out.
    kind = _declared_kind(message.media_type)
    if kind:
        return LeftOut(kind)
    if record.oversized:
        return _Payload(message.body, message.media_type, message.charset, ())
    data, warnings = unpack_body(message)
    if not data.strip():
        return LeftOut("empty answers")
    warnings = (*record.warnings, *warnings, *_warnings(record, message.body), *_partial(message))
    return _Payload(data, message.media_type, message.charset, warnings)


def _answer_kind(status: int) -> str:
    if 300 <= status < 400:
        return "redirects"
    return "error pages" if status >= 400 else "other answers"


def _partial(message: Message) -> tuple[str, ...]:
    return ("it is a part of a page alone (HTTP 206)",) if message.status == 206 else ()


def _warnings(record: Record, body: bytes) -> tuple[str, ...]:
    """What the header of a record says against its bytes."""
    if record.headers is None:
        return ()
    warnings = []
    reason = record.headers.get_header("WARC-Truncated")
    if reason:
        warnings.append(f"the crawler cut the page short ({clean_line(reason)[:40]})")
    if record.headers.get_header("WARC-Segment-Number") not in (None, ""):
        warnings.append("the record is the first of several segments; the text may be cut")
    block, payload = (record.headers.get_header(f"WARC-{part}-Digest") for part in ("Block", "Payload"))
    # Writers disagree whether a payload's digest is that of the body with its chunks: the block's is the sure one.
    wrong = not _agrees(block, record.block) if block else bool(payload and body and not _agrees_any(payload, body))
    if wrong and not record.warnings:
        warnings.append("its digest does not agree with its bytes; the archive may be damaged")
    return tuple(warnings)


def _agrees_any(label: str, body: bytes) -> bool:
    from site_gen.ingest.formats.containers.http_message import without_chunks

    return _agrees(label, body) or _agrees(label, without_chunks(body)[0])


def _agrees(label: str, data: bytes) -> bool:
    """Whether a digest such as `sha1:JZ622UA23G5ZU6Y3XAKH4LINONUEICEG` is that of `data`; True where it is unknown."""
    algorithm, _, value = label.strip().partition(":")
    name = algorithm.lower().replace("-", "")
    if name not in ("md5", "sha1", "sha256", "sha512") or not value:
        return True
    found = hashlib.new(name, data, usedforsecurity=False).digest()
    forms = (found.hex(), base64.b32encode(found).decode(), base64.b64encode(found).decode())
    return value.rstrip("=").lower() in {form.rstrip("=").lower() for form in forms}


def _declared_kind(media_type: str) -> str | None:
    """What a media type is left out as, where it is clear."""
    found = next((kind for prefix, kind in _KINDS if media_type.startswith(prefix)), None)
    if found is None and "svg" not in media_type and not _FEED.fullmatch(media_type):
        if "javascript" in media_type or "ecmascript" in media_type:
            return "scripts"
        if "json" in media_type:
            return "JSON documents"
    return found


def _kind(payload: _Payload, url: str) -> str | None:
    """What a payload is left out as; None for pages, feeds and texts."""
    media_type = payload.media_type
    resource = resource_kind(payload.data[:4096], "")
    if resource or _declared_kind(media_type):
        return resource or _declared_kind(media_type)
    if media_type in _PAGE_TYPES or (media_type in _UNKNOWN_TYPES and _HTML.search(payload.data[:4096])):
        return None
    if _FEED.fullmatch(media_type):
        return None
    if media_type != "text/plain":
        return "other files"
    if not url.lower().startswith(("http:", "https:")):
        return "other records"
    return "robots.txt files" if _path(url).endswith(("/robots.txt", "/ads.txt")) else None


def _path(url: str) -> str:
    try:
        return urlsplit(url).path.lower()
    except ValueError:
        return ""


def _document(path: str, payload: _Payload, known: Known) -> Document | Member:
    """A page is one for sure; of all else the format is still to be told."""
    if payload.media_type in (*_PAGE_TYPES, *_UNKNOWN_TYPES):
        return finished(path, payload.data, known, "html")
    name, otherwise = ("text.txt", "texts") if payload.media_type == "text/plain" else ("feed", "XML documents")
    size = len(payload.data)
    return Member(path, name, Part(io.BytesIO(payload.data), size), known, size, otherwise)


def _known(record: Record, outer: Document, payload: _Payload) -> Known:
    url = safe_url(clean_line(record.url).replace(" ", "%20"), ("http", "https"))
    language = record.headers.get_header("WARC-Identified-Content-Language") if record.headers else None
    inner = inherited(outer.known)
    return replace(
        inner,
        url=url,
        captured=_captured(record.date) or inner.captured,
        lang=inner.lang or (language_code(language.partition(",")[0]) if language else None),
        media_type=payload.media_type or None,
        origin="warc record",
        charset=payload.charset,
        warnings=(*inner.warnings, *payload.warnings),
    )


@functools.lru_cache(maxsize=256)
def _captured(date: str) -> Timestamp | None:
    """A capture time in UTC, as WARC (ISO 8601) or ARC (fourteen digits) gives it."""
    text = date.strip()
    if text[:14].isdigit() and len(text) >= 14:
        text = f"{text[:4]}-{text[4:6]}-{text[6:8]}T{text[8:10]}:{text[10:12]}:{text[12:14]}Z"
    at = Timestamp.parse(text)
    return at.with_offset(0) if at and at.time and at.offset is None else at


FORMAT = Container(name="warc", matches=matches, unpack=unpack)
"""WARC, ARC and WET files."""
