"""The headline lists and their index."""

from __future__ import annotations

from collections.abc import Iterator

from site_gen.entries import HeadlineList
from site_gen.model import Article, Page
from site_gen.pages.context import Headline, HeadlinesCard, HeadlinesIndexPage, HeadlinesPage, Link
from site_gen.pages.frame import Frame, Planned, changed_day, direction, newest_change, source_link, source_text
from site_gen.pages.paging import paginate

DOCUMENTS_LIMIT = 20
FIRST_LINES = 5


def plan_headlines(frame: Frame) -> Iterator[Planned]:
    """The index of headline lists, where there are any, and a page for each."""
    lists = frame.archive.headlines
    if not lists:
        return
    for part in paginate(lists, frame.config.page_size, "headlines"):
        cards = tuple(_card(headlines) for headlines in part.items)
        context = HeadlinesIndexPage(frame.site, frame.info(part.path), cards, part.pagination)
        page = Page(part.path, "headlines_index.html", context, "headlines")
        yield Planned(page, newest_change(headlines.entry for headlines in part.items))
    for headlines in lists:
        yield _plan_list(frame, headlines)


def _card(headlines: HeadlineList) -> HeadlinesCard:
    entry = headlines.entry
    return HeadlinesCard(
        link=Link(entry.article.title, entry.path, len(headlines.lines)),
        lang=entry.article.lang or "",
        dir=direction(entry.article.lang),
        first=tuple(line.text for line in headlines.lines[:FIRST_LINES]),
        linked=sum(1 for line in headlines.lines if line.path),
        captured=entry.article.captured,
        source=source_text(entry),
    )


def _plan_list(frame: Frame, headlines: HeadlineList) -> Planned:
    entry = headlines.entry
    article = entry.article
    context = HeadlinesPage(
        site=frame.site,
        page=frame.info(entry.path, article.title),
        lang=article.lang or "",
        dir=direction(article.lang),
        published=article.published,
        captured=article.captured,
        source=source_link(entry, frame.archive),
        headlines=tuple(Headline(line.text, line.path) for line in headlines.lines),
        beside=frame.items_of(headlines.beside),
        documents=_documents(article),
    )
    return Planned(Page(entry.path, "headlines.html", context, frame.origin(entry)), changed_day(article))


def _documents(article: Article) -> tuple[str, ...]:
    named = (article.source.document, *(also.document for also in article.also))
    return tuple(dict.fromkeys(document for document in named if document))[:DOCUMENTS_LIMIT]
