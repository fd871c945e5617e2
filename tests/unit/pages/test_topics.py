"""What a topic's newest page tells of it, and the pages of its years."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from site_gen.config import Config
from site_gen.entries import UNCLASSIFIED
from site_gen.model import ContentFile, Kind, Timestamp
from site_gen.pages.context import Link

Builder = Callable[..., ContentFile]
Contexts = Callable[..., Any]
SMALL = Config(page_size=5, keyword_min_articles=2, base_url="https://e.org/")


def spread(content: Builder, count: int, first: str, days: int = 0, **fields: Any) -> list[ContentFile]:
    """Articles of sport, or of what else is said, every so many days from one day on."""
    begin = date.fromisoformat(first)
    return [
        content(
            f"{first}-{n:03}", f"{begin + timedelta(days=n * days)}T{n % 24:02}:00", **{"topics": ("sport",), **fields}
        )
        for n in range(count)
    ]


def test_the_newest_page_of_a_topic_counts_its_sub_topics(content: Builder, contexts: Contexts) -> None:
    files = [
        *spread(content, 9, "2025-01-01"),
        *spread(content, 3, "2025-02-01", topics=("sport", "soccer")),
        *spread(content, 2, "2025-02-02", topics=("sport", "rugby")),
        *spread(content, 1, "2025-02-03", topics=("sport", "tennis")),  # has no page: two articles are needed
    ]
    planned = contexts(files, SMALL)
    assert planned["topics/sport/index.html"].summary.subtopics == (
        Link("Football", "topics/soccer/index.html", 3),
        Link("Rugby", "topics/rugby/index.html", 2),
    )
    assert planned["topics/soccer/index.html"].summary.subtopics == ()
    assert planned["topics/sport/page-1.html"].summary is None


def months(planned: Any, slug: str = "sport") -> list[tuple[str, int]]:
    return [(month.name, month.count) for month in planned[f"topics/{slug}/index.html"].summary.months]


def test_the_chart_ends_with_the_newest_month_and_is_a_year_long_at_least(content: Builder, contexts: Contexts) -> None:
    files = [*spread(content, 4, "2024-12-30", 1), *spread(content, 1, "2025-03-31"), content("u", topics=("sport",))]
    planned = contexts(files)
    found = months(planned)
    assert found[:2] == [("2024-04", 0), ("2024-05", 0)]
    assert found[-4:] == [("2024-12", 2), ("2025-01", 2), ("2025-02", 0), ("2025-03", 1)]
    assert len(found) == 12
    peak = planned["topics/sport/index.html"].summary.peak
    assert (peak.name, peak.count) == ("2025-01", 2)  # the newer one of two


def test_the_chart_is_two_years_long_at_most_whatever_is_older(content: Builder, contexts: Contexts) -> None:
    found = months(contexts([*spread(content, 120, "2020-01-10", 15), *spread(content, 3, "0001-01-01")]))
    assert len(found) == 24
    assert (found[0][0], found[-1][0]) == ("2022-12", "2024-11")
    assert sum(count for _, count in found) == 49


def test_months_of_one_article_each_make_no_chart(content: Builder, contexts: Contexts) -> None:
    assert months(contexts(spread(content, 5, "2025-01-15", 30))) == []
    assert months(contexts(spread(content, 6, "2025-01-15", 26)))[-1] == ("2025-05", 1)


def test_a_topic_of_two_months_has_no_chart(content: Builder, contexts: Contexts) -> None:
    summary = contexts(spread(content, 8, "2025-01-25", 2))["topics/sport/index.html"].summary
    assert (summary.months, summary.peak) == ((), None)
    undated = contexts([content("u", topics=("sport",))])["topics/sport/index.html"].summary
    assert (undated.months, undated.peak, undated.keywords, undated.places) == ((), None, (), ())


def test_the_chart_knows_the_first_and_the_last_year_that_there_is(content: Builder, contexts: Contexts) -> None:
    first = months(contexts(spread(content, 5, "0001-01-15", 25)))
    assert first == [("0001-01", 1), ("0001-02", 1), ("0001-03", 2), ("0001-04", 1)]
    last = contexts([*spread(content, 9, "9999-08-01", 15), *spread(content, 9, "9998-01-01")], SMALL)
    assert months(last)[-1] == ("9999-11", 2)
    assert last["topics/sport/9999/index.html"].count == 9


def test_busiest_keywords_and_places_are_counted_over_the_newest_articles(content: Builder, contexts: Contexts) -> None:
    files = [
        *spread(content, 5, "2024-01-01", keywords=("Old",), places=("DE",)),
        *spread(content, 298, "2025-01-01", keywords=("Ferry", "Bridge"), places=("FR",), people=("Ann Orr",)),
        *spread(content, 2, "2025-02-01", keywords=("BRIDGE", "Fog"), places=("FR", "MT"), people=("Bo Li",)),
        content("o", "2025-03-01", topics=("health",), keywords=("Clinic",)),
    ]
    summary = contexts(files, Config(keyword_min_articles=3))["topics/sport/index.html"].summary
    # Two articles name the fog, which are too few for a page of its own; nothing is said of the old ones.
    assert summary.keywords == (
        Link("Bridge", "keywords/bridge/index.html", 300),
        Link("Ferry", "keywords/ferry/index.html", 298),
    )
    assert summary.places == (Link("France", "places/fr/index.html", 300), Link("Malta", "places/mt/index.html", 2))
    assert summary.people == (Link("Ann Orr", "people/ann-orr/index.html", 298),)


def test_at_most_eight_are_named_and_equals_stand_in_the_order_of_their_keys(
    content: Builder, contexts: Contexts
) -> None:
    words = [f"K{n:02}" for n in range(20)]
    summary = contexts(spread(content, 3, "2025-01-01", keywords=tuple(reversed(words))), SMALL)[
        "topics/sport/index.html"
    ].summary
    assert [link.name for link in summary.keywords] == words[:8]


def test_the_stories_of_its_newest_articles_are_named(content: Builder, contexts: Contexts) -> None:
    ship = "The Senan of Atlanval lies off Lorient, says Prigentel, and Enezval waits for its fuel."
    fire = "Fire in the Hallersund tannery: Brekkvoll and Ostrheim send their engines to Nordlia."
    files = [
        *spread(content, 4, "2025-01-01", 1, title="The Senan aground off Lorient", body=ship, lang="en"),
        *spread(content, 2, "2025-03-01", 1, title="Hallersund tannery burns in Nordlia", body=fire),
        *spread(content, 1, "2025-03-04", title="The tannery of Hallersund in Nordlia", body=fire, topics=("health",)),
        *spread(content, 9, "2025-05-01", 20),
    ]
    planned = contexts(files)
    stories = planned["topics/sport/index.html"].summary.stories
    assert [(link.name, link.count, link.lang) for link in stories] == [
        ("The Senan aground off Lorient", 4, "en"),
        ("Hallersund tannery burns in Nordlia", 2, ""),
    ]
    assert all(planned[link.path].name.name == link.name for link in stories)
    # One article of a story is none that the topic tells.
    assert planned["topics/health/index.html"].summary.stories == ()
    undated = contexts([content("u", topics=("sport",))])["topics/sport/index.html"]
    assert undated.summary.stories == ()


def headline_list(content: Builder, slug: str, at: str, lines: tuple[str, ...], cues: dict[str, str]) -> ContentFile:
    body = "\n".join(f"- {line}" for line in lines)
    return content(slug, kind=Kind.HEADLINES, captured=at, title=slug, body=body, lang="en", headline_topics=cues)


def test_headlines_without_an_article_stand_on_the_pages_of_their_topics(content: Builder, contexts: Contexts) -> None:
    old = ("Foot: One", "Vote: Two", "Foot: Three", "Foot: four", "Tennis: Five")
    new = ("Tennis: Six", "Foot: One", "Other")
    cues = {"soccer": "Foot:", "sport": "Tennis:", "politics-and-government": "Vote:", "weather": "Other"}
    files = [
        *spread(content, 9, "2025-01-01", topics=("sport", "soccer")),
        content("four", "2025-01-02", title="Foot: Four", topics=("politics-and-government",)),
        headline_list(content, "old", "2025-01-03T08:00Z", old, cues),
        headline_list(content, "new", "2025-01-04T08:00Z", new, cues),
    ]
    planned = contexts(files, SMALL)

    def shown(topic: str) -> list[tuple[str, str]]:
        lines = planned[f"topics/{topic}/index.html"].summary.headlines
        return [(line.text, line.path.partition("/")[2]) for line in lines]

    # Each with the first list that has it, the newest first; a list begins with what matters most.
    foot = [("Foot: One", "old.html"), ("Foot: Three", "old.html")]
    assert shown("sport") == [("Tennis: Six", "new.html"), *foot, ("Tennis: Five", "old.html")]
    assert shown("soccer") == foot
    assert shown("politics-and-government") == [("Vote: Two", "old.html")]
    newest = planned["topics/sport/index.html"].summary.headlines[0]
    assert (newest.at, newest.lang, newest.dir) == (Timestamp.parse("2025-01-04T08:00Z"), "en", "ltr")
    assert "topics/weather/index.html" not in planned  # a topic without articles has no page


def test_a_topic_names_ten_headlines_at_most(content: Builder, contexts: Contexts) -> None:
    lists = [
        headline_list(
            content, f"l{n}", f"2025-01-{n:02}", tuple(f"Foot: {n} {k}" for k in range(4)), {"sport": "Foot:"}
        )
        for n in range(1, 4)
    ]
    lines = contexts([*spread(content, 1, "2025-01-01"), *lists])["topics/sport/index.html"].summary.headlines
    assert [line.text for line in lines] == [f"Foot: {n} {k}" for n in (3, 2, 1) for k in range(4)][:10]


def test_the_unclassified_have_a_summary_and_other_listings_none(content: Builder, contexts: Contexts) -> None:
    planned = contexts(spread(content, 4, "2025-01-01", 25, topics=(), keywords=("Fog",)), SMALL)
    assert len(months(planned, UNCLASSIFIED)) == 12
    assert planned["keywords/fog/index.html"].summary is None


# --- years


def test_a_topic_of_three_pages_and_two_years_has_a_page_for_each_year(content: Builder, contexts: Contexts) -> None:
    files = [*spread(content, 12, "2023-01-30", 20), *spread(content, 3, "2025-05-05", keywords=("Fog",))]
    planned = contexts(files, SMALL)
    older, newer = planned["topics/sport/2023/index.html"], planned["topics/sport/2025/index.html"]
    assert (older.year, older.count, older.page.title, older.page.feed) == (
        *("2023", 12, "Sport 2023", "topics/sport/feed.xml"),
    )
    assert older.topic == Link("Sport", "topics/sport/index.html")
    assert (older.older, older.newer) == (None, Link("2025", "topics/sport/2025/index.html"))
    assert (newer.older, newer.newer) == (Link("2023", "topics/sport/2023/index.html"), None)
    assert [month.link for month in older.months][:2] == [
        Link("2023-09", "2023/09/index.html"),
        Link("2023-08", "2023/08/index.html"),
    ]
    shown = [item.title for month in older.months for item in month.items]
    assert shown == [f"2023-01-30-{n:03}" for n in reversed(range(12))]
    assert planned["topics/sport/index.html"].years == (
        Link("2025", "topics/sport/2025/index.html", 3),
        Link("2023", "topics/sport/2023/index.html", 12),
    )
    # Other listings have none, and their years are not linked.
    assert "keywords/fog/2025/index.html" not in planned
    assert planned["keywords/fog/index.html"].years == (Link("2025", "", 3),)
    addresses = [url.loc for url in planned["sitemaps/topics.xml"].urls]
    assert "https://e.org/topics/sport/2023/" in addresses


def test_smaller_topics_and_those_of_one_year_have_no_pages_for_years(content: Builder, contexts: Contexts) -> None:
    for files in (
        [*spread(content, 11, "2023-01-30"), *spread(content, 3, "2025-05-05")],
        [*spread(content, 30, "2025-01-30"), content("u", captured="2024-01-01", topics=("sport",))],
    ):
        planned = contexts(files, SMALL)
        assert [path for path in planned if path.startswith("topics/sport/20")] == []
        assert {link.path for link in planned["topics/sport/index.html"].years} == {""}


def test_a_year_shows_titles_and_so_more_of_them_on_a_page(content: Builder, contexts: Contexts) -> None:
    files = [*spread(content, 34, "2024-01-01", 1), *spread(content, 3, "2025-05-05")]
    planned = contexts(files, SMALL)
    newest, first = planned["topics/sport/2024/index.html"], planned["topics/sport/2024/page-1.html"]
    assert [sum(len(month.items) for month in page.months) for page in (first, newest)] == [10, 14]
    assert (first.count, first.newer, first.older, newest.count) == (0, None, None, 34)
    assert newest.newer == Link("2025", "topics/sport/2025/index.html")
    assert first.pagination.newer == "topics/sport/2024/page-2.html"
    assert [month.link.name for month in newest.months] == ["2024-02", "2024-01"]


def test_the_undated_stand_in_no_year_even_where_they_were_captured_in_it(content: Builder, contexts: Contexts) -> None:
    files = [*spread(content, 34, "2024-01-01", 1), *spread(content, 3, "2025-05-05")]
    undated = [content(f"u{n}", captured=f"2024-01-0{n + 1}", topics=("sport",)) for n in range(9)]
    with_them, without = contexts([*files, *undated], SMALL), contexts(files, SMALL)
    for path in ("topics/sport/2024/index.html", "topics/sport/2024/page-1.html"):
        assert with_them[path].months == without[path].months
    assert with_them["topics/sport/2024/index.html"].count == 34


def test_the_years_of_a_sub_topic_and_of_the_unclassified(content: Builder, contexts: Contexts) -> None:
    files = [
        *spread(content, 14, "2024-01-01", 1, topics=("soccer",)),
        *spread(content, 3, "2025-05-05", topics=("soccer",)),
        *spread(content, 14, "2024-02-01", 1, topics=()),
        *spread(content, 3, "2025-06-05", topics=()),
    ]
    planned = contexts(files, SMALL)
    assert planned["topics/soccer/2024/index.html"].parent == Link("Sport", "topics/sport/index.html")
    unclassified = planned["topics/unclassified/2025/index.html"]
    assert (unclassified.topic.name, unclassified.page.title, unclassified.page.feed) == ("", "", "feed.xml")


def test_a_new_article_changes_no_page_of_a_former_year(content: Builder, contexts: Contexts) -> None:
    files = [*spread(content, 34, "2024-01-01", 1), *spread(content, 33, "2025-05-05")]
    before = contexts(files, SMALL)
    after = contexts([*files, content("new", "2025-12-01", topics=("sport",), keywords=("Ferry",))], SMALL)
    years = [path for path in after if path.startswith("topics/sport/20")]
    assert {path for path in years if before[path] != after[path]} == {"topics/sport/2025/index.html"}
