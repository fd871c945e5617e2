import random
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.archive import make_archive
from site_gen.config import Config
from site_gen.entries import UNCLASSIFIED, Entry
from site_gen.model import Also, ContentFile, Kind, Source, Status
from site_gen.urls import is_slug

Builder = Callable[..., ContentFile]
CONFIG = Config(keyword_min_articles=2)


def slugs(entries: tuple[Entry, ...]) -> list[str]:
    return [entry.article.slug for entry in entries]


def test_articles_are_newest_first_by_the_day_of_their_own_zone(content: Builder) -> None:
    files = [
        content("late-there", "2025-09-12T00:30:00+02:00"),
        content("late-here", "2025-09-11T23:00:00Z"),
        content("day-only", "2025-09-12"),
        content("unknown"),
        content("captured", captured="2025-09-11T23:30:00Z"),
    ]
    archive = make_archive(files, CONFIG)
    assert slugs(archive.entries) == ["day-only", "late-there", "captured", "late-here", "unknown"]
    assert slugs(archive.undated) == ["captured", "unknown"]
    assert list(archive.days) == [date(2025, 9, 12), date(2025, 9, 11)]


def test_drafts_are_left_out_and_withdrawn_articles_kept_apart(content: Builder) -> None:
    fields = {"topics": ("sport",), "keywords": ("Népal",), "source": Source(name="AFP")}
    files = [
        content("draft", "2025-09-12", status=Status.DRAFT, **fields),
        content("gone", "2025-09-12", status=Status.WITHDRAWN, **fields),
        content("gone-list", kind=Kind.HEADLINES, status=Status.WITHDRAWN),
    ]
    archive = make_archive(files, Config(keyword_min_articles=1))
    assert [entry.path for entry in archive.withdrawn] == ["2025/09/12/gone.html", "headlines/gone-list.html"]
    assert (archive.entries, archive.headlines) == ((), ())
    assert (archive.topics, archive.keywords, archive.sources, archive.days) == ({}, {}, {}, {})


def test_topics_are_resolved_and_merged(content: Builder) -> None:
    files = [
        content("a", "2025-01-03", topics=("Sport", "medtop:15000000", "sport")),
        content("b", "2025-01-02", topics=("Sport!",)),
        content("c", "2025-01-01"),
    ]
    archive = make_archive(files, Config(lang="fr"))
    assert {slug: slugs(topic.entries) for slug, topic in archive.topics.items()} == {
        "sport": ["a", "b"],
        UNCLASSIFIED: ["c"],
    }
    assert [topic.name for topic in archive.entries[0].topics] == ["Sport"]


def test_a_topic_outside_the_vocabulary_has_its_own_listing(content: Builder) -> None:
    topics = ("../../etc", "<script>", "Échecs", "🔥", "index", "unclassified")
    archive = make_archive([content("a", topics=topics)], CONFIG)
    assert all(is_slug(slug) for slug in archive.topics)
    assert archive.topics["echecs"].name == "Échecs"
    assert len(archive.topics) == 5
    assert UNCLASSIFIED not in archive.topics


def test_topics_stand_in_the_order_of_their_names_and_the_unclassified_last(content: Builder) -> None:
    files = [content("a", topics=("weather", "education", "Zèbres", "Échecs")), content("b")]
    names = [topic.name for topic in make_archive(files, Config(lang="fr")).topics.values()]
    assert names == ["Échecs", "Éducation", "Météo", "Zèbres", ""]


def test_keywords_merge_by_case_and_accent_under_the_commonest_spelling(content: Builder) -> None:
    files = [
        content("a", keywords=("Népal", "rare")),
        content("b", keywords=("NEPAL", "Nepal")),
        content("c", keywords=("Népal",)),
    ]
    archive = make_archive(files, CONFIG)
    assert {slug: (keyword.name, len(keyword.entries)) for slug, keyword in archive.keywords.items()} == {
        "nepal": ("Népal", 3)
    }
    by_slug = {entry.article.slug: entry.keywords for entry in archive.entries}
    assert [(keyword.name, keyword.slug) for keyword in by_slug["a"]] == [("Népal", "nepal"), ("rare", "")]
    assert [keyword.name for keyword in by_slug["b"]] == ["NEPAL"]


def test_two_keywords_with_one_slug_get_two_and_the_older_keeps_the_plain_one(content: Builder) -> None:
    files = [content("old", "2025-01-01", keywords=("C",)), content("new", "2025-01-02", keywords=("C++",))]
    keywords = make_archive(files, Config(keyword_min_articles=1)).keywords
    assert keywords["c"].name == "C"
    assert len(keywords) == 2
    assert all(is_slug(slug) for slug in keywords)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (Source(name="Le Monde", url="https://www.lemonde.fr/a"), "Le Monde"),
        (Source(url="https://www.lemonde.fr/a"), "lemonde.fr"),
        (Source(url="javascript:alert(1)"), None),
        (Source(document="inbox/a.txt"), None),
    ],
)
def test_a_source_is_its_name_else_its_host(content: Builder, source: Source, name: str | None) -> None:
    archive = make_archive([content("a", source=source, credit="AFP")], CONFIG)
    assert [listing.name for listing in archive.sources.values()] == ([name] if name else [])


def test_a_headline_links_to_the_article_of_that_title_nearest_in_date(content: Builder) -> None:
    title = "Covid: «le point»"
    files = [
        content("before", "2025-01-01", title=title),
        content("near", "2025-01-09", title=title),
        content("after", "2025-02-01", title=title),
        content("undated", title=title),
        content("gone", "2025-01-10", title=title, status=Status.WITHDRAWN),
        content("l", kind=Kind.HEADLINES, captured="2025-01-10T10:00:00Z", body='- COVID - "Le Point"\n- Autre'),
        content("timeless", kind=Kind.HEADLINES, body=f"- {title}"),
    ]
    dated, timeless = make_archive(files, CONFIG).headlines
    assert [line.path for line in dated.lines] == ["2025/01/09/near.html", ""]
    assert [line.path for line in timeless.lines] == ["2025/02/01/after.html"]


def test_a_withdrawn_article_is_no_target_of_a_headline(content: Builder) -> None:
    files = [
        content("gone", title="Titre", status=Status.WITHDRAWN),
        content("draft", title="Titre", status=Status.DRAFT),
        content("l", kind=Kind.HEADLINES, body="- Titre"),
    ]
    assert make_archive(files, CONFIG).headlines[0].lines[0].path == ""


def test_headline_lists_stand_beside_the_articles_of_their_documents(content: Builder) -> None:
    files = [
        content("a", "2025-01-01", document="inbox/1.txt"),
        content("b", "2025-01-02", also=(Also("inbox/2.txt"),)),
        content("c", "2025-01-03", document="inbox/3.txt"),
        content("l", kind=Kind.HEADLINES, document="inbox/1.txt", also=(Also("inbox/2.txt"), Also("inbox/1.txt"))),
    ]
    archive = make_archive(files, CONFIG)
    assert slugs(archive.headlines[0].beside) == ["b", "a"]
    assert {path: slugs(lists) for path, lists in archive.beside.items()} == {"x/a.md": ["l"], "x/b.md": ["l"]}


def test_a_document_of_very_many_articles_shows_twenty(content: Builder) -> None:
    files = [content(f"a{number:03}", f"2025-01-01T00:{number % 60:02}", document="big.jsonl") for number in range(60)]
    files += [content(f"l{number}", kind=Kind.HEADLINES, document="big.jsonl") for number in range(50)]
    archive = make_archive(files, CONFIG)
    assert slugs(archive.headlines[0].beside)[:2] == ["a059", "a058"]
    assert {len(headlines.beside) for headlines in archive.headlines} == {20}
    assert {len(lists) for lists in archive.beside.values()} == {20}


words = st.sampled_from(["", "a", "A", "á", "b", "sport", "Sport", "C", "C++", "index"]) | st.text(max_size=4)
days = st.none() | st.dates(date(2024, 12, 30), date(2025, 1, 2)).map(date.isoformat)


@given(uses=st.lists(st.tuples(days, st.lists(words, max_size=3), words), max_size=12), seed=st.randoms())
def test_the_order_of_the_files_does_not_matter(
    content: Builder, uses: list[tuple[str | None, list[str], str]], seed: random.Random
) -> None:
    files = [
        content(f"s{place % 3}", day, path=f"{place}.md", topics=tuple(names), keywords=tuple(names), title=title)
        for place, (day, names, title) in enumerate(uses)
    ]
    shuffled = seed.sample(files, len(files))
    archive, other = (make_archive(order, Config(keyword_min_articles=1)) for order in (files, shuffled))
    assert archive == other
    for mine, others in (
        (archive.topics, other.topics),
        (archive.keywords, other.keywords),
        (archive.days, other.days),
    ):
        assert list(mine) == list(others)
    assert all(is_slug(slug) for slug in (*archive.topics, *archive.keywords))
