"""Overviews that grow with the archive, and no page of them does."""

from collections.abc import Callable
from typing import Any

import pytest

from site_gen.config import Config
from site_gen.model import ContentFile, Source
from site_gen.pages.context import Link
from site_gen.pages.letters import letter_of
from site_gen.urls import make_slug

Builder = Callable[..., ContentFile]
Contexts = Callable[..., dict[str, Any]]

SMALL = Config(page_size=5, keyword_min_articles=1)
"""30 names a page."""


@pytest.mark.parametrize(
    ("name", "slug", "shown"),
    [
        ("ecole", "-e", "E"),
        ("oresund", "-o", "O"),
        ("øresund", "-o", "O"),
        ("łodz", "-l", "L"),
        ("æro", "-a", "A"),
        ("ırmak", "-i", "I"),
        ('"affaire"', "-a", "A"),
        ("5g", "-0-9", "0–9"),
        ("٣", "-0-9", "0–9"),
        ("москва", "-u043c", "М"),
        ("αθηνα", "-u03b1", "Α"),
        ("القاهرة", "-u0627", "ا"),
        ("თბილისი", "-u10d7", "თ"),
        ("北京", "-other", ""),
        ("ያ", "-other", ""),
        ("???", "-other", ""),
        ("", "-other", ""),
    ],
)
def test_a_name_stands_under_its_letter(name: str, slug: str, shown: str) -> None:
    letter = letter_of(f"keyword {name}")
    assert (letter.slug, letter.name) == (slug, shown)


@pytest.mark.parametrize("name", ["-a", "- a", "-0-9", "-other", "-u043c", "–a"])
def test_no_name_gets_the_address_of_a_letter(name: str) -> None:
    assert not make_slug(name, "5" * 20).startswith("-")


def many(content: Builder, names: list[str]) -> list[ContentFile]:
    """An article for each name, and two more for the first ones."""
    return [
        *(
            content(f"a{n:03}", f"2025-01-01T{n // 60:02}:{n % 60:02}", keywords=(name,))
            for n, name in enumerate(names)
        ),
        content("x", "2025-01-02", keywords=(names[0], names[1])),
        content("y", "2025-01-03", keywords=(names[1],)),
    ]


def test_names_that_fit_a_page_stand_on_one(content: Builder, contexts: Contexts) -> None:
    planned = contexts(many(content, [f"K{n:02}" for n in range(30)]), SMALL)
    overview = planned["keywords/index.html"]
    assert [link.name for link in overview.names] == [f"K{n:02}" for n in range(30)]
    assert (overview.letters, overview.letter, overview.part.total) == ((), None, 1)
    assert not [path for path in planned if "/-" in path]


def test_more_names_stand_under_their_letters(content: Builder, contexts: Contexts) -> None:
    names = [*(f"K{n:02}" for n in range(61)), "Été", "eau", "3 mars", "Мир", "東京"]
    planned = contexts(many(content, names), SMALL)
    overview = planned["keywords/index.html"]
    assert [link.name for link in overview.names[:3]] == ["K01", "K00", "3 mars"]
    assert [link.count for link in overview.names[:3]] == [3, 2, 1]
    assert len(overview.names) == 40
    assert [(link.name, link.path, link.count) for link in overview.letters] == [
        ("0–9", "keywords/-0-9/index.html", 1),
        ("E", "keywords/-e/index.html", 2),
        ("K", "keywords/-k/index.html", 61),
        ("М", "keywords/-u043c/index.html", 1),
        ("", "keywords/-other/index.html", 1),
    ]
    page = planned["keywords/-e/index.html"]
    assert [link.name for link in page.names] == ["eau", "Été"]
    assert page.letter == Link("E", "keywords/-e/index.html")
    assert [link.count for link in page.letters] == [0] * 5
    assert [link.name for link in planned["keywords/-other/index.html"].names] == ["東京"]


def test_a_letter_of_many_names_has_pages(content: Builder, contexts: Contexts) -> None:
    planned = contexts(many(content, [f"K{n:02}" for n in range(61)]), SMALL)
    paths = ["keywords/-k/index.html", "keywords/-k/page-2.html", "keywords/-k/page-3.html"]
    assert sorted(path for path in planned if "/-" in path) == paths
    assert [len(planned[path].names) for path in paths] == [30, 30, 1]
    parts = [planned[path].part for path in paths]
    assert [(part.number, part.total, part.before, part.after) for part in parts] == [
        (1, 3, "", paths[1]),
        (2, 3, paths[0], paths[2]),
        (3, 3, paths[1], ""),
    ]


def test_sources_have_letters_too(content: Builder, contexts: Contexts) -> None:
    files = [content(f"a{n:03}", source=Source(name=f"Gazette {n}")) for n in range(31)]
    planned = contexts(files, SMALL)
    assert [link.path for link in planned["sources/index.html"].letters] == ["sources/-g/index.html"]
    assert len(planned["sources/-g/index.html"].names) == 30


def test_topics_of_many_own_names_have_pages(content: Builder, contexts: Contexts) -> None:
    planned = contexts([content(f"a{n:03}", topics=(f"Own {n:02}",)) for n in range(12)], SMALL)
    pages = [planned[path] for path in ("topics/index.html", "topics/page-2.html", "topics/page-3.html")]
    assert [len(page.cards) for page in pages] == [5, 5, 2]
    assert [page.part.number for page in pages] == [1, 2, 3]
    assert pages[2].cards[-1].link.name == "Own 11"


def test_a_topic_shows_its_sub_topics_that_have_pages(content: Builder, contexts: Contexts) -> None:
    files = [
        *(content(f"a{n}", f"2025-01-0{n + 1}", topics=("sport", "soccer")) for n in range(3)),
        content("b", topics=("sport", "rugby")),
        content("c", topics=("health",)),
    ]
    health, sport = contexts(files, Config(keyword_min_articles=2))["topics/index.html"].cards
    assert health.below == ()
    assert sport.below == (Link("Football", "topics/soccer/index.html", 3),)
    assert [item.title for item in sport.items] == ["a2", "a1", "a0"]
