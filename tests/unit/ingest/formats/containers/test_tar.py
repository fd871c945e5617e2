from __future__ import annotations

import gzip
import io
import lzma
import tarfile
from collections.abc import Callable
from typing import Any

import pytest

PAGE = b"<html><h1>Ferry runs again</h1><p>The ferry to Hven runs again.</p></html>"
LONG = "folder/" * 30 + "page.html"
Walk = Callable[..., Any]


def _info(name: str, kind: bytes = tarfile.REGTYPE, size: int = len(PAGE), link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.size, info.linkname = kind, size, link
    return info


def _tar(*infos: tarfile.TarInfo, data: bytes = PAGE, form: int = tarfile.PAX_FORMAT) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form) as archive:
        for info in infos:
            archive.addfile(info, io.BytesIO(data) if info.isreg() else None)
    return buffer.getvalue()


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
@pytest.mark.parametrize("pipe", [False, True])
def test_members_with_long_and_foreign_names(walked: Walk, form: int, pipe: bool) -> None:
    data = _tar(_info("./a.html"), _info(LONG), _info("née.html"), form=form)
    result = walked(data, "a.tar", pipe=pipe)
    assert result.paths == ["inbox/a.tar/a.html", f"inbox/a.tar/{LONG}", "inbox/a.tar/née.html"]
    assert {document.data for document in result.documents} == {PAGE}
    assert not result.failures


@pytest.mark.parametrize(
    ("name", "pack"), [("a.tar.gz", gzip.compress), ("a.tgz", gzip.compress), ("a.txz", lzma.compress)]
)
def test_compressed_tar(walked: Walk, name: str, pack: Callable[[bytes], bytes]) -> None:
    assert walked(pack(_tar(_info("a.html"))), name).only.path == f"inbox/{name}/a.html"


def test_old_tar_without_a_mark_is_told_by_its_checksum(walked: Walk) -> None:
    block = bytearray(_tar(_info("a.html"), form=tarfile.USTAR_FORMAT))
    block[257:265] = bytes(8)
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block[:512])
    assert walked(bytes(block), "a.tar").only.data == PAGE


def test_rows_in_a_tar_are_streamed(walked: Walk) -> None:
    data = b"one\ntwo\n"
    result = walked(_tar(_info("rows.jsonl", size=len(data)), _info("b.jsonl", size=len(data)), data=data), "a.tar")
    assert result.paths == [
        "inbox/a.tar/rows.jsonl#1",
        "inbox/a.tar/rows.jsonl#2",
        "inbox/a.tar/b.jsonl#1",
        "inbox/a.tar/b.jsonl#2",
    ]


def test_links_devices_and_tricks(walked: Walk) -> None:
    result = walked(
        _tar(
            _info("folder", tarfile.DIRTYPE, 0),
            _info("link.html", tarfile.SYMTYPE, 0, "/etc/passwd"),
            _info("hard.html", tarfile.LNKTYPE, 0, "a.html"),
            _info("dev.html", tarfile.CHRTYPE, 0),
            _info("pipe.html", tarfile.FIFOTYPE, 0),
            _info("../up.html"),
            _info("/abs.html"),
            _info(".DS_Store"),
            _info("a.html"),
        ),
        "a.tar",
    )
    assert result.paths == ["inbox/a.tar/a.html"]
    assert result.left == {"links": 2, "system files": 1}
    assert result.problems == [
        ("inbox/a.tar/dev.html", "is no regular file; it was refused"),
        ("inbox/a.tar/pipe.html", "is no regular file; it was refused"),
        ("inbox/a.tar/../up.html", "has a path that leads out of its archive; it was refused"),
        ("inbox/a.tar//abs.html", "has an absolute path; it was refused"),
    ]


def test_same_names_get_a_mark(walked: Walk) -> None:
    assert walked(_tar(_info("a.html"), _info("a.html")), "a.tar").paths == [
        "inbox/a.tar/a.html",
        "inbox/a.tar/a.html~2",
    ]


def test_damaged_header_ends_with_its_place(walked: Walk) -> None:
    data = bytearray(_tar(_info("a.html"), _info("b.html"), _info("c.html")))
    data[1024 + 150] ^= 1
    result = walked(bytes(data), "a.tar")
    assert result.paths == ["inbox/a.tar/a.html"]
    assert result.problems == [
        ("inbox/a.tar", "has a damaged header at byte 1,024; what follows was not read: copy or download it again")
    ]


@pytest.mark.parametrize("cut", [512 + 20, 1024 + 100])
def test_tar_that_breaks_off(walked: Walk, cut: int) -> None:
    result = walked(_tar(_info("a.html"), _info("b.html"))[:cut], "a.tar")
    assert len(result.documents) == (cut > 1024)
    assert result.failures


def test_tar_without_end_blocks_and_padding_is_whole(walked: Walk) -> None:
    assert walked(_tar(_info("a.html"))[: 512 + len(PAGE)], "a.tar").only.data == PAGE


def test_tar_in_a_gzip_that_breaks_off_says_so_once_for_each_level(walked: Walk) -> None:
    result = walked(gzip.compress(_tar(*(_info(f"{number}.html") for number in range(50))))[:-80], "a.tar.gz")
    assert 0 < len(result.documents) < 50
    assert all("breaks off" in failure.message or "damaged" in failure.message for failure in result.failures)
    assert result.failures


def test_lying_sizes_end(walked: Walk) -> None:
    block = bytearray(_tar(_info("a.html")))
    block[124:136] = b"\xff" * 12  # a negative number
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block[:512])
    assert "damaged header at byte 0" in walked(bytes(block), "a.tar").failures[0].message
    block[124:136] = b"\x80" + b"\x00" * 5 + b"\xff" * 6
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block[:512])
    result = walked(bytes(block), "a.tar")
    assert not result.documents
    assert result.failures


def test_endless_extended_header_is_refused(walked: Walk) -> None:
    data = _tar(_info("x", tarfile.REGTYPE, 2_000_000), data=bytes(2_000_000))
    block = bytearray(data)
    block[156:157] = b"x"
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block[:512])
    assert "has a header of 2,000,000 bytes" in walked(bytes(block), "a.tar").failures[0].message


def test_sparse_files_are_refused_and_passed_over(walked: Walk) -> None:
    block = bytearray(_tar(_info("sparse.html"), _info("a.html"), form=tarfile.GNU_FORMAT))
    block[156:157] = b"S"
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block[:512])
    result = walked(bytes(block), "a.tar")
    assert result.paths == ["inbox/a.tar/a.html"]
    assert "is stored as a sparse file" in result.failures[0].message
