import random
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.archive import SCHEMA, Reading, Settings, TableArchive, change, make_archive, make_entry
from site_gen.config import Config
from site_gen.database import Database
from site_gen.entries import UNCLASSIFIED, Entry, Reason
from site_gen.model import Also, ContentFile, Kind, Source, Status
from site_gen.urls import is_slug

Builder = Callable[..., ContentFile]
CONFIG = Config(keyword_min_articles=2)


def slugs(entries: Iterable[Entry]) -> list[str]:
    return [Path(entry.path).stem for entry in entries]


def every(archive: TableArchive, series: str) -> list[str]:
    """The slugs of a series, newest first."""
    return slugs(archive.newest(series, 1000))


def counted(archive: TableArchive, kind: str) -> dict[str, tuple[str, int]]:
    """Name and size of the listings of a kind by slug."""
    return {listing.slug: (listing.name, listing.count) for listing in archive.listings(kind)}


def test_articles_are_newest_first_by_the_day_of_their_own_zone(content: Builder) -> None:
    files = [
        content("late-there", "2025-09-12T00:30:00+02:00"),
        content("late-here", "2025-09-11T23:00:00Z"),
        content("day-only", "2025-09-12"),
        content("unknown"),
        content("captured", captured="2025-09-11T23:30:00Z"),
    ]
    archive = make_archive(files, CONFIG)
    assert slugs(archive.newest_articles(9)) == ["day-only", "late-there", "captured", "late-here", "unknown"]
    assert every(archive, "undated") == ["captured", "unknown"]
    assert list(archive.days()) == [date(2025, 9, 12), date(2025, 9, 11)]


def test_drafts_are_left_out_and_withdrawn_articles_kept_apart(content: Builder) -> None:
    fields = {"topics": ("sport",), "keywords": ("Népal",), "source": Source(name="AFP")}
    files = [
        content("draft", "2025-09-12", status=Status.DRAFT, **fields),
        content("gone", "2025-09-12", status=Status.WITHDRAWN, **fields),
        content("gone-list", kind=Kind.HEADLINES, status=Status.WITHDRAWN),
    ]
    archive = make_archive(files, Config(keyword_min_articles=1))
    assert every(archive, "withdrawn") == ["gone", "gone-list"]
    assert (archive.newest_articles(9), archive.newest("headlines", 9)) == ((), ())
    assert [archive.listings(kind) for kind in ("topic", "keyword", "source")] == [(), (), ()]
    assert archive.days() == {}


def test_topics_are_resolved_and_merged(content: Builder) -> None:
    files = [
        content("a", "2025-01-03", topics=("Sport", "medtop:15000000", "sport")),
        content("b", "2025-01-02", topics=("Sport!",)),
        content("c", "2025-01-01"),
    ]
    archive = make_archive(files, Config(lang="fr"))
    assert {topic.slug: every(archive, topic.id) for topic in archive.listings("topic")} == {
        "sport": ["a", "b"],
        UNCLASSIFIED: ["c"],
    }
    assert [topic.name for topic in archive.newest("dated", 1)[0].topics] == ["Sport"]


def test_a_topic_outside_the_vocabulary_has_its_own_listing(content: Builder) -> None:
    topics = ("../../etc", "<script>", "Énigmes", "🔥", "index", "unclassified")
    found = counted(make_archive([content("a", topics=topics)], CONFIG), "topic")
    assert all(is_slug(slug) for slug in found)
    assert found["enigmes"] == ("Énigmes", 1)
    assert len(found) == 5
    assert UNCLASSIFIED not in found


def test_topics_stand_in_the_order_of_their_names_and_the_unclassified_last(content: Builder) -> None:
    files = [content("a", topics=("weather", "education", "Zèbres", "Écrits")), content("b")]
    names = [topic.name for topic in make_archive(files, Config(lang="fr")).listings("topic")]
    assert names == ["Écrits", "Éducation", "Météo", "Zèbres", ""]


def test_places_are_named_in_the_language_of_the_interface_and_keep_their_addresses(content: Builder) -> None:
    files = [content("a", "2025-01-03", places=("DE", "UA")), content("b", "2025-01-02", places=("DE",))]
    french, german = (counted(make_archive(files, Config(lang=lang)), "place") for lang in ("fr", "de"))
    assert french == {"de": ("Allemagne", 2), "ua": ("Ukraine", 1)}
    assert german == {"de": ("Deutschland", 2), "ua": ("Ukraine", 1)}


def test_keywords_merge_by_case_and_accent_under_the_commonest_spelling(content: Builder) -> None:
    files = [
        content("a", keywords=("Népal", "rare")),
        content("b", keywords=("NEPAL", "Nepal")),
        content("c", keywords=("Népal",)),
    ]
    archive = make_archive(files, CONFIG)
    assert counted(archive, "keyword") == {"nepal": ("Népal", 3)}
    by_slug = {Path(entry.path).stem: entry.keywords for entry in archive.newest_articles(9)}
    assert [keyword.name for keyword in by_slug["a"]] == ["Népal", "rare"]
    assert archive.slugs("keyword", by_slug["a"]) == ("nepal", "")
    assert [keyword.name for keyword in by_slug["b"]] == ["NEPAL"]


def test_people_merge_by_case_accent_and_hyphen_and_stand_by_family_name(content: Builder) -> None:
    files = [
        content("a", people=("Zoé Le Gal", "Jean-Luc Orr", "rare one")),
        content("b", people=("ZOE LE GAL", "Jean Luc Orr", "Mia Abt")),
        content("c", people=("Zoé Le Gal", "Jean-Luc Orr", "Mia Abt")),
    ]
    archive = make_archive(files, CONFIG)
    assert counted(archive, "person") == {
        "mia-abt": ("Mia Abt", 2),
        "jean-luc-orr": ("Jean-Luc Orr", 3),
        "zoe-le-gal": ("Zoé Le Gal", 3),
    }
    assert [person.slug for person in archive.listings("person")] == ["mia-abt", "zoe-le-gal", "jean-luc-orr"]
    assert archive.listings("person")[0].folder == "people/mia-abt"
    by_slug = {Path(entry.path).stem: entry.people for entry in archive.newest_articles(9)}
    assert archive.slugs("person", by_slug["a"]) == ("zoe-le-gal", "jean-luc-orr", "")


def test_two_keywords_with_one_slug_get_two_and_the_older_keeps_the_plain_one(content: Builder) -> None:
    files = [content("old", "2025-01-01", keywords=("C",)), content("new", "2025-01-02", keywords=("C++",))]
    keywords = counted(make_archive(files, Config(keyword_min_articles=1)), "keyword")
    assert keywords["c"] == ("C", 1)
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
    assert [listing.name for listing in archive.listings("source")] == ([name] if name else [])


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
    archive = make_archive(files, CONFIG)
    dated, timeless = archive.newest("headlines", 2)
    assert archive.matches(dated) == ("2025/01/09/near.html", "")
    assert archive.matches(timeless) == ("2025/02/01/after.html",)


def test_a_withdrawn_article_is_no_target_of_a_headline(content: Builder) -> None:
    files = [
        content("gone", title="Titre", status=Status.WITHDRAWN),
        content("draft", title="Titre", status=Status.DRAFT),
        content("l", kind=Kind.HEADLINES, body="- Titre"),
    ]
    archive = make_archive(files, CONFIG)
    assert archive.matches(archive.newest("headlines", 1)[0]) == ("",)


def test_headline_lists_stand_beside_the_articles_of_their_documents(content: Builder) -> None:
    files = [
        content("a", "2025-01-01", document="inbox/1.txt"),
        content("b", "2025-01-02", also=(Also("inbox/2.txt"),)),
        content("c", "2025-01-03", document="inbox/3.txt"),
        content("l", kind=Kind.HEADLINES, document="inbox/1.txt", also=(Also("inbox/2.txt"), Also("inbox/1.txt"))),
    ]
    archive = make_archive(files, CONFIG)
    assert slugs(archive.beside(archive.newest("headlines", 1)[0], 20)) == ["b", "a"]
    beside = {Path(entry.path).stem: slugs(archive.beside(entry, 20)) for entry in archive.newest_articles(9)}
    assert beside == {"a": ["l"], "b": ["l"], "c": []}


def test_a_document_of_very_many_articles_shows_twenty(content: Builder) -> None:
    files = [content(f"a{number:03}", f"2025-01-01T00:{number % 60:02}", document="big.jsonl") for number in range(60)]
    files += [content(f"l{number}", kind=Kind.HEADLINES, document="big.jsonl") for number in range(50)]
    archive = make_archive(files, CONFIG)
    assert slugs(archive.beside(archive.newest("headlines", 1)[0], 20))[:2] == ["a059", "a058"]
    assert {len(archive.beside(headlines, 20)) for headlines in archive.newest("headlines", 99)} == {20}
    assert {len(archive.beside(article, 20)) for article in archive.newest_articles(99)} == {20}


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
    assert archive.newest_articles(99) == other.newest_articles(99)
    assert archive.days() == other.days()
    for kind in ("topic", "keyword", "source"):
        assert archive.listings(kind) == other.listings(kind)
        assert all(is_slug(listing.slug) for listing in archive.listings(kind))
        for listing in archive.listings(kind):
            assert archive.newest(listing.id, 99) == other.newest(listing.id, 99)


def state_of(archive: TableArchive) -> object:
    """Everything that pages can ask for, in plain values."""
    chains = {chain: archive.newest(chain, 99) for chain in ("dated", "undated", "headlines", "withdrawn")}
    listings = {kind: archive.listings(kind) for kind in ("topic", "keyword", "source")}
    members = {
        listing.id: (archive.newest(listing.id, 99), archive.years_of(listing.id))
        for found in listings.values()
        for listing in found
    }
    years = {year: archive.topics_of_year(year) for year in (2024, 2025)}
    matches = [(archive.matches(entry), archive.beside(entry, 9)) for entry in chains["headlines"]]
    return chains, listings, members, years, matches, archive.days(), list(archive.with_aliases())


kinds = st.fixed_dictionaries(
    {
        "day": days,
        "title": words,
        "names": st.lists(words, max_size=3).map(tuple),
        "kind": st.sampled_from(Kind),
        "status": st.sampled_from(Status),
        "document": st.sampled_from([None, "d", "e"]),
    }
)


@given(histories=st.lists(st.tuples(st.integers(0, 5), st.none() | kinds), max_size=14))
def test_a_changed_archive_is_as_one_made_anew(
    content: Builder, histories: list[tuple[int, dict[str, Any] | None]]
) -> None:
    settings = Settings("en", 2)
    db = Database(None, SCHEMA).connection
    held: dict[int, ContentFile] = {}
    for number, fields in histories:
        path = f"{number}.md"
        if fields is None:
            held.pop(number, None)
            change(db, settings, [], [("", path)])
            continue
        names = fields["names"]
        held[number] = content(
            f"s{number % 2}",
            fields["day"],
            fields["document"],
            path=path,
            title=fields["title"],
            topics=names,
            keywords=names,
            kind=fields["kind"],
            status=fields["status"],
            body=f"- {fields['title']}",
        )
        change(db, settings, [Reading("", path, 0, 0, 0, b"", make_entry(held[number], "en"))], [])
    anew = make_archive(held.values(), Config(keyword_min_articles=2))
    assert state_of(TableArchive(db)) == state_of(anew)


def test_reasons_are_told_of_the_topics_that_an_article_has(content: Builder) -> None:
    reasons = {
        "Weather": "rain",  # a person may write a name
        "sport": "0.82 goal, match",
        "health": "0.9 doctor",  # a topic that was taken away
        "soccer": "0",
        "own": "0.4",
    }
    archive = make_archive([content("a", topics=("sport", "soccer", "weather", "Own"), topic_reasons=reasons)], CONFIG)
    (entry,) = archive.newest_articles(1)
    assert entry.reasons == (Reason("sport", 82, "goal, match"), Reason("weather", 0, "rain"), Reason("own", 40, ""))


def test_sub_topics_come_after_the_topics_that_they_stand_under(content: Builder) -> None:
    archive = make_archive([content("a", topics=("soccer", "Own", "Fußball", "health", "rugby"))], CONFIG)
    (entry,) = archive.newest_articles(1)
    assert [topic.key for topic in entry.topics] == ["own", "health", "sport", "soccer", "rugby"]


def test_a_sub_topic_has_a_listing_from_as_many_articles_on_as_a_keyword(content: Builder) -> None:
    files = [content(f"a{n}", "2025-01-01", topics=("sport", "soccer", "rugby")[: 2 + (n == 0)]) for n in range(2)]
    archive = make_archive(files, CONFIG)
    assert counted(archive, "topic") == {"soccer": ("Football", 2), "sport": ("Sport", 2)}
    assert {listing.slug: listing.parent for listing in archive.listings("topic")} == {"soccer": "sport", "sport": ""}
    assert archive.slugs("topic", archive.newest_articles(2)[0].topics)[-1] in ("", "soccer")
    assert archive.listing("topic rugby") is None
    assert archive.topics_of_year(2025) == (("sport", "Sport", 2),)
