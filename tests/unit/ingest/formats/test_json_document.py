"""JSON documents: arrays, objects that hold rows, single rows; streamed, and what is broken named."""

from __future__ import annotations

import io
import json

import pytest

from site_gen.ingest.formats import json_document
from site_gen.ingest.formats.base import Document, Known, ReadOptions
from site_gen.model import Failure, LeftOut

OPTIONS = ReadOptions()
FERRY = {"id": "f1", "title": "Ferry runs again", "text": "The ferry to Lund ran again."}
SNOW = {"id": "s2", "title": "Snow closes pass", "text": "The pass is closed: “all night” it snowed."}


def split(data: bytes, options: ReadOptions = OPTIONS) -> list[Document | Failure | LeftOut]:
    return list(json_document.split(io.BytesIO(data), Document("inbox/a.json", b"", Known(), ""), options))


def rows(data: bytes) -> list[object]:
    return [json.loads(item.data) for item in split(data) if isinstance(item, Document)]


def problems(data: bytes) -> list[tuple[str, str]]:
    return [(item.source, item.message) for item in split(data) if isinstance(item, Failure)]


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        (b'{"title": "x"}', "a.json", True),
        (b'\xef\xbb\xbf [\n {"title": "x"}]', "a", True),
        ('[{"title": "x"}]'.encode("utf-16"), "a", True),
        (b"[]", "a.json", True),
        (b"[1] A footnote\nand text", "a.txt", False),
        (b"[Update] A ferry ran", "a", False),
        (b'{\n "title": "x"\n}\n\nText', "post.md", False),
        (b"A ferry ran", "a.json", False),
    ],
)
def test_json_is_told_by_content_before_name(head: bytes, name: str, expected: bool) -> None:
    assert json_document.matches(head, name) is expected


@pytest.mark.parametrize(
    "data",
    [
        json.dumps([FERRY, SNOW]).encode(),
        json.dumps([FERRY, SNOW], indent=2, ensure_ascii=False).encode(),
        json.dumps([FERRY, SNOW], ensure_ascii=False).encode("utf-16"),
        json.dumps({"status": "ok", "articles": [FERRY, SNOW]}).encode(),
        json.dumps({"response": {"docs": [FERRY, SNOW]}}, ensure_ascii=False).encode("utf-8-sig"),
        (json.dumps(FERRY, indent=1) + "\n" + json.dumps(SNOW, indent=1)).encode(),
    ],
)
def test_rows_of_a_document(data: bytes) -> None:
    assert [item.path for item in split(data) if isinstance(item, Document)] == ["inbox/a.json#f1", "inbox/a.json#s2"]
    assert rows(data) == [FERRY, SNOW]
    assert problems(data) == []


def test_an_array_is_streamed_in_chunks_of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    data = json.dumps([FERRY, SNOW, {"id": 3, "title": "x", "text": "é" * 3000}], ensure_ascii=False).encode()
    for size in (7, 64, 1000):
        monkeypatch.setattr("site_gen.ingest.formats.rows.stream.CHUNK", size)
        assert len(rows(data)) == 3, size
        assert problems(data) == []


def test_an_array_that_breaks_off_keeps_its_rows() -> None:
    data = json.dumps([FERRY, SNOW]).encode()
    assert rows(data[:-1]) == [FERRY, SNOW]
    assert problems(data[:-1]) == [("inbox/a.json", "breaks off after 2 rows; the end of its array is missing")]
    source, message = problems(data[:-20])[0]
    assert source == "inbox/a.json#2"
    assert message.startswith("is not valid JSON: ")
    assert message.endswith("; the rows before it are read")
    assert rows(data[:-20]) == [FERRY]


def test_elements_that_are_no_rows_are_named() -> None:
    assert problems(json.dumps([FERRY, 5, None]).encode()) == [
        ("inbox/a.json#2", "holds a number where an object of names and values was expected; mend or remove it"),
        ("inbox/a.json#3", "holds a null where an object of names and values was expected; mend or remove it"),
    ]


def test_what_schema_org_calls_otherwise_is_left_out() -> None:
    graph = {"@graph": [{"@type": "Organization", "name": "The Gazette"}, {"@type": "NewsArticle"} | FERRY]}
    found = split(json.dumps(graph).encode())
    assert found[0] == LeftOut("schema.org items that are no articles")
    assert isinstance(found[1], Document)


def test_an_object_too_large_to_be_held_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_document, "MAX_OBJECT", 1_000_000)
    data = json.dumps({"articles": [FERRY | {"id": number} for number in range(20_000)]}).encode()
    assert problems(data) == [
        ("inbox/a.json", "is one object of more than 1 MB; convert it to JSON Lines"),
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"[]", "holds an empty array; there is nothing in it to read"),
        (b'{"a":' * 100_000, "is nested too deeply; write it out plainly"),
        (b"[" * 100_000, "is nested too deeply; write it out plainly"),
        (b'{"title": ]', "is not valid JSON: Expecting value (column 11); mend it"),
        (b"42", "holds a number where an object of names and values was expected; mend or remove it"),
    ],
)
def test_what_is_no_document(data: bytes, message: str) -> None:
    assert [found for _, found in problems(data)] == [message]
