from __future__ import annotations

import bz2
import functools
import gzip
import lzma
import random
import sys
from collections.abc import Callable
from typing import Any

import pytest

from site_gen.ingest.formats.base import Known
from site_gen.ingest.identity import digest
from site_gen.model import Timestamp

PAGE = b"<html><h1>Ferry runs again</h1><p>The ferry to Hven runs again.</p></html>"
Walk = Callable[..., Any]


def _zstd(data: bytes) -> bytes:
    zstandard = pytest.importorskip("zstandard")
    return bytes(zstandard.ZstdCompressor().compress(data))


CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": functools.partial(bz2.compress, compresslevel=1),
    "xz": functools.partial(lzma.compress, preset=0),
    "zst": _zstd,
}


def test_plain_file_is_one_document_with_the_digest_of_its_bytes(walked: Walk) -> None:
    document = walked(PAGE, "a.html").only
    assert (document.path, document.data, document.format) == ("inbox/a.html", PAGE, "html")
    assert document.sha256 == digest(PAGE, b"")


def test_unknown_file_is_a_document_without_a_format(walked: Walk) -> None:
    assert walked(b"\x00\x01\x02", "a.bin").only.format is None


def test_empty_file_is_a_document_that_its_reader_judges(walked: Walk) -> None:
    assert walked(b"", "a.txt").only.data == b""


@pytest.mark.parametrize("suffix", CODINGS)
@pytest.mark.parametrize("pipe", [False, True])
def test_compressed_file_keeps_its_path_and_is_told_by_its_inner_name(walked: Walk, suffix: str, pipe: bool) -> None:
    known = Known(url="https://example.org/a", captured=Timestamp.parse("2020-01-01"))
    document = walked(CODINGS[suffix](b"one\ntwo"), f"a.txt.{suffix}", known, pipe=pipe).only
    assert (document.path, document.data, document.format) == (f"inbox/a.txt.{suffix}", b"one\ntwo", "text")
    assert document.known == known


@pytest.mark.parametrize("suffix", CODINGS)
def test_members_in_a_row_are_one_stream(walked: Walk, suffix: str) -> None:
    data = b"".join(CODINGS[suffix](b"row %d\n" % number) for number in range(5))
    result = walked(data, f"a.jsonl.{suffix}")
    assert result.paths == [f"inbox/a.jsonl.{suffix}#{number}" for number in range(1, 6)]
    assert not result.failures


@pytest.mark.parametrize("suffix", CODINGS)
def test_large_stream_is_read_whole(walked: Walk, suffix: str) -> None:
    lines = [b"%d" % random.Random(number).getrandbits(400) for number in range(5_000)]
    result = walked(CODINGS[suffix](b"\n".join(lines)), f"a.jsonl.{suffix}")
    assert [document.data for document in result.documents] == lines
    assert not result.failures


@pytest.mark.parametrize("suffix", CODINGS)
def test_file_that_breaks_off_gives_what_was_there_and_a_failure(walked: Walk, suffix: str) -> None:
    lines = [b"%d" % random.Random(number).getrandbits(400) for number in range(5_000)]
    data = CODINGS[suffix](b"\n".join(lines))
    result = walked(data[: len(data) * 3 // 4], f"a.jsonl.{suffix}")
    assert 0 < len(result.documents) < len(lines)
    assert result.documents[0].data == lines[0]
    ((source, message),) = result.problems
    assert source == f"inbox/a.jsonl.{suffix}"
    assert message.startswith("breaks off within its ")
    assert message.endswith("copy or download it again; what was read before counts")


@pytest.mark.parametrize("suffix", CODINGS)
def test_single_document_that_breaks_off_is_no_document(walked: Walk, suffix: str) -> None:
    result = walked(CODINGS[suffix](PAGE)[:-6], f"a.html.{suffix}")
    assert not result.documents
    assert "breaks off" in result.failures[0].message


def test_flipped_bits_are_found_by_the_checksum(walked: Walk) -> None:
    data = bytearray(gzip.compress(PAGE))
    data[-6] ^= 1
    result = walked(bytes(data), "a.html.gz")
    assert not result.documents
    assert "has damaged gzip data" in result.failures[0].message


def test_bytes_behind_the_end_are_a_warning(walked: Walk) -> None:
    document = walked(gzip.compress(PAGE) + b"trailing", "a.html.gz").only
    assert document.data == PAGE
    assert document.known.warnings == ("has bytes behind the end of its gzip data, which were not read",)


def test_zeros_behind_the_end_are_nothing(walked: Walk) -> None:
    assert walked(gzip.compress(PAGE) + bytes(70_000), "a.html.gz").only.known.warnings == ()


@pytest.mark.parametrize("suffix", CODINGS)
def test_bomb_is_refused(walked: Walk, suffix: str) -> None:
    result = walked(CODINGS[suffix](bytes(80_000_000)), f"a.html.{suffix}")
    assert not result.documents
    assert "expands to more than 100 times its size" in result.failures[0].message


def test_bomb_in_layers_is_stopped_by_the_budget_of_all(walked: Walk) -> None:
    bomb = gzip.compress(gzip.compress(gzip.compress(bytes(80_000_000))))
    result = walked(bomb, "a.gz")
    assert not result.documents
    assert "holds more than 50 MB when it is unpacked" in result.failures[0].message


def test_document_above_the_limit_is_refused(walked: Walk) -> None:
    noise = random.Random(1).randbytes(1_000_000) * 66
    result = walked(noise, "a.txt")
    assert result.problems == [("inbox/a.txt", "is larger than 64 MB; split it into one file a document")]


def test_endless_layers_end(walked: Walk) -> None:
    data = PAGE
    for _ in range(8):
        data = gzip.compress(data)
    assert walked(data, "a.gz").problems == [
        ("inbox/a.gz", "is packed in more than 6 layers; unpack it and ingest that")
    ]


def test_missing_zstd_names_the_command(walked: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    data = _zstd(PAGE)
    monkeypatch.setitem(sys.modules, "zstandard", None)
    result = walked(data, "a.html.zst")
    assert result.problems == [("inbox/a.html.zst", "reading zstd files needs an extra: pip install 'site-gen[zstd]'")]


def test_text_that_begins_as_bzip2_does_is_text(walked: Walk) -> None:
    assert walked(b"BZh9 is the bus to Bruzholm", "a.txt").only.format == "text"


def test_zstd_frame_without_content_is_passed_over(walked: Walk) -> None:
    skippable = b"\x50\x2a\x4d\x18" + (4).to_bytes(4, "little") + b"note"
    assert walked(skippable + _zstd(PAGE) + skippable, "a.html.zst").only.data == PAGE


@pytest.mark.parametrize(
    ("head", "kind"),
    [(b"7z\xbc\xaf\x27\x1c", "7z"), (b"Rar!\x1a\x07\x01", "RAR"), (b"\x1f\x9d\x90", "compress (.Z)")],
)
def test_archives_that_are_not_read_are_named(walked: Walk, head: bytes, kind: str) -> None:
    assert walked(head + b"xxxx", "a.bin").problems == [
        ("inbox/a.bin", f"is a {kind} archive, which is not read; unpack it, or pack it as zip or tar")
    ]
