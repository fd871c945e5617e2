from __future__ import annotations

import base64
import gc
import gzip
import hashlib
import io
import sys
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from site_gen.ingest.formats.base import Known
from site_gen.model import Timestamp

pytest.importorskip("warcio")

PAGE = b"<html><h1>Ferry runs again</h1><p>The ferry to Hven runs again.</p></html>"
URL = "https://example.org/ferry"
PATH = f"inbox/a.warc#{URL}@20200115093000"
Walk = Callable[..., Any]


def _record(
    block: bytes,
    kind: str = "response",
    url: str | None = URL,
    length: object = None,
    media_type: str = "application/http; msgtype=response",
    extra: str = "",
    version: str = "1.0",
) -> bytes:
    target = f"WARC-Target-URI: {url}\r\n" if url else ""
    head = (
        f"WARC/{version}\r\nWARC-Type: {kind}\r\n{target}WARC-Date: 2020-01-15T09:30:00Z\r\n{extra}"
        f"Content-Type: {media_type}\r\nContent-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def _http(
    body: bytes = PAGE, status: str = "200 OK", media_type: str = "text/html; charset=UTF-8", extra: str = ""
) -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\n{extra}\r\n".encode() + body


def _chunked(body: bytes, size: int = 20) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def test_page_with_what_its_record_tells(walked: Walk) -> None:
    document = walked(_record(_http()), "a.warc", Known(source="Echo")).only
    assert (document.path, document.data, document.format) == (PATH, PAGE, "html")
    assert document.known == Known(
        url=URL,
        captured=Timestamp.parse("2020-01-15T09:30:00Z"),
        source="Echo",
        media_type="text/html",
        charset="utf-8",
        origin="warc record",
    )


@pytest.mark.parametrize("version", ["0.17", "0.18", "1.0", "1.1"])
def test_versions(walked: Walk, version: str) -> None:
    assert walked(_record(_http(), version=version), "a.warc").only.data == PAGE


@pytest.mark.parametrize(
    "pack", [lambda one, two: gzip.compress(one) + gzip.compress(two), lambda one, two: gzip.compress(one + two)]
)
def test_gzip_by_record_and_in_whole(walked: Walk, pack: Callable[[bytes, bytes], bytes]) -> None:
    data = pack(_record(_http()), _record(_http(), url="https://example.org/b"))
    result = walked(data, "a.warc.gz")
    assert [document.known.url for document in result.documents] == [URL, "https://example.org/b"]
    assert result.paths[0] == f"inbox/a.warc.gz#{URL}@20200115093000"
    assert not result.failures


def test_page_captured_twice_in_a_second_has_two_paths(walked: Walk) -> None:
    assert walked(_record(_http()) * 2, "a.warc").paths == [PATH, f"{PATH}~2"]


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_what_the_library_writes_is_read(walked: Walk) -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    for url in (URL, "http://example.org/b"):
        writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(PAGE), http_headers=headers))
    gc.collect()  # it leaves temporary files open
    result = walked(buffer.getvalue(), "a.warc.gz")
    assert [(document.known.url, document.data, document.known.warnings) for document in result.documents] == [
        (URL, PAGE, ()),
        ("http://example.org/b", PAGE, ()),
    ]


@pytest.mark.parametrize(
    ("extra", "body"),
    [
        ("Transfer-Encoding: chunked\r\n", _chunked(PAGE)),
        ("Content-Encoding: gzip\r\n", gzip.compress(PAGE)),
        ("Content-Encoding: deflate\r\n", zlib.compress(PAGE)),
        ("Content-Encoding: deflate\r\n", zlib.compress(PAGE, wbits=-15)),
        ("Transfer-Encoding: chunked\r\nContent-Encoding: x-gzip\r\n", _chunked(gzip.compress(PAGE))),
        ("Content-Encoding: deflate, gzip\r\n", gzip.compress(zlib.compress(PAGE))),
        ("Transfer-Encoding: chunked\r\n", PAGE),
        ("Content-Encoding: gzip\r\n", PAGE),
        ("Content-Encoding: deflate\r\n", PAGE),
        ("Content-Encoding: br\r\n", PAGE),
        ("Content-Encoding: utf-8\r\n", PAGE),
    ],
)
def test_body_without_its_wrappings(walked: Walk, extra: str, body: bytes) -> None:
    document = walked(_record(_http(body, extra=extra)), "a.warc").only
    assert document.data == PAGE
    assert document.known.warnings == ()


def test_brotli(walked: Walk) -> None:
    brotli = pytest.importorskip("brotli")
    body = brotli.compress(PAGE)
    assert walked(_record(_http(body, extra="Content-Encoding: br\r\n")), "a.warc").only.data == PAGE


def test_missing_brotli_names_the_package(walked: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "brotli", None)
    result = walked(_record(_http(b"\x0b\x02\x80abc\x03", extra="Content-Encoding: br\r\n")), "a.warc")
    assert result.problems == [
        (PATH, "is packed with brotli: unpacking it needs an extra: pip install 'site-gen[warc]'")
    ]


def test_missing_extra_names_the_command(walked: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "warcio", None)
    result = walked(_record(_http()), "a.warc")
    assert result.problems == [("inbox/a.warc", "reading web archives needs an extra: pip install 'site-gen[warc]'")]


@pytest.mark.parametrize(
    ("record", "what"),
    [
        (_record(_http(status="301 Moved")), "redirects"),
        (_record(_http(status="302")), "redirects"),
        (_record(_http(status="404 Not Found")), "error pages"),
        (_record(_http(status="500 Oops")), "error pages"),
        (_record(_http(status="204 No Content")), "other answers"),
        (_record(_http(b"  ")), "empty answers"),
        (_record(_http(b"\x89PNG\r\n\x1a\n", media_type="image/png")), "images"),
        (_record(_http(b"GIF89a..", media_type="text/html")), "images"),
        (_record(_http(b"var a", media_type="application/javascript")), "scripts"),
        (_record(_http(b"a {}", media_type="text/css")), "style sheets"),
        (_record(_http(b"{}", media_type="application/json")), "JSON documents"),
        (_record(_http(b"%PDF", media_type="application/pdf")), "PDF documents"),
        (_record(_http(b"wOF2", media_type="application/octet-stream")), "fonts"),
        (_record(_http(b"abc", media_type="application/zip")), "other files"),
        (_record(_http(b"<urlset/>", media_type="application/xml")), "XML documents"),
        (
            _record(_http(b"Disallow: /", media_type="text/plain"), url="https://example.org/robots.txt"),
            "robots.txt files",
        ),
        (_record(b"GET / HTTP/1.1\r\n\r\n", "request"), "requests"),
        (_record(b"a: b", "metadata"), "metadata records"),
        (_record(b"a: b", "warcinfo", None), "archive descriptions"),
        (_record(_http(b""), "revisit"), "revisits"),
        (_record(b"more", "continuation"), "continuations"),
        (_record(b"1.2.3.4", "response", "dns:example.org"), "other records"),
        (_record(b"log", "resource", "urn:log", media_type="text/plain"), "other records"),
        (_record(b"{}", "conversion", media_type="application/json"), "other conversions"),
    ],
)
def test_what_is_no_news_is_counted(walked: Walk, record: bytes, what: str) -> None:
    result = walked(record + _record(_http(), url="https://example.org/good"), "a.warc")
    assert result.left == {what: 1}
    assert result.paths == ["inbox/a.warc#https://example.org/good@20200115093000"]
    assert not result.failures


def test_pages_by_other_names(walked: Walk) -> None:
    for media_type in ("application/xhtml+xml", "", "application/octet-stream"):
        assert walked(_record(_http(media_type=media_type)), "a.warc").only.format == "html"
    assert walked(_record(_http(status="203 Non-Authoritative")), "a.warc").only.format == "html"
    assert walked(_record(PAGE, "resource", media_type="text/html"), "a.warc").only.data == PAGE
    assert walked(_record(PAGE, media_type="text/html"), "a.warc").only.format == "html"


def test_part_of_a_page_carries_a_warning(walked: Walk) -> None:
    assert walked(_record(_http(status="206 Partial Content")), "a.warc").only.known.warnings == (
        "it is a part of a page alone (HTTP 206)",
    )


def test_feeds_and_texts_are_handed_on(walked: Walk) -> None:
    feed = _record(_http(b"<rss/>", media_type="application/rss+xml"))
    text = _record(_http(b"one\ntwo", media_type="text/plain"), url="https://example.org/b.php")
    result = walked(feed + text, "a.warc")
    assert [(document.format, document.data) for document in result.documents] == [
        ("feed", b"<rss/>"),
        ("text", b"one\ntwo"),
    ]
    assert result.documents[0].known.url == URL


def test_wet_is_text_with_its_language(walked: Walk) -> None:
    record = _record(
        "Färjan går igen\nFärjan till Ven går igen.".encode(),
        "conversion",
        media_type="text/plain",
        extra="WARC-Identified-Content-Language: swe,eng\r\n",
    )
    document = walked(gzip.compress(record), "a.warc.wet.gz").only
    assert document.format == "text"
    assert document.known.url == URL
    assert document.known.lang == "sv"


def _arc(body: bytes, length: object = None, fields: str = "text/html") -> bytes:
    block = _http(body)
    stated = len(block) if length is None else length
    return f"{URL} 192.0.2.1 20200115093000 {fields} {stated}\n".encode() + block + b"\n"


ARC_HEAD = (
    b"filedesc://a.arc 0.0.0.0 20200115000000 text/plain 69\n"
    b"1 0 Example\nURL IP-address Archive-date Content-type Archive-length\n\n"
)


@pytest.mark.parametrize("head", [ARC_HEAD, ARC_HEAD.replace(b" 69\n", b" -1\n"), b""])
def test_arc(walked: Walk, head: bytes) -> None:
    result = walked(head + _arc(PAGE) + _arc(PAGE), "a.arc")
    assert [(document.data, document.known.url) for document in result.documents] == [(PAGE, URL)] * 2
    assert result.documents[0].path == f"inbox/a.arc#{URL}@20200115093000"
    assert result.documents[0].known.captured == Timestamp.parse("2020-01-15T09:30:00Z")
    assert not result.failures


def test_arc_of_the_second_version(walked: Walk) -> None:
    assert walked(_arc(PAGE, fields="text/html 200 X - 0 a.arc"), "a.arc").only.data == PAGE


def _wacz(*files: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files:
            archive.writestr(name, data)
    return buffer.getvalue()


def test_wacz(walked: Walk) -> None:
    data = _wacz(
        ("datapackage.json", b"{}"),
        ("pages/pages.jsonl", b"{}\n"),
        ("indexes/index.cdx.gz", gzip.compress(b" CDX N b a\n")),
        ("archive/data.warc.gz", gzip.compress(_record(_http()))),
    )
    for name in ("a.wacz", "a.zip"):
        result = walked(data, name)
        assert result.paths == [f"inbox/{name}/archive/data.warc.gz#{URL}@20200115093000"]
        assert result.left == {"indexes": 3}
        assert not result.failures


def test_wacz_without_archive(walked: Walk) -> None:
    assert walked(_wacz(("datapackage.json", b"{}")), "a.wacz").problems == [
        ("inbox/a.wacz", "is a WACZ without any WARC in it; export it again")
    ]


GOOD = _record(_http(), url="https://example.org/good")


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(_record(_http(), length=-1), id="negative length"),
        pytest.param(_record(_http(), length="abc"), id="no number"),
        pytest.param(b"WARC/1.0\r\n" + b"X-A: b\r\n" * 50_000 + b"\r\n", id="endless header"),
        pytest.param(b"\x00\xff garbage\r\n" * 500, id="garbage"),
        pytest.param(
            _record(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 20_000 + b"\r\n" + PAGE), id="endless HTTP header"
        ),
        pytest.param(_record(_http(gzip.compress(bytes(30_000_000)), extra="Content-Encoding: gzip\r\n")), id="bomb"),
    ],
)
def test_broken_record_is_a_failure_and_the_next_is_read(walked: Walk, broken: bytes) -> None:
    result = walked(GOOD + broken + GOOD, "a.warc")
    assert result.paths == [
        "inbox/a.warc#https://example.org/good@20200115093000",
        "inbox/a.warc#https://example.org/good@20200115093000~2",
    ]
    assert result.failures
    assert all(failure.source.startswith("inbox/a.warc#") for failure in result.failures)


def test_failure_names_place_and_address(walked: Walk) -> None:
    assert walked(GOOD + _record(_http(b""), length=-1), "a.warc").problems[0] == (
        f"inbox/a.warc#byte-{len(GOOD)}",
        f"has a record at byte {len(GOOD)} of {URL} without a usable length ('-1')",
    )


def test_length_that_swallows_the_next_record(walked: Walk) -> None:
    for length in (len(_http()) + 200, 99_999_999_999):
        result = walked(_record(_http(), length=length) + GOOD + GOOD, "a.warc")
        assert [document.data for document in result.documents] == [PAGE] * 3
        assert result.documents[0].known.warnings == (
            f"its record states a length of {length:,} bytes, which is wrong; the text may be cut",
        )
        assert not result.failures


def test_length_that_is_too_short(walked: Walk) -> None:
    result = walked(_record(_http(), length=len(_http()) - 30) + GOOD, "a.warc")
    assert [document.data for document in result.documents] == [PAGE, PAGE]
    assert "which is wrong" in result.documents[0].known.warnings[0]


def test_last_record_that_breaks_off(walked: Walk) -> None:
    whole = GOOD + _record(_http(PAGE * 100))
    result = walked(whole[:-5000], "a.warc")
    assert len(result.documents) == 1
    ((source, message),) = result.problems
    assert source == f"inbox/a.warc#byte-{len(GOOD)}"
    assert message.startswith(f"has a record at byte {len(GOOD)} of {URL} that breaks off: 2,")
    nearly = walked(whole[:-50], "a.warc")
    assert [document.known.warnings for document in nearly.documents] == [(), ("its record breaks off 46 bytes early",)]


def test_damaged_gzip_member_costs_its_record_alone(walked: Walk) -> None:
    members = [gzip.compress(_record(_http(), url=f"https://example.org/{number}")) for number in range(5)]
    members[2] = members[2][:60] + b"\xff\xff\xff\xff" + members[2][64:]
    result = walked(b"".join(members), "a.warc.gz")
    assert [document.known.url[-1] for document in result.documents] == ["0", "1", "3", "4"]
    assert any("damaged gzip data" in message or "breaks off" in message for _, message in result.problems)


def test_a_cut_archive_is_told_once(walked: Walk) -> None:
    whole = gzip.compress(_record(_http(), url="https://example.org/1"))
    last = gzip.compress(_record(_http(PAGE + bytes(range(256)) * 40), url="https://example.org/2"))
    result = walked(whole + last[: len(last) // 2], "a.warc.gz")
    assert [document.known.url for document in result.documents] == ["https://example.org/1"]
    ((path, message),) = result.problems
    assert path == "inbox/a.warc.gz"
    assert "https://example.org/2 that breaks off" in message
    assert "; the file breaks off within its gzip data" in message


def test_gzip_member_that_breaks_off_in_the_middle(walked: Walk) -> None:
    members = [gzip.compress(_record(_http(), url=f"https://example.org/{number}")) for number in range(5)]
    result = walked(members[0] + members[1][:-40] + b"".join(members[2:]), "a.warc.gz")
    assert [document.known.url[-1] for document in result.documents] == ["0", "2", "3", "4"]
    assert result.failures


def test_garbage_between_gzip_members(walked: Walk) -> None:
    result = walked(gzip.compress(GOOD) + b"garbage" + gzip.compress(GOOD), "a.warc.gz")
    assert len(result.documents) == 2
    assert "has bytes behind the end of its gzip data" in result.failures[0].message


def test_broken_chunks_and_gzip_are_warnings(walked: Walk) -> None:
    chunks = _chunked(PAGE)
    document = walked(_record(_http(chunks[:40], extra="Transfer-Encoding: chunked\r\n")), "a.warc").only
    assert PAGE.startswith(document.data[:20])
    assert document.known.warnings == ("the chunks of its HTTP body are broken; the text may be cut",)
    body = gzip.compress(PAGE)[:-12]
    document = walked(_record(_http(body, extra="Content-Encoding: gzip\r\n")), "a.warc").only
    assert document.known.warnings == ("its HTTP body breaks off within its gzip data; the text may be cut",)


def test_page_that_the_crawler_cut(walked: Walk) -> None:
    document = walked(_record(_http(), extra="WARC-Truncated: length\r\n"), "a.warc").only
    assert document.known.warnings == ("the crawler cut the page short (length)",)


def test_digests(walked: Walk) -> None:
    block = _http(_chunked(PAGE), extra="Transfer-Encoding: chunked\r\n")

    def warnings(label: str, digested: bytes, form: Callable[[bytes], bytes] = base64.b32encode) -> tuple[str, ...]:
        value = form(hashlib.sha1(digested).digest()).decode()
        return tuple(
            walked(_record(block, extra=f"WARC-{label}-Digest: sha1:{value}\r\n"), "a.warc").only.known.warnings
        )

    assert warnings("Block", block) == warnings("Block", block, base64.b16encode) == ()
    assert warnings("Payload", _chunked(PAGE)) == warnings("Payload", PAGE) == ()
    wrong = ("its digest does not agree with its bytes; the archive may be damaged",)
    assert warnings("Block", b"other") == warnings("Payload", b"other") == wrong


def test_addresses_as_crawlers_wrote_them(walked: Walk) -> None:
    assert walked(_record(_http(), url=f"<{URL}>"), "a.warc").only.known.url == URL
    assert walked(_record(_http(), url=f"{URL}?a b"), "a.warc").only.known.url == f"{URL}?a%20b"
    long = walked(_record(_http(), url=URL + "x" * 5000), "a.warc").only
    assert len(long.path) < 600
    assert long.known.url == URL + "x" * 5000


def test_unsafe_address_is_none(walked: Walk) -> None:
    document = walked(_record(_http(), url='https://example.org/"onload='), "a.warc").only
    assert document.known.url is None


def test_records_that_claim_everything_do_not_cost_the_square(walked: Walk) -> None:
    claim = _record(_http(), length=99_999_999)
    result = walked(claim * 20_000, "a.warc")
    assert len(result.documents) + len(result.failures) >= 2
    assert any("breaks off" in failure.message for failure in result.failures)


def test_nothing_is_printed_or_logged(
    walked: Walk, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    walked(_record(_http(), url="https://example.org/a b", length=20) + b"x" + _arc(PAGE), "a.warc")
    assert capfd.readouterr() == ("", "")
    assert not caplog.records
