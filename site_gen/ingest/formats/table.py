"""CSV and its kin: rows of a table, each handed on as the JSON row that it amounts to."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from site_gen.ingest.formats.base import Document, Format, ReadOptions
from site_gen.ingest.formats.rows import names
from site_gen.ingest.formats.rows.splitting import RowPaths
from site_gen.ingest.formats.rows.stream import MAX_ROW, LineDecoder, head_text, lines_in, utf8_chunks
from site_gen.model import Failure, LeftOut

ROW = "json row"
_SUFFIXES = (".csv", ".tsv", ".tab", ".psv")
_DELIMITERS = ",;\t|"
_SAMPLE = 65_536
_SAMPLE_ROWS = 40
_MAX_LINES_OF_ROW = 10_000
"""A quote that is never closed would swallow the rest of the file."""
_MAX_OPEN_QUOTES = 50
_KNOWN = frozenset(
    name
    for group in (
        *(names.TEXT, names.SUMMARY, names.TITLE, names.URL, names.PUBLISHED, names.PUBLISHED_LOOSE, names.UPDATED),
        *(names.CAPTURED, names.AUTHORS, names.LANG, names.KEYWORDS, names.SOURCE, names.ID),
    )
    for name in group
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table is written."""

    delimiter: str
    quote: str

    def rows(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """The rows of lines (each with its line end)."""
        csv.field_size_limit(MAX_ROW)
        return csv.reader(lines, delimiter=self.delimiter, quotechar=self.quote, strict=False)


def matches(head: bytes, name: str) -> bool:
    """Whether a file is a table: by its name, or because its first line names several columns that we know."""
    text = head_text(head)
    if "\0" in text[:1000] and not name.endswith(_SUFFIXES):
        return False
    if name.endswith(_SUFFIXES):
        return True
    first = text.partition("\n")[0]
    if len(first) > 2000 or name.endswith((".md", ".html", ".htm", ".xml", ".json")):
        return False
    return any(_known_columns(first.split(mark)) >= 3 for mark in _DELIMITERS)


def _known_columns(cells: Iterable[str]) -> int:
    return sum(names.folded_name(cell) in _KNOWN for cell in cells if 0 < len(cell.strip()) <= 40)


def split(stream: BinaryIO, outer: Document, options: ReadOptions) -> Iterator[Document | Failure | LeftOut]:
    """The rows of a table, each a document `path#id`; without an id of its own it takes the digest of the row."""
    lines = _Lines(stream)
    try:
        sample = lines.sample()
        dialect = sniff(sample, tabs=outer.path.lower().endswith((".tsv", ".tab")))
        header = _header(sample, dialect, options.fields)
        if header is None:
            yield Failure(outer.path, "parse", _without_header(sample, dialect))
            return
        yield from _rows(lines, dialect, header, RowPaths(outer, ROW, options.fields.get("id")))
    except csv.Error as error:
        yield Failure(
            f"{outer.path}:{lines.number}", "parse", f"is no readable table: {error}; the rows before are read"
        )
    except (OSError, EOFError, ValueError) as error:
        yield Failure(outer.path, "read", f"breaks off: {str(error)[:200]}; the rows before are read")


class _Lines:
    """The lines of a stream as text, each with its line end; a sample of them can be looked at before."""

    def __init__(self, stream: BinaryIO) -> None:
        self._source = self._decoded(stream)
        self._waiting: deque[str] = deque()
        self._row: list[str] = []
        self.number = 0
        """Number of the line that was read last."""
        self.ended = False
        """Whether somebody asked for more than there is."""
        self.too_long: list[int] = []
        """Numbers of lines that were too long to be read."""

    def _decoded(self, stream: BinaryIO) -> Iterator[str]:
        decoder = LineDecoder()
        # Old systems end lines with a lone carriage return, which would make one line of the whole file.
        for number, line in lines_in(_unix_ends(utf8_chunks(stream))):
            if line is None:
                self.too_long.append(number)
            yield "\n" if line is None else decoder.text(line).replace("\0", "") + "\n"

    def sample(self) -> str:
        """The first lines, which are read again later."""
        size = 0
        for line in self._source:
            self._waiting.append(line)
            size += len(line)
            if size > _SAMPLE:
                break
        return "".join(self._waiting)

    def __iter__(self) -> Iterator[str]:
        self.ended = False
        while len(self._row) < _MAX_LINES_OF_ROW:
            line = self._waiting.popleft() if self._waiting else next(self._source, None)
            if line is None:
                break
            self.number += 1
            self._row.append(line)
            yield line
        self.ended = True

    def row(self) -> list[str]:
        """The lines that were read since this was asked last."""
        row, self._row = self._row, []
        return row

    def read_again(self, lines: list[str]) -> None:
        """Put back lines that were read last."""
        self._waiting.extendleft(reversed(lines))
        self.number -= len(lines)


def _unix_ends(chunks: Iterable[bytes]) -> Iterator[bytes]:
    ended_in_return = False
    for chunk in chunks:
        if ended_in_return and chunk.startswith(b"\n"):
            chunk = chunk[1:]  # noqa: PLW2901
        ended_in_return = chunk.endswith(b"\r")
        yield chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


# --- how it is written -----------------------------------------------------------------------------------------


def sniff(sample: str, *, tabs: bool = False) -> Dialect:
    """The dialect in which most rows of a sample have the same number of cells, and more than one."""
    best, best_score = Dialect("\t" if tabs else ",", '"'), 0.0
    for delimiter in "\t" if tabs else _DELIMITERS:
        for quote in "\"'":
            dialect = Dialect(delimiter, quote)
            score = _score(sample, dialect)
            if score > best_score:
                best, best_score = dialect, score
    return best


def _score(sample: str, dialect: Dialect) -> float:
    """How well a dialect explains a sample: rows of one width, known names on top, quotes around cells not in them."""
    rows = _sample_rows(sample, dialect)
    if not rows:
        return 0
    width, common = Counter(map(len, rows)).most_common(1)[0]
    if width < 2:
        return 0
    cells = [cell for row in rows for cell in row]
    stray = sum(cell[:1] == mark or cell[-1:] == mark for cell in cells for mark in "\"'" if len(cell) > 1)
    quoted = len(re.findall(rf"(?:^|{re.escape(dialect.delimiter)}){dialect.quote}", sample[:20_000], re.MULTILINE))
    return (
        common / len(rows)
        + 0.5 * min(_known_columns(rows[0]), 4)
        + 0.2 * min(quoted / len(rows), 1)
        - min(stray / len(cells), 0.9)
        + (0.05 if dialect.quote == '"' else 0)
    )


def _sample_rows(sample: str, dialect: Dialect) -> list[list[str]]:
    lines = sample.splitlines(keepends=True)
    try:
        rows = [row for row in islice(dialect.rows(lines), _SAMPLE_ROWS) if row]
    except csv.Error:
        return []
    # The last row may be cut.
    return rows[:-1] if len(sample) >= _SAMPLE and 1 < len(rows) < _SAMPLE_ROWS else rows


def _header(sample: str, dialect: Dialect, columns: Mapping[str, str]) -> list[str] | None:
    """The names of the columns: the first row, or numbers where the configuration counts; None where there are none."""
    first = next(iter(_sample_rows(sample, dialect)), [])
    if columns and all(column.isdecimal() for column in columns.values()):
        return []
    folded = {names.folded_name(cell) for cell in first}
    mapped = {names.folded_name(column.partition(".")[0]) for column in columns.values()}
    if folded & mapped or _known_columns(first) >= 1:
        return [cell.strip() for cell in first]
    return None


def _without_header(sample: str, dialect: Dialect) -> str:
    first = next(iter(_sample_rows(sample, dialect)), [])
    if not first:
        return "is an empty table; there is nothing in it to read"
    return (
        f"has no row of column names that tell title and text ({len(first)} columns); name them by number in "
        'site.toml: [fields] title = "1" and text = "2", or by name if its first row holds other names'
    )


# --- rows ------------------------------------------------------------------------------------------------------


def _rows(
    lines: _Lines, dialect: Dialect, header: list[str], paths: RowPaths
) -> Iterator[Document | Failure | LeftOut]:
    is_header = bool(header)
    number = 0
    for cells in _cells(lines, dialect):
        if isinstance(cells, int):
            message = "opens a quote that is never closed, and is left out; the rows after it are read"
            yield Failure(f"{paths.outer.path}:{cells}", "parse", message)
            continue
        row = {} if is_header else _row(cells, header)
        is_header = False
        if row:
            number += 1
            yield paths.document(row, json.dumps(row, ensure_ascii=False))
        while lines.too_long:
            message = f"is a line of more than {MAX_ROW // 1_000_000} MB, and is left out; split it"
            yield Failure(f"{paths.outer.path}:{lines.too_long.pop()}", "read", message)
    if not number:
        yield Failure(paths.outer.path, "parse", "is a table without rows; there is nothing in it to read")


def _cells(lines: _Lines, dialect: Dialect) -> Iterator[list[str] | int]:
    """The cells of each row; the number of a row's first line where it opens a quote that nothing closes."""
    for _ in range(_MAX_OPEN_QUOTES):
        for cells in dialect.rows(iter(lines)):
            raw = lines.row()
            # The reader asks for more lines than there are only within a quote.
            if lines.ended and sum(line.count(dialect.quote) for line in raw) % 2:
                yield lines.number - len(raw) + 1
                lines.read_again(raw[1:])
                break
            yield cells
        else:
            return
    raise csv.Error("it holds too many quotes that are never closed")


def _row(cells: list[str], header: list[str]) -> dict[str, str]:
    """A row by column; cells beyond the header take their number as name."""
    row: dict[str, str] = {}
    for index, cell in enumerate(cells):
        if cell and not cell.isspace():
            name = header[index] if index < len(header) and header[index] else str(index + 1)
            row.setdefault(name, cell)
    return row


FORMATS = (Format("table", matches, split=split),)
