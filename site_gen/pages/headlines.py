"""The headline lists and their index."""

from __future__ import annotations

from collections.abc import Iterator

from site_gen.entries import Entry
from site_gen.model import Page
from site_gen.pages.context import Headline, HeadlineOnly, HeadlinesCard, HeadlinesIndexPage, HeadlinesPage, Link
from site_gen.pages.frame import BESIDE_LIMIT, Frame, Planned, direction, newest_change, source_link, source_text
from site_gen.pages.paging import ALL, Numbers, paginate

DOCUMENTS_LIMIT = 20
FIRST_LINES = 5
SERIES = "headlines"


def headline_only(text: str, entry: Entry) -> HeadlineOnly:
    """A headline of a list whose article the archive does not hold."""
    return HeadlineOnly(text, entry.path, entry.lang, direction(entry.lang), entry.published or entry.captured)


def plan_headlines_index(frame: Frame, numbers: Numbers = ALL) -> Iterator[Planned]:
    """The index of headline lists, where there are any."""
    archive = frame.archive
    size = frame.config.page_size
    for part in paginate(lambda start: archive.walk(SERIES, start), archive.size(SERIES), size, SERIES, numbers):
        cards = tuple(_card(frame, entry) for entry in part.items)
        context = HeadlinesIndexPage(frame.site, frame.info(part.path), cards, part.pagination)
        page = Page(part.path, "headlines_index.html", context, SERIES)
        yield Planned(page, SERIES, part.pagination.number, newest_change(part.items), "listings")


def _card(frame: Frame, entry: Entry) -> HeadlinesCard:
    return HeadlinesCard(
        link=Link(entry.title, entry.path, len(entry.lines)),
        lang=entry.lang,
        dir=direction(entry.lang),
        first=entry.lines[:FIRST_LINES],
        linked=sum(1 for path in frame.archive.matches(entry) if path),
        captured=entry.captured,
        source=source_text(entry),
    )


def plan_list(frame: Frame, entry: Entry) -> Planned:
    """The page of a headline list."""
    context = HeadlinesPage(
        site=frame.site,
        page=frame.info(entry.path, entry.title),
        lang=entry.lang,
        dir=direction(entry.lang),
        published=entry.published,
        captured=entry.captured,
        source=source_link(entry, frame.archive),
        headlines=tuple(map(Headline, entry.lines, frame.archive.matches(entry))),
        beside=frame.items_of(frame.archive.beside(entry, BESIDE_LIMIT)),
        documents=entry.documents[:DOCUMENTS_LIMIT],
    )
    page = Page(entry.path, "headlines.html", context, frame.origin(entry))
    return Planned(page, f"file {entry.file}", lastmod=entry.changed_day, part="listings")
