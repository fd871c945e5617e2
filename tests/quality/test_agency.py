"""The samples of agencies and of IPTC: every file gives its articles or says why it holds none."""

from __future__ import annotations

import re
import tarfile
from collections import Counter
from pathlib import Path

import pytest

from site_gen.ingest.formats.agency import FORMATS
from site_gen.ingest.formats.base import HEAD, Document, Format, Known, ReadOptions
from site_gen.model import Draft, Failure, LeftOut, Status

pytestmark = pytest.mark.corpus

FORMATS_ARCHIVE = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "formats.tar.xz"
FOLDERS = ("agency", "newsml-g2", "ninjs")
# Of other formats, or of none: exports of WordPress, a feed, a picture agency's XML, fixtures without news, a schema.
NOT_OURS = {
    "ninjs4_mock.json", "upload_from_url_mock.json", "extension-schema.json", "README.md", "wenn.xml",
    "wordpress_wxr.xml", "wordpress_wxr_funke.xml", "wordpress_wxr_thumb.xml",
}  # fmt: skip
# What the files give: articles, and failures with their reason. Articles may only grow.
EXPECTED = {
    "newsml-g2": {"article": 26, "failure": 37},
    "newsml": {"article": 7, "failure": 0},
    "nitf": {"article": 18, "failure": 1},
    "ritzau": {"article": 4, "failure": 0},
    "ninjs": {"article": 31, "failure": 27},
    "iptc7901": {"article": 6, "failure": 0},
    "anpa": {"article": 0, "failure": 0},
    "mail": {"article": 8, "failure": 0},
}
HAS_VERSION = {
    "newsml-g2": rb"<\w*[iI]tem\b[^>]*\sversion=",
    "newsml": rb"<RevisionId",
    "nitf": rb"<du-key[^>]*\sversion=",
    "ritzau": rb"<version>",
    "ninjs": rb'^(?: {0,4}|\t|\{)"version"',
}


@pytest.fixture(scope="module")
def samples() -> dict[str, bytes]:
    """Every file of the three folders by its name in the archive."""
    if not FORMATS_ARCHIVE.exists():
        pytest.skip(f"needs the corpus {FORMATS_ARCHIVE.name}, which is not beside this checkout")
    with tarfile.open(FORMATS_ARCHIVE) as tar:
        files = {}
        for member in tar:
            parts = member.name.split("/")
            file = tar.extractfile(member) if member.isfile() and _is_ours(parts) else None
            if file is not None:
                files[member.name] = file.read()
    return files


def _is_ours(parts: list[str]) -> bool:
    return any(folder in parts[:2] for folder in FOLDERS)


def format_of(name: str, data: bytes) -> Format | None:
    found = [one for one in FORMATS if one.matches(data[:HEAD], name.rsplit("/", 1)[-1].lower())]
    assert len(found) <= 1, f"{name} is of {[one.name for one in found]}"
    return found[0] if found else None


def read(one: Format, name: str, data: bytes) -> list[Draft | Failure | LeftOut]:
    assert one.read is not None
    return list(one.read(Document(name, data, Known(), "0"), ReadOptions()))


def test_every_file_is_accounted_for(samples: dict[str, bytes]) -> None:
    counts: dict[str, Counter[str]] = {name: Counter() for name in EXPECTED}
    others = set()
    for name, data in samples.items():
        one = format_of(name, data)
        if one is None:
            others.add(name.rsplit("/", 1)[-1])
            continue
        found = read(one, name, data)
        assert any(isinstance(item, Draft | Failure) for item in found), name
        counts[one.name]["article"] += sum(isinstance(item, Draft) for item in found)
        counts[one.name]["failure"] += sum(isinstance(item, Failure) for item in found)
    assert others == NOT_OURS
    told = {name: {"article": found["article"], "failure": found["failure"]} for name, found in counts.items()}
    assert told == EXPECTED


def test_every_article_has_headline_text_date_and_version(samples: dict[str, bytes]) -> None:
    for name, data in samples.items():
        one = format_of(name, data)
        for item in read(one, name, data) if one else ():
            if isinstance(item, Failure):
                assert re.search(r"; (?:remove|ask|split)", item.message), item
            elif isinstance(item, Draft):
                assert item.title, name
                assert item.blocks or item.status is Status.WITHDRAWN, name
                assert item.published, name
                pattern = HAS_VERSION.get(one.name if one else "")
                if pattern and re.search(pattern, data, re.MULTILINE):
                    assert "version" in item.extra, name


def test_no_plain_text_is_mistaken(corpus: dict[str, Path]) -> None:
    for folder in (corpus["wire-text"] / "wire", corpus["dump-text"] / "dump"):
        for path in folder.glob("*.txt"):
            assert not any(one.matches(path.read_bytes()[:HEAD], path.name) for one in FORMATS), path.name
