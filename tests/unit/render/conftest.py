"""A small page of each kind, every text of which is hostile, and the environments to render them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pytest
from jinja2 import Environment
from msgspec.structs import replace

from site_gen.model import DateSource, Page, Timestamp
from site_gen.pages.context import (
    ArticlePage,
    Card,
    Continent,
    DatesPage,
    DayCard,
    DayCell,
    DayPage,
    FeedEntry,
    FeedPage,
    Group,
    Headline,
    HeadlineOnly,
    HeadlinesCard,
    HeadlinesIndexPage,
    HeadlinesPage,
    HomePage,
    Item,
    Link,
    ListingPage,
    MapArea,
    Mention,
    MonthCell,
    MonthGroup,
    MonthPage,
    NotFoundPage,
    OverviewPage,
    PageInfo,
    Pagination,
    Part,
    PlacesPage,
    Reason,
    RedirectPage,
    RobotsPage,
    Site,
    SitemapIndexPage,
    SitemapPage,
    SitemapUrl,
    StoriesPage,
    StoryBox,
    StoryCard,
    StoryPage,
    TombstonePage,
    TopicSummary,
    TopicYearPage,
    WorldMap,
    YearCard,
    YearPage,
)
from site_gen.render.environment import make_environment
from site_gen.urls import root_prefix

HOSTILE = "<script>alert(1)</script> \"quoted\" 'single' & {{ 7*7 }} </title>"
DAY = Timestamp(date(2025, 9, 11))
MOMENT = Timestamp.parse("2025-09-11T08:15:00+02:00")
TOPIC = Link(HOSTILE, "topics/sport/index.html", 12)


def make_site(lang: str) -> Site:
    direction = "rtl" if lang == "ar" else "ltr"
    return Site(HOSTILE, HOSTILE, lang, direction, "https://a.example/b/", "assets/style-0.css", *[True] * 7)


def make_info(path: str, title: str = HOSTILE, *, indexed: bool = True) -> PageInfo:
    canonical = f"https://a.example/b/{path}" if indexed else ""
    return PageInfo(path, root_prefix(path), title, HOSTILE, canonical, "feed.xml", indexed)


def make_item(lang: str = "fr", topic: Link | None = TOPIC, at: Timestamp | None = MOMENT) -> Item:
    direction = "rtl" if lang == "ar" else "ltr" if lang else "auto"
    return Item("2025/09/11/a.html", HOSTILE, lang, direction, at, DAY, HOSTILE, HOSTILE, topic)


def make_mention(lang: str) -> Mention:
    direction = "rtl" if lang == "ar" else "ltr" if lang else "auto"
    return Mention("2025/09/10/m.html", HOSTILE, lang, direction, MOMENT if lang else None)


def make_article(site: Site) -> ArticlePage:
    return ArticlePage(
        site=site,
        page=make_info("2025/09/11/a.html"),
        title=HOSTILE,
        lang="fr",
        dir="ltr",
        standfirst=HOSTILE,
        body="Un paragraphe.\n\n## Un intertitre\n\nUn autre.",
        dateline=HOSTILE,
        authors=(HOSTILE,),
        credit=HOSTILE,
        published=MOMENT,
        date_source=DateSource.METADATA,
        updated=Timestamp.parse("2025-09-12"),
        captured=DAY,
        topics=(TOPIC,),
        reasons=(Reason(HOSTILE, 82, HOSTILE), Reason(HOSTILE, 0, HOSTILE)),
        keywords=(Link(HOSTILE, "keywords/a/index.html"), Link(HOSTILE, "")),
        places=(Link(HOSTILE, "places/fr/index.html"),),
        people=(Link(HOSTILE, "people/a/index.html"), Link(HOSTILE, "")),
        source=Link("Une source", "sources/a/index.html"),
        source_code=HOSTILE,
        original="https://news.example/a?b=1&c=2",
        document=HOSTILE,
        also=((HOSTILE, "https://news.example/b"), (HOSTILE, "")),
        headlines=(Link(HOSTILE, "headlines/h.html"),),
        day=Link("2025-09-11", "2025/09/11/index.html"),
        story=StoryBox(Link(HOSTILE, "stories/a/index.html", lang="ar"), "rtl", 3, make_mention("ar")),
        related=(make_mention(""), make_mention("fr")),
        newer=make_item("ar"),
        older=make_item(""),
        extra=((HOSTILE, HOSTILE),),
        structured_data=json.dumps({"headline": HOSTILE}),
    )


def _listings(site: Site) -> dict[str, object]:
    groups = (Group(None, DAY, (make_item(), make_item("ar"))), Group(None, None, (make_item(at=None),), undated=True))
    pagination = Pagination(3, 3, "", "topics/sport/page-2.html", "topics/sport/index.html", "topics/sport/page-1.html")
    listing = ListingPage(
        site,
        make_info("topics/sport/index.html"),
        "topic",
        TOPIC,
        HOSTILE,
        groups,
        pagination,
        (TOPIC,),
        tuple(Link(year, f"topics/sport/{year}/index.html", 12) for year in ("2025", "2024", "2023")),
        TOPIC,
        TopicSummary(
            (TOPIC,),
            (Link("2025-07", "", 3), Link("2025-08", "", 0), Link("2025-09", "", 9)),
            Link("2025-09", "", 9),
            (Link(HOSTILE, "keywords/a/index.html", 3),),
            (Link(HOSTILE, "places/fr/index.html", 2),),
            (Link(HOSTILE, "people/a/index.html", 2),),
            (Link(HOSTILE, "stories/fog/index.html", 4, "fr"),),
            (HeadlineOnly(HOSTILE, "headlines/a/index.html", "fr", "ltr", DAY),),
        ),
    )
    older = replace(pagination, number=2, total=0, newer="topics/sport/index.html", older="topics/sport/page-1.html")
    year = TopicYearPage(
        site,
        make_info("topics/sport/2025/index.html"),
        TOPIC,
        TOPIC,
        "2025",
        12,
        (MonthGroup(Link("2025-09", "2025/09/index.html"), (make_item(), make_item("ar"))),),
        replace(pagination, newest="topics/sport/2025/index.html"),
        None,
        Link("2024", "topics/sport/2024/index.html"),
    )
    cards = (Card(TOPIC, (make_item(),), (TOPIC,)), Card(Link("", "topics/unclassified/index.html", 1), ()))
    index_card = HeadlinesCard(Link(HOSTILE, "headlines/h.html", 2), "fr", "ltr", (HOSTILE,), 1, DAY, HOSTILE)
    return {
        "listing.html": listing,
        "listing.html#older": replace(
            listing, name=replace(TOPIC, count=0), pagination=older, years=(), neighbours=(), summary=None
        ),
        "listing.html#undated": replace(listing, kind="undated", name=Link("", "undated/index.html", 1), note=""),
        "listing.html#unclassified": replace(listing, name=Link("", "topics/unclassified/index.html", 1), note=""),
        "topic_year.html": year,
        "topic_year.html#unclassified": replace(year, topic=Link("", "topics/unclassified/index.html"), parent=None),
        "topic_year.html#older": replace(year, count=0, pagination=older, newer=None, older=None),
        "overview.html": OverviewPage(site, make_info("topics/index.html", ""), "topics", Part(1, 1), cards),
        "listing.html#place": replace(listing, kind="place", name=Link(HOSTILE, "places/fr/index.html", 3), note=""),
        "listing.html#person": replace(listing, kind="person", name=Link(HOSTILE, "people/a/index.html", 3), note=""),
        "places.html": _places(site),
        **_names(site),
        "headlines_index.html": HeadlinesIndexPage(
            site, make_info("headlines/index.html", ""), (index_card,), pagination
        ),
    }


def _names(site: Site) -> dict[str, object]:
    names = (Link(HOSTILE, "keywords/hostile/index.html", 3), Link("Népal", "keywords/nepal/index.html", 2))
    letters = (Link("N", "keywords/-n/index.html", 1200), Link("", "keywords/-other/index.html", 1))
    overview = OverviewPage(site, make_info("keywords/index.html", ""), "keywords", Part(1, 1), names=names)
    plain = tuple(replace(letter, count=0) for letter in letters)
    part = Part(2, 3, "keywords/-n/index.html", "keywords/-n/page-3.html")
    of_letter = replace(
        overview, page=make_info("keywords/-n/page-2.html", ""), part=part, letters=plain, letter=plain[0]
    )
    return {
        "overview.html#keywords": overview,
        "overview.html#people": replace(overview, kind="people", page=make_info("people/index.html", "")),
        "overview.html#letters": replace(overview, letters=letters),
        "overview.html#letter": of_letter,
    }


def _places(site: Site) -> PlacesPage:
    france, malta = Link(HOSTILE, "places/fr/index.html", 12), Link("Malta", "places/mt/index.html", 1)
    areas = (MapArea(france, "M1 1l2 0 0 2z", None, 4), MapArea(malta, "", (3.5, 7), 1))
    world = WorldMap(2000, 870, "M9 9l2 0 0 2z", areas)
    return PlacesPage(site, make_info("places/index.html", ""), world, (Continent(HOSTILE, (france, malta)),))


def _stories(site: Site) -> dict[str, object]:
    newest, oldest = "stories/a/index.html", "stories/a/page-1.html"
    name = Link(HOSTILE, newest, 12, "ar")
    groups = (Group(None, DAY, (make_item(), make_item("ar"))), Group(None, None, (make_item(at=None),), undated=True))
    pagination = Pagination(2, 2, "", oldest, newest, oldest)
    older = replace(pagination, number=1, total=0, newer=newest, older="")
    line = HeadlineOnly(HOSTILE, "headlines/h.html", "ar", "rtl", DAY)
    story = StoryPage(
        site, make_info(newest), name, "rtl", DAY, MOMENT, (TOPIC,), (TOPIC,), groups, (line,), pagination
    )
    card = StoryCard(name, "rtl", DAY, Timestamp(date(2025, 9, 13)))
    stories = StoriesPage(site, make_info("stories/index.html", ""), (card,), (replace(card, last=None),), pagination)
    return {
        "story.html": story,
        "story.html#older": replace(
            story, name=replace(name, count=0), last=None, topics=(), places=(), headlines=(), pagination=older
        ),
        "stories.html": stories,
        "stories.html#older": replace(stories, running=(), pagination=older),
        "stories.html#running": replace(stories, past=(), pagination=Pagination(1, 1, "", "", newest, newest)),
    }


def _dates(site: Site) -> dict[str, object]:
    months = tuple(
        MonthCell(Timestamp(date(2025, month, 1)), f"2025/{month:02d}/index.html" if month == 9 else "", month // 9)
        for month in range(1, 13)
    )
    card = YearCard(Link("2025", "2025/index.html", 12), 2025, months)
    cells = tuple(DayCell(Timestamp(date(2025, 9, day)), "", 0) for day in range(1, 15))
    busy = DayCell(DAY, "2025/09/11/index.html", 12)
    weeks = ((None, *cells[:6]), (*cells[6:10], busy, *cells[11:13]), (cells[13], *[None] * 6))
    return {
        "dates.html": DatesPage(site, make_info("dates/index.html", ""), (card,), Link("", "undated/index.html", 2)),
        "year.html": YearPage(site, make_info("2025/index.html", "2025"), card, (TOPIC,), None, card.link),
        "month.html": MonthPage(
            site,
            make_info("2025/09/index.html", "2025-09"),
            Timestamp(date(2025, 9, 1)),
            12,
            weeks,
            (DayCard(busy, (make_item(),)),),
            card.link,
            Link("2025-10", "2025/10/index.html"),
            None,
        ),
        "day.html": DayPage(
            site,
            make_info("2025/09/11/index.html", "2025-09-11"),
            DAY,
            12,
            (Group(TOPIC, None, (make_item(),)), Group(None, None, (make_item(topic=None),))),
            (Link(HOSTILE, "headlines/h.html", 3, "fr"),),
            (HeadlineOnly(HOSTILE, "headlines/h.html", "fr", "ltr", DAY),),
            None,
            Link("2025-09", "2025/09/index.html"),
            Link("2025-09-12", "2025/09/12/index.html"),
            None,
        ),
    }


def _others(site: Site) -> dict[str, object]:
    gone = make_info("2025/09/11/a.html", indexed=False)
    entry = FeedEntry(
        "urn:uuid:1",
        HOSTILE,
        "https://a.example/b/a.html",
        "fr",
        "2025-09-11T08:15:00+02:00",
        "2025-09-11T08:15:00+02:00",
        HOSTILE,
        (HOSTILE,),
        (("sport", HOSTILE),),
    )
    return {
        "tombstone.html": TombstonePage(site, gone, DAY, DAY),
        "redirect.html": RedirectPage(site, gone, "2025/09/11/b.html"),
        "404.html": NotFoundPage(site, replace(gone, path="404.html", root="/b/"), (TOPIC,)),
        "feed.xml": FeedPage(
            site,
            "urn:uuid:0",
            HOSTILE,
            HOSTILE,
            "https://a.example/b/feed.xml",
            "https://a.example/b/",
            entry.updated,
            (entry, replace(entry, id="urn:uuid:2", published="", authors=(), summary="")),
        ),
        "sitemap.xml": SitemapPage((SitemapUrl("https://a.example/b/?a&b", "2025-09-11"),)),
        "sitemap_index.xml": SitemapIndexPage((SitemapUrl("https://a.example/b/sitemaps/1.xml", ""),)),
        "robots.txt": RobotsPage("https://a.example/b/sitemap.xml"),
    }


def make_contexts(lang: str) -> dict[str, object]:
    """A context for each template; what follows a `#` names a variant."""
    site = make_site(lang)
    article = make_article(site)
    home = HomePage(
        site,
        make_info("index.html", ""),
        1234,
        DAY,
        DAY,
        make_item(),
        (make_item("ar"), make_item("", None, None)),
        (Card(TOPIC, (make_item(),)),),
        (Link("2025", "2025/index.html", 12),),
    )
    headlines = HeadlinesPage(
        site,
        make_info("headlines/h.html"),
        "fr",
        "ltr",
        MOMENT,
        DAY,
        TOPIC,
        (Headline(HOSTILE, ""), Headline(HOSTILE, "2025/09/11/a.html")),
        (make_item(),),
        (HOSTILE,),
    )
    return {
        "article.html": article,
        "article.html#alone": replace(article, story=None, related=()),
        "article.html#undated": replace(
            article, published=None, day=None, date_source=DateSource.NONE, topics=(), dateline="", updated=None
        ),
        "home.html": home,
        "home.html#empty": replace(home, count=0, first=None, last=None, lead=None, latest=(), topics=(), years=()),
        "headlines.html": headlines,
        "headlines.html#undated": replace(headlines, published=None, captured=None, source=None, beside=()),
        **_listings(site),
        **_stories(site),
        **_dates(site),
        **_others(site),
    }


@dataclass(frozen=True)
class Samples:
    """What the tests of this folder start from."""

    hostile: str
    environments: Mapping[str, Environment]
    contexts: Mapping[str, Mapping[str, object]]

    def page(self, name: str, lang: str = "en") -> Page:
        return Page(f"{name}.out", name.partition("#")[0], self.contexts[lang][name])

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.contexts["en"])


@pytest.fixture(scope="session")
def samples() -> Samples:
    langs = ("ar", "de", "en", "es", "fr")
    return Samples(
        HOSTILE,
        {lang: make_environment([], lang) for lang in langs},
        {lang: make_contexts(lang) for lang in langs},
    )
