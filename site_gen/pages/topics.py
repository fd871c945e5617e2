"""What the newest page of a topic tells of it, and the years of large topics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from site_gen.entries import UNCLASSIFIED, Archive, Delta, Entry, Label, Listing, Span, position_day
from site_gen.model import Page
from site_gen.pages.context import Link, MonthGroup, TopicSummary, TopicYearPage
from site_gen.pages.feeds import topic_feed_path
from site_gen.pages.frame import SITE_FEED, Frame, Planned, newest_change, topic_link
from site_gen.pages.headlines import headline_only
from site_gen.pages.paging import ALL, Numbers, Slice, count_numbered, paginate
from site_gen.pages.stories import FOLDER as STORIES
from site_gen.urls import day_folder, listing_path

NEWEST = 300
"""Articles of which the most frequent keywords, places and stories are told."""
NAMED = 8
STORIES_NAMED = 5
HEADLINES_NAMED = 10
SHORTEST_CHART = 12
LONGEST_CHART = 24
"""Months."""
FEWEST_MONTHS = 3
"""Months with articles that make a chart, where one of them has several."""
FULL_PAGES = 2
"""Numbered pages that a topic has before its years get pages: what they hold is more than one click away."""
YEAR_SIZE = 2
"""A page of a year holds so many times what one of a listing does, since it shows titles alone."""


# --- the summary


def summarise_topic(frame: Frame, series: str) -> TopicSummary:
    """What the newest page of a topic tells of it; nothing here costs more as the topic grows."""
    archive = frame.archive
    months = _months(archive, series)
    newest = archive.newest(series, NEWEST)
    return TopicSummary(
        subtopics=frame.once(_subtopics).get(series.removeprefix("topic "), ()),
        months=months,
        peak=max(reversed(months), key=lambda month: month.count) if months else None,
        keywords=tuple(_busiest(archive, "keyword", (word for entry in newest for word in entry.keywords))),
        places=tuple(_busiest(archive, "place", (place for entry in newest for place in entry.places))),
        people=tuple(_busiest(archive, "person", (person for entry in newest for person in entry.people))),
        stories=tuple(
            Link(story.first.title, listing_path(f"{STORIES}/{story.slug}"), told, story.first.lang)
            for story, told in archive.stories_among(newest, STORIES_NAMED)
        ),
        headlines=tuple(
            headline_only(text, entry)
            for text, entry in archive.headlines_on(series.removeprefix("topic "), HEADLINES_NAMED)
        ),
    )


def _subtopics(archive: Archive) -> Mapping[str, tuple[Link, ...]]:
    """The sub-topics by the slug of what they stand under."""
    found: dict[str, tuple[Link, ...]] = {}
    for topic in archive.listings("topic"):
        if topic.parent:
            link = topic_link(Label(topic.name, topic.slug), topic.count)
            found[topic.parent] = (*found.get(topic.parent, ()), link)
    return found


def _months(archive: Archive, series: str) -> tuple[Link, ...]:
    """The last months of a listing up to its newest one, with the articles of each."""
    years = archive.years_of(series)
    if not years:
        return ()
    newest = max(years)
    counts: Counter[int] = Counter()
    # The newest month lies in the newest year, so that the chart begins in the one before the year before it at most.
    for day, count in archive.days_of(series, date(max(1, newest - 2), 1, 1)).items():
        counts[day.year * 12 + day.month - 1] += count
    last = max(counts)
    first = max(12, last + 1 - LONGEST_CHART, min(*counts, last + 1 - SHORTEST_CHART))
    shown = [(at, counts.get(at, 0)) for at in range(first, last + 1)]
    if sum(count > 0 for _, count in shown) < FEWEST_MONTHS or max(count for _, count in shown) == 1:
        return ()
    return tuple(Link(f"{at // 12:04d}-{at % 12 + 1:02d}", "", count) for at, count in shown)


def _ranked(counts: Mapping[str, int]) -> list[str]:
    """What stands in more than one article, the most frequent first."""
    return sorted((key for key, count in counts.items() if count > 1), key=lambda key: (-counts[key], key))


def _busiest(archive: Archive, kind: str, labels: Iterable[Label]) -> Iterator[Link]:
    """The most frequent keywords, places or people that have a page."""
    counts = Counter(label.key for label in labels)
    left = NAMED
    for key in _ranked(counts):
        listing = archive.listing(f"{kind} {key}") if left else None
        if listing:
            left -= 1
            yield Link(listing.name, listing_path(listing.folder), counts[key])


def parent_link(frame: Frame, topic: Listing) -> Link | None:
    """The link to the topic that a sub-topic stands under."""
    above = frame.archive.listing(f"topic {topic.parent}") if topic.parent else None
    return topic_link(Label(above.name, above.slug)) if above else None


# --- topics by year


def has_year_pages(count: int, years: int, size: int) -> bool:
    """Whether each year of a topic has pages: it is large, and they would not repeat those of the topic."""
    return years > 1 and count_numbered(count, size) >= FULL_PAGES


def topic_year_folder(slug: str, year: int) -> str:
    """Output folder of a year of a topic; no topic has a page of this name, since no slug is a number."""
    return f"topics/{slug}/{year:04d}"


def topic_year_rows(frame: Frame, topic: Listing) -> tuple[str, ...]:
    """The rows of the years of a topic that have pages."""
    if not has_year_pages(topic.count, 2, frame.config.page_size):
        return ()  # most topics are spared the look at their years
    years = frame.archive.years_of(topic.id)
    return tuple(_row(topic.slug, year) for year in years) if len(years) > 1 else ()


def _row(slug: str, year: int) -> str:
    return f"topic-year {slug} {year:04d}"


def plan_topic_year(frame: Frame, name: str, numbers: Numbers = ALL) -> Iterator[Planned]:
    """The pages of a year of a topic (`sport 2025`), where it has any."""
    slug, _, digits = name.rpartition(" ")
    year = int(digits)
    topic = frame.archive.listing(f"topic {slug}")
    if topic is None:
        return
    years = frame.archive.years_of(topic.id)
    size = frame.config.page_size
    if year not in years or not has_year_pages(topic.count, len(years), size):
        return
    row = _row(slug, year)
    folder = topic_year_folder(slug, year)
    walk = frame.archive.walk
    for part in paginate(lambda start: walk(row, start), years[year], YEAR_SIZE * size, folder, numbers):
        page = Page(part.path, "topic_year.html", _context(frame, topic, years, year, part), row)
        yield Planned(page, row, part.pagination.number, newest_change(part.items), "topics")


def _context(frame: Frame, topic: Listing, years: Mapping[int, int], year: int, part: Slice[Entry]) -> TopicYearPage:
    """One page; what changes with other years, or grows with this one, stands on its newest page alone."""
    title = f"{topic.name} {year:04d}" if topic.name else ""
    feed = topic_feed_path(topic.slug) if topic.name else SITE_FEED
    newer = min((other for other in years if other > year), default=None)
    older = max((other for other in years if other < year), default=None)
    return TopicYearPage(
        site=frame.site,
        page=frame.info(part.path, title, feed=feed),
        topic=topic_link(Label(topic.name, topic.slug)),
        parent=parent_link(frame, topic),
        year=f"{year:04d}",
        count=years[year] if part.is_newest else 0,
        months=_by_month(frame, part.items),
        pagination=part.pagination,
        newer=_year_link(topic.slug, newer) if part.is_newest else None,
        older=_year_link(topic.slug, older) if part.is_newest else None,
    )


def _year_link(slug: str, year: int | None) -> Link | None:
    return None if year is None else Link(f"{year:04d}", listing_path(topic_year_folder(slug, year)))


def _by_month(frame: Frame, entries: Sequence[Entry]) -> tuple[MonthGroup, ...]:
    dated = [(entry.published.day, entry) for entry in entries if entry.published]
    groups = groupby(dated, key=lambda pair: (pair[0].year, pair[0].month))
    return tuple(
        MonthGroup(
            Link(f"{year:04d}-{month:02d}", listing_path(day_folder(year, month))),
            frame.items_of(entry for _, entry in group),
        )
        for (year, month), group in groups
    )


# --- what a change touches


def topics_that_name(frame: Frame, delta: Delta) -> set[str]:
    """The topics whose newest page may name what came, went, or has another name: keywords, people, stories."""
    archive = frame.archive
    named = (series for series in delta.names if series.startswith(("keyword ", "person ")))
    entries = [entry for series in named for entry in archive.walk(series)]
    if any(series.startswith("story ") for series in delta.series):
        # The page of an article names its story, too.
        entries += (entry for file in sorted(delta.files) if (entry := archive.entry(file)))
    return {series for entry in entries if entry.chain.is_shown for series in _topics_of(entry)}


def _topics_of(entry: Entry) -> tuple[str, ...]:
    return tuple(f"topic {topic.key}" for topic in entry.topics) or (f"topic {UNCLASSIFIED}",)


def stale_years(frame: Frame, delta: Delta) -> Iterator[tuple[str, Span | None]]:
    """The rows of years that a change may touch, each with what changed in it; None stands for anything."""
    for series in sorted(delta.series.keys() | delta.names):
        if series.startswith("topic "):
            yield from _stale_years(frame, series, delta)


def _stale_years(frame: Frame, series: str, delta: Delta) -> Iterator[tuple[str, Span | None]]:
    spans = _by_year(delta.series.get(series, Span()))
    slug = series.removeprefix("topic ")
    now = frame.archive.years_of(series)
    size = frame.config.page_size
    moved = {year: len(span.moved) for year, span in spans.items()}
    total, shift = frame.archive.size(series), sum(moved.values())
    every = sorted(now.keys() | spans.keys())
    # Years that had articles before, whatever else was done.
    stayed = {year for year, count in now.items() if count > moved.get(year, 0)}
    is_large = has_year_pages(total, len(now), size)
    was_surely_large = has_year_pages(total - shift, len(stayed), size)
    if is_large and was_surely_large and series not in delta.names:
        for place, year in enumerate(every):
            if year in spans:
                yield _row(slug, year), spans[year]
            elif any(other in spans and other not in stayed for other in every[max(0, place - 1) : place + 2]):
                yield _row(slug, year), Span()  # a neighbour came or went
    elif is_large or has_year_pages(total + shift, len(every), size):
        yield from ((_row(slug, year), None) for year in every)


def _by_year(span: Span) -> dict[int, Span]:
    """What changed in a topic by years; an undated article counts as one of the year of its capture."""
    found: dict[int, Span] = {}
    for position in span.positions:
        day = position_day(position)
        if day is not None:
            part = found.setdefault(day.year, Span())
            (part.moved if position in span.moved else part.changed).add(position)
    return found
