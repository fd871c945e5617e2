"""The archive by date: the overview of years, and the page of each year, month and day."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TypeVar

from site_gen.entries import UNCLASSIFIED, Archive, Chain, Entry, Label, day_prefix, position_day
from site_gen.folding import fold_name, fold_title
from site_gen.model import Page, Timestamp
from site_gen.pages.context import (
    DatesPage,
    DayCard,
    DayCell,
    DayPage,
    Group,
    HeadlineOnly,
    Link,
    MonthCell,
    MonthPage,
    YearCard,
    YearPage,
)
from site_gen.pages.frame import Frame, Planned, newest_change, topic_link
from site_gen.pages.headlines import headline_only
from site_gen.pages.paging import ALL, Numbers, Slice, paginate
from site_gen.urls import day_folder, listing_path

T = TypeVar("T")

DAY_PAGE_SIZE = 200
ITEMS_OF_DAY = 5
TOPICS_OF_YEAR = 10
HEADLINES_OF_DAY = 20
ONLY_OF_DAY = 20
"""Headlines without an article that a day names."""
# Monday first, as CLDR has it for each of the interface's languages where no country is named.
_CALENDAR = calendar.Calendar(calendar.MONDAY)


@dataclass(frozen=True, slots=True)
class _Month:
    """The days of a month that hold articles and how many, newest first."""

    year: int
    month: int
    days: tuple[tuple[date, int], ...]

    @property
    def count(self) -> int:
        return sum(count for _, count in self.days)

    @property
    def first(self) -> Timestamp:
        return Timestamp(date(self.year, self.month, 1))


def plan_dates(frame: Frame) -> Iterator[Planned]:
    """The overview of the years."""
    path = listing_path("dates")
    months = _months(frame.archive.days())
    undated = frame.archive.size("undated")
    context = DatesPage(
        site=frame.site,
        page=frame.info(path),
        years=tuple(_year_card(year, tuple(group)) for year, group in groupby(months, key=lambda month: month.year)),
        undated=Link("", listing_path("undated"), undated) if undated else None,
    )
    lastmod = newest_change(frame.archive.newest("dated", 1))
    yield Planned(Page(path, "dates.html", context, "dates"), "dates", lastmod=lastmod, part="listings")


def year_links(archive: Archive) -> tuple[Link, ...]:
    """The years of the archive with their counts, newest first."""
    years = Counter[int]()
    for day, count in archive.days().items():
        years[day.year] += count
    return tuple(_year_link(year, years[year]) for year in sorted(years, reverse=True))


def _months(days: Mapping[date, int]) -> Iterator[_Month]:
    for (year, month), group in groupby(days.items(), key=lambda pair: (pair[0].year, pair[0].month)):
        yield _Month(year, month, tuple(group))


def _months_by_name(archive: Archive) -> Mapping[str, _Month]:
    return {f"{month.year:04d}-{month.month:02d}": month for month in _months(archive.days())}


def _around(values: Sequence[T], value: T) -> tuple[T | None, T | None]:
    """The neighbours of a value in a row that holds it, newest first: the newer and the older one."""
    place = values.index(value)
    newer = values[place - 1] if place else None
    return newer, values[place + 1] if place + 1 < len(values) else None


def _year_link(year: int, count: int = 0) -> Link:
    return Link(f"{year:04d}", listing_path(day_folder(year)), count)


def _month_link(month: _Month, count: int = 0) -> Link:
    return Link(month.first.isoformat()[:7], listing_path(day_folder(month.year, month.month)), count)


def _day_link(day: date) -> Link:
    return Link(day.isoformat(), _day_path(day))


def _day_path(day: date) -> str:
    return listing_path(day_folder(day.year, day.month, day.day))


def _year_card(year: int, months: Sequence[_Month]) -> YearCard:
    held = {month.month: month for month in months}
    cells = []
    for number in range(1, 13):
        month = held.get(number)
        first = Timestamp(date(year, number, 1))
        cells.append(MonthCell(first, _month_link(month).path, month.count) if month else MonthCell(first, "", 0))
    return YearCard(_year_link(year, sum(month.count for month in months)), year, tuple(cells))


def plan_year(frame: Frame, name: str) -> Iterator[Planned]:
    """The page of a year (`2025`), where it holds articles."""
    year = int(name)
    days = frame.archive.days()
    held = {day: count for day, count in days.items() if day.year == year}
    if not held:
        return
    newer, older = _around(list(dict.fromkeys(day.year for day in days)), year)
    link = _year_link(year)
    context = YearPage(
        site=frame.site,
        page=frame.info(link.path, link.name),
        card=_year_card(year, tuple(_months(held))),
        topics=_busiest_topics(frame, year),
        newer=_year_link(newer) if newer else None,
        older=_year_link(older) if older else None,
    )
    page = Page(link.path, "year.html", context, f"year {link.name}")
    yield Planned(page, f"year {link.name}", lastmod=_last_change(frame, next(iter(held))), part=_part(year))


def _last_change(frame: Frame, day: date) -> str:
    """The newest change among the articles of a day: what the sitemap says of the month and year that it ends."""
    return newest_change(frame.archive.walk(_series(day)))


def _part(year: int) -> str:
    return f"dates-{year:04d}"


def _series(day: date) -> str:
    return f"day {day.isoformat()}"


def _busiest_topics(frame: Frame, year: int) -> tuple[Link, ...]:
    ranked = sorted(frame.archive.topics_of_year(year), key=lambda topic: (-topic[2], topic[0]))
    shown = [topic for topic in ranked if topic[0] != UNCLASSIFIED][:TOPICS_OF_YEAR]
    return tuple(topic_link(Label(name, slug), count) for slug, name, count in shown)


def plan_month(frame: Frame, name: str) -> Iterator[Planned]:
    """The page of a month (`2025-09`), where it holds articles."""
    months = frame.once(_months_by_name)
    month = months.get(name)
    if month is None:
        return
    newer, older = _around(tuple(months.values()), month)
    link = _month_link(month)
    days = tuple(
        DayCard(_day_cell(day, count), frame.items_of(frame.archive.newest(_series(day), ITEMS_OF_DAY)))
        for day, count in month.days
    )
    context = MonthPage(
        site=frame.site,
        page=frame.info(link.path, link.name),
        month=month.first,
        count=month.count,
        weeks=_weeks(month),
        days=days,
        year=Link(f"{month.year:04d}", listing_path(day_folder(month.year))),
        newer=_month_link(newer) if newer else None,
        older=_month_link(older) if older else None,
    )
    page = Page(link.path, "month.html", context, f"month {link.name}")
    lastmod = _last_change(frame, month.days[0][0])
    yield Planned(page, f"month {link.name}", lastmod=lastmod, part=_part(month.year))


def _day_cell(day: date, count: int) -> DayCell:
    return DayCell(Timestamp(day), _day_path(day) if count else "", count)


def _weeks(month: _Month) -> tuple[tuple[DayCell | None, ...], ...]:
    counts = {day.day: count for day, count in month.days}
    return tuple(
        tuple(
            _day_cell(date(month.year, month.month, number), counts.get(number, 0)) if number else None
            for number in week
        )
        for week in _CALENDAR.monthdayscalendar(month.year, month.month)
    )


def plan_day(frame: Frame, name: str, numbers: Numbers = ALL) -> Iterator[Planned]:
    """The pages of a day (`2025-09-12`), where it holds articles."""
    day = date.fromisoformat(name)
    days = frame.archive.days()
    if day not in days:
        return
    newer, older = _day_neighbours(frame, day)
    archive = frame.archive
    folder = day_folder(day.year, day.month, day.day)
    for part in paginate(lambda start: archive.walk(_series(day), start), days[day], DAY_PAGE_SIZE, folder, numbers):
        context = DayPage(
            site=frame.site,
            page=frame.info(part.path, name),
            day=Timestamp(day),
            count=days[day] if part.is_newest else 0,
            groups=_groups_by_topic(frame, part),
            headlines=_headline_links(frame, day) if part.is_newest else (),
            headlines_only=_headlines_only(frame, day) if part.is_newest else (),
            pagination=part.pagination if part.pagination.total != 1 else None,
            month=Link(name[:7], listing_path(day_folder(day.year, day.month))),
            newer=_day_link(newer) if newer else None,
            older=_day_link(older) if older else None,
        )
        page = Page(part.path, "day.html", context, f"day {name}")
        yield Planned(page, f"day {name}", part.pagination.number, newest_change(part.items), _part(day.year))


def _day_neighbours(frame: Frame, day: date) -> tuple[date | None, date | None]:
    """The next later and the next earlier day with articles."""
    newer, _ = frame.archive.around(Chain.DATED, day_prefix(day) + b"\xff")
    _, older = frame.archive.around(Chain.DATED, day_prefix(day))
    return (position_day(newer.position) if newer else None, position_day(older.position) if older else None)


def _headline_links(frame: Frame, day: date) -> tuple[Link, ...]:
    """The newest headline lists of a day, by the day of their date, else of their capture."""
    lists = frame.archive.newest(f"lists-of {day.isoformat()}", HEADLINES_OF_DAY)
    return tuple(Link(entry.title, entry.path, len(entry.lines), entry.lang) for entry in lists)


def _headlines_only(frame: Frame, day: date) -> tuple[HeadlineOnly, ...]:
    """The first headlines of a day's lists, the newest list first, of which there is no article; each once."""
    found: dict[str, HeadlineOnly] = {}
    if not frame.site.has_headlines:
        return ()
    for entry in frame.archive.newest(f"lists-of {day.isoformat()}", HEADLINES_OF_DAY):
        for text, path in zip(entry.lines, frame.archive.matches(entry), strict=True):
            key = fold_title(text)
            if key and not path and key not in found:
                found[key] = headline_only(text, entry)
                if len(found) == ONLY_OF_DAY:
                    return tuple(found.values())
    return tuple(found.values())


def _groups_by_topic(frame: Frame, part: Slice[Entry]) -> tuple[Group, ...]:
    """The articles under their first topics in the order of the topics' names, those without a topic last."""
    groups: dict[str, list[Entry]] = {}
    for entry in part.items:
        groups.setdefault(entry.topics[0].key if entry.topics else "", []).append(entry)
    named = {slug: entries[0].topics[0] for slug, entries in groups.items() if slug}
    slugs = sorted(named, key=lambda slug: (fold_name(named[slug].name), slug))
    headed = [Group(topic_link(named[slug]), None, frame.items_of(groups[slug])) for slug in slugs]
    rest = groups.get("")
    return (*headed, Group(None, None, frame.items_of(rest))) if rest else tuple(headed)
