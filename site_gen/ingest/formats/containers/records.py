"""Cutting WARC and ARC streams into records, and finding the next one behind what is broken."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO

from site_gen.ingest.formats.containers.member import MAX_MEMBER
from site_gen.ingest.formats.containers.streams import source_of

if TYPE_CHECKING:
    from warcio.statusandheaders import StatusAndHeaders

_LINE = 65_536
_MAX_HEADER = 262_144
_MAX_CONTINUATION = 1_000_000
_MAX_BLANK = 100
_ENOUGH = 0.95
"""How much of a record has to be there: pages end with what nobody misses."""
_MAX_UNREAD = 4 * MAX_MEMBER
_BEGIN = re.compile(rb"WARC/\d\.\d+\s*$")
_ARC = re.compile(
    rb"(?P<url>[a-zA-Z][\w+.-]*:\S.*?) (?P<ip>[\d.]+|[\da-fA-F:]+|-) (?P<date>\d{4,20}) (?P<type>\S+)"
    rb"(?: (?P<status>\d{3}|-) \S+ \S+ \d+ \S+)? (?P<length>-?\d+|\S+)\s*$"
)
_SWALLOWED = re.compile(rb"\n(?=WARC/\d\.\d+\r?\n[A-Za-z-]+:)")


@dataclass(frozen=True, slots=True)
class Record:
    """One record with its bytes."""

    position: int
    """Byte of the (unpacked) file at which it begins."""
    kind: str
    """`response`, `request`, `revisit` … as WARC has it, lower case; `arc` and `filedesc` for those of ARC."""
    url: str
    date: str
    media_type: str
    headers: StatusAndHeaders | None
    """Those of WARC; None for ARC."""
    block: bytes
    oversized: bool = False
    """Whether only a part of it is in `block`, since the whole is larger than MAX_MEMBER."""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Damage:
    """A place at which the file is broken, in words to be put after its name."""

    position: int
    message: str


class _Feed:
    """A stream that counts, and from which read bytes can be given back."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._back = io.BytesIO()
        self._unread = 0
        self.position = 0

    def read(self, number: int) -> bytes:
        data = self._back.read(number)
        if len(data) < number:
            data += self._stream.read(number - len(data))
        self.position += len(data)
        return data

    def readline(self) -> bytes:
        line = self._back.readline(_LINE)
        if not line.endswith(b"\n") and len(line) < _LINE:
            line += self._stream.readline(_LINE - len(line))
        self.position += len(line)
        return line

    def skip(self, number: int) -> int:
        """Read past `number` bytes; how many there were."""
        left = number
        while left:
            piece = self.read(min(left, 1 << 20))
            if not piece:
                break
            left -= len(piece)
        return number - left

    def unread(self, data: bytes) -> bool:
        """Give bytes back; False where that was done too often to end well."""
        self._unread += len(data)
        if self._unread > _MAX_UNREAD:
            return False
        self.position -= len(data)
        at = self._back.tell()
        begin = at - len(data)
        if begin >= 0 and self._back.getbuffer()[begin:at] == data:  # a line out of what was given back before
            self._back.seek(begin)
        else:
            self._back = io.BytesIO(data + self._back.read())
        return True

    def fault(self) -> str | None:
        source = source_of(self._stream)
        return source.fault if source else None

    def resume(self) -> bool:
        source = source_of(self._stream)
        return source is not None and source.resume()


def read_records(stream: BinaryIO) -> Iterator[Record | Damage]:
    """All records that can be found, with what is broken between them in its place."""
    from warcio.statusandheaders import StatusAndHeadersParser

    feed = _Feed(stream)
    parser = StatusAndHeadersParser(["WARC/"])
    while True:
        line, skipped = _next_line(feed)
        if skipped:
            begin = feed.position - len(line) - skipped
            yield Damage(
                begin, f"has {skipped:,} bytes from its byte {begin:,} on that are no record; they were not read"
            )
        if line:
            yield _record(feed, line, parser)
        fault = feed.fault()
        if fault and feed.resume():
            yield Damage(feed.position, f"{fault}; reading went on behind it")
        elif not line:
            return


def _is_begin(line: bytes) -> bool:
    return _BEGIN.match(line) is not None or line.startswith(b"filedesc:") or _ARC.match(line) is not None


def _next_line(feed: _Feed) -> tuple[bytes, int]:
    """The line with which the next record begins (empty at the end), and how much that is none was passed over."""
    skipped = 0
    while line := feed.readline():
        if _is_begin(line):
            break
        if skipped or line.strip():
            skipped += len(line)
    return line, skipped


def _record(feed: _Feed, line: bytes, parser: object) -> Record | Damage:
    position = feed.position - len(line)
    try:
        record = _warc(feed, line, position, parser) if line.startswith(b"WARC/") else _arc(feed, line, position)
    except ValueError as error:
        return Damage(position, f"has a record at byte {position:,} {error}")
    return record


def _warc(feed: _Feed, line: bytes, position: int, parser: object) -> Record | Damage:
    lines = [line]
    size = 0
    while (more := feed.readline()).strip():
        size += len(more)
        if size > _MAX_HEADER:
            raise ValueError(f"whose header is longer than {_MAX_HEADER // 1024} kB")
        lines.append(more)
    headers = parser.parse(io.BytesIO(b"".join(lines)))  # type: ignore[attr-defined]
    url = (headers.get_header("WARC-Target-URI") or "").strip()
    if url.startswith("<") and url.endswith(">"):  # as wget wrote them
        url = url[1:-1]
    return _with_block(
        feed,
        Record(
            position=position,
            kind=(headers.get_header("WARC-Type") or "").strip().lower(),
            url=url,
            date=headers.get_header("WARC-Date") or "",
            media_type=headers.get_header("Content-Type") or "",
            headers=headers,
            block=b"",
        ),
        headers.get_header("Content-Length"),
    )


def _arc(feed: _Feed, line: bytes, position: int) -> Record | Damage:
    found = _ARC.match(line)
    if found is None:
        raise ValueError("whose header cannot be read")
    told = {key: (value or b"").decode("utf-8", "replace") for key, value in found.groupdict().items()}
    is_file = told["url"].startswith("filedesc:")
    length = told["length"]
    if is_file and not length.isdigit():  # its own lines tell where it ends
        for _ in range(2):
            feed.readline()
        length = "0"
    kind = "filedesc" if is_file else "arc"
    return _with_block(
        feed, Record(position, kind, told["url"], told["date"], told["type"], headers=None, block=b""), length
    )


def _with_block(feed: _Feed, record: Record, stated: str | None) -> Record | Damage:
    """A record with its bytes, by the length that it states, or by where the next record begins if that is wrong."""
    stated = (stated or "").strip()
    if not (stated.isascii() and stated.isdigit()):
        raise ValueError(f"of {record.url or record.kind} without a usable length ({stated[:40]!r})")
    length = int(stated[:18])
    block = feed.read(min(length, MAX_MEMBER))
    if len(block) < min(length, MAX_MEMBER) or (len(block) == length and not _ends(feed)):
        return _corrected(feed, record, block, length)
    there = len(block) + feed.skip(length - len(block))
    if there < length:
        raise ValueError(_cut(record, there, length))
    return replace(record, block=block, oversized=len(block) < length)


def _corrected(feed: _Feed, record: Record, block: bytes, length: int) -> Record:
    """A record that does not end where it says: too long, too short, or at the end of what there is."""
    wrong = f"its record states a length of {length:,} bytes, which is wrong; the text may be cut"
    begun = _SWALLOWED.search(block)
    if begun and feed.unread(block[begun.start() + 1 :]):
        return replace(record, block=block[: begun.start()].rstrip(b"\r\n"), warnings=(wrong,))
    if len(block) == length:
        return replace(record, block=block + _continuation(feed, b"\0" in block), warnings=(wrong,))
    if len(block) < _ENOUGH * length:
        raise ValueError(_cut(record, len(block), length))
    return replace(record, block=block, warnings=(f"its record breaks off {length - len(block):,} bytes early",))


def _cut(record: Record, there: int, length: int) -> str:
    return f"of {record.url or record.kind} that breaks off: {there:,} of {length:,} bytes are there"


def _continuation(feed: _Feed, is_binary: bool) -> bytes:
    """What stands before the next record; nothing where it is binary and the record is not, and thus rather damage."""
    lines = []
    size = 0
    while (line := feed.readline()) and not _is_begin(line) and size < _MAX_CONTINUATION:
        lines.append(line)
        size += len(line)
    rest = b"".join(lines)
    if (b"\0" in rest and not is_binary) or size >= _MAX_CONTINUATION:
        feed.unread(rest + line)
        return b""
    feed.unread(line)
    return rest.rstrip(b"\r\n")


def _ends(feed: _Feed) -> bool:
    """Whether a record ends here: with the end of the file or the next record, blank lines before either."""
    lines = [feed.readline()]
    while lines[-1] and not lines[-1].strip():
        lines.append(feed.readline())
        if len(lines) > _MAX_BLANK:
            return True
    ends = not lines[-1] or _is_begin(lines[-1])
    feed.unread(lines[-1] if ends else b"".join(lines))
    return ends
