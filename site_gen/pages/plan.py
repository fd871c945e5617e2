"""The whole plan: every page of the site, row by row, or those alone that a change of content may touch."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from site_gen.config import Config
from site_gen.entries import LISTS_ON, Archive, Chain, Delta, Span
from site_gen.model import Page
from site_gen.pages.article import plan_article, plan_articles
from site_gen.pages.check import PathIndex
from site_gen.pages.dates import plan_dates, plan_day, plan_month, plan_year
from site_gen.pages.feeds import plan_feed
from site_gen.pages.frame import OTHERS_LIMIT, Frame, Planned
from site_gen.pages.headlines import plan_headlines_index, plan_list
from site_gen.pages.home import plan_home, plan_not_found, plan_robots
from site_gen.pages.letters import LETTERED, group_all, letter_of
from site_gen.pages.listings import plan_listing
from site_gen.pages.overview import plan_letter, plan_overview
from site_gen.pages.paging import ALL, Numbers, count_numbered, page_of
from site_gen.pages.places import plan_places
from site_gen.pages.redirects import plan_redirects, plan_tombstone
from site_gen.pages.sitemap import Located, plan_index, plan_part
from site_gen.pages.stories import plan_stories, plan_story, stale_stories
from site_gen.pages.topics import YEAR_SIZE, plan_topic_year, stale_years, topic_year_rows, topics_that_name

T = TypeVar("T", str, int, date)

KINDS = ("topic", "keyword", "place", "person", "source")
_NAMED = {"day": plan_day, "letter": plan_letter, "story": plan_story, "topic-year": plan_topic_year}
_NUMBERED = {"headlines": plan_headlines_index, "stories": plan_stories}


def plan_row(frame: Frame, series: str, numbers: Numbers = ALL) -> Iterator[Planned]:
    """The pages of one row; none where there is nothing to show in it (any more)."""
    kind, _, name = series.partition(" ")
    if kind in KINDS or kind == "undated":
        return plan_listing(frame, series, numbers)
    if kind in _NAMED:
        return _NAMED[kind](frame, name, numbers)
    if kind in _NUMBERED:
        return _NUMBERED[kind](frame, numbers)
    named = {
        "file": _plan_file,
        "feed": plan_feed,
        "overview": plan_places if name == "place" else plan_overview,
        "month": plan_month,
        "year": plan_year,
    }
    if kind in named:
        return named[kind](frame, name)
    single = {"home": plan_home, "dates": plan_dates, "404": plan_not_found, "robots": plan_robots}
    return single[kind](frame)


def _plan_file(frame: Frame, file: str) -> Iterator[Planned]:
    """The page of a content file, where it has one."""
    entry = frame.archive.entry(file)
    if entry is None or entry.chain is Chain.HIDDEN:
        return
    if entry.chain.is_shown:
        yield plan_article(frame, entry, *frame.archive.around(entry.chain, entry.position))
    else:
        yield plan_list(frame, entry) if entry.chain is Chain.HEADLINES else plan_tombstone(frame, entry)


def plan_all(frame: Frame) -> Iterator[Planned]:
    """Every page but for the redirects and the sitemap, which depend on the others."""
    yield from plan_row(frame, "home")
    for chain in (Chain.DATED, Chain.UNDATED):
        yield from plan_articles(frame, chain)
    for entry in frame.archive.walk("withdrawn"):
        yield plan_tombstone(frame, entry)
    for entry in frame.archive.walk("headlines"):
        yield plan_list(frame, entry)
    for series in all_rows(frame.archive):
        yield from plan_row(frame, series)
    for topic in frame.archive.listings("topic"):
        for series in topic_year_rows(frame, topic):
            yield from plan_row(frame, series)
    for kind, by_letter in frame.once(group_all).items():
        for letter in by_letter:
            yield from plan_letter(frame, f"{kind} {letter.slug}")


def all_rows(archive: Archive) -> Iterator[str]:
    """Every row but for home, the pages of content files, which are walked in time, and the years of large topics."""
    days = archive.days()
    for kind in KINDS:
        yield f"overview {kind}"
        yield from (listing.id for listing in archive.listings(kind))
    yield from (story.series for story in archive.past_stories(b"\xff"))
    yield "stories"
    yield "undated"
    yield "dates"
    yield from dict.fromkeys(f"year {day.year:04d}" for day in days)
    yield from dict.fromkeys(f"month {day.isoformat()[:7]}" for day in days)
    yield from (f"day {day.isoformat()}" for day in days)
    yield "headlines"
    yield "feed"
    yield from (f"feed {listing.id}" for listing in archive.listings("topic"))
    yield from (f"feed {story.series}" for story in archive.past_stories(b"\xff"))
    yield "404"
    yield "robots"


def plan_stale(frame: Frame, delta: Delta) -> Iterator[tuple[str, Numbers]]:
    """The rows, and of them the pages, that a change may touch. It says too much rather than too little."""
    archive = frame.archive
    files = set(delta.files)
    for chain in (Chain.DATED, Chain.UNDATED):
        for position in delta.span(chain.name.lower()).positions:
            files.update(entry.file for entry in archive.around(chain, position) if entry)
    for series in delta.names:
        if not series.startswith("place "):  # an article links to its places in any case
            files.update(entry.file for entry in archive.walk(series))
    yield from ((f"file {file}", ALL) for file in sorted(files))
    yield from _stale_listings(frame, delta)
    yield from _stale_stories(frame, delta)
    yield from _stale_dates(frame, delta)
    # A year names its busiest topics, whichever year the articles are of that have them spelled otherwise now.
    named = [series for series in delta.names if series.startswith("topic ")]
    yield from ((f"year {year:04d}", ALL) for year in sorted({y for topic in named for y in archive.years_of(topic)}))
    if delta.counts:
        topics = sorted(series for series in delta.series.keys() | delta.names if series.startswith("topic "))
        yield from ((f"feed {series}", ALL) for series in topics)
        yield from ((series, ALL) for series in ("home", "feed", "dates", "404"))
        yield from ((f"overview {kind}", ALL) for kind in KINDS)
        yield from _stale_letters(frame, delta)


def _stale_letters(frame: Frame, delta: Delta) -> Iterator[tuple[str, Numbers]]:
    """The letters of the names whose counts may differ; all of them where a name came or went, and so may a letter."""
    for kind in LETTERED:
        letters = {letter_of(series) for series in delta.series if series.startswith(f"{kind} ")}
        if any(series.startswith(f"{kind} ") for series in delta.names):
            letters.update(frame.once(group_all)[kind])
        for slug in sorted(letter.slug for letter in letters):
            yield f"letter {kind} {slug}", ALL


def _stale_listings(frame: Frame, delta: Delta) -> Iterator[tuple[str, Numbers]]:
    archive = frame.archive
    size = frame.config.page_size
    wanted: dict[str, Numbers] = {}
    if any(series.startswith("topic ") for series in delta.names) or len(frame.main_topics()) > OTHERS_LIMIT:
        for listing in archive.listings("topic"):
            # The newest page of each topic names the others.
            wanted[listing.id] = _newest(archive, listing.id, size)
    topics = topics_that_name(frame, delta)
    # The newest page of a topic tells of headlines without an article.
    topics.update(f"topic {series.removeprefix(LISTS_ON)}" for series in delta.series if series.startswith(LISTS_ON))
    for series in topics:
        wanted[series] = _newest(archive, series, size)
    for series in sorted(delta.series):
        if series.partition(" ")[0] in (*KINDS, "undated", "headlines"):
            stale = _numbers(archive, series, delta.series[series], size)
            held = wanted.get(series, Numbers(None))
            wanted[series] = Numbers(stale.since, stale.singles | held.singles)
    wanted.update((series, ALL) for series in delta.names)
    yield from sorted(wanted.items(), key=lambda pair: pair[0])
    for row, span in stale_years(frame, delta):
        yield row, ALL if span is None else _numbers(archive, row, span, YEAR_SIZE * size)


def _newest(archive: Archive, series: str, size: int) -> Numbers:
    """The newest page of a row alone."""
    return Numbers(None, frozenset((count_numbered(archive.size(series), size) + 1,)))


def _stale_stories(frame: Frame, delta: Delta) -> Iterator[tuple[str, Numbers]]:
    archive = frame.archive
    changed = sorted(series for series in delta.series if series.startswith("story "))
    for series in changed:
        span = delta.series[series]
        story = archive.story(series.removeprefix("story "))
        # All pages of a story are headed by the title of its first article.
        is_named = story is None or min(span.positions, default=b"\xff") <= story.first.position
        yield series, ALL if is_named else _numbers(archive, series, span, frame.config.page_size)
        yield f"feed {series}", ALL
    if changed or any(delta.span(chain).moved for chain in ("dated", "undated")):
        yield "stories", stale_stories(frame, delta)


def _numbers(archive: Archive, series: str, span: Span, size: int) -> Numbers:
    """The pages of a row that a change in its series may touch."""
    count = archive.size(series)
    if not count:
        return ALL
    singles = frozenset(page_of(archive.rank(series, place), count, size) for place in span.changed)
    if not span.moved:
        # The newest page tells how many there are, and in which years.
        return _newest(archive, series, size).joined(Numbers(None, singles))
    # The page before links to the next newer one, whose address changes when it is the newest no more: so does the
    # last full page of before, which is not before that of the fewest articles that there can have been.
    first = page_of(archive.rank(series, min(span.moved)), count, size) - 1
    fewest = max(0, count - len(span.moved))
    return Numbers(max(1, min(first, count_numbered(fewest, size))), singles)


def _stale_dates(frame: Frame, delta: Delta) -> Iterator[tuple[str, Numbers]]:
    """The days, months and years in which something changed, and their neighbours, which link to them."""
    archive = frame.archive
    named = {series: series.partition(" ")[2] for series in delta.series if series.startswith(("day ", "lists-of "))}
    touched = {date.fromisoformat(name) for series, name in named.items() if series.startswith("day ")}
    if not touched:
        yield from ((f"day {name}", ALL) for name in sorted(named.values()))
        return
    days = sorted({*archive.days(), *touched})
    # Where a day came or went its neighbours link to others; where it stays, they are as they were.
    near = _with_neighbours(days, {day for day in touched if delta.series[f"day {day.isoformat()}"].moved})
    near |= {date.fromisoformat(name) for name in named.values()}
    yield from ((f"day {day.isoformat()}", ALL) for day in sorted(near))
    months = sorted({day.isoformat()[:7] for day in days})
    for month in sorted(_with_neighbours(months, {day.isoformat()[:7] for day in touched})):
        yield f"month {month}", ALL
    years = sorted({day.year for day in days})
    for year in sorted(_with_neighbours(years, {day.year for day in touched})):
        yield f"year {year:04d}", ALL


def _with_neighbours(values: Sequence[T], wanted: Iterable[T]) -> set[T]:
    """The wanted ones of some sorted values and those before and after them."""
    found: set[T] = set()
    for value in wanted:
        place = bisect_left(values, value)
        found.update(values[max(0, place - 1) : place + 2])
    return found


@dataclass(frozen=True, slots=True)
class Plan:
    """All pages of a site, and what was left out of it."""

    pages: tuple[Page, ...]
    problems: tuple[str, ...]
    """A line for each alias that cannot redirect."""


def plan_pages(archive: Archive, config: Config, stylesheet: str) -> Plan:
    """Every page of an archive's site at once; `stylesheet` is the output path of its style sheet."""
    frame = Frame.of(archive, config, stylesheet)
    planned = list(plan_all(frame))
    if config.base_url:
        parts: dict[str, list[Located]] = {}
        for plan in planned:
            if plan.part:
                parts.setdefault(plan.part, []).append((plan.page.path, plan.lastmod))
        files = [file for part in sorted(parts) for file in plan_part(config, part, parts[part])]
        planned += [*files, *plan_index(config, [(file.page.path, file.lastmod) for file in files])]
    taken = PathIndex()
    taken.add(stylesheet, "the style sheet")
    for plan in planned:
        taken.add(plan.page.path, plan.page.origin)
    redirects = plan_redirects(frame, taken.conflict)
    return Plan(tuple(plan.page for plan in (*planned, *redirects.pages)), redirects.problems)
