"""Content files whose front matter is broken or hostile: each is refused with its line, or read by a rule."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest

from site_gen.build import BuildReport
from site_gen.model import Article, ContentFile, Status
from tests.integration.archives import MUSEUM, Archive, read_contents, tree
from tests.integration.site_checker import link_problems, read_site

REFUSED = {
    "alias_bomb": ":2: the front matter is nested or repeated too deeply",
    "cycle": ":3: the front matter is not valid YAML: found unconstructable recursive node",
    "deep": ": the front matter is ",  # how deep YAML may be read depends on the stack
    "nested": ":2: the front matter is nested or repeated too deeply",
    "python_apply": ":1: has no title",
    "tab": ":3: the front matter is not valid YAML: found a tab character",
    "unterminated": ":1: the front matter is not closed; add a line '---' after it",
    "only_a_mark": ":1: the front matter is not closed",
    "empty": ":1: has no title; add a line 'title: …' to the front matter",
    "no_front_matter": ":1: has no title",
    "invalid_utf8": ":2: is not UTF-8; save it as UTF-8",
    "utf16": ":1: is not UTF-8",
    "nul": ":1: the front matter is not valid YAML: unacceptable character #x0000",
    "surrogate": ":2: the front matter is not valid YAML: found invalid Unicode character escape code",
    "list_for_a_mapping": ":2: the front matter must be 'key: value' lines",
    "text_for_a_mapping": ":2: the front matter must be 'key: value' lines",
    "title_of_a_list": ":1: has no title",
}
"""What the message says after the name of the file."""


@pytest.fixture(scope="module")
def museum(new_archive: Callable[..., Archive]) -> Archive:
    archive = new_archive()
    shutil.copytree(MUSEUM / "front_matter", archive.root / "content", dirs_exist_ok=True)
    return archive


@pytest.fixture(scope="module")
def report(museum: Archive) -> BuildReport:
    return museum.build()


@pytest.fixture(scope="module")
def contents(museum: Archive) -> list[ContentFile]:
    return read_contents(museum.root / "content")[0]


@pytest.fixture
def article(contents: list[ContentFile]) -> Callable[[str], Article]:
    articles = {file.path.removesuffix(".md"): file.article for file in contents}
    return articles.__getitem__


def warnings_of(contents: list[ContentFile], name: str) -> list[str]:
    found = next(file for file in contents if file.path == f"{name}.md")
    return [warning.removeprefix(f"{name}.md:") for warning in found.warnings]


def test_each_file_is_refused_or_built(museum: Archive, report: BuildReport) -> None:
    files = len(museum.files("content"))
    assert report.articles + len(report.failures) == files
    assert {failure.source.partition(".md")[0] for failure in report.failures} == {
        f"content/{name}" for name in REFUSED
    }
    assert not report.ok
    assert link_problems(read_site(museum.root / "output")) == []


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_says_where_and_what(report: BuildReport, name: str) -> None:
    texts = [f"{item.source}: {item.message}" for item in report.failures if f"/{name}.md" in item.source]
    assert len(texts) == 1
    assert REFUSED[name] in texts[0].removeprefix(f"content/{name}.md")


def test_the_command_line_names_them_and_exits_with_1(museum: Archive) -> None:
    done = museum.run("build")
    assert done.exit_code == 1
    assert "not in the site: content/tab.md:3: the front matter is not valid YAML" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_tag_makes_an_object(article: Callable[[str], Article], museum: Archive) -> None:
    assert article("tag_of_a_text").title == "12"
    assert article("tag_of_a_text").keywords == ("aGk=", "1")
    assert article("python_name").authors == ()
    assert not [path for path in museum.root.rglob("pwned*") if "output" not in path.parts]


def test_texts_stay_texts(article: Callable[[str], Article]) -> None:
    norway = article("norway")
    assert norway.title == "NO"
    assert norway.keywords == ("yes", "off", "1e3", "12:30:45", "007", "2025-01-01", "~", "null", ".inf")
    assert norway.authors == ("007",)
    assert norway.lang == "no"


def test_the_last_of_two_keys_counts(article: Callable[[str], Article]) -> None:
    assert article("duplicate_keys").title == "two"


def test_windows_files_are_read(article: Callable[[str], Article]) -> None:
    windows = article("crlf_bom")
    assert windows.title == "Windows, été"
    assert windows.body == "One.\n\nTwo.\n"
    assert windows.published is not None


def test_a_heading_serves_as_title(article: Callable[[str], Article]) -> None:
    assert (article("heading_for_a_title").title, article("heading_for_a_title").body) == ("A heading", "Text.\n")


def test_controls_are_taken_out(article: Callable[[str], Article]) -> None:
    assert article("controls").title == "bell esc[31m nel line bidi end"
    assert article("controls").summary == "nul bom\ufeff nonchar"


def test_a_wrong_type_is_left_out_with_a_warning(
    article: Callable[[str], Article], contents: list[ContentFile]
) -> None:
    types = article("types")
    assert (types.published, types.keywords, types.authors, types.also, types.status) == (
        None,
        (),
        ("b",),
        (),
        Status.PUBLISHED,
    )
    texts = warnings_of(contents, "types")
    for key in ("published", "keywords", "authors", "source", "also", "status", "kind", "slug", "id"):
        assert any(f"'{key}" in text for text in texts), key


def test_draft_false_is_no_draft(article: Callable[[str], Article]) -> None:
    assert article("draft_as_a_word").status is Status.PUBLISHED


def test_a_second_document_is_text(article: Callable[[str], Article]) -> None:
    assert "key: value" in article("two_documents").body


def test_no_key_leads_outside(museum: Archive, report: BuildReport) -> None:
    pages = sorted(path for path in museum.files("output") if "pwned" in path)
    assert pages == ["topics/pwned/feed.xml", "topics/pwned/index.html", "undated/pwned.html"]
    left_out = [text for text in report.warnings if "is left out: it cannot be an address" in text]
    assert len(left_out) == 6
    assert not [path for path in tree(museum.root) if "pwned" in path and not path.startswith("output/")]


@pytest.mark.parametrize("name", ["zero", "february", "hour", "zone", "epoch", "american", "words"])
def test_what_is_no_date_is_left_out(article: Callable[[str], Article], contents: list[ContentFile], name: str) -> None:
    found = article(f"date_{name}")
    assert (found.published, found.updated, found.captured) == (None, None, None)
    texts = warnings_of(contents, f"date_{name}")
    assert len(texts) == 3
    assert texts[0].startswith("3: 'published: ")
    assert "is no date such as 2025-09-12T08:15:00+02:00; it is left out" in texts[0]


@pytest.mark.parametrize(
    ("name", "iso"),
    [
        ("far", "9999-12-31T23:59:59-12:00"),
        ("ancient", "0001-01-01T00:00:00+14:00"),
        ("second", "2016-12-31T23:59:59+00:00"),
        ("naive", "2025-10-26T02:30:00"),
        ("day_alone", "2025-01-02"),
    ],
)
def test_odd_dates_are_read(article: Callable[[str], Article], name: str, iso: str) -> None:
    published = article(f"date_{name}").published
    assert published is not None
    assert published.isoformat() == iso
