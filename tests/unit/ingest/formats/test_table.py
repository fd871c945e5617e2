"""Tables: dialects, headers, mapped columns, and what is broken in them."""

from __future__ import annotations

import io
import json

import pytest

from site_gen.ingest.formats import json_lines, table
from site_gen.ingest.formats.base import Document, Known, ReadOptions
from site_gen.model import Draft, Failure, LeftOut

OPTIONS = ReadOptions()
ROWS = [
    {"id": "1", "title": "Ferry runs again", "text": "The ferry, long idle, ran; many cheered."},
    {"id": "2", "title": "Snow closes pass", "text": 'It had "snowed"\nall night.'},
]


def split(data: bytes, options: ReadOptions = OPTIONS, path: str = "inbox/a.csv") -> list[Document | Failure | LeftOut]:
    return list(table.split(io.BytesIO(data), Document(path, b"", Known(), ""), options))


def rows(data: bytes, options: ReadOptions = OPTIONS, path: str = "inbox/a.csv") -> list[dict[str, str]]:
    return [json.loads(item.data) for item in split(data, options, path) if isinstance(item, Document)]


def problems(data: bytes) -> list[tuple[str, str]]:
    return [(item.source, item.message) for item in split(data) if isinstance(item, Failure)]


def written(delimiter: str, quote: str) -> str:
    def cell(text: str) -> str:
        return quote + text.replace(quote, quote * 2) + quote

    return "\n".join(
        delimiter.join(map(cell, cells)) for cells in (list(ROWS[0]), *(list(row.values()) for row in ROWS))
    )


# --- what is a table -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        (b"whatever", "a.csv", True),
        (b"id\ttitle\ttext\n1\ta\tb", "dump", True),
        ("id;title;text\n1;a;b".encode("utf-16"), "dump.txt", True),
        (b"Title, text and date of publication\nstand in the first line.", "a.txt", False),
        (b'{"id": 1, "title": "x", "text": "y"}', "a.json", False),
    ],
)
def test_tables_are_told_by_name_or_by_known_columns(head: bytes, name: str, expected: bool) -> None:
    assert table.matches(head, name) is expected


# --- dialects --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("quote", ['"', "'"])
def test_delimiter_and_quotes_are_found(delimiter: str, quote: str) -> None:
    assert table.sniff(written(delimiter, quote)) == table.Dialect(delimiter, quote)
    assert rows(written(delimiter, quote).encode()) == ROWS


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_encodings(encoding: str) -> None:
    assert rows(written(",", '"').encode(encoding)) == ROWS


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends(ends: str) -> None:
    data = ends.join(["id,title,text", "1,Ferry runs again,The ferry ran.", "2,Snow,It fell."]).encode()
    assert [row["title"] for row in rows(data)] == ["Ferry runs again", "Snow"]


def test_apostrophes_in_texts_are_no_quotes() -> None:
    data = b"title,text\nThe town's ferry,It's late\n'Tis so,Don't\n"
    assert [row["title"] for row in rows(data)] == ["The town's ferry", "'Tis so"]


def test_ragged_rows_nul_bytes_and_empty_cells() -> None:
    data = b"id,title,text\n1,A,b,extra,\n2,C\n\n,,\n3,D\0E,f\n"
    assert rows(data) == [
        {"id": "1", "title": "A", "text": "b", "4": "extra"},
        {"id": "2", "title": "C"},
        {"id": "3", "title": "DE", "text": "f"},
    ]


def test_large_cells() -> None:
    assert len(rows(b"title,text\nA," + b"b" * 500_000)[0]["text"]) == 500_000


# --- columns ---------------------------------------------------------------------------------------------------


def test_rows_become_drafts() -> None:
    item = split(written(";", '"').encode())[0]
    assert isinstance(item, Document)
    assert (item.path, item.format) == ("inbox/a.csv#1", "json row")
    draft = next(json_lines.read(item, OPTIONS))
    assert isinstance(draft, Draft)
    assert (draft.title, draft.guid) == ("Ferry runs again", "1")


def test_columns_without_names_are_mapped_by_number() -> None:
    data = b"Web;'The ferry runs again. It ''ran'' today; many cheered.'\nSport;'The cup. It is over.'\n"
    assert problems(data) == [
        (
            "inbox/a.csv",
            "has no row of column names that tell title and text (2 columns); name them by number in site.toml: "
            '[fields] title = "1" and text = "2", or by name if its first row holds other names',
        )
    ]
    mapped = ReadOptions({"keywords": "1", "text": "2"})
    assert rows(data, mapped)[0] == {"1": "Web", "2": "The ferry runs again. It 'ran' today; many cheered."}
    item = split(data, mapped)[0]
    assert isinstance(item, Document)
    draft = next(json_lines.read(item, mapped))
    assert isinstance(draft, Draft)
    assert (draft.title, draft.keywords) == ("The ferry runs again.", ("Web",))


def test_columns_of_other_names_are_mapped_by_name() -> None:
    data = b"kop,stuk\nVeer vaart weer,Het veer vaart.\n"
    assert len(problems(data)) == 1
    mapped = ReadOptions({"title": "kop", "text": "stuk"})
    assert rows(data, mapped) == [{"kop": "Veer vaart weer", "stuk": "Het veer vaart."}]


# --- what is broken --------------------------------------------------------------------------------------------


def test_a_quote_that_is_never_closed_costs_its_row_alone() -> None:
    data = b'id,title,text\n1,A,"b\n2,C,d\n3,E,f\n'
    assert [row["id"] for row in rows(data)] == ["2", "3"]
    assert problems(data) == [
        ("inbox/a.csv:2", "opens a quote that is never closed, and is left out; the rows after it are read")
    ]


def test_an_open_quote_does_not_swallow_a_large_file() -> None:
    data = b'id,title,text\n1,A,"b\n' + b"".join(b"%d,C,d\n" % number for number in range(2, 12_002))
    assert len(rows(data)) == 12_000
    assert [source for source, _ in problems(data)] == ["inbox/a.csv:2"]


def test_a_file_of_open_quotes_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "_MAX_OPEN_QUOTES", 1)
    assert problems(b'id,title,text\n1,A,"b\n2,C,d\n')[-1] == (
        "inbox/a.csv:2",
        "is no readable table: it holds too many quotes that are never closed; the rows before are read",
    )


@pytest.mark.parametrize("data", [b"", b"\n\n", b"title,text\n", b"title,text\n,\n"])
def test_an_empty_table_is_a_failure(data: bytes) -> None:
    assert [message.split(";")[1] for _, message in problems(data)] == [" there is nothing in it to read"]
