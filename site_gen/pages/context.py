"""What templates see: one frozen value a kind of page, and nothing else.

Every address in here is a path relative to the site's root (`topics/sport/index.html`); templates put `page.root`
in front of it. Texts are plain and are escaped by the template engine; `body` and `note` fields are Markdown and go
through the `markdown` filter, which sanitises. The classes are documented for template authors in
`docs/reference/templates.md`, and a test holds that page to this module.
"""

from __future__ import annotations

import msgspec

from site_gen.model import DateSource, Timestamp


class _Context(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What all of them are: values that are made, compared and sent to other processes in little time."""


class Site(_Context, frozen=True):
    """What every page knows about the archive."""

    title: str
    description: str
    lang: str
    """Language of the interface."""
    dir: str
    """Writing direction of the interface: `ltr` or `rtl`."""
    base_url: str
    """Absolute address of the root with a slash at its end, or empty."""
    stylesheet: str
    """Path of the style sheet."""
    has_keywords: bool
    has_places: bool
    has_people: bool
    has_sources: bool
    has_headlines: bool
    has_undated: bool
    has_stories: bool


class PageInfo(_Context, frozen=True):
    """What every page knows about itself."""

    path: str
    """Its output path."""
    root: str
    """What leads to the site's root from here: `../../`, empty at the root, `/repo/` on the 404 page."""
    title: str
    """For `<title>`, without the site's name; empty where the template words it: home, overviews, undated …"""
    description: str
    """For the description of search engines and cards; may be empty."""
    canonical: str
    """Absolute address, empty without a base URL."""
    feed: str
    """Path of the Atom feed that belongs to this page."""
    indexed: bool
    """Whether search engines may index it."""


class Link(_Context, frozen=True):
    """A named link inside the site."""

    name: str
    """A year, month or day is named in ISO form (`2025`, `2025-09`, `2025-09-12`); the name is empty for the
    unclassified and the undated articles, which the template words."""
    path: str
    count: int = 0
    """Articles behind it, where that is shown."""
    lang: str = ""
    """Language of the name where it is not that of the interface."""


class Item(_Context, frozen=True):
    """An article as listings show it."""

    path: str
    title: str
    lang: str
    """Language of the article; empty if unknown."""
    dir: str
    """`ltr`, `rtl`, or `auto` where the language is unknown; so on every page that has a `lang` of its own."""
    published: Timestamp | None
    captured: Timestamp | None
    summary: str
    """Standfirst or first sentence(s), at most about 240 characters."""
    source: str
    """Name of the source or the credit; may be empty."""
    topic: Link | None
    """Its first topic."""


class Group(_Context, frozen=True):
    """Articles of a listing under a common heading: those of a day, or those of a topic on a day page."""

    heading: Link | None
    """A topic, or None where `day` is the heading."""
    day: Timestamp | None
    items: tuple[Item, ...]
    undated: bool = False
    """Whether these articles have no date: the heading says so."""


class Pagination(_Context, frozen=True):
    """Where a page of a listing stands; pages are numbered from the oldest."""

    number: int
    """1 is the oldest page."""
    total: int
    """Pages in all, told by the newest page alone (where `number` is `total`); 0 on the others, which never change."""
    newer: str
    """Path of the next newer page, or empty."""
    older: str
    """Path of the next older page, or empty."""
    newest: str
    oldest: str


class ArticlePage(_Context, frozen=True):
    """`article.html`: one article."""

    site: Site
    page: PageInfo
    title: str
    lang: str
    dir: str
    standfirst: str
    body: str
    """Markdown; crossheads are `##`."""
    dateline: str
    authors: tuple[str, ...]
    credit: str
    published: Timestamp | None
    date_source: DateSource
    updated: Timestamp | None
    captured: Timestamp | None
    topics: tuple[Link, ...]
    reasons: tuple[Reason, ...]
    """Why it has these topics, of those that a program found."""
    keywords: tuple[Link, ...]
    """A keyword without a page of its own has an empty path. One that is the name of a person stands here or there."""
    places: tuple[Link, ...]
    """The countries and territories that it is about."""
    people: tuple[Link, ...]
    """People that it tells of; one without a page of its own has an empty path."""
    source: Link | None
    """Page of the source; the path is empty where it has none."""
    source_code: str
    original: str
    """Address of the original, http(s) only, or empty."""
    document: str
    """The document it was made from, or empty."""
    also: tuple[tuple[str, str], ...]
    """Further documents it stands for: (document, http(s) address or empty)."""
    headlines: tuple[Link, ...]
    """Headline lists that its documents carried."""
    day: Link | None
    """Page of its day."""
    story: StoryBox | None
    """The story that it is a part of."""
    related: tuple[Mention, ...]
    """Older articles that it has to do with, at most five, the most alike first; none of its story."""
    newer: Item | None
    older: Item | None
    extra: tuple[tuple[str, str], ...]
    """Front matter keys that site-gen does not know, as text."""
    structured_data: str
    """JSON-LD (plain JSON; the `json_script` filter makes it safe in a page)."""


class Mention(_Context, frozen=True):
    """An article that another one points to."""

    path: str
    title: str
    lang: str
    dir: str
    published: Timestamp | None


class StoryBox(_Context, frozen=True):
    """What an article tells of its story: nothing of newer articles, so that its page stays as it is."""

    link: Link
    """The story's page; its name is the title of its first article."""
    dir: str
    """Writing direction of the name."""
    number: int
    """The article's place in the story; 1 is the oldest."""
    older: Mention | None
    """The article before it."""


class StoryPage(_Context, frozen=True):
    """`story.html`: one page of the articles about one event or affair."""

    site: Site
    page: PageInfo
    name: Link
    """The title of its first article; its count is told on the newest page alone, and 0 on the others."""
    dir: str
    """Writing direction of the name."""
    first: Timestamp | None
    """The day of its first article, None where that has no date."""
    last: Timestamp | None
    """The day of its newest article; on the newest page alone."""
    topics: tuple[Link, ...]
    """The main topics of its articles with how many of them have each, the most frequent first; on the newest page
    alone."""
    places: tuple[Link, ...]
    """The same of the places."""
    groups: tuple[Group, ...]
    """Its articles by day, newest first."""
    headlines: tuple[HeadlineOnly, ...]
    """Headlines that tell of it and whose articles the archive does not hold, newest first, at most twenty; on the
    newest page alone."""
    pagination: Pagination


class HeadlineOnly(_Context, frozen=True):
    """A line of a headline list whose article the archive does not hold."""

    text: str
    path: str
    """Page of the first headline list that holds it."""
    lang: str
    dir: str
    at: Timestamp | None
    """When the list was shown."""


class StoriesPage(_Context, frozen=True):
    """`stories.html`: one page of the stories."""

    site: Site
    page: PageInfo
    running: tuple[StoryCard, ...]
    """Those with an article in the last seven days of the archive, the newest first, at most a hundred; on the newest
    page alone."""
    past: tuple[StoryCard, ...]
    """The others, in the order in which they ended, the newest first."""
    pagination: Pagination


class StoryCard(_Context, frozen=True):
    """A story in the overview."""

    link: Link
    """Its page, named by the title of its first article, with the number of its articles."""
    dir: str
    first: Timestamp | None
    last: Timestamp | None


class Reason(_Context, frozen=True):
    """Why an article has a topic."""

    topic: str
    """Name of the topic."""
    percent: int
    """How sure it is, from 1 to 100; 0 if unknown."""
    words: str
    """The words that spoke for it, in the article's language; may be empty."""


class TombstonePage(_Context, frozen=True):
    """`tombstone.html`: what stands at the address of a withdrawn article."""

    site: Site
    page: PageInfo
    published: Timestamp | None
    updated: Timestamp | None


class ListingPage(_Context, frozen=True):
    """`listing.html`: one page of the articles of a topic, keyword, place, person, source, or of the undated ones."""

    site: Site
    page: PageInfo
    kind: str
    """`topic`, `keyword`, `place`, `person`, `source` or `undated`."""
    name: Link
    """What is listed; its count is told on the newest page alone, and 0 on the others, which never change."""
    note: str
    """A sentence about it, plain text, or empty."""
    groups: tuple[Group, ...]
    """By day, newest first."""
    pagination: Pagination
    neighbours: tuple[Link, ...]
    """Listings of the same kind worth a look (the other topics on a topic's newest page; else empty)."""
    years: tuple[Link, ...]
    """The years it spans, with counts, newest first; on the newest page alone. Those of a large topic have pages; else
    the paths are empty."""
    parent: Link | None = None
    """The topic that a sub-topic stands under; None for all else."""
    summary: TopicSummary | None = None
    """What the newest page of a topic tells of it; None on all other pages."""


class TopicSummary(_Context, frozen=True):
    """A topic at a glance."""

    subtopics: tuple[Link, ...]
    """The topics that stand under it and have a page, by name, with counts."""
    months: tuple[Link, ...]
    """Its last 12 to 24 months, oldest first, with counts that may be 0, and without paths; empty where fewer than
    three of them hold articles, or none holds two."""
    peak: Link | None
    """The busiest of these months, the newest one among equals."""
    keywords: tuple[Link, ...]
    """The most frequent keywords of its newest 300 articles, at most eight that stand in two or more of these; counts
    are of these articles."""
    places: tuple[Link, ...]
    """The most frequent places of the same articles, likewise."""
    people: tuple[Link, ...]
    """The most frequent people of the same articles that have a page, likewise."""
    stories: tuple[Link, ...]
    """The stories that most of the same articles tell, at most five, likewise; named by the titles of their first
    articles."""
    headlines: tuple[HeadlineOnly, ...]
    """The newest headlines on it whose articles the archive does not hold, at most ten."""


class TopicYearPage(_Context, frozen=True):
    """`topic_year.html`: one page of the articles of a large topic in one year."""

    site: Site
    page: PageInfo
    topic: Link
    """The topic's newest page."""
    parent: Link | None
    """The topic that a sub-topic stands under."""
    year: str
    """Such as `2025`."""
    count: int
    """Articles of the topic in that year; told on the newest page alone, and 0 on the others."""
    months: tuple[MonthGroup, ...]
    """Newest first."""
    pagination: Pagination
    newer: Link | None
    """The next later year with articles of the topic; on the newest page alone."""
    older: Link | None


class MonthGroup(_Context, frozen=True):
    """The articles of a listing that are of one month."""

    link: Link
    """The month's page, named in ISO form."""
    items: tuple[Item, ...]
    """Newest first."""


class OverviewPage(_Context, frozen=True):
    """`overview.html`: all topics, keywords, people or sources, or the names of a letter."""

    site: Site
    page: PageInfo
    kind: str
    """`topics`, `keywords`, `people` or `sources`."""
    part: Part
    cards: tuple[Card, ...] = ()
    """The topics of the top level by name, the unclassified last; empty on the other overviews."""
    names: tuple[Link, ...] = ()
    """Keywords, people or sources with their counts, by name, people by family name; on an overview that leads to
    letters the 40 busiest, the busiest first."""
    letters: tuple[Link, ...] = ()
    """The letters that lead to all names; empty where one page holds them. On the overview their counts are numbers of
    names, elsewhere 0. The name is empty for what is no letter: signs, and scripts without an alphabet."""
    letter: Link | None = None
    """The letter whose names these are; None on the overview itself."""


class Part(_Context, frozen=True):
    """Where a page of a list by name stands; pages are numbered from its beginning."""

    number: int
    total: int
    before: str = ""
    """Path of the page before it, or empty."""
    after: str = ""
    """Path of the page after it, or empty."""


class Card(_Context, frozen=True):
    """A topic on an overview, with its newest articles."""

    link: Link
    items: tuple[Item, ...]
    """Its newest articles, up to 3."""
    below: tuple[Link, ...] = ()
    """Its sub-topics that have pages, with counts; on the overview of the topics alone."""


class PlacesPage(_Context, frozen=True):
    """`places.html`: the countries and territories, on a map and by continent."""

    site: Site
    page: PageInfo
    map: WorldMap
    continents: tuple[Continent, ...]
    """Those with articles, by name."""


class Continent(_Context, frozen=True):
    """A continent and its countries and territories with articles."""

    name: str
    places: tuple[Link, ...]
    """By name, with counts."""


class WorldMap(_Context, frozen=True):
    """A map of the world to draw as SVG."""

    width: int
    height: int
    rest: str
    """The land without articles, as the `d` of one path."""
    areas: tuple[MapArea, ...]
    """The countries and territories with articles, the small ones last, so that none is hidden."""


class MapArea(_Context, frozen=True):
    """A country or territory with articles on the map."""

    link: Link
    outline: str
    """The `d` of its path; empty where it has none."""
    dot: tuple[float, float] | None
    """Where to draw a dot for it: it has no outline, or one that is too small to be hit."""
    shade: int
    """From 1 (few articles) to 4 (as many as the busiest)."""


class DatesPage(_Context, frozen=True):
    """`dates.html`: the years of the archive with their months."""

    site: Site
    page: PageInfo
    years: tuple[YearCard, ...]
    """Newest first."""
    undated: Link | None


class YearCard(_Context, frozen=True):
    """A year and its twelve months."""

    link: Link
    year: int
    months: tuple[MonthCell, ...]


class MonthCell(_Context, frozen=True):
    """A month in a year: its count and, where there are articles, its path."""

    month: Timestamp
    """Its first day."""
    path: str
    """Empty where the archive holds nothing of it."""
    count: int


class YearPage(_Context, frozen=True):
    """`year.html`: the months of a year."""

    site: Site
    page: PageInfo
    card: YearCard
    topics: tuple[Link, ...]
    """Busiest topics of the year, with counts."""
    newer: Link | None
    older: Link | None


class DayCell(_Context, frozen=True):
    """A day in a month's calendar."""

    day: Timestamp
    path: str
    """Empty where the archive holds nothing of it."""
    count: int


class MonthPage(_Context, frozen=True):
    """`month.html`: a month's calendar and the first articles of each day."""

    site: Site
    page: PageInfo
    month: Timestamp
    """Its first day."""
    count: int
    weeks: tuple[tuple[DayCell | None, ...], ...]
    """Seven cells a week, from the first weekday of the interface's language; None outside the month."""
    days: tuple[DayCard, ...]
    """Days with articles, newest first."""
    year: Link
    newer: Link | None
    """The next later month that holds articles."""
    older: Link | None


class DayCard(_Context, frozen=True):
    """A day of a month with its first articles."""

    cell: DayCell
    items: tuple[Item, ...]
    """At most five."""


class DayPage(_Context, frozen=True):
    """`day.html`: the articles of a day, by topic."""

    site: Site
    page: PageInfo
    day: Timestamp
    count: int
    """Articles of the day; 0 on the numbered pages of a day that has several."""
    groups: tuple[Group, ...]
    """By first topic; those without a topic last, under a None heading."""
    headlines: tuple[Link, ...]
    """Headline lists of that day with their numbers of headlines, at most twenty; on its newest page alone."""
    headlines_only: tuple[HeadlineOnly, ...]
    """Headlines of these lists that the archive holds no article of, at most twenty; on its newest page alone."""
    pagination: Pagination | None
    """None where one page holds the day."""
    month: Link
    newer: Link | None
    """The next later day that holds articles."""
    older: Link | None


class HomePage(_Context, frozen=True):
    """`home.html`: the newest articles and the busiest topics."""

    site: Site
    page: PageInfo
    count: int
    first: Timestamp | None
    """Day of the oldest dated article."""
    last: Timestamp | None
    lead: Item | None
    """The newest article."""
    latest: tuple[Item, ...]
    """The next newest, newest first."""
    topics: tuple[Card, ...]
    """Busiest topics with their newest articles."""
    years: tuple[Link, ...]


class Headline(_Context, frozen=True):
    """A line of a headline list: its text and, where the article is in the archive, its path."""

    text: str
    path: str


class HeadlinesPage(_Context, frozen=True):
    """`headlines.html`: a headline list."""

    site: Site
    page: PageInfo
    lang: str
    dir: str
    published: Timestamp | None
    captured: Timestamp | None
    source: Link | None
    headlines: tuple[Headline, ...]
    beside: tuple[Item, ...]
    """Articles in whose documents it stood, at most twenty."""
    documents: tuple[str, ...]
    """Documents in which it stood, at most twenty."""


class HeadlinesIndexPage(_Context, frozen=True):
    """`headlines_index.html`: one page of all headline lists."""

    site: Site
    page: PageInfo
    lists: tuple[HeadlinesCard, ...]
    pagination: Pagination


class HeadlinesCard(_Context, frozen=True):
    """A headline list in the index: its first headlines and how many it has in all."""

    link: Link
    lang: str
    dir: str
    first: tuple[str, ...]
    linked: int
    """How many of its headlines the archive holds as articles."""
    captured: Timestamp | None
    source: str


class RedirectPage(_Context, frozen=True):
    """`redirect.html`: what stands at a former address."""

    site: Site
    page: PageInfo
    target: str
    """Path of the page that it leads to."""


class NotFoundPage(_Context, frozen=True):
    """`404.html`: what the host shows for an unknown address."""

    site: Site
    page: PageInfo
    topics: tuple[Link, ...]


class FeedEntry(_Context, frozen=True):
    """An article in a feed."""

    id: str
    """A `urn:uuid:` that never changes."""
    title: str
    href: str
    """Absolute with a base URL, else relative to the feed."""
    lang: str
    published: str
    """RFC 3339, or empty."""
    updated: str
    """RFC 3339."""
    summary: str
    authors: tuple[str, ...]
    topics: tuple[tuple[str, str], ...]
    """(id, name)."""


class FeedPage(_Context, frozen=True):
    """`feed.xml`: an Atom feed."""

    site: Site
    id: str
    title: str
    subtitle: str
    self_href: str
    """Absolute address of the feed itself, empty without a base URL."""
    html_href: str
    updated: str
    """RFC 3339: that of the newest entry."""
    entries: tuple[FeedEntry, ...]


class SitemapUrl(_Context, frozen=True):
    """An address in a sitemap and the day its page last changed (empty if unknown)."""

    loc: str
    lastmod: str


class SitemapPage(_Context, frozen=True):
    """`sitemap.xml`: one part of the sitemap (a month of articles, or the listings)."""

    urls: tuple[SitemapUrl, ...]


class SitemapIndexPage(_Context, frozen=True):
    """`sitemap_index.xml`: the parts of the sitemap."""

    sitemaps: tuple[SitemapUrl, ...]


class RobotsPage(_Context, frozen=True):
    """`robots.txt`."""

    sitemap: str
    """Absolute address of the sitemap, or empty."""
