"""An HTTP answer as crawlers store it: its header, and its body without chunks and compression."""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass

from site_gen.errors import MissingExtraError
from site_gen.ingest.formats.containers.compressed import Decompressor, Inflater, ZstdFrame
from site_gen.ingest.formats.containers.member import MAX_MEMBER
from site_gen.ingest.formats.containers.streams import MAX_RATIO

_MAX_HEADER = 65_536
_STEP = 1 << 18
_FREE = 5_000_000
"""Bytes that any body may expand to; no page reaches MAX_RATIO beyond it."""
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_CHUNK = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\n]{0,200})?\r?\n")


class BodyError(Exception):
    """A body cannot be unpacked; the message says why and what to do, to be put after its address."""


@dataclass(frozen=True, slots=True)
class Message:
    """An answer, its body as stored."""

    status: int | None
    """None where what is stored has no HTTP header."""
    media_type: str
    charset: str | None
    body: bytes
    codings: tuple[str, ...] = ()
    """Content codings in the order in which they were applied."""
    chunked: bool = False
    partial: bool = False


def parse_content_type(value: str | None) -> tuple[str, str | None]:
    """Media type in lower case (empty where there is none) and charset of a Content-Type."""
    found = _CHARSET.search(value or "")
    return (value or "").partition(";")[0].strip().lower()[:100], found[1].lower() if found else None


def parse_message(block: bytes, media_type: str = "") -> Message:
    """The answer in a record's block. Raises BodyError where its header has no end.

    Crawlers that keep no header are believed: the block is the body, of the given type.
    """
    from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

    head = io.BytesIO(block[:_MAX_HEADER])
    try:
        headers = StatusAndHeadersParser(["HTTP"]).parse(head)
    except (StatusAndHeadersParserException, EOFError):
        return Message(None, *parse_content_type(media_type), block)
    if not headers.protocol:
        return Message(None, *parse_content_type(media_type), block)
    if head.tell() >= _MAX_HEADER:
        raise BodyError(f"has an HTTP header of more than {_MAX_HEADER // 1024} kB; it was refused")
    status = re.match(r"\S*\s+(\d{3})\b", headers.statusline)
    codings = (headers.get_header("Content-Encoding") or "").lower().split(",")
    return Message(
        int(status[1]) if status else None,
        *parse_content_type(headers.get_header("Content-Type")),
        body=block[head.tell() :],
        codings=tuple(name.strip() for name in codings if name.strip()),
        chunked="chunked" in (headers.get_header("Transfer-Encoding") or "").lower(),
        partial=bool(headers.get_header("Content-Range")),
    )


def unpack_body(message: Message) -> tuple[bytes, tuple[str, ...]]:
    """The body without chunks and compression, and warnings. Raises BodyError."""
    body, warnings = message.body, []
    if message.chunked:
        body, whole = without_chunks(body)
        if not whole:
            warnings.append("the chunks of its HTTP body are broken; the text may be cut")
    for coding in reversed(message.codings[:3]):
        decompressor = _decompressor(coding, body)
        unpacked = _expanded(body, decompressor) if decompressor else None
        # Many crawlers store the body unpacked and leave the header as it was.
        if unpacked is None:
            continue
        body, whole = unpacked
        if not whole:
            warnings.append(f"its HTTP body breaks off within its {coding} data; the text may be cut")
    return body, tuple(warnings)


def without_chunks(body: bytes) -> tuple[bytes, bool]:
    """The body, and whether its chunks were sound; a body without any is taken as it is."""
    at = 0
    parts: list[bytes] = []
    while found := _CHUNK.match(body, at):
        size = int(found[1], 16)
        if size == 0:
            return b"".join(parts), True
        end = found.end() + size
        parts.append(body[found.end() : end])
        if end > len(body):
            return b"".join(parts), False
        at = end + (2 if body.startswith(b"\r\n", end) else body.startswith(b"\n", end))
    parts.append(body[at:])
    return b"".join(parts), at == 0


def _decompressor(coding: str, body: bytes) -> Decompressor | None:
    """What unpacks a body of a content coding; None where it is not packed."""
    if coding in ("gzip", "x-gzip") and body.startswith(b"\x1f\x8b"):
        return Inflater()
    if coding == "deflate":
        # By the book it is zlib's format, whose head is a multiple of 31; some servers send it bare.
        return Inflater(15 if body[:1] == b"x" and int.from_bytes(body[:2]) % 31 == 0 else -15)
    if coding == "zstd" and body.startswith(b"\x28\xb5\x2f\xfd"):
        try:
            return ZstdFrame()
        except MissingExtraError as error:
            raise BodyError(f"is packed with zstd: {error}") from error
    if coding == "br" and not body.lstrip().startswith(b"<"):
        try:
            return _Brotli()
        except MissingExtraError as error:
            raise BodyError(f"is packed with brotli: {error}") from error
    return None


def _expanded(body: bytes, decompressor: Decompressor) -> tuple[bytes, bool] | None:
    """The unpacked body and whether its end is there; None where nothing of it can be unpacked."""
    pieces = []
    size = at = 0
    try:
        while not decompressor.eof:
            data = body[at : at + _STEP] if decompressor.needs_input else b""
            if not data and decompressor.needs_input:
                break
            at += len(data)
            piece = decompressor.decompress(data, _STEP)
            pieces.append(piece)
            size += len(piece)
            if size > MAX_MEMBER or (size > _FREE and size > MAX_RATIO * len(body)):
                raise BodyError(f"unpacks to more than {size // 1_000_000} MB; it was refused")
    except (zlib.error, OSError, ValueError):
        return (b"".join(pieces), False) if size else None
    return b"".join(pieces), decompressor.eof


class _Brotli:
    """A brotli stream in the manner of the other decompressors."""

    unused_data = b""

    def __init__(self) -> None:
        try:
            import brotli  # type: ignore[import-not-found, import-untyped, unused-ignore]

            self._brotli = brotli.Decompressor()
            self._brotli.process(b"", output_buffer_limit=1)  # older ones know no limit, which bombs need
        except (ImportError, TypeError) as error:
            raise MissingExtraError("unpacking it", "warc") from error
        self._error = brotli.error

    @property
    def eof(self) -> bool:
        """Whether the stream ended."""
        return bool(self._brotli.is_finished())

    @property
    def needs_input(self) -> bool:
        """Whether it can give nothing more before it gets more."""
        return bool(self._brotli.can_accept_more_data())

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        """About `max_length` bytes."""
        try:
            return bytes(self._brotli.process(data, output_buffer_limit=max_length))
        except self._error as error:
            raise OSError(str(error)) from error
