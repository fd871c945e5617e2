from collections.abc import Callable
from typing import Any

from site_gen.config import Config
from site_gen.model import ContentFile, Kind
from site_gen.pages.context import Link

Builder = Callable[..., ContentFile]
Contexts = Callable[..., Any]


def test_years_months_and_days_link_to_those_that_hold_articles(content: Builder, contexts: Contexts) -> None:
    files = [content("a", "2023-12-31"), content("b", "2025-01-01"), content("c", "2025-01-15"), content("u")]
    planned = contexts(files)
    assert planned["2025/index.html"].older == Link("2023", "2023/index.html")
    assert planned["2025/01/index.html"].older == Link("2023-12", "2023/12/index.html")
    assert planned["2025/01/01/index.html"].older == Link("2023-12-31", "2023/12/31/index.html")
    assert planned["2025/01/01/index.html"].newer == Link("2025-01-15", "2025/01/15/index.html")
    assert planned["2025/01/01/index.html"].month == Link("2025-01", "2025/01/index.html")
    dates = planned["dates/index.html"]
    assert [(card.link.name, card.link.count) for card in dates.years] == [("2025", 2), ("2023", 1)]
    assert dates.undated == Link("", "undated/index.html", 1)
    months = dates.years[0].months
    assert [(cell.path, cell.count) for cell in months[:2]] == [("2025/01/index.html", 2), ("", 0)]
    assert len(months) == 12


def test_a_month_is_a_calendar_from_monday_with_the_first_five_of_each_day(
    content: Builder, contexts: Contexts
) -> None:
    files = [content(f"a{n}", "2025-02-03") for n in range(7)]
    month = contexts(files)["2025/02/index.html"]
    assert [cell and cell.day.day.day for cell in month.weeks[0]] == [None, None, None, None, None, 1, 2]
    assert (month.weeks[1][0].path, month.weeks[1][0].count) == ("2025/02/03/index.html", 7)
    assert month.weeks[1][1].path == ""
    assert [len(card.items) for card in month.days] == [5]
    assert month.count == 7


def test_the_ends_of_the_calendar_are_planned(content: Builder, contexts: Contexts) -> None:
    planned = contexts([content("a", "0001-01-01"), content("z", "9999-12-31")])
    assert "0001/01/01/index.html" in planned
    assert len(planned["9999/12/index.html"].weeks) == 5


def test_a_year_names_its_busiest_topics(content: Builder, contexts: Contexts) -> None:
    files = [content("a", "2025-01-01", topics=("sport", "weather")), content("b", "2025-01-01", topics=("weather",))]
    topics = contexts(files)["2025/index.html"].topics
    assert [(topic.name, topic.count) for topic in topics] == [("Weather", 2), ("Sport", 1)]


def test_home_shows_the_newest_and_fills_up_with_undated(content: Builder, contexts: Contexts) -> None:
    files = [
        content("old", "2025-01-01", topics=("sport",)),
        content("new", "2025-01-02", topics=("sport",)),
        content("u1", captured="2026-01-01"),
        content("u2", captured="2026-01-02"),
    ]
    home = contexts(files, Config(latest=3, description="Tout."))["index.html"]
    assert home.lead.title == "new"
    assert [item.title for item in home.latest] == ["old", "u2"]
    assert (home.count, home.first.isoformat(), home.last.isoformat()) == (4, "2025-01-01", "2025-01-02")
    assert [(card.link.name, card.link.count) for card in home.topics] == [("Sport", 2)]
    assert home.years == (Link("2025", "2025/index.html", 2),)
    assert (home.page.title, home.page.description) == ("", "Tout.")


def test_an_empty_archive_has_its_fixed_pages(contexts: Contexts) -> None:
    planned = contexts([])
    assert sorted(planned) == [
        "404.html",
        "dates/index.html",
        "feed.xml",
        "index.html",
        "robots.txt",
        "topics/index.html",
    ]
    assert planned["index.html"].lead is None


def test_an_archive_of_undated_documents_has_a_home_page(content: Builder, contexts: Contexts) -> None:
    home = contexts([content("u")])["index.html"]
    assert (home.lead.title, home.first, home.years) == ("u", None, ())


def test_the_headlines_index_counts_what_is_linked(content: Builder, contexts: Contexts) -> None:
    body = "\n".join(f"- Titre {n}" for n in range(8))
    files = [
        content("a", "2025-01-01", title="Titre 3"),
        content("l", kind=Kind.HEADLINES, title="Liste", body=body, lang="fr", captured="2025-01-01"),
    ]
    planned = contexts(files)
    (card,) = planned["headlines/index.html"].lists
    assert card.link == Link("Liste", "headlines/l.html", 8)
    assert (card.first, card.linked) == (tuple(f"Titre {n}" for n in range(5)), 1)
    page = planned["headlines/l.html"]
    assert [line.path for line in page.headlines if line.path] == ["2025/01/01/a.html"]
    assert "undated/l.html" not in planned
