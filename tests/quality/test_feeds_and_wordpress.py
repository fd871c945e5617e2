"""Real feeds and exports, good and broken: each entry and each post is an article or a stated reason."""

from __future__ import annotations

import re
import tarfile
from pathlib import Path

import pytest

from site_gen.ingest.formats import feeds, wxr
from site_gen.ingest.formats.base import HEAD, Document, Known, ReadOptions
from site_gen.model import Draft, Failure, LeftOut, Status

pytestmark = pytest.mark.corpus

ARCHIVE = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "formats.tar.xz"


@pytest.fixture(scope="module")
def formats(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not ARCHIVE.exists():
        pytest.skip(f"needs the corpus {ARCHIVE.name}, which is not beside this checkout")
    folder = tmp_path_factory.mktemp("formats")
    wanted = re.compile(r"(?:\./)?formats/(?:feeds/|wxr/|agency/wordpress_wxr)")
    with tarfile.open(ARCHIVE) as tar:
        tar.extractall(folder, members=[member for member in tar if wanted.match(member.name)], filter="data")
    return folder / "formats"


def _document(path: Path) -> Document:
    return Document(path.name, path.read_bytes(), Known(), "")


def test_every_feed_gives_entries_or_a_reason(formats: Path) -> None:
    paths = sorted(formats.glob("feeds/**/*.xml"))
    assert len(paths) == 611
    silent = []
    for path in paths:
        found = list(feeds.read(_document(path), ReadOptions()))
        entries = len(re.findall(rb"<(?:\w+:)?(?:item|entry)[\s>]", path.read_bytes()))
        given = sum(isinstance(one, Draft | Failure) for one in found)
        is_list = any(isinstance(one, Draft) and one.headlines for one in found)
        if not given or (given != max(entries, 1) and not is_list):
            silent.append(f"{path.name}: {entries} entries, {given} given")
    assert silent == []


def test_all_but_an_empty_file_are_told_to_be_feeds(formats: Path) -> None:
    paths = sorted(formats.glob("feeds/**/*.xml"))
    others = [path.name for path in paths if not feeds.matches(path.read_bytes()[:HEAD], path.name)]
    assert others == ["rss_empty_document.xml"]


def test_every_published_post_is_accounted_for(formats: Path) -> None:
    paths = [*sorted(formats.glob("wxr/*.xml")), *sorted(formats.glob("agency/wordpress_wxr*.xml"))]
    assert len(paths) == 11
    posts = 0
    for path in paths:
        data = path.read_bytes()
        assert wxr.matches(data[:HEAD], path.name), path.name
        assert not feeds.matches(data[:HEAD], path.name), path.name
        items = re.findall(rb"<item>.*?</item>", data, re.DOTALL)
        found = list(wxr.read(_document(path), ReadOptions()))
        published = sum(_is(item, "status", "publish") and _is(item, "post_type", "(?:post|page)") for item in items)
        others = sum(_is(item, "post_type", "(?:attachment|nav_menu_item|revision)") for item in items)
        given = sum(isinstance(one, Draft | Failure) for one in found)
        assert given == (len(items) - others or 1), path.name
        shown = sum(isinstance(one, Draft) and one.status is Status.PUBLISHED for one in found)
        of_own_types = sum(isinstance(one, Draft) and one.extra.get("type", "page") != "page" for one in found)
        failed = sum(isinstance(one, Failure) for one in found)
        assert shown - of_own_types <= published <= shown - of_own_types + failed, path.name
        left_out = {one.what: one.number for one in found if isinstance(one, LeftOut)}
        assert left_out.get("attachments", 0) == others, path.name
        assert left_out.get("comments", 0) == data.count(b"<wp:comment>"), path.name
        posts += published
    assert posts == 31


def _is(item: bytes, name: str, value: str) -> bool:
    return re.search(rf"<wp:{name}>(?:<!\[CDATA\[)?{value}[\]<]".encode(), item) is not None


def test_any_export_cut_anywhere_is_read(formats: Path) -> None:
    data = (formats / "wxr" / "wordpress_unicode_export.xml").read_bytes()
    for end in range(0, len(data), 211):
        assert list(wxr.read(Document("x", data[:end], Known(), ""), ReadOptions()))
