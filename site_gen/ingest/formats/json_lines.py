"""JSON Lines: one row of names and values a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from site_gen.ingest.formats import html
from site_gen.ingest.formats.base import Document, Format, ReadOptions
from site_gen.ingest.formats.rows import RowPage, read_row
from site_gen.ingest.formats.rows.splitting import RowPaths, no_row
from site_gen.ingest.formats.rows.stream import MAX_ROW, LineDecoder, head_text, lines_in, utf8_chunks
from site_gen.model import Draft, Failure, LeftOut

ROW = "json row"
"""Format of the documents that `split` yields and `read` reads."""
_SUFFIXES = (".jsonl", ".ndjson", ".jsonlines", ".ldjson", ".jl")
_FACTS = (
    *("title", "standfirst", "authors", "credit", "dateline", "published", "updated", "captured", "url", "guid"),
    *("source", "lang", "topics", "keywords"),
)
_DECODER = json.JSONDecoder(strict=False, parse_constant=lambda _: None)
_TWO_OBJECTS = re.compile(r"\s*\{.*\}[ \t,]*\r?\n\s*\{")
_BETWEEN = re.compile(r"[\s,\x1e\ufeff]*")


def matches(head: bytes, name: str) -> bool:
    """Whether a file is JSON Lines: by its name, or because its first line is a whole object and another follows."""
    text = head_text(head)
    if name.endswith(_SUFFIXES):
        return "\0" not in text
    return text[:1000].lstrip("\x1e \t\r\n").startswith("{") and _TWO_OBJECTS.match(text.lstrip("\x1e")) is not None


def split(stream: BinaryIO, outer: Document, options: ReadOptions) -> Iterator[Document | Failure | LeftOut]:
    """The rows of a stream, each a document `path#id`; without an id of its own it takes the digest of its line."""
    paths = RowPaths(outer, ROW, options.fields.get("id"))
    decoder = LineDecoder()
    is_empty = True
    try:
        for number, line in lines_in(utf8_chunks(stream)):
            if line is None:
                is_empty = False
                yield Failure(
                    f"{outer.path}:{number}", "read", f"is a line of more than {MAX_ROW // 1_000_000} MB; split it"
                )
            elif line and not line.isspace():
                is_empty = False
                yield from _rows(decoder.text(line), number, paths)
    except (OSError, EOFError, ValueError) as error:
        yield Failure(outer.path, "read", f"breaks off: {error}; the rows before are read")
        return
    if is_empty:
        yield Failure(outer.path, "parse", "holds no rows; there is nothing in it to read")


def _rows(line: str, number: int, paths: RowPaths) -> Iterator[Document | Failure | LeftOut]:
    """The objects of a line: one, or several that a program wrote without line ends."""
    at = _BETWEEN.match(line)
    start = at.end() if at else 0
    while start < len(line):
        try:
            value, end = _DECODER.raw_decode(line, start)
        except json.JSONDecodeError as error:
            message = f"is not valid JSON: {error.msg} (column {error.pos + 1}); mend or remove the line"
            yield Failure(f"{paths.outer.path}:{number}", "parse", message)
            return
        except (ValueError, RecursionError) as error:
            message = f"is not usable JSON ({_short(error)}); mend or remove the line"
            yield Failure(f"{paths.outer.path}:{number}", "parse", message)
            return
        if isinstance(value, dict):
            yield paths.document(value, line[start:end])
        else:
            yield Failure(f"{paths.outer.path}:{number}", "parse", no_row(value))
        after = _BETWEEN.match(line, end)
        start = after.end() if after else end


def _short(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "nested too deeply"
    # Python refuses whole numbers of thousands of digits, and says so at length.
    return str(error)[:80] if isinstance(error, json.JSONDecodeError) else "a number has too many digits"


def read(document: Document, options: ReadOptions) -> Iterator[Draft | Failure | LeftOut]:
    """The article of one row."""
    row = _load(document.data)
    if not isinstance(row, dict):
        yield Failure(document.path, "parse", f"is no row: {row}")
        return
    try:
        found = read_row(row, options.fields, options.topics.vocabulary.resolve)
    except RecursionError:
        found = "is nested too deeply; write it out plainly"
    if isinstance(found, RowPage):
        yield from _read_page(document, found, options)
    else:
        yield Failure(document.path, "parse", found) if isinstance(found, str) else found


def _read_page(document: Document, page: RowPage, options: ReadOptions) -> Iterator[Draft | Failure | LeftOut]:
    """The article of a row that holds a complete page; the row's other columns win over what the page says."""
    row = page.draft
    known = replace(document.known, url=row.url or document.known.url, media_type="text/html", charset="utf-8")
    data = page.html.encode("utf-8", "replace")
    for item in html.read(Document(document.path, data, known, document.sha256), options):
        if not isinstance(item, Draft):
            yield item
            continue
        told = {name: value for name in _FACTS if (value := getattr(row, name))}
        if row.published:
            told["date_source"] = row.date_source
        warnings = (*item.warnings, *row.warnings)
        yield replace(item, **told, provenance={**item.provenance, **row.provenance}, warnings=warnings)


def _load(data: bytes) -> Any:
    """The object of a row, or why there is none."""
    try:
        row = _DECODER.decode(data.decode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        return f"it is not valid JSON ({_short(error)})"
    return row if isinstance(row, dict) else "an object of names and values was expected"


FORMATS = (
    Format("json lines", matches, split=split),
    Format(ROW, lambda _head, _name: False, read=read),
)
