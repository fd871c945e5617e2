"""The Atom feeds: one of the site, and one of each topic and story."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from site_gen.entries import UNCLASSIFIED, Entry
from site_gen.model import Page, Timestamp
from site_gen.pages.context import FeedEntry, FeedPage
from site_gen.pages.frame import SITE_FEED, Frame, Planned
from site_gen.pages.structured import stable_urn
from site_gen.urls import listing_path, public_url, root_prefix

_NEVER = "1970-01-01T00:00:00Z"


def topic_feed_path(slug: str) -> str:
    """Output path of a topic's feed."""
    return f"topics/{slug}/feed.xml"


def story_feed_path(slug: str) -> str:
    """Output path of a story's feed."""
    return f"stories/{slug}/feed.xml"


def plan_feed(frame: Frame, listing: str) -> Iterator[Planned]:
    """The feed of a topic (`topic sport`) or story (`story SLUG`), or of the site (no name).

    The unclassified have none, since it would have no name.
    """
    title = frame.config.title
    size = frame.config.feed_size
    if not listing:
        yield _plan_feed(frame, "feed", SITE_FEED, title, "index.html", frame.archive.newest_articles(size))
        return
    if listing.startswith("story "):
        story = frame.archive.story(listing.removeprefix("story "))
        if story is not None:
            newest = frame.archive.newest(listing, size)
            path, html = story_feed_path(story.slug), listing_path(f"stories/{story.slug}")
            yield _plan_feed(frame, f"feed {listing}", path, f"{story.first.title} – {title}", html, newest)
        return
    topic = frame.archive.listing(listing)
    if topic is not None and topic.slug != UNCLASSIFIED:
        html = listing_path(f"topics/{topic.slug}")
        newest = frame.archive.newest(topic.id, size)
        yield _plan_feed(
            frame, f"feed {topic.id}", topic_feed_path(topic.slug), f"{topic.name} – {title}", html, newest
        )


def _plan_feed(  # noqa: PLR0913, PLR0917 - what tells the feeds apart
    frame: Frame, series: str, path: str, title: str, html: str, entries: Sequence[Entry]
) -> Planned:
    config = frame.config
    # Atom demands a date of each entry. An article that knows none is left out: any date would be invented. Such
    # articles are the oldest of all, so that they are never among the newest unless the archive holds few others.
    pairs = [(entry, at) for entry in entries if (at := _changed(entry)) is not None]
    newest = max((at for _, at in pairs), key=lambda at: at.sort_key, default=None)
    self_href = public_url(config.base_url, path) if config.base_url else ""
    context = FeedPage(
        site=frame.site,
        id=self_href or stable_urn(f"{config.title}\n{path}"),
        title=title,
        subtitle=config.description if path == SITE_FEED else "",
        self_href=self_href,
        html_href=_href(frame, html, path),
        updated=_instant(frame, newest) if newest else _NEVER,
        entries=tuple(_entry(frame, entry, at, path) for entry, at in pairs),
    )
    origin = "feed" if path == SITE_FEED else f"feed of {html.removesuffix('/index.html')}"
    return Planned(Page(path, "feed.xml", context, origin), series)


def _changed(entry: Entry) -> Timestamp | None:
    return entry.updated or entry.published or entry.captured


def _instant(frame: Frame, at: Timestamp) -> str:
    """The date-time that Atom demands; a time without a zone is one of the archive's own."""
    return at.in_zone(ZoneInfo(frame.config.timezone)).rfc3339()


def _entry(frame: Frame, entry: Entry, updated: Timestamp, feed_path: str) -> FeedEntry:
    return FeedEntry(
        id=stable_urn(entry.id),
        title=entry.title,
        href=_href(frame, entry.path, feed_path),
        lang=entry.lang,
        published=_instant(frame, entry.published) if entry.published else "",
        updated=_instant(frame, updated),
        summary=entry.summary,
        authors=entry.authors,
        topics=tuple((topic.key, topic.name) for topic in entry.topics),
    )


def _href(frame: Frame, path: str, feed_path: str) -> str:
    """The address of a page: absolute where the site has a base URL, else relative to the feed."""
    if frame.config.base_url:
        return public_url(frame.config.base_url, path)
    return root_prefix(feed_path) + path
