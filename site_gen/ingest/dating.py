"""Earliest dates for what carries none: a page that shows a headline was captured after that headline's article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from site_gen.content import list_items
from site_gen.ingest.held import Held, HeldFile, documents_of, title_key
from site_gen.model import Article, DateSource, Kind, Timestamp


def date_by_headlines(held: Held) -> int:
    """Give undated articles and headline lists a `captured` no earlier than what they show; how many articles got one.

    An article takes the newest dated article among the headlines beside it; a list that of its headlines and of the
    articles that it stood beside. Files that a person edited are left alone.
    """
    oldest = _oldest_by_title(file.article for file in held)
    changed = 0
    for file in list(held):
        if file.article.kind is not Kind.HEADLINES:
            continue
        beside = [
            other for document in documents_of(file.article) for other in held.of_document(Kind.ARTICLE, document)
        ]
        shown = [oldest[key] for key in map(title_key, list_items(file.article.body)) if key in oldest]
        _capture(held, file, (*shown, *(other.article.published for other in beside if other.article.published)))
        changed += sum(_capture(held, other, shown) for other in beside)
    return changed


def _oldest_by_title(articles: Iterable[Article]) -> Mapping[str, Timestamp]:
    """Of several articles with one title the oldest is the one that a headline is sure to come after."""
    oldest: dict[str, Timestamp] = {}
    for article in articles:
        if article.kind is Kind.ARTICLE and article.published:
            key = title_key(article.title)
            if key not in oldest or article.published.sort_key < oldest[key].sort_key:
                oldest[key] = article.published
    return oldest


def _capture(held: Held, file: HeldFile, dates: Iterable[Timestamp]) -> bool:
    """Set `captured` to the newest of the dates, if the file has no better date."""
    at = max(dates, key=lambda date: date.sort_key, default=None)
    article = file.article
    known = article.captured is not None and article.date_source is not DateSource.HEADLINES
    if at is None or article.published or known or not file.pristine:
        return False
    if article.captured is not None and article.captured.sort_key >= at.sort_key:
        return False
    held.put(HeldFile(file.path, replace(article, captured=at, date_source=DateSource.HEADLINES), pristine=True))
    return True
