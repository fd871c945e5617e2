"""Content files: what is written is read back, and what is wrong is said with its line."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.content import (
    format_content,
    list_items,
    markdown_body,
    markdown_list,
    markdown_text,
    parse_content,
    plain_text,
)
from site_gen.content.head import read_head
from site_gen.model import (
    Also,
    Article,
    Block,
    BlockKind,
    ContentFile,
    DateSource,
    Failure,
    Kind,
    Source,
    Status,
    Timestamp,
    clean_line,
)
from site_gen.render.markdown import to_html

FULL = Article(
    id="5c0f",
    title='Taxe: "hésite" – \\ et #',
    slug="taxe-hesite",
    body="Un *texte*.\n\n## Un titre\n\nLa suite.\n",
    published=Timestamp.parse("2025-09-12T08:15:00+02:00"),
    date_source=DateSource.METADATA,
    updated=Timestamp.parse("2025-09-13T10:00:00"),
    captured=Timestamp.parse("2025-09-14"),
    lang="pt-BR",
    topics=("politics-and-government", "NO"),
    topic_reasons={"politics-and-government": "0.82 vote, député…", "NO": '0.5 a: b, "c"', "é, è": "x"},
    headline_topics={"sport": "Foot :, L1", "NO": 'a: b, "c"'},
    keywords=("Taxe sur les drones", "a: b", "yes"),
    places=("FR", "NO"),
    people=("Zoé Le Gal", "null", "A: b"),
    authors=("A. Nom", "ab/cd"),
    credit="AFP",
    dateline="PARIS (AFP)",
    source=Source("Le Nom", "https://a.example/x?y=1#z", "VB", "inbox/a b.txt", "7", "ab" * 32),
    also=(Also("inbox/c.txt", None, "cd" * 32), Also("inbox/d, e.txt", "https://b.example/")),
    summary="Une phrase: la sienne.",
    status=Status.WITHDRAWN,
    story="drone-tax",
    aliases=("/old/one/", "/old/two.html"),
    extra={"rating": "5", "tags2": ["a", "b"], "deep": {"x": "1"}},
)


def parsed(text: str, path: str = "2025/09/12/x.md") -> ContentFile:
    result = parse_content(path, text.encode())
    assert isinstance(result, ContentFile), result
    return result


def failure(data: bytes) -> Failure:
    result = parse_content("a/x.md", data)
    assert isinstance(result, Failure)
    return result


def test_round_trip_of_every_field() -> None:
    assert parsed(format_content(FULL)).article == FULL


def test_round_trip_of_the_least() -> None:
    article = Article(id="x", title="T", slug="t")
    assert parsed(format_content(article)).article == article


def test_round_trip_of_a_headline_list() -> None:
    lines = ("Foot: L1", "- tiret", "[lien](x)", "1. un", "a\\b", "<b> & &amp;", "C# = 3 ~ x")
    article = Article(id="x", title="T", slug="t", kind=Kind.HEADLINES, body=markdown_list(lines) + "\n")
    assert list_items(parsed(format_content(article)).article.body) == lines


@given(st.text(max_size=80), st.text(max_size=80), st.lists(st.text(max_size=20), max_size=3))
def test_round_trip_of_any_text(title: str, summary: str, names: list[str]) -> None:
    clean = tuple(dict.fromkeys(name for name in map(clean_line, names) if name))
    article = replace(FULL, title=clean_line(title) or "T", summary=clean_line(summary) or None, authors=clean)
    assert parsed(format_content(article)).article == article


@given(st.lists(st.text(min_size=1, max_size=120), min_size=1, max_size=4))
def test_any_text_survives_markdown(texts: list[str]) -> None:
    """What a document says is what the page shows: no character of it is taken for markup."""
    import html
    import re

    lines = [line for line in map(clean_line, texts) if line]
    shown = to_html(markdown_body(Block(BlockKind.PARAGRAPH, line) for line in lines))
    found = [html.unescape(item) for item in re.findall(r"<p>(.*?)</p>", shown, re.DOTALL)]
    assert found == lines


@pytest.mark.parametrize(
    "text",
    [
        "1986. Une grande année", "1) premier", "- tiret", "+ plus", "* étoile", "# dièse", "> citation", "=== égal",
        "--- trois", "*gras*", "_souligné_", "`code`", "[lien](http://x)", "![img](x)", "<script>", "&eacute; & co",
        "a\\*b", "https://x.example/_a_", "| a | b |", ": définition", "~~~", "```", "C#", "«\u00a0quoi\u00a0?\u00a0»",
    ],
)  # fmt: skip
def test_marks_are_shown_as_they_are(text: str) -> None:
    import html

    assert html.unescape(to_html(markdown_text(text))).strip() == f"<p>{text}</p>"


def test_crossheads_are_headings() -> None:
    body = markdown_body([Block(BlockKind.CROSSHEAD, "Le C#"), Block(BlockKind.PARAGRAPH, "x")])
    assert to_html(body) == "<h2>Le C#</h2>\n<p>x</p>"


def test_file_written_by_hand_for_another_generator() -> None:
    text = (
        "---\ntitle: NO\ndate: 2025-03-04 10:20\ntags: [12:30:45, 007]\nauthor: Jane\n"
        "draft: true\nsource: The Gazette\n---\n\nText.\n"
    )
    article = parsed(text, "notes/my-note.md").article
    assert article.title == "NO"
    assert article.published == Timestamp.parse("2025-03-04T10:20:00")
    assert article.date_source is DateSource.METADATA
    assert article.keywords == ("12:30:45", "007")
    assert article.authors == ("Jane",)
    assert article.status is Status.DRAFT
    assert article.source.name == "The Gazette"
    assert article.slug == "my-note"


def test_no_front_matter_takes_the_first_heading() -> None:
    article = parsed("# Un titre #\n\nLe texte.\n").article
    assert (article.title, article.body) == ("Un titre", "Le texte.\n")


@pytest.mark.parametrize(
    ("lines", "warning"),
    [
        ("topic: x", "2025/09/12/x.md:3: unknown key 'topic'; did you mean 'topics'?"),
        ("published: 2025-02-30", "2025/09/12/x.md:3: 'published: 2025-02-30' is no date"),
        ("published: 0000-00-00", "is no date"),
        ("status: gone", "'status: gone' is none of published, draft, withdrawn"),
        ("slug: ../../etc", "'slug: ../../etc' cannot be an address"),
        ("story: The Drone Tax", "'story: The Drone Tax' cannot be an address; 'the-drone-tax' is used"),
        ("story: [a]", "'story' must be a text; it is left out"),
        ("authors: {a: b}", "'authors' must be a list of texts"),
        ("title2: x\nlang: 'a b'", "'lang: a b' is no language tag"),
        ("source: {nam: x}", "unknown key 'source.nam'; did you mean 'name'?"),
    ],
)
def test_warnings_name_line_and_remedy(lines: str, warning: str) -> None:
    assert any(warning in text for text in parsed(f"---\ntitle: T\n{lines}\n---\nx\n").warnings)


@pytest.mark.parametrize(
    ("data", "where", "message"),
    [
        (b"---\ntitle: x\n", "a/x.md:1", "not closed"),
        (b"---\ntitle: [x\n---\n", "a/x.md:3", "not valid YAML"),
        (b"---\na: 1\n\tb: 2\n---\n", "a/x.md:3", "not valid YAML"),
        (b"---\n- a\n---\n", "a/x.md:2", "must be 'key: value' lines"),
        (b"---\nlang: fr\n---\ntext\n", "a/x.md:1", "has no title"),
        (b"---\ntitle: x\n---\nline\n\xff\n", "a/x.md:5", "not UTF-8"),
        (b"---\ntitle: &a [x]\nb: [" + b"*a," * 30000 + b"]\n---\n", "a/x.md:2", "nested or repeated too deeply"),
        (b"---\ntitle: x\nb: &b [*b]\n---\n", "a/x.md:3", "recursive node"),
    ],
)
def test_failures_name_line_and_remedy(data: bytes, where: str, message: str) -> None:
    found = failure(data)
    assert (found.source, message in found.message) == (where, True), found


def test_tags_make_no_objects() -> None:
    result = parse_content("x.md", b"---\ntitle: T\nk: !!python/object/apply:os.system ['echo']\n---\nx\n")
    assert isinstance(result, ContentFile)
    assert result.article.extra == {"k": ["echo"]}


def test_byte_order_mark_and_windows_line_ends() -> None:
    result = parse_content("x.md", b"\xef\xbb\xbf---\r\ntitle: T\r\n---\r\n\r\nText.\r\n")
    assert isinstance(result, ContentFile)
    assert (result.article.title, result.article.body) == ("T", "Text.\n")


def test_places_are_codes_and_what_is_none_is_told_with_its_line() -> None:
    file = parsed('---\ntitle: A\nplaces: [NO, fr, FR, "<script>", "../..", XX, France]\n---\nText.\n')
    assert file.article.places == ("NO", "FR")
    wrong = ("<script>", "../..", "XX", "France")
    assert file.warnings == tuple(
        f"2025/09/12/x.md:3: '{text}' in 'places' is no ISO 3166-1 code such as FR; it is left out" for text in wrong
    )
    assert parsed("---\ntitle: A\nplaces: no\n---\n").article.places == ("NO",)
    assert parsed("---\ntitle: A\nplaces: {a: b}\n---\n").article.places == ()


def test_reasons_of_topics_stand_on_a_line_that_needs_no_yaml() -> None:
    text = format_content(
        replace(FULL, topic_reasons={"sport": "0.82 foot, but…", "crime-law-and-justice": "0.30 vol"})
    )
    line = 'topic_reasons: {sport: "0.82 foot, but…", crime-law-and-justice: "0.30 vol"}'
    assert f"\n{line}\nheadline_topics: " in text
    assert read_head(line) == {"topic_reasons": {"sport": "0.82 foot, but…", "crime-law-and-justice": "0.30 vol"}}
    assert "topic_reasons" not in format_content(replace(FULL, topic_reasons={}))


@pytest.mark.parametrize("key", ["topic_reasons", "headline_topics"])
@pytest.mark.parametrize("value", ["0.82 foot", "[sport]", "{sport: [foot]}"])
def test_reasons_of_topics_that_are_no_mapping_are_left_out_with_a_warning(key: str, value: str) -> None:
    file = parsed(f"---\ntitle: A\n{key}: {value}\n---\nText.\n")
    assert getattr(file.article, key) == {}
    assert file.warnings == (f"2025/09/12/x.md:3: '{key}' must be a mapping of texts; it is left out",)


def test_an_article_without_places_has_no_such_line() -> None:
    assert 'places: [FR, "NO"]\n' in format_content(FULL)
    assert "places" not in format_content(replace(FULL, places=()))


@pytest.mark.parametrize("text", ["&#1", "a &#65 b", "&#x41 b", "AT&T", "&copy;", "&#;"])
def test_an_ampersand_is_shown_as_it_is(text: str) -> None:
    shown = html.unescape(re.sub(r"<[^>]*>", "", to_html(markdown_text(text))))
    assert shown == text
    assert plain_text(markdown_text(text)) == text
