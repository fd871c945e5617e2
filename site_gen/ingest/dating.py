"""Earliest dates for what carries none: a page that shows a headline was captured after that headline's article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from site_gen.content import list_items
from site_gen.ingest.held import Held, HeldFile, documents_of
from site_gen.ingest.prints import title_key
from site_gen.model import DateSource, Kind, Timestamp


def date_by_headlines(held: Held) -> int:
    """Give undated articles and headline lists a `captured` no earlier than what they show; how many articles got one.

    An article takes the newest dated article among the headlines beside it; a list that of its headlines and of the
    articles that it stood beside. Files that a person edited are left alone. Looked at are the lists that changed and
    those that show or stand beside an article that did.
    """
    ledger = held.state.ledger
    changed = 0
    for path in ledger.touched(Kind.HEADLINES):
        file = held.at(path)
        beside = [
            other for document in documents_of(file.article) for other in held.of_document(Kind.ARTICLE, document)
        ]
        # Of several articles with one title the oldest is the one that a headline is sure to come after.
        oldest = ledger.oldest([title_key(item) for item in list_items(file.article.body)])
        shown = [at for at in map(Timestamp.parse, oldest.values()) if at is not None]
        _capture(held, file, (*shown, *(other.article.published for other in beside if other.article.published)))
        changed += sum(_capture(held, other, shown) for other in beside)
    ledger.clear_touched()
    return changed


def _capture(held: Held, file: HeldFile, dates: Iterable[Timestamp]) -> bool:
    """Set `captured` to the newest of the dates, if the file has no better date."""
    at = max(dates, key=lambda date: date.sort_key, default=None)
    article = file.article
    known = article.captured is not None and article.date_source is not DateSource.HEADLINES
    if at is None or article.published or known or not file.pristine:
        return False
    if article.captured is not None and article.captured.sort_key >= at.sort_key:
        return False
    changed = replace(article, captured=at, date_source=DateSource.HEADLINES)
    held.put(HeldFile(file.path, changed, pristine=True), former=file.path)
    return True
