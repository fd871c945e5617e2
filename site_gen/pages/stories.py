"""The stories: what an article tells of its own, the pages of each, and the overview of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from site_gen.entries import Archive, Delta, Entry, Kin, Label, Story, day_prefix, position_day
from site_gen.model import Page, Timestamp
from site_gen.pages.context import HeadlineOnly, Link, Mention, Pagination, StoriesPage, StoryBox, StoryCard, StoryPage
from site_gen.pages.feeds import story_feed_path
from site_gen.pages.frame import Frame, Planned, direction, newest_change, place_link, topic_link
from site_gen.pages.headlines import headline_only
from site_gen.pages.paging import ALL, Numbers, Slice, count_numbered, paginate
from site_gen.urls import listing_path

RUNS_FOR = 7
"""Days after its newest article for which a story runs, reckoned from the newest day of the archive."""
RUNNING_LIMIT = 100
LABELS_LIMIT = 10
HEADLINES_LIMIT = 20
FOLDER = "stories"


def make_mention(entry: Entry) -> Mention:
    """An article that another one points to."""
    return Mention(entry.path, entry.title, entry.lang, direction(entry.lang), entry.published)


def _path(slug: str) -> str:
    return listing_path(f"{FOLDER}/{slug}")


def story_box(kin: Kin) -> StoryBox | None:
    """What an article tells of its story, None where it has none."""
    story = kin.story
    if story is None:
        return None
    first = story.first
    link = Link(first.title, _path(story.slug), lang=first.lang)
    return StoryBox(link, direction(first.lang), kin.number, make_mention(kin.older) if kin.older else None)


def plan_story(frame: Frame, slug: str, numbers: Numbers = ALL) -> Iterator[Planned]:
    """The pages of a story, where it exists."""
    story = frame.archive.story(slug)
    if story is None:
        return
    size = frame.config.page_size
    series = story.series
    folder = f"{FOLDER}/{slug}"
    for part in paginate(lambda start: frame.archive.walk(series, start), story.count, size, folder, numbers):
        page = Page(part.path, "story.html", _context(frame, story, part), series)
        yield Planned(page, series, part.pagination.number, newest_change(part.items), FOLDER)


def _context(frame: Frame, story: Story, part: Slice[Entry]) -> StoryPage:
    """One page; what grows with the story stands on its newest page alone."""
    first = story.first
    is_newest = part.is_newest
    members = tuple(frame.archive.walk(story.series)) if is_newest else ()
    return StoryPage(
        site=frame.site,
        page=frame.info(part.path, first.title, feed=story_feed_path(story.slug)),
        name=Link(first.title, _path(story.slug), story.count if is_newest else 0, first.lang),
        dir=direction(first.lang),
        first=_day(first),
        last=_day(story.last) if is_newest else None,
        topics=_ranked(_main_topics(frame.archive, members), topic_link),
        places=_ranked((place for entry in members for place in entry.places), place_link),
        groups=frame.groups_by_day(part.items),
        headlines=_headlines(frame.archive, story) if is_newest else (),
        pagination=part.pagination,
    )


def _day(entry: Entry) -> Timestamp | None:
    return Timestamp(entry.published.day) if entry.published else None


def _headlines(archive: Archive, story: Story) -> tuple[HeadlineOnly, ...]:
    return tuple(headline_only(text, beside) for text, beside in archive.echoes(story.slug, HEADLINES_LIMIT))


def _main_topics(archive: Archive, members: Iterable[Entry]) -> Iterator[Label]:
    """The topics of the articles without sub-topics, which may have no pages: a topic has one from one article on."""
    for entry in members:
        for topic in entry.topics:
            listing = archive.listing(f"topic {topic.key}")
            if listing is not None and not listing.parent:
                yield topic


def _ranked(labels: Iterable[Label], link: Callable[[Label, int], Link]) -> tuple[Link, ...]:
    """Links to what most articles of a story have, with how many have it."""
    known: dict[str, Label] = {}
    counts = Counter[str]()
    for label in labels:
        known.setdefault(label.key, label)
        counts[label.key] += 1
    ranked = sorted(counts, key=lambda key: (-counts[key], key))[:LABELS_LIMIT]
    return tuple(link(known[key], counts[key]) for key in ranked)


# --- the overview


def plan_stories(frame: Frame, numbers: Numbers = ALL) -> Iterator[Planned]:
    """The overview of the stories, where there are any: running ones on its newest page, past ones as they ended."""
    archive = frame.archive
    if not archive.has_stories():
        return
    since = _since(archive)
    for part in _past(frame, since, numbers):
        running = archive.running_stories(since, RUNNING_LIMIT) if part.is_newest else ()
        context = StoriesPage(
            site=frame.site,
            page=frame.info(part.path),
            running=tuple(map(_card, running)),
            past=tuple(map(_card, part.items)),
            pagination=part.pagination,
        )
        shown = [story.last for story in (*running, *part.items)]
        page = Page(part.path, "stories.html", context, FOLDER)
        yield Planned(page, FOLDER, part.pagination.number, newest_change(shown), "listings")


def _past(frame: Frame, since: bytes, numbers: Numbers) -> Iterator[Slice[Story]]:
    """The pages of past stories; the newest one where there are none."""
    archive = frame.archive
    count = archive.count_stories(since)
    if count:
        size = frame.config.page_size
        return paginate(lambda start: archive.past_stories(since, start), count, size, FOLDER, numbers)
    path = listing_path(FOLDER)
    return iter((Slice(path, (), Pagination(1, 1, "", "", path, path), is_newest=True),))


def _card(story: Story) -> StoryCard:
    first = story.first
    link = Link(first.title, _path(story.slug), story.count, first.lang)
    return StoryCard(link, direction(first.lang), _day(first), _day(story.last))


def _since(archive: Archive) -> bytes:
    """The position from which on the newest articles of running stories stand."""
    newest = archive.newest_articles(1)
    return _days_before(newest[0].position) if newest else b""


def _days_before(position: bytes) -> bytes:
    day = position_day(position)
    if day is None or (day - date.min).days <= RUNS_FOR:
        return b""
    return day_prefix(day - timedelta(days=RUNS_FOR))


def stale_stories(frame: Frame, delta: Delta) -> Numbers:
    """The pages of the overview that a change may touch."""
    archive = frame.archive
    # A story moves when it ends elsewhere; and those become past, or run again, whose end lies between the days from
    # which on stories run, before and after the change. Neither of them is before that of an article that has stayed.
    touched = {_since(archive), *delta.ends}
    moved = delta.span("dated").moved | delta.span("undated").moved
    if moved:
        touched.add(_since_stayed(archive, moved))
    # All before these are past, before and after, so that their full pages but for the last one are as they were.
    return Numbers(max(1, count_numbered(archive.count_stories(min(touched)), frame.config.page_size)))


def _since_stayed(archive: Archive, moved: set[bytes]) -> bytes:
    """From which day on stories run, reckoned from the newest of the articles that have neither come nor gone."""
    newest = (entry.position for chain in ("dated", "undated") for entry in archive.newest(chain, len(moved) + 1))
    stayed = max((position for position in newest if position not in moved), default=None)
    return b"" if stayed is None else _days_before(stayed)
