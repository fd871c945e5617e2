"""An archive whose every field is written by an enemy: it builds, nothing on it runs, no file stands outside."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import feedparser
import pytest

from site_gen.render.markdown import to_html
from tests.integration.archives import BASE_URL, MUSEUM, Archive, story
from tests.integration.site_checker import (
    GeneratedSite,
    link_problems,
    name_problems,
    page_problems,
    read_site,
    safety_problems,
    xml_problems,
)

MARKUP = (MUSEUM / "markup.txt").read_text(encoding="utf-8").splitlines()
TEMPLATES = (MUSEUM / "templates.txt").read_text(encoding="utf-8").splitlines()
ADDRESSES: list[str] = json.loads((MUSEUM / "addresses.json").read_text(encoding="utf-8"))
NAMES: list[str] = json.loads((MUSEUM / "names.json").read_text(encoding="utf-8"))
CONTROLS = "bell\u0007 esc\u001b[31m nel\u0085 line\u2028 paragraph\u2029 bidi\u202eevil\u2066 nonchar\ufdd0 bom\ufeff"


def titled(text: str, number: int) -> str:
    """The text with a mark that makes it a title of its own, and that has no digit in it."""
    return f"{text} {chr(97 + number // 26)}{chr(97 + number % 26)}"


def add_text(archive: Archive, path: str, text: str, number: int) -> None:
    """An article with the text in every field that holds a text."""
    archive.article(
        path,
        text,
        title=titled(text, number),
        published=f"2025-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
        authors=[text, f"{text}, {text}"],
        keywords=[text],
        people=[text],
        topics=[text],
        summary=f"{text} and so on",
        credit=text,
        dateline=text,
        source={"name": text, "code": text, "document": text, "id": text, "url": f"https://x.example/{number}"},
        also=[{"document": text}],
        extra_key=text,
        **{text: "a key"},
    )


@pytest.fixture(scope="module")
def hostile(new_archive: Callable[..., Archive]) -> Archive:
    archive = new_archive(title="<script>alert(0)</script>{{ 7*7 }}", base_url=BASE_URL, keyword_min_articles=1)
    for number, text in enumerate([*MARKUP, *TEMPLATES, CONTROLS]):
        add_text(archive, f"texts/text-{number}.md", text, number)
    for number, address in enumerate(ADDRESSES):
        archive.article(
            f"addresses/address-{number}.md",
            f"[one]({address}) <{address}> ![two]({address}) [three][r] <a href='{address}'>four</a>\n\n[r]: {address}",
            title=f"Address {number}",
            published="2024-01-01",
            source={"url": address, "name": address},
            also=[{"url": address}],
            aliases=[address],
        )
    for number, name in enumerate(NAMES):
        archive.article(
            f"names/name-{number}.md",
            title=f"Name {number}",
            published=f"{1900 + number}-01-01",
            slug=name,
            id=name,
            topics=[name],
            keywords=[name],
            people=[name],
            source={"name": name},
            aliases=[name, f"was/{name}"],
        )
    for number, text in enumerate([*MARKUP, *TEMPLATES]):
        archive.document(f"{number}.txt", f"Report {number}: {text}\n{story(number)}\n{text}\n\n- {text} -\n{text}\n")
    report = archive.build()
    assert report.failures == ()
    assert report.ingest.counts["new"] == len(MARKUP) + len(TEMPLATES)
    return archive


@pytest.fixture(scope="module")
def site(hostile: Archive) -> GeneratedSite:
    return read_site(hostile.root / "output")


def test_nothing_runs_or_loads(site: GeneratedSite) -> None:
    assert len(site.pages) > 500
    assert [problem for page in site.pages.values() for problem in safety_problems(page)] == []


def test_pages_stay_whole(site: GeneratedSite) -> None:
    assert [problem for page in site.pages.values() for problem in page_problems(page)] == []


def test_links_lead_to_files(site: GeneratedSite) -> None:
    assert link_problems(site, "/news/") == []


def test_machines_can_read_their_files(site: GeneratedSite) -> None:
    assert xml_problems(site) == []
    for path, data in site.files.items():
        if path.endswith("feed.xml"):
            assert not feedparser.parse(data).bozo, path


def test_no_character_that_machines_refuse_or_readers_are_fooled_by(site: GeneratedSite) -> None:
    unwanted = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
    found = {path: match[0] for path, data in site.files.items() if (match := unwanted.search(data.decode()))}
    assert found == {}


def test_paths_suit_every_file_system(hostile: Archive, site: GeneratedSite) -> None:
    assert name_problems(list(site.files)) == []
    # Content files that were made from documents, too.
    made = [path for path in hostile.files("content") if not path.startswith(("texts/", "addresses/", "names/"))]
    assert len(made) >= len(MARKUP)
    assert name_problems(made) == []


def test_nothing_stands_outside(hostile: Archive) -> None:
    expected = {".site-gen", "content", "inbox", "output", "site.toml"}
    assert {path.name for path in hostile.root.iterdir()} == expected
    assert not [path for path in hostile.root.parent.iterdir() if "pwned" in path.name or path.name == "x"]


@pytest.mark.parametrize("number", range(len(MARKUP) + len(TEMPLATES)))
def test_texts_show_as_they_are_written(site: GeneratedSite, number: int) -> None:
    text = [*MARKUP, *TEMPLATES][number]
    page = site.pages[f"2025/{number % 12 + 1:02d}/{number % 28 + 1:02d}/text-{number}.html"]
    shown = " ".join(page.text.split())
    assert shown.count(text) >= 8  # title (twice), authors, dateline, credit, summary, source, key …
    data = json.loads(page.scripts[0][1])
    assert data["headline"] == titled(text, number)
    assert data["author"][0]["name"] == text


def test_templates_are_never_evaluated(site: GeneratedSite) -> None:
    for number in range(len(MARKUP), len(MARKUP) + len(TEMPLATES)):
        page = site.pages[f"2025/{number % 12 + 1:02d}/{number % 28 + 1:02d}/text-{number}.html"]
        assert "49" not in page.text
        assert "root:" not in page.text
        assert "<class" not in page.text


def test_separators_cannot_end_a_script(site: GeneratedSite) -> None:
    number = len(MARKUP) + len(TEMPLATES)
    page = f"2025/{number % 12 + 1:02d}/{number % 28 + 1:02d}/text-{number}.html"
    raw = site.files[page].decode().partition("application/ld+json")[2].partition("</script>")[0]
    assert not set("<&\u2028\u2029") & set(raw.partition(">")[2])


@pytest.mark.parametrize("number", range(len(ADDRESSES)))
def test_a_bad_address_becomes_no_link(site: GeneratedSite, number: int) -> None:
    page = site.pages[f"2024/01/01/address-{number}.html"]
    outside = [link for link in page.links if ":" in link or link.startswith(("/", "\\"))]
    assert all(link.startswith(("http://x/", "https://x/")) for link in outside), outside
    assert json.loads(page.scripts[0][1]).get("isBasedOn") is None
    assert not [link for link in page.find("link") if link.get("rel") == "original"]


def test_a_good_address_becomes_a_link(archive: Archive) -> None:
    address = "https://x.example/a?b=1&copy=2"
    body = f"[one]({address}) <{address}> <mailto:a@b.example> [two](mailto:a@b.example)"
    archive.article("a.md", body, title="Links", published="2025-01-02", source={"url": address})
    archive.build()
    page = read_site(archive.root / "output").pages["2025/01/02/a.html"]
    assert [link for link in page.links if link.startswith("https://x")] == [address, address, address]
    assert page.links.count("mailto:a@b.example") == 2


# --- names that look alike -----------------------------------------------------------------------------------------


def listings(site: GeneratedSite) -> set[str]:
    return {path for path in site.files if path.startswith(("topics/", "keywords/", "people/", "sources/"))}


def test_names_give_the_same_addresses_in_any_order(new_archive: Callable[..., Archive]) -> None:
    found = []
    for order in (NAMES, NAMES[::-1]):
        archive = new_archive(keyword_min_articles=1)
        for number, name in enumerate(order):
            # Where two names share a slug, that of the older article keeps it.
            day = f"{1900 + NAMES.index(name)}-01-01"
            archive.article(
                f"name-{number}.md",
                title="x",
                published=day,
                topics=[name],
                keywords=[name],
                people=[name],
                source={"name": name},
            )
        archive.build()
        site = read_site(archive.root / "output")
        assert name_problems(list(site.files)) == []
        found.append(listings(site))
    assert found[0] == found[1]


TEXTS = (
    (
        "The harbour council voted on Thursday to dredge the northern basin before the herring season begins.",
        "Two barges will carry the mud to a pit offshore, where fishermen fear for their mussel beds.",
    ),
    (
        "Snow closed three passes above the valley and kept two hundred skiers in their huts overnight.",
        "Ploughs were sent out at dawn, but the road office asked everybody to stay until the wind had dropped.",
    ),
    (
        "A choir of miners from the old colliery will sing once more in the hall that the town means to sell.",
        "Its conductor, aged eighty-one, said that nobody had asked him whether the piano goes with the building.",
    ),
    (
        "Bakers in the capital warned that flour has become so dear that small shops may not outlive the winter.",
        "The ministry promised to look into the price of grain, without saying what that would change.",
    ),
)


@pytest.mark.parametrize(
    "twins",
    [
        ["caf\u00e9", "cafe\u0301", "CAF\u00c9"],
        ["\u212aelvin", "kelvin", "Kelvin "],
        ["Climate", "climate", " CLIMATE"],
        ["\ufb01n", "fin"],
    ],
)
def test_spellings_of_one_name_share_a_listing(archive: Archive, twins: list[str]) -> None:
    for number, name in enumerate(twins):
        archive.article(f"name-{number}.md", title=f"{number}", topics=[name], published=f"2025-01-0{number + 1}")
    archive.build()
    pages = [path for path in archive.files("output") if re.fullmatch(r"topics/[^/]+/index.html", path)]
    assert len(pages) == 1
    assert archive.text(f"output/{pages[0]}").count('class="row"') == len(twins)


@pytest.mark.parametrize(
    "twins",
    [
        ["caf\u00e9 closes", "cafe\u0301 closes", "CAF\u00c9 closes", "cafe closes"],
        ["Stra\u00dfe", "Strasse", "STRASSE"],
        ["\u0130stanbul", "istanbul", "\u0131stanbul", "I\u0307stanbul"],
        ["\U0001f600", "\U0001f600\U0001f600", "\u2014"],
        ["con", "CON", "Con!"],
    ],
)
def test_documents_with_titles_alike_get_addresses_of_their_own(archive: Archive, twins: list[str]) -> None:
    for number, title in enumerate(twins):
        # Texts of their own: documents that differ in their numbers alone might well be one article.
        archive.document(
            f"{number}.txt",
            "\n".join((title, *TEXTS[number])),
            published="2025-01-02",
            url=f"https://x.example/{number}",
        )
    report = archive.build()
    assert report.ingest.counts["new"] == len(twins)
    pages = [path for path in archive.files("output") if path.startswith("2025/01/02/") and "index" not in path]
    assert len({path.casefold() for path in pages}) == len(twins)
    assert name_problems(pages) == []


# --- markdown that costs a parser much ---------------------------------------------------------------------------

COSTLY: dict[str, str] = {
    "emphasis": "*a **a " * 20_000,
    "open brackets": "[" * 50_000,
    "nested brackets": "[" * 20_000 + "a" + "]" * 20_000,
    "open links": "[a](" * 30_000,
    "open images": "![" * 50_000,
    "quotes": "> " * 20_000 + "a",
    "lists": "\n".join(" " * number + "- a" for number in range(300)),
    "backticks": "".join("e" + "`" * number for number in range(1_000)),
    "unclosed tags": "<a " * 30_000,
    "unclosed comments": "<!--" * 20_000,
    "nested tags": "<div>" * 20_000 + "a" + "</div>" * 20_000,
    "attributes": "<a " + " ".join(f"x{number}='y'" for number in range(20_000)) + ">",
    "declarations": "<!A" * 15_000,
    "entities": "&#1;" * 20_000,
    "references": "\n".join(f"[r{number}]: x" for number in range(5_000)) + "\n\n" + "[r1][r2]" * 5_000,
    "table": "|" * 30_000 + "\n" + "|-" * 15_000,
    "headings": "# a\n\n" * 20_000,
    "underscores": "a_" * 25_000,
    "one long line": "word " * 200_000,
    "spaces": "a" + " " * 200_000 + "b",
}


def test_no_markdown_is_costly(new_archive: Callable[..., Archive]) -> None:
    archive = new_archive()
    for number, text in enumerate(COSTLY.values()):
        archive.article(f"text-{number}.md", text, title=f"Text {number}", published=f"2025-01-{number + 1:02d}")
    started = time.perf_counter()
    report = archive.build()
    # All of them together; a single one that ran away would take minutes.
    assert time.perf_counter() - started < 20
    assert report.articles == len(COSTLY)
    site = read_site(archive.root / "output")
    assert [problem for page in site.pages.values() for problem in safety_problems(page)] == []


@pytest.mark.parametrize("kind", COSTLY)
def test_a_markdown_text_takes_less_than_three_seconds(kind: str) -> None:
    started = time.perf_counter()
    assert isinstance(to_html(COSTLY[kind]), str)
    assert time.perf_counter() - started < 3


def test_the_museum_is_all_used() -> None:
    assert {path.name for path in Path(MUSEUM).iterdir()} >= {"markup.txt", "front_matter", "documents", "names.json"}


def test_a_reason_that_quotes_half_a_character_is_stored(archive: Archive) -> None:
    archive.document("rows.jsonl", '{"\\ud800": ')
    archive.document("one.json", '{"title": "\\ud800", "\\udfff')
    report = archive.ingest()
    assert report.counts["quarantined"] == len(report.quarantined) == 2
    assert archive.ingest().counts["quarantined"] == 2
