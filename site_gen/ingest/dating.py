"""Earliest dates for what carries none: a page that shows a headline was captured after that headline's article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from site_gen.ingest.held import Held, HeldFile
from site_gen.model import DateSource, Timestamp
from site_gen.state import Dated

_FLUSH_FILES = 512
"""Files that are dated before they are put into place."""


def date_by_headlines(held: Held) -> int:
    """Give undated articles and headline lists a `captured` no earlier than what they show; how many articles got one.

    An article takes the newest dated article among the headlines beside it; a list that of its headlines and of the
    articles that it stood beside. Files that a person edited are left alone. Looked at are the lists that changed and
    those that show or stand beside an article that did. All is read from the state; only what gets a date is opened.
    """
    ledger = held.state.ledger
    changed = 0
    for listed in ledger.touched_lists():
        beside = ledger.articles_with(listed.beside)
        # Of several articles with one title the oldest is the one that a headline is sure to come after.
        shown = _newest(ledger.oldest(listed.shown))
        around = _newest(file.published for file in beside if file.published)
        _capture(held, listed, _newest_of(shown, around))
        changed += sum(_capture(held, file, shown) for file in beside)
        if len(held.planned) >= _FLUSH_FILES:
            held.flush()
    ledger.clear_touched()
    return changed


def _newest(dates: Iterable[str]) -> Timestamp | None:
    return _newest_of(*map(Timestamp.parse, dates))


def _newest_of(*dates: Timestamp | None) -> Timestamp | None:
    """The newest of the dates; of two that are equally new the first."""
    return max((date for date in dates if date), key=lambda date: date.sort_key, default=None)


def _capture(held: Held, file: Dated, at: Timestamp | None) -> bool:
    """Set `captured` to `at`, if the file has no better date."""
    if at is None or not file.datable:
        return False
    article = held.at(file.path).article
    if article.captured is not None and article.captured.sort_key >= at.sort_key:
        return False
    changed = replace(article, captured=at, date_source=DateSource.HEADLINES)
    held.put_dated(HeldFile(file.path, changed, pristine=True))
    return True
