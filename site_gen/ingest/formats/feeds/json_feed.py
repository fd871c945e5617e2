"""JSON Feed 1 and 1.1 to entries."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from site_gen.ingest.decode import UndecodableError, decode
from site_gen.ingest.enrich.dates import parse_date
from site_gen.ingest.enrich.language import language_code
from site_gen.ingest.formats.feeds.entries import Body, Entry, Feed
from site_gen.ingest.formats.wxr.lines import plain_line
from site_gen.model import clean_line


class NoFeedError(Exception):
    """The bytes are no feed; the message says why and what to do about it."""


def parse_json_feed(data: bytes) -> Feed:
    """The feed that a JSON text holds. Raises NoFeedError."""
    try:
        value = json.loads(_text(data))
    except UndecodableError as error:
        raise NoFeedError(str(error)) from error
    except (ValueError, RecursionError) as error:
        raise NoFeedError(f"is no JSON that can be read ({str(error)[:120]}); fetch the feed again") from error
    if not isinstance(value, dict) or not isinstance(value.get("items"), list):
        raise NoFeedError("is a JSON feed without a list 'items'")
    authors = _authors(value)
    return Feed(
        entries=tuple(_entry(item, authors) for item in value["items"] if isinstance(item, dict)),
        title=_line(value, "title") or None,
        lang=language_code(value.get("language")),
        home=_line(value, "home_page_url") or _line(value, "feed_url") or None,
    )


def _text(data: bytes) -> str:
    """JSON is UTF-8, and may be all on one line, which no other text may."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decode(data)


def _entry(item: Mapping[str, Any], authors: tuple[str, ...]) -> Entry:
    markup, text = _string(item, "content_html"), _string(item, "content_text")
    content = Body(markup) if markup.strip() else Body(text, is_html=False) if text.strip() else None
    summary = _string(item, "summary")
    attachments = item.get("attachments")
    return Entry(
        id=_line(item, "id"),
        title=plain_line(_string(item, "title")),
        content=content,
        summary=Body(summary, is_html=False) if summary.strip() else None,
        url=_line(item, "url") or _line(item, "external_url") or None,
        published=parse_date(item.get("date_published")),
        updated=parse_date(item.get("date_modified")),
        authors=_authors(item) or authors,
        tags=tuple(tag for tag in _list(item, "tags") if isinstance(tag, str)),
        lang=language_code(item.get("language")),
        media=len(attachments) if isinstance(attachments, list) else 0,
        origins={
            "content": "content_html" if markup.strip() else "content_text",
            "url": "url" if item.get("url") else "external_url",
            "published": "date_published",
            "updated": "date_modified",
            "authors": "authors",
            "tags": "tags",
        },
    )


def _authors(value: Mapping[str, Any]) -> tuple[str, ...]:
    """The names in `authors`, or in the one `author` of version 1."""
    every = [*_list(value, "authors"), value.get("author")]
    return tuple(name for author in every if isinstance(author, dict) and (name := _line(author, "name")))


def _list(value: Mapping[str, Any], key: str) -> list[Any]:
    found = value.get(key)
    return found if isinstance(found, list) else []


def _string(value: Mapping[str, Any], key: str) -> str:
    found = value.get(key)
    return found if isinstance(found, str) else ""


def _line(value: Mapping[str, Any], key: str) -> str:
    """A text on one line; ids are numbers in feeds that do not keep to the specification."""
    found = value.get(key)
    if isinstance(found, int | float) and not isinstance(found, bool):
        return str(found)[:40] if abs(found) < 1e30 else ""
    return clean_line(found) if isinstance(found, str) else ""
