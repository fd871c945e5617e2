"""The archive by date: the overview of years, and the page of each year, month and day."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from site_gen.entries import Archive, Entry, Label
from site_gen.model import Page, Timestamp
from site_gen.pages.context import (
    DatesPage,
    DayCard,
    DayCell,
    DayPage,
    Group,
    Link,
    MonthCell,
    MonthPage,
    YearCard,
    YearPage,
)
from site_gen.pages.frame import Frame, Planned, in_turn, newest_change, topic_link
from site_gen.pages.paging import Slice, paginate
from site_gen.urls import day_folder, listing_path

DAY_PAGE_SIZE = 200
ITEMS_OF_DAY = 5
TOPICS_OF_YEAR = 10
HEADLINES_OF_DAY = 20
# Monday first, as CLDR has it for each of the interface's languages where no country is named.
_CALENDAR = calendar.Calendar(calendar.MONDAY)


@dataclass(frozen=True, slots=True)
class _Month:
    """The days of a month that hold articles, newest first."""

    year: int
    month: int
    days: tuple[tuple[date, Sequence[Entry]], ...]

    @property
    def count(self) -> int:
        return sum(len(entries) for _, entries in self.days)

    @property
    def entries(self) -> Iterator[Entry]:
        return (entry for _, entries in self.days for entry in entries)

    @property
    def first(self) -> Timestamp:
        return Timestamp(date(self.year, self.month, 1))


@dataclass(frozen=True, slots=True)
class _Year:
    """The months of a year that hold articles, newest first."""

    year: int
    months: tuple[_Month, ...]

    @property
    def count(self) -> int:
        return sum(month.count for month in self.months)

    @property
    def entries(self) -> Iterator[Entry]:
        return (entry for month in self.months for entry in month.entries)


def plan_dates(frame: Frame) -> Iterator[Planned]:
    """The overview, then every year, month and day that holds articles, newest first."""
    years = _years(frame.archive.days)
    yield _plan_overview(frame, years)
    for newer, year, older in in_turn(years):
        yield _plan_year(frame, year, newer, older)
    months = [month for year in years for month in year.months]
    for newer_month, month, older_month in in_turn(months):
        yield _plan_month(frame, month, newer_month, older_month)
    lists = _headline_links(frame.archive)
    for newer_day, day, older_day in in_turn(list(frame.archive.days)):
        yield from _plan_day(frame, day, newer_day, older_day, lists.get(day, ()))


def year_links(archive: Archive) -> tuple[Link, ...]:
    """The years of the archive with their counts, newest first."""
    return tuple(_year_link(year, year.count) for year in _years(archive.days))


def _years(days: Mapping[date, Sequence[Entry]]) -> tuple[_Year, ...]:
    months = (
        _Month(year, month, tuple(group))
        for (year, month), group in groupby(days.items(), key=lambda pair: (pair[0].year, pair[0].month))
    )
    return tuple(_Year(year, tuple(group)) for year, group in groupby(months, key=lambda month: month.year))


def _plan_overview(frame: Frame, years: Sequence[_Year]) -> Planned:
    path = listing_path("dates")
    undated = frame.archive.undated
    context = DatesPage(
        site=frame.site,
        page=frame.info(path),
        years=tuple(_year_card(year) for year in years),
        undated=Link("", listing_path("undated"), len(undated)) if undated else None,
    )
    return Planned(Page(path, "dates.html", context, "dates"), newest_change(frame.archive.dated))


def _year_link(year: _Year, count: int = 0) -> Link:
    return Link(f"{year.year:04d}", listing_path(day_folder(year.year)), count)


def _month_link(month: _Month, count: int = 0) -> Link:
    return Link(month.first.isoformat()[:7], listing_path(day_folder(month.year, month.month)), count)


def _day_link(day: date) -> Link:
    return Link(day.isoformat(), _day_path(day))


def _day_path(day: date) -> str:
    return listing_path(day_folder(day.year, day.month, day.day))


def _year_card(year: _Year) -> YearCard:
    held = {month.month: month for month in year.months}
    cells = []
    for number in range(1, 13):
        month = held.get(number)
        first = Timestamp(date(year.year, number, 1))
        cells.append(MonthCell(first, _month_link(month).path, month.count) if month else MonthCell(first, "", 0))
    return YearCard(_year_link(year, year.count), year.year, tuple(cells))


def _plan_year(frame: Frame, year: _Year, newer: _Year | None, older: _Year | None) -> Planned:
    link = _year_link(year)
    context = YearPage(
        site=frame.site,
        page=frame.info(link.path, link.name),
        card=_year_card(year),
        topics=_busiest_topics(year.entries),
        newer=_year_link(newer) if newer else None,
        older=_year_link(older) if older else None,
    )
    return Planned(Page(link.path, "year.html", context, f"year {link.name}"), newest_change(year.entries))


def _busiest_topics(entries: Iterator[Entry]) -> tuple[Link, ...]:
    counts: Counter[Label] = Counter(topic for entry in entries for topic in entry.topics)
    ranked = sorted(counts, key=lambda topic: (-counts[topic], topic.slug))
    return tuple(topic_link(topic, counts[topic]) for topic in ranked[:TOPICS_OF_YEAR])


def _plan_month(frame: Frame, month: _Month, newer: _Month | None, older: _Month | None) -> Planned:
    link = _month_link(month)
    context = MonthPage(
        site=frame.site,
        page=frame.info(link.path, link.name),
        month=month.first,
        count=month.count,
        weeks=_weeks(month),
        days=tuple(
            DayCard(_day_cell(day, len(entries)), frame.items_of(entries[:ITEMS_OF_DAY])) for day, entries in month.days
        ),
        year=Link(f"{month.year:04d}", listing_path(day_folder(month.year))),
        newer=_month_link(newer) if newer else None,
        older=_month_link(older) if older else None,
    )
    return Planned(Page(link.path, "month.html", context, f"month {link.name}"), newest_change(month.entries))


def _day_cell(day: date, count: int) -> DayCell:
    return DayCell(Timestamp(day), _day_path(day) if count else "", count)


def _weeks(month: _Month) -> tuple[tuple[DayCell | None, ...], ...]:
    counts = {day.day: len(entries) for day, entries in month.days}
    return tuple(
        tuple(
            _day_cell(date(month.year, month.month, number), counts.get(number, 0)) if number else None
            for number in week
        )
        for week in _CALENDAR.monthdayscalendar(month.year, month.month)
    )


def _headline_links(archive: Archive) -> Mapping[date, tuple[Link, ...]]:
    """The newest headline lists of each day, by the day of their date, else of their capture."""
    days: dict[date, list[Link]] = {}
    for headlines in archive.headlines:
        article = headlines.entry.article
        at = article.published or article.captured
        links = days.setdefault(at.day, []) if at else []
        if len(links) < HEADLINES_OF_DAY:
            links.append(Link(article.title, headlines.entry.path, len(headlines.lines), article.lang or ""))
    return {day: tuple(links) for day, links in days.items()}


def _plan_day(
    frame: Frame, day: date, newer: date | None, older: date | None, headlines: tuple[Link, ...]
) -> Iterator[Planned]:
    entries = frame.archive.days[day]
    name = day.isoformat()
    for part in paginate(entries, DAY_PAGE_SIZE, day_folder(day.year, day.month, day.day)):
        context = DayPage(
            site=frame.site,
            page=frame.info(part.path, name),
            day=Timestamp(day),
            count=len(entries) if part.is_newest else 0,
            groups=_groups_by_topic(frame, part),
            headlines=headlines if part.is_newest else (),
            pagination=part.pagination if part.pagination.total != 1 else None,
            month=Link(name[:7], listing_path(day_folder(day.year, day.month))),
            newer=_day_link(newer) if newer else None,
            older=_day_link(older) if older else None,
        )
        yield Planned(Page(part.path, "day.html", context, f"day {name}"), newest_change(part.items))


def _groups_by_topic(frame: Frame, part: Slice[Entry]) -> tuple[Group, ...]:
    """The articles under their first topics in the order of the topics' names, those without a topic last."""
    groups: dict[str, list[Entry]] = {}
    for entry in part.items:
        groups.setdefault(entry.topics[0].slug if entry.topics else "", []).append(entry)
    order = {slug: place for place, slug in enumerate(frame.archive.topics)}
    slugs = sorted(groups, key=lambda slug: order.get(slug, len(order)))
    return tuple(
        Group(topic_link(groups[slug][0].topics[0]) if slug else None, None, frame.items_of(groups[slug]))
        for slug in slugs
    )
