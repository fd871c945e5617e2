from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from site_gen.config import Config
from site_gen.model import ContentFile, Kind, Source, Timestamp
from site_gen.pages.context import Link

Builder = Callable[..., ContentFile]
Contexts = Callable[..., Any]
SMALL = Config(page_size=5, keyword_min_articles=1)


def many(content: Builder, count: int, **fields: Any) -> list[ContentFile]:
    """Two articles a day from 1 January 2025 on."""
    return [content(f"a{n:03}", f"2025-01-{n // 2 + 1:02}T0{n % 2}:00", **fields) for n in range(count)]


def test_a_topic_is_paged_from_the_oldest_and_grouped_by_day(content: Builder, contexts: Contexts) -> None:
    planned = contexts(many(content, 17, topics=("sport",)), SMALL)
    newest, first = planned["topics/sport/index.html"], planned["topics/sport/page-1.html"]
    assert (newest.kind, newest.name.name, newest.name.count) == ("topic", "Sport", 17)
    assert newest.page.feed == "topics/sport/feed.xml"
    assert [len(group.items) for group in newest.groups] == [1, 2, 2, 2]
    assert newest.groups[0].day == Timestamp.parse("2025-01-09")
    assert [item.title for group in first.groups for item in group.items] == ["a004", "a003", "a002", "a001", "a000"]
    assert [(year.name, year.count) for year in newest.years] == [("2025", 17)]
    assert first.page.root == "../../"


def test_numbered_pages_do_not_change_as_the_archive_grows(content: Builder, contexts: Contexts) -> None:
    fields = {"topics": ("sport",), "keywords": ("k",), "source": Source(name="S")}
    before = contexts(many(content, 20, **fields), SMALL)
    after = contexts(many(content, 33, **fields), SMALL)
    numbered = [path for path in before if "page-" in path]
    assert len(numbered) == 9
    for path in numbered:
        if path.endswith("page-3.html"):
            assert before[path].pagination.newer.endswith("/index.html")
            assert after[path].pagination.newer.endswith("/page-4.html")
            assert replace(before[path], pagination=after[path].pagination) == after[path]
        else:
            assert before[path] == after[path]


def test_an_append_changes_few_pages(content: Builder, contexts: Contexts) -> None:
    files = many(content, 40, topics=("sport",), source=Source(name="S"))
    before, after = contexts(files[:-1], SMALL), contexts(files, SMALL)
    changed = {path for path in after if before.get(path) != after[path]}
    assert changed == {
        "2025/01/20/a039.html",
        "2025/01/20/a038.html",
        "index.html",
        "topics/index.html",
        "topics/sport/index.html",
        "topics/sport/page-6.html",
        "topics/sport/page-7.html",
        "topics/sport/feed.xml",
        "sources/index.html",
        "sources/s/index.html",
        "sources/s/page-6.html",
        "sources/s/page-7.html",
        "dates/index.html",
        "2025/index.html",
        "2025/01/index.html",
        "2025/01/20/index.html",
        "feed.xml",
    }


def test_undated_articles_stand_last_on_a_page_under_their_own_heading(content: Builder, contexts: Contexts) -> None:
    files = [content("u", captured="2025-06-01", topics=("sport",)), *many(content, 2, topics=("sport",))]
    dated, undated = contexts(files)["topics/sport/index.html"].groups
    assert (undated.undated, undated.day, undated.heading) == (True, None, None)
    assert [item.title for item in undated.items] == ["u"]
    assert not dated.undated


def test_the_undated_and_the_unclassified_have_no_name(content: Builder, contexts: Contexts) -> None:
    planned = contexts([content("u")])
    undated, unclassified = planned["undated/index.html"], planned["topics/unclassified/index.html"]
    assert (undated.kind, undated.name.name, undated.page.title) == ("undated", "", "")
    assert (unclassified.kind, unclassified.name.name, unclassified.page.title) == ("topic", "", "")
    assert unclassified.page.feed == "feed.xml"
    assert "topics/unclassified/feed.xml" not in planned
    assert planned["undated/u.html"].site.has_undated


def test_the_topics_overview_shows_three_newest_and_the_unclassified_last(content: Builder, contexts: Contexts) -> None:
    cards = contexts([*many(content, 5, topics=("sport",)), content("u"), content("e", topics=("education",))])[
        "topics/index.html"
    ].cards
    assert [(card.link.path, card.link.count) for card in cards] == [
        ("topics/education/index.html", 1),
        ("topics/sport/index.html", 5),
        ("topics/unclassified/index.html", 1),
    ]
    assert [item.title for item in cards[1].items] == ["a004", "a003", "a002"]


def test_overviews_of_nothing_are_not_planned(content: Builder, contexts: Contexts) -> None:
    planned = contexts([content("a")])
    assert "keywords/index.html" not in planned
    assert "sources/index.html" not in planned
    assert "headlines/index.html" not in planned
    assert not planned["index.html"].site.has_keywords


def test_a_day_is_grouped_by_topic_and_paged_beyond_two_hundred(content: Builder, contexts: Contexts) -> None:
    files = [
        content(f"a{n:03}", f"2025-01-01T{n // 60:02}:{n % 60:02}", topics=("weather", "sport") if n % 2 else ())
        for n in range(401)
    ]
    planned = contexts([*files, content("l", "2025-01-01", kind=Kind.HEADLINES, body="- x\n- y")])
    newest, first = planned["2025/01/01/index.html"], planned["2025/01/01/page-1.html"]
    assert [group.heading and group.heading.name for group in newest.groups] == ["Weather", None]
    assert sum(len(group.items) for group in newest.groups) == 201
    assert (newest.count, newest.pagination.number, newest.pagination.total) == (401, 2, 2)
    assert [(link.path, link.count) for link in newest.headlines] == [("headlines/l.html", 2)]
    assert (first.count, first.headlines, first.pagination.number) == (0, (), 1)


def test_a_day_of_one_page_has_no_pagination(content: Builder, contexts: Contexts) -> None:
    assert contexts([content("a", "2025-01-01")])["2025/01/01/index.html"].pagination is None


def test_a_sub_topic_has_pages_of_its_own_below_its_topic(content: Builder, contexts: Contexts) -> None:
    planned = contexts(many(content, 12, topics=("sport", "soccer")), SMALL)
    page = planned["topics/soccer/index.html"]
    assert (page.kind, page.name.name, page.name.count, page.page.feed) == (
        *("topic", "Football", 12, "topics/soccer/feed.xml"),
    )
    assert page.parent == Link("Sport", "topics/sport/index.html")
    assert planned["topics/soccer/page-1.html"].parent == page.parent
    assert planned["topics/sport/index.html"].parent is None
    assert "topics/soccer/feed.xml" in planned


def test_overviews_home_and_other_topics_name_those_of_the_top_level_alone(
    content: Builder, contexts: Contexts
) -> None:
    planned = contexts([*many(content, 3, topics=("soccer",)), content("b", "2025-01-01", topics=("health",))], SMALL)
    assert "topics/soccer/index.html" in planned
    assert [card.link.name for card in planned["topics/index.html"].cards] == ["Health", "Sport"]
    assert [card.link.name for card in planned["index.html"].topics] == ["Sport", "Health"]
    assert [link.name for link in planned["topics/health/index.html"].neighbours] == ["Sport"]
    assert [link.name for link in planned["topics/soccer/index.html"].neighbours] == ["Health", "Sport"]
    assert [link.name for link in planned["2025/index.html"].topics] == ["Sport", "Health"]
    assert [link.name for link in planned["404.html"].topics] == ["Health", "Sport"]
    assert [group.heading.name for group in planned["2025/01/01/index.html"].groups] == ["Health", "Sport"]
    assert planned["2025/01/index.html"].page.path == "2025/01/index.html"
    assert planned["index.html"].lead.topic.name == "Sport"


def test_a_sub_topic_without_a_page_is_named_and_not_linked(content: Builder, contexts: Contexts) -> None:
    fields = {"topics": ("sport", "soccer"), "path": "x/a.md"}
    one = contexts([content("a", "2025-01-01", **fields)])
    assert "topics/soccer/index.html" not in one
    assert one["2025/01/01/a.html"].topics == (Link("Sport", "topics/sport/index.html"), Link("Football", ""))
    linked = contexts([content("a", "2025-01-01", **fields)], SMALL)["2025/01/01/a.html"]
    assert linked.topics[1] == Link("Football", "topics/soccer/index.html")
