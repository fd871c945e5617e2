"""JSON Lines: what is one, its rows and their paths, and lines that are none."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from site_gen.ingest.formats import json_lines
from site_gen.ingest.formats.base import Document, Known, ReadOptions
from site_gen.ingest.formats.rows import stream
from site_gen.model import Draft, Failure, LeftOut

OPTIONS = ReadOptions()
FERRY = {"id": "f1", "title": "Ferry runs again", "text": "The ferry to Lund ran again.\n\nIt had lain there."}
SNOW = {"id": "s2", "title": "Snow closes pass", "text": "The pass is closed.\n\nIt had snowed all night."}


def lines(*rows: object) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def split(
    data: bytes, options: ReadOptions = OPTIONS, known: Known | None = None
) -> list[Document | Failure | LeftOut]:
    outer = Document("inbox/a.jsonl", b"", known or Known(), "")
    return list(json_lines.split(io.BytesIO(data), outer, options))


def paths(data: bytes, options: ReadOptions = OPTIONS) -> list[str]:
    return [item.path for item in split(data, options) if isinstance(item, Document)]


def problems(data: bytes) -> list[tuple[str, str]]:
    return [(item.source, item.message) for item in split(data) if isinstance(item, Failure)]


def read(data: bytes) -> list[Draft | Failure | LeftOut]:
    return [found for item in split(data) if isinstance(item, Document) for found in json_lines.read(item, OPTIONS)]


# --- what is JSON Lines ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        (lines(FERRY, SNOW), "dump", True),
        (lines(FERRY, SNOW), "dump.json", True),
        (lines(FERRY, SNOW).decode().encode("utf-16"), "dump", True),
        (lines(FERRY).replace(b"\n", b",\n") + lines(SNOW), "dump", True),
        (lines(FERRY), "rows.jsonl", True),
        (b"broken", "rows.ndjson", True),
        (lines(FERRY), "row.json", False),
        (json.dumps(FERRY, indent=1).encode(), "row.json", False),
        (json.dumps([FERRY, SNOW]).encode(), "rows.json", False),
        (b"{Ferry} runs again\nThe ferry ran.", "a.txt", False),
    ],
)
def test_json_lines_are_told_by_content_before_name(head: bytes, name: str, expected: bool) -> None:
    assert json_lines.matches(head, name) is expected


# --- rows and their paths --------------------------------------------------------------------------------------


def test_each_line_is_a_document() -> None:
    found = split(lines(FERRY, SNOW))
    assert [item.path for item in found if isinstance(item, Document)] == ["inbox/a.jsonl#f1", "inbox/a.jsonl#s2"]
    assert all(isinstance(item, Document) and item.format == "json row" for item in found)


def test_a_row_becomes_a_draft() -> None:
    draft = read(lines(FERRY))[0]
    assert isinstance(draft, Draft)
    assert (draft.title, draft.guid, len(draft.blocks)) == ("Ferry runs again", "f1", 2)


def test_paths_without_ids_are_stable_when_rows_are_inserted() -> None:
    ferry, snow = ({key: row[key] for key in ("title", "text")} for row in (FERRY, SNOW))
    assert paths(lines(snow, ferry))[1] == paths(lines(ferry))[0]
    assert len(set(paths(lines(snow, ferry)))) == 2


def test_ids_that_recur_do_not_share_a_path() -> None:
    changed = FERRY | {"title": "Ferry rests"}
    found = paths(lines(FERRY, changed, SNOW))
    assert found[0] == "inbox/a.jsonl#f1"
    assert found[1].startswith("inbox/a.jsonl#f1~")
    assert len(set(found)) == 3


def test_a_repeated_row_is_left_out_and_counted() -> None:
    assert split(lines(FERRY, FERRY))[1:] == [LeftOut("repeated rows")]


def test_the_column_of_ids_can_be_named() -> None:
    row = {"nummer": 12, "title": "Ferry runs again", "text": "The ferry ran."}
    assert paths(lines(row), ReadOptions({"id": "nummer"})) == ["inbox/a.jsonl#12"]


@pytest.mark.parametrize("key", ["x" * 5000, "a\nb", "../../etc", 17, 17.0])
def test_ids_make_short_paths_of_one_line(key: Any) -> None:
    path = paths(lines(FERRY | {"id": key}))[0]
    assert len(path) < 200
    assert path.isprintable()


def test_what_is_known_of_the_file_is_known_of_its_rows_and_in_their_digest() -> None:
    plain, known = split(lines(FERRY))[0], split(lines(FERRY), known=Known(source="The Gazette"))[0]
    assert isinstance(plain, Document)
    assert isinstance(known, Document)
    assert known.known.source == "The Gazette"
    assert plain.sha256 != known.sha256


# --- lines that are odd ----------------------------------------------------------------------------------------


def test_a_broken_line_is_named_and_the_others_are_read() -> None:
    data = lines(FERRY) + b'{"title": \n\n[1]\n' + lines(SNOW)
    assert paths(data) == ["inbox/a.jsonl#f1", "inbox/a.jsonl#s2"]
    assert problems(data) == [
        ("inbox/a.jsonl:2", "is not valid JSON: Expecting value (column 11); mend or remove the line"),
        ("inbox/a.jsonl:4", "holds a list where an object of names and values was expected; mend or remove it"),
    ]


@pytest.mark.parametrize(
    "data",
    [
        lines(FERRY, SNOW).replace(b"\n", b"\r\n"),
        lines(FERRY, SNOW).replace(b"\n", b",\n"),
        lines(FERRY, SNOW).replace(b"\n", b""),
        lines(FERRY, SNOW).replace(b"\n", b"\n\n  \n"),
        b"\xef\xbb\xbf" + lines(FERRY, SNOW),
        lines(FERRY, SNOW).decode().encode("utf-16"),
        lines(FERRY, SNOW).decode().encode("utf-16-be"),
    ],
)
def test_ways_to_write_lines(data: bytes) -> None:
    assert paths(data) == ["inbox/a.jsonl#f1", "inbox/a.jsonl#s2"]
    assert problems(data) == []


def test_legacy_encodings_are_found() -> None:
    text = "La navette a été remise à flot près de l'île, où l'on fête déjà le retour des pêcheurs. " * 4
    row = {"title": "Évènement à Étretat", "text": text}
    draft = read(json.dumps(row, ensure_ascii=False).encode("cp1252"))[0]
    assert isinstance(draft, Draft)
    assert draft.title == "Évènement à Étretat"


def test_numbers_that_are_none_and_nesting_are_survived() -> None:
    data = b'{"title": NaN, "text": "x"}\n' + b'{"a":' * 100_000 + b'\n{"n": ' + b"9" * 5000 + b"}\n" + lines(FERRY)
    assert "inbox/a.jsonl#f1" in paths(data)
    assert [source for source, _ in problems(data)] == ["inbox/a.jsonl:2", "inbox/a.jsonl:3"]


def test_a_line_without_end_is_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "CHUNK", 64)
    chunks = stream.utf8_chunks(io.BytesIO(b"short\n" + b"x" * 5000 + b"\nlast"))
    assert list(stream.lines_in(chunks, limit=100)) == [(1, b"short"), (2, None), (3, b"last")]


def test_nothing_is_a_failure() -> None:
    assert problems(b"\n\n") == [("inbox/a.jsonl", "holds no rows; there is nothing in it to read")]


class _Broken(io.BytesIO):
    """A stream that fails after its first part, as a damaged archive does."""

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        if not data:
            raise EOFError("Compressed file ended early")
        return data


def test_a_stream_that_breaks_off_keeps_what_was_read() -> None:
    outer = Document("inbox/a.jsonl", b"", Known(), "")
    found = list(json_lines.split(_Broken(lines(FERRY)), outer, OPTIONS))
    assert isinstance(found[0], Document)
    assert found[1:] == [
        Failure("inbox/a.jsonl", "read", "breaks off: Compressed file ended early; the rows before are read")
    ]


# --- complete pages in rows ------------------------------------------------------------------------------------


def test_a_page_in_a_row_is_read_as_a_page() -> None:
    paragraphs = (
        "The ferry to Lund ran again on Friday after a week in which the storm had kept it in the harbour.",
        "The harbour master said that the engine had been looked over twice and that no damage had been found.",
        "Some three hundred people stood on the quay in the morning, most of them on their way to the market.",
        "Tickets that were bought for the past week remain valid until the end of the month, the company said.",
    )
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    page = (
        "<!doctype html><html lang=en><head><title>Ferry runs again</title></head>"
        f"<body><article><h1>Ferry runs again</h1>{body}</article></body></html>"
    )
    row = {"id": "p1", "html": page, "url": "https://gazette.example/ferry", "tags": ["harbour"]}
    draft = read(lines(row))[0]
    assert isinstance(draft, Draft), draft
    assert draft.title == "Ferry runs again"
    assert [block.text for block in draft.blocks] == list(paragraphs)
    assert (draft.guid, draft.url, draft.keywords) == ("p1", "https://gazette.example/ferry", ("harbour",))
