"""Article pages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from site_gen.entries import Entry
from site_gen.model import Page
from site_gen.pages.context import ArticlePage, Item, Link
from site_gen.pages.frame import Frame, Planned, changed_day, direction, in_turn, source_link, topic_link
from site_gen.pages.structured import describe_article
from site_gen.urls import day_folder, listing_path, safe_url

WEB = ("http", "https")
_EXTRA_PAIRS = 20
_EXTRA_LENGTH = 200


def plan_articles(frame: Frame) -> Iterator[Planned]:
    """A page for each article; its neighbours are those of the dated or of the undated articles."""
    for entries in (frame.archive.dated, frame.archive.undated):
        for newer, entry, older in in_turn(entries):
            yield _plan_article(
                frame, entry, frame.item(newer) if newer else None, frame.item(older) if older else None
            )


def _plan_article(frame: Frame, entry: Entry, newer: Item | None, older: Item | None) -> Planned:
    article = entry.article
    info = frame.info(entry.path, article.title, entry.summary if article.summary else "")
    context = ArticlePage(
        site=frame.site,
        page=info,
        title=article.title,
        lang=article.lang or "",
        dir=direction(article.lang),
        standfirst=entry.standfirst,
        body=article.body,
        dateline=article.dateline or "",
        authors=article.authors,
        credit=article.credit or "",
        published=article.published,
        date_source=article.date_source,
        updated=article.updated,
        captured=article.captured,
        topics=tuple(topic_link(topic) for topic in entry.topics),
        keywords=_keyword_links(entry),
        source=source_link(entry, frame.archive),
        source_code=article.source.code or "",
        original=safe_url(article.source.url, WEB) or "",
        document=article.source.document or "",
        also=_also(entry),
        headlines=_headline_links(frame, entry),
        day=_day_link(entry),
        newer=newer,
        older=older,
        extra=flatten_extra(article.extra),
        structured_data=describe_article(entry),
    )
    part = article.published.day.isoformat()[:7] if article.published else "undated"
    return Planned(Page(entry.path, "article.html", context, frame.origin(entry)), changed_day(article), part)


def _keyword_links(entry: Entry) -> tuple[Link, ...]:
    return tuple(
        Link(keyword.name, listing_path(f"keywords/{keyword.slug}") if keyword.slug else "")
        for keyword in entry.keywords
    )


def _also(entry: Entry) -> tuple[tuple[str, str], ...]:
    """The further documents; an entry that gives neither document nor a safe address says nothing."""
    pairs = ((also.document or "", safe_url(also.url, WEB) or "") for also in entry.article.also)
    return tuple(pair for pair in pairs if any(pair))


def _headline_links(frame: Frame, entry: Entry) -> tuple[Link, ...]:
    lists = frame.archive.beside.get(entry.file.path, ())
    return tuple(Link(beside.article.title, beside.path, lang=beside.article.lang or "") for beside in lists)


def _day_link(entry: Entry) -> Link | None:
    published = entry.article.published
    if published is None:
        return None
    day = published.day
    return Link(day.isoformat(), listing_path(day_folder(day.year, day.month, day.day)))


def flatten_extra(extra: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """The front matter keys that site-gen does not know as short texts, in the order of the keys."""
    pairs = ((key, _text(extra[key])) for key in sorted(extra)[:_EXTRA_PAIRS])
    return tuple((key[:_EXTRA_LENGTH], text[:_EXTRA_LENGTH]) for key, text in pairs)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
