"""Broken and hostile archives of the corpora: documents, failures and counts, never a traceback, in bounded time."""

from __future__ import annotations

import io
import tarfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_gen.ingest.formats.base import Document, Format, Known, ReadOptions
from site_gen.ingest.formats.containers import FORMATS, walk
from site_gen.model import Failure, LeftOut

pytestmark = pytest.mark.corpus
CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora"
_PAGE = Format("html", lambda head, _: b"<html" in head.lower())
# Of the files named `example…` those without a page: an image, an interface's answers, requests alone, a revisit.
_WITHOUT_PAGE = ("space-in-target", "digest", "url-agnostic-revisit")


def _detect(head: bytes, name: str) -> Format | None:
    return next((form for form in (*FORMATS, _PAGE) if form.matches(head, name)), None)


def _files(archive: str, *folders: str) -> Iterator[tuple[str, bytes]]:
    path = CORPORA / f"{archive}.tar.xz"
    if not path.exists():
        pytest.skip(f"needs the corpus {path.name}, which is not beside this checkout")
    with tarfile.open(path) as tar:
        for info in tar:
            if info.isfile() and info.name.startswith(folders):
                held = tar.extractfile(info)
                assert held is not None
                yield info.name, held.read()


def _walked(name: str, data: bytes) -> tuple[list[Document], list[Failure], Counter[str]]:
    documents: list[Document] = []
    failures: list[Failure] = []
    left: Counter[str] = Counter()
    for item in walk(io.BytesIO(data), Document(name, b"", Known(), ""), ReadOptions(), _detect):
        if isinstance(item, LeftOut):
            left[item.what] += item.number
        elif isinstance(item, Failure):
            failures.append(item)
        else:
            documents.append(item)
    return documents, failures, left


def test_every_web_archive_is_accounted_for() -> None:
    pytest.importorskip("warcio")
    found = {name: _walked(name, data) for name, data in _files("formats", "formats/warc/")}
    assert found
    pages = 0
    for name, (documents, failures, left) in found.items():
        assert documents or failures or left, name
        assert not [failure for failure in failures if "made the reader fail" in failure.message], name
        for document in documents:
            assert document.known.url, document.path
            assert document.known.captured, document.path
            assert b"<html" in document.data.lower(), document.path
        if Path(name).name.startswith("example") and not any(part in name for part in _WITHOUT_PAGE):
            assert documents, name
        pages += len(documents)
    assert pages >= 41


def test_bombs_are_refused_quickly() -> None:
    pytest.importorskip("warcio")
    for name, data in _files("hostile", "hostile/own/bombs/", "hostile/warc/"):
        begin = time.process_time()
        documents, failures, left = _walked(name, data)
        assert time.process_time() - begin < 2, name
        assert documents or failures or left, name
        assert not [failure for failure in failures if "made the reader fail" in failure.message], name
        if name.endswith((".gz", ".warc")) and "/bombs/" in name:
            assert failures, name
            assert not documents, name
