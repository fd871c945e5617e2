from __future__ import annotations

import gzip
import io
import json
import stat
import struct
import tarfile
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from site_gen.ingest.formats.base import Known
from site_gen.model import Timestamp

PAGE = b"<html><h1>Ferry runs again</h1><p>The ferry to Hven runs again.</p></html>"
Walk = Callable[..., Any]


def _zip(*files: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files:
            archive.writestr(name, data, method)
    return buffer.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_members_are_documents_in_order(walked: Walk, method: int) -> None:
    result = walked(_zip(("b.html", PAGE), ("2025/a.txt", b"one"), method=method), "a.zip")
    assert [(document.path, document.data, document.format) for document in result.documents] == [
        ("inbox/a.zip/b.html", PAGE, "html"),
        ("inbox/a.zip/2025/a.txt", b"one", "text"),
    ]
    assert not result.failures


def test_what_is_known_of_the_archive_holds_for_members_save_its_address(walked: Walk) -> None:
    captured = Timestamp.parse("2020-01-01")
    known = Known(url="https://example.org/a.zip", published=captured, captured=captured, source="Echo", lang="en")
    document = walked(_zip(("a.html", PAGE)), "a.zip", known).only
    assert document.known == Known(captured=captured, source="Echo", lang="en")


def test_digest_tells_of_what_is_known(walked: Walk) -> None:
    data = _zip(("a.html", PAGE))
    assert walked(data, "a.zip").only.sha256 != walked(data, "a.zip", Known(source="Echo")).only.sha256


def test_containers_in_containers(walked: Walk) -> None:
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w:gz") as archive:
        info = tarfile.TarInfo("deep.html")
        info.size = len(PAGE)
        archive.addfile(info, io.BytesIO(PAGE))
    data = _zip(
        ("rows.jsonl.gz", gzip.compress(b"one\ntwo\n")), ("x/t.tgz", tar.getvalue()), ("i.zip", _zip(("p.html", PAGE)))
    )
    assert walked(data, "a.zip").paths == [
        "inbox/a.zip/rows.jsonl.gz#1",
        "inbox/a.zip/rows.jsonl.gz#2",
        "inbox/a.zip/x/t.tgz/deep.html",
        "inbox/a.zip/i.zip/p.html",
    ]


def test_zip_without_seeking_is_held_in_memory(walked: Walk) -> None:
    assert walked(_zip(("a.html", PAGE)), "a.zip", pipe=True).only.data == PAGE


def test_large_zip_in_another_archive_is_refused(walked: Walk) -> None:
    inner = _zip(("a.html", bytes(70_000_000)), method=zipfile.ZIP_STORED)
    result = walked(_zip(("i.zip", inner), ("b.html", PAGE), method=zipfile.ZIP_STORED), "a.zip")
    assert result.paths == ["inbox/a.zip/b.html"]
    assert result.problems == [
        ("inbox/a.zip/i.zip", "is a zip of more than 64 MB in another archive; unpack the outer one first")
    ]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../../etc/cron.html", "has a path that leads out of its archive"),
        ("a/../../b.html", "has a path that leads out of its archive"),
        ("..\\b.html", "has a path that leads out of its archive"),
        ("/etc/b.html", "has an absolute path"),
        ("\\\\host\\b.html", "has an absolute path"),
        ("C:\\b.html", "has a drive letter in its path"),
        ("n" * 1001 + ".html", "has a name of 1,006 characters"),
    ],
)
def test_path_tricks_are_refused(walked: Walk, name: str, reason: str) -> None:
    result = walked(_zip((name, PAGE), ("good.html", PAGE)), "a.zip")
    assert result.paths == ["inbox/a.zip/good.html"]
    ((source, message),) = result.problems
    assert message == f"{reason}; it was refused"
    assert source.startswith("inbox/a.zip/")
    assert len(source) < 1100


def test_nul_in_a_name_is_refused(walked: Walk) -> None:
    data = _zip(("a#b.html", PAGE)).replace(b"a#b.html", b"a\0b.html")
    assert walked(data, "a.zip").failures[0].message == "has a NUL character in its name; it was refused"


def test_backslashes_between_folders_are_slashes(walked: Walk) -> None:
    assert walked(_zip(("2025\\a.html", PAGE)), "a.zip").only.path == "inbox/a.zip/2025/a.html"


def test_names_are_shown_on_one_line(walked: Walk) -> None:
    assert walked(_zip(("a\n\x1b[31m b.html", PAGE)), "a.zip").only.path == "inbox/a.zip/a [31m b.html"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_same_names_get_a_mark(walked: Walk) -> None:
    result = walked(_zip(("a.html", PAGE), ("a.html", PAGE + b"2"), ("a.html", PAGE + b"3")), "a.zip")
    assert [(document.path, document.data[-1:]) for document in result.documents] == [
        ("inbox/a.zip/a.html", b">"),
        ("inbox/a.zip/a.html~2", b"2"),
        ("inbox/a.zip/a.html~3", b"3"),
    ]


def _with_mode(name: str, mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = mode << 16
    return info


def test_links_folders_and_system_files_are_no_documents(walked: Walk) -> None:
    result = walked(
        _zip(
            (_with_mode("link.html", stat.S_IFLNK | 0o777), b"/etc/passwd"),
            ("folder/", b""),
            ("__MACOSX/._a.html", PAGE),
            (".git/config", b"x"),
            ("x/Thumbs.db", b"x"),
            (_with_mode("pipe.html", stat.S_IFIFO), b""),
            ("a.html", PAGE),
        ),
        "a.zip",
    )
    assert result.paths == ["inbox/a.zip/a.html"]
    assert result.left == {"links": 1, "system files": 3}
    assert result.problems == [("inbox/a.zip/pipe.html", "is no regular file; it was refused")]


def test_what_belongs_to_saved_pages_is_counted(walked: Walk) -> None:
    result = walked(
        _zip(
            ("a.html", PAGE),
            ("a_files/x.css", b"body {}"),
            ("a_files/x.js", b"var a"),
            ("a_files/pic", b"\x89PNG\r\n\x1a\n..."),
            ("a_files/page.js", PAGE),
        ),
        "a.zip",
    )
    assert result.paths == ["inbox/a.zip/a.html", "inbox/a.zip/a_files/page.js"]
    assert result.left == {"style sheets": 1, "scripts": 1, "images": 1}


def test_encrypted_members_are_named(walked: Walk) -> None:
    data = bytearray(_zip(("a.html", PAGE), ("b.html", PAGE)))
    entry = data.find(b"PK\x01\x02")
    data[entry + 8] |= 1
    result = walked(bytes(data), "a.zip")
    assert result.paths == ["inbox/a.zip/b.html"]
    assert result.problems == [("inbox/a.zip/a.html", "is encrypted; unpack it with its password first")]


def test_unknown_method_is_named(walked: Walk) -> None:
    assert (
        "by a method that is not read (14)"
        in walked(_zip(("a.html", PAGE), method=zipfile.ZIP_LZMA), "a.zip").failures[0].message
    )


def test_wrong_checksum_is_a_failure_and_the_rest_is_read(walked: Walk) -> None:
    data = _zip(("a.html", PAGE), ("b.html", b"<html>other"), method=zipfile.ZIP_STORED).replace(b"Hven", b"Hxen")
    result = walked(data, "a.zip")
    assert result.paths == ["inbox/a.zip/b.html"]
    assert "its checksum does not agree" in result.failures[0].message


def test_member_larger_than_it_says_is_refused(walked: Walk) -> None:
    data = bytearray(_zip(("a.html", PAGE * 9000)))
    entry = data.find(b"PK\x01\x02")
    struct.pack_into("<L", data, entry + 24, 100)
    result = walked(bytes(data), "a.zip")
    assert not result.documents
    assert len(result.failures) == 1


def test_cut_zip_is_a_failure(walked: Walk) -> None:
    data = _zip(("a.html", PAGE))
    assert "has no zip directory at its end" in walked(data[:-30], "a.zip").failures[0].message


def test_files_that_overlap_are_a_bomb(walked: Walk) -> None:
    kernel = _zip(("a.html", PAGE), ("b.html", PAGE))
    data = bytearray(kernel)
    first = data.find(b"PK\x01\x02")
    second = data.find(b"PK\x01\x02", first + 1)
    struct.pack_into("<L", data, second + 42, 0)
    assert "has files that overlap in it" in walked(bytes(data), "a.zip").failures[0].message


def test_bomb_member_is_refused_by_the_size_that_it_states(walked: Walk) -> None:
    result = walked(_zip(("bomb.html", bytes(100_000_000)), ("a.html", PAGE)), "a.zip")
    assert result.paths == ["inbox/a.zip/a.html"]
    assert result.problems == [("inbox/a.zip/bomb.html", "is larger than 64 MB; split it into one file a document")]


def test_nested_bomb_ends_with_what_was_not_read(walked: Walk) -> None:
    inner = _zip(*((f"{number}.txt", bytes(20_000_000)) for number in range(4)))
    result = walked(_zip(*((f"{number}.zip", inner) for number in range(4))), "a.zip")
    assert len(result.documents) <= 2
    assert result.problems == [
        (
            "inbox/a.zip",
            "holds more than 50 MB when it is unpacked, which no sound archive does; what was left of it was not read",
        )
    ]


def test_too_many_files_are_refused_before_they_are_listed(walked: Walk) -> None:
    entry = b"PK\x01\x02" + bytes(42)
    directory = entry * 100_001
    end = b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 0xFFFF, 0xFFFF, len(directory), 0, 0)
    result = walked(b"PK\x03\x04" + bytes(26) + directory + end, "a.zip")
    assert "holds 100,001 files, more than a zip may (100,000)" in result.failures[0].message


def test_zip64(walked: Walk) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, archive.open("a.html", "w", force_zip64=True) as member:
        member.write(PAGE)
    assert walked(buffer.getvalue(), "a.zip").only.data == PAGE


def test_office_documents_are_no_archives_of_news(walked: Walk) -> None:
    assert walked(_zip(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")), "a").only.format is None
    assert walked(_zip(("x.xml", b"<x/>")), "a.docx").only.format is None


def test_sidecars_in_a_zip_tell_about_their_documents(walked: Walk) -> None:
    sidecar = json.dumps({"url": "https://example.org/a", "published": "2025-03-01"}).encode()
    result = walked(
        _zip(("a.txt", b"one"), ("a.json", sidecar), ("b.txt", b"two"), ("b.json", b"{")), "a.zip", Known(source="Echo")
    )
    (document,) = result.documents
    assert document.known == Known("https://example.org/a", Timestamp.parse("2025-03-01"), source="Echo")
    ((source, message),) = result.problems
    assert source == "inbox/a.zip/b.txt"
    assert message.startswith("has a sidecar that cannot be read: is not valid JSON")


def test_fault_in_a_format_does_not_end_the_archive(walked: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    from site_gen.ingest.formats.containers import tarred

    def broken(_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(tarred, "_Tar", broken)
    tar = b"a.html" + bytes(251) + b"ustar" + bytes(250)
    result = walked(_zip(("t.tar", tar), ("a.html", PAGE)), "a.zip")
    assert result.paths == ["inbox/a.zip/a.html"]
    assert result.problems == [("inbox/a.zip/t.tar", "made the reader fail (RuntimeError: boom); please report it")]
