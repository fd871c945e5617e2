"""Pages of stories, and what articles tell of theirs."""

from collections.abc import Callable
from typing import Any

from site_gen.config import Config
from site_gen.model import ContentFile, Kind
from site_gen.pages.context import Link, StoryBox

Builder = Callable[..., ContentFile]
Contexts = Callable[..., Any]

TEXT = "Le ferry Senan d'Atlanval est au large, dit Prigentel, et Enezval attend."


def told(content: Builder, number: int, day: str | None, title: str = "", **fields: Any) -> ContentFile:
    return content(f"s{number}", day, title=title or f"Senan à Lorient: {number} tonnes", body=TEXT, **fields)


def folder(planned: Any) -> str:
    """The folder of the one story."""
    (found,) = {path.rpartition("/")[0] for path in planned if path.startswith("stories/") and path.count("/") > 1}
    return str(found)


def test_a_story_has_its_articles_by_day_its_topics_and_a_feed(content: Builder, contexts: Contexts) -> None:
    files = [
        told(content, 1, "2025-09-12", topics=("disaster-accident-and-emergency-incident", "environment")),
        told(content, 2, "2025-09-13", topics=("environment",), places=("FR",)),
        told(content, 3, None, captured="2025-09-14T10:00:00Z"),
        content("other", "2025-09-13", title="Foot: Vaulmont gagne"),
    ]
    planned = contexts(files, Config(lang="en"))
    page = planned[f"{folder(planned)}/index.html"]
    assert (page.name.name, page.name.count) == ("Senan à Lorient: 1 tonnes", 3)
    assert (page.first.isoformat(), page.last) == ("2025-09-12", None)
    assert [[item.title for item in group.items] for group in page.groups] == [
        ["Senan à Lorient: 2 tonnes"],
        ["Senan à Lorient: 1 tonnes"],
        ["Senan à Lorient: 3 tonnes"],
    ]
    assert (page.topics[0].path, page.topics[0].count) == ("topics/environment/index.html", 2)
    assert [(place.path, place.count) for place in page.places] == [("places/fr/index.html", 1)]
    assert page.page.feed == f"{folder(planned)}/feed.xml"
    assert [entry.title for entry in planned[page.page.feed].entries][:2] == [
        "Senan à Lorient: 3 tonnes",
        "Senan à Lorient: 2 tonnes",
    ]


def test_an_article_tells_of_older_ones_alone(content: Builder, contexts: Contexts) -> None:
    planned = contexts([told(content, 1, "2025-09-12"), told(content, 2, "2025-09-13"), told(content, 3, "2025-09-14")])
    link = Link("Senan à Lorient: 1 tonnes", f"{folder(planned)}/index.html")
    assert planned["2025/09/12/s1.html"].story == StoryBox(link, "auto", 1, None)
    box = planned["2025/09/13/s2.html"].story
    assert (box.link, box.number, box.older.path) == (link, 2, "2025/09/12/s1.html")
    assert planned["2025/09/14/s3.html"].related == ()  # they are all of its story


def test_related_articles_are_older_ones_of_no_common_story(content: Builder, contexts: Contexts) -> None:
    planned = contexts([told(content, 1, "2024-09-12"), told(content, 2, "2025-09-13")])
    assert planned["2025/09/13/s2.html"].story is None
    assert [mention.path for mention in planned["2025/09/13/s2.html"].related] == ["2024/09/12/s1.html"]
    assert planned["2024/09/12/s1.html"].related == ()
    assert not any(path.startswith("stories/") for path in planned)
    assert not planned["index.html"].site.has_stories


def test_a_pin_brings_together_what_has_nothing_in_common(content: Builder, contexts: Contexts) -> None:
    files = [
        content("a", "2020-01-01", title="Un", story="mine"),
        content("b", "2025-01-01", title="Deux", story="mine"),
    ]
    planned = contexts(files)
    assert planned["stories/mine/index.html"].name == Link("Un", "stories/mine/index.html", 2)
    assert planned["2025/01/01/b.html"].story.number == 2


def test_a_pin_keeps_an_article_out(content: Builder, contexts: Contexts) -> None:
    planned = contexts([told(content, 1, "2025-09-12"), told(content, 2, "2025-09-13", story="none")])
    assert planned["2025/09/13/s2.html"].story is None
    assert not any(path.startswith("stories/") for path in planned)


def test_a_long_story_has_numbered_pages(content: Builder, contexts: Contexts) -> None:
    files = [told(content, number, f"2025-09-{number:02d}", story="long") for number in range(1, 24)]
    planned = contexts(files, Config(page_size=10))
    oldest, newest = planned["stories/long/page-1.html"], planned["stories/long/index.html"]
    assert (oldest.name.count, oldest.last, oldest.topics) == (0, None, ())
    assert (newest.name.count, newest.last.isoformat()) == (23, "2025-09-23")


def test_the_overview_parts_running_and_past_stories(content: Builder, contexts: Contexts) -> None:
    files = [
        content(f"{name}{number}", f"{month}-0{number}", title=f"{name} {number}", story=name)
        for name, month in (("old", "2024-01"), ("older", "2023-01"), ("new", "2025-01"))
        for number in (1, 2)
    ]
    page = contexts([*files, content("last", "2025-01-09")])["stories/index.html"]
    assert [card.link.name for card in page.running] == ["new 1"]
    assert [(card.link.name, card.link.count) for card in page.past] == [("old 1", 2), ("older 1", 2)]
    assert (page.past[0].first.isoformat(), page.past[0].last.isoformat()) == ("2024-01-01", "2024-01-02")
    page = contexts([*files, content("last", "2025-01-10")])["stories/index.html"]
    assert page.running == ()
    assert [card.link.name for card in page.past] == ["new 1", "old 1", "older 1"]


def test_headlines_without_an_article_stand_on_the_page_of_their_story(content: Builder, contexts: Contexts) -> None:
    lines = ("Lorient: 9 tonnes du Senan", "Senan à Lorient: 2 tonnes", "Foot: Vaulmont gagne", "Senan: Lorient attend")
    seen = content(
        "seen",
        captured="2025-09-14",
        kind=Kind.HEADLINES,
        title="Vu",
        lang="fr",
        body="\n".join(f"- {line}" for line in lines),
    )
    again = content("again", captured="2025-09-15", kind=Kind.HEADLINES, title="Revu", lang="fr", body=f"- {lines[0]}")
    planned = contexts([told(content, 1, "2025-09-12"), told(content, 2, "2025-09-13"), seen, again])
    page = planned[f"{folder(planned)}/index.html"]
    assert [(line.text, line.path) for line in page.headlines] == [
        ("Lorient: 9 tonnes du Senan", "headlines/seen.html")
    ]
    assert page.headlines[0].at.isoformat() == "2025-09-14"
