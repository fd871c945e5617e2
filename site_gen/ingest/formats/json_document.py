"""A JSON document: an array of rows, an object that holds a list of them, or a single row."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from site_gen.ingest.formats.base import Document, Format, ReadOptions
from site_gen.ingest.formats.rows import find_rows
from site_gen.ingest.formats.rows.splitting import RowPaths, no_row
from site_gen.ingest.formats.rows.stream import MAX_ROW, LineDecoder, head_text, utf8_chunks
from site_gen.model import Failure, LeftOut

ROW = "json row"
MAX_OBJECT = 50_000_000
"""Bytes of an object, which is read whole; arrays may be of any size."""
_OTHERS = (".md", ".markdown", ".mdown", ".mkd", ".html", ".htm", ".txt", ".text", ".js", ".css")
_JSON = re.compile(r"\s*(?:\{\s*(?:\"|\}\s*$)|\[\s*(?:[\[{\"]|\]\s*$))")
_BETWEEN = re.compile(r"[\s,]*")
_DECODER = json.JSONDecoder(strict=False, parse_constant=lambda _: None)
_NEWS_TYPES = re.compile(r"Article|Posting|Report|Review|CreativeWork")

Found = Iterator[Document | Failure | LeftOut]


def matches(head: bytes, name: str) -> bool:
    """Whether a file begins as a JSON object or array; JSON Feed, ninjs and sidecars must be asked about before."""
    if name.endswith(_OTHERS):
        return False
    text = head_text(head)
    return (name.endswith(".json") and text.lstrip()[:1] in ("{", "[")) or _JSON.match(text[:4096]) is not None


def split(stream: BinaryIO, outer: Document, options: ReadOptions) -> Found:
    """The rows of a document, each a document `path#id`; arrays are streamed, objects read whole."""
    chunks = utf8_chunks(stream)
    buffer = _Buffer(chunks)
    paths = RowPaths(outer, ROW, options.fields.get("id"))
    try:
        if buffer.starts_with("["):
            yield from _array(buffer, paths)
        else:
            yield from _objects(buffer, paths, options)
    except RecursionError:
        yield Failure(outer.path, "parse", "is nested too deeply; write it out plainly")
    except (OSError, EOFError, ValueError) as error:
        yield Failure(outer.path, "read", f"cannot be read whole: {str(error)[:200]}; mend or convert it to JSON Lines")


class _Buffer:
    """Text of a stream, read as far as it is needed."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._decoder = LineDecoder()
        self._rest = b""
        self.text = ""
        self.ended = False
        self.read = 0

    def starts_with(self, mark: str) -> bool:
        """Whether the first sign of the text is `mark`."""
        while not self.text.strip() and not self.ended:
            self.more()
        return self.text.lstrip().startswith(mark)

    def more(self) -> None:
        """Read on."""
        self.text += self._next()

    def whole(self, limit: int) -> str | None:
        """All that is left; None where more than `limit` bytes were read."""
        parts = [self.text]
        while not self.ended:
            parts.append(self._next())
            if self.read > limit:
                return None
        return "".join(parts)

    def _next(self) -> str:
        """The next chunk, up to its last sign that is surely no part of a longer character."""
        chunk = next(self._chunks, None)
        if chunk is None:
            self.ended = True
            data, self._rest = self._rest, b""
        else:
            self.read += len(chunk)
            data, self._rest = _whole_characters(self._rest + chunk)
        return self._decoder.text(data) if data else ""


def _whole_characters(data: bytes) -> tuple[bytes, bytes]:
    """The bytes up to the last that surely ends a character, and the rest."""
    cut = max(data.rfind(b"\n"), data.rfind(b'"'), data.rfind(b" "), data.rfind(b","), data.rfind(b"}"))
    return (data[: cut + 1], data[cut + 1 :]) if cut >= 0 else (data, b"")


# --- arrays ----------------------------------------------------------------------------------------------------


def _array(buffer: _Buffer, paths: RowPaths) -> Found:
    """The elements of an array, one at a time."""
    buffer.text = buffer.text.lstrip()[1:]
    number = 0
    while True:
        at = _BETWEEN.match(buffer.text)
        buffer.text = buffer.text[at.end() :] if at else buffer.text
        if not buffer.text and not buffer.ended:
            buffer.more()
            continue
        if buffer.text[:1] in ("]", ""):
            break
        start = 0
        while buffer.text[start : start + 1] not in ("]", ""):
            number += 1
            found = _element(buffer, start)
            if isinstance(found, str):
                yield Failure(f"{paths.outer.path}#{number}", "parse", f"{found}; the rows before it are read")
                return
            value, text, start = found
            yield from _row(value, text, number, paths)
        buffer.text = buffer.text[start:]
    if not buffer.text:
        yield Failure(paths.outer.path, "parse", f"breaks off after {number} rows; the end of its array is missing")
    elif number == 0:
        yield Failure(paths.outer.path, "parse", "holds an empty array; there is nothing in it to read")


def _element(buffer: _Buffer, start: int) -> tuple[Any, str, int] | str:
    """The next element of an array, its text and where the one after it begins; or what is wrong with it."""
    while True:
        try:
            value, end = _DECODER.raw_decode(buffer.text, start)
        except json.JSONDecodeError as error:
            problem = f"is not valid JSON: {error.msg}"
        except ValueError as error:
            problem = f"is not usable JSON: {str(error)[:80]}"
        else:
            after = _BETWEEN.match(buffer.text, end)
            # A number at the end of what is read may go on.
            if buffer.ended or end < len(buffer.text):
                return value, buffer.text[start:end], after.end() if after else end
            problem = ""
        if buffer.ended:
            return problem
        if len(buffer.text) - start > MAX_ROW:
            return f"{problem or 'is no row'} (within {MAX_ROW // 1_000_000} MB)"
        buffer.text = buffer.text[start:]
        start = 0
        size = len(buffer.text)
        # Twice as much each time, so that a large element is not tried again for every chunk.
        while len(buffer.text) < 2 * size + 1 and not buffer.ended:
            buffer.more()


# --- objects ---------------------------------------------------------------------------------------------------


def _objects(buffer: _Buffer, paths: RowPaths, options: ReadOptions) -> Found:
    """The rows of an object, or of several objects that follow one another."""
    text = buffer.whole(MAX_OBJECT)
    if text is None:
        message = f"is one object of more than {MAX_OBJECT // 1_000_000} MB; convert it to JSON Lines"
        yield Failure(paths.outer.path, "read", message)
        return
    at = _BETWEEN.match(text)
    start = at.end() if at else 0
    if start == len(text):
        yield Failure(paths.outer.path, "read", "is empty")
    number = 0
    while start < len(text):
        try:
            value, end = _DECODER.raw_decode(text, start)
        except json.JSONDecodeError as error:
            message = f"is not valid JSON: {error.msg} (column {error.colno}); mend it"
            yield Failure(f"{paths.outer.path}:{error.lineno}", "parse", message)
            return
        rows = find_rows(value, options.fields) if isinstance(value, dict) else [value]
        single = len(rows) == 1 and rows[0] is value
        for row in rows:
            number += 1
            row_text = text[start:end] if single else json.dumps(row, ensure_ascii=False)
            yield from _row(row, row_text, number, paths)
        after = _BETWEEN.match(text, end)
        start = after.end() if after else end


def _row(value: Any, text: str, number: int, paths: RowPaths) -> Found:
    if not isinstance(value, dict):
        yield Failure(f"{paths.outer.path}#{number}", "parse", no_row(value))
    elif _is_other_item(value):
        yield LeftOut("schema.org items that are no articles")
    else:
        yield paths.document(value, text)


def _is_other_item(row: dict[str, Any]) -> bool:
    """Whether schema.org calls an object something else than an article: its page, its publisher."""
    kinds = row.get("@type")
    if not kinds or "articleBody" in row:
        return False
    return _NEWS_TYPES.search(str(kinds)) is None


FORMATS = (Format("json", matches, split=split),)
