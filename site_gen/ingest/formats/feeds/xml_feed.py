"""RSS and Atom to entries. The one user of feedparser."""

from __future__ import annotations

import codecs
import re
import warnings
from io import BytesIO
from time import struct_time
from typing import Any

from site_gen.errors import MissingExtraError
from site_gen.ingest.decode import UndecodableError, decode
from site_gen.ingest.enrich.dates import parse_date
from site_gen.ingest.enrich.language import language_code
from site_gen.ingest.formats.base import Known
from site_gen.ingest.formats.feeds.entries import Body, Entry, Feed
from site_gen.ingest.formats.wxr.channel import is_character_set
from site_gen.ingest.formats.wxr.lines import plain_line
from site_gen.model import Timestamp, clean_line

_ENCODING = re.compile(rb"""^(\s*<\?xml\s[^>]{0,200}?)\s+encoding\s*=\s*["']([\w.:-]{1,40})["']""")
# Byte order marks and UTF-16 without one: feedparser reads them as they are.
_MARKED = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"\0", b"<\0")
_MARKUP = frozenset({"text/html", "application/xhtml+xml", "text/xml", "application/xml", "html", "xhtml"})


def parse_xml_feed(data: bytes, known: Known) -> Feed:
    """The feed that XML holds, as much of it as can be read. Raises MissingExtraError where feedparser is missing."""
    try:
        import feedparser
    except ImportError as error:
        raise MissingExtraError("reading RSS and Atom feeds", "feeds") from error
    data, charset = _with_fit_encoding(data, known.charset)
    kind = f"application/xml; charset={charset}" if charset else "application/xml"
    headers = {"content-type": kind, "content-location": known.url or ""}
    with warnings.catch_warnings():
        # It warns of its own ways with dates, which is nothing to those who have a feed.
        warnings.simplefilter("ignore")
        parsed = feedparser.parse(
            BytesIO(data),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    feed: dict[str, Any] = parsed["feed"]
    authors = _names(feed) if parsed.get("version", "").startswith("atom") else ()
    is_plain = parsed.get("version", "").startswith("atom")
    return Feed(
        entries=tuple(_entry(entry, authors, is_plain=is_plain) for entry in parsed["entries"]),
        title=plain_line(_string(feed, "title")) or None,
        lang=language_code(dict.get(feed, "language")),
        home=_string(feed, "link") or known.url,
        at=_date(feed, "updated") or _date(feed, "published"),
        problem=_problem(parsed) if parsed.get("bozo") else None,
    )


def _with_fit_encoding(data: bytes, charset: str | None) -> tuple[bytes, str | None]:
    """The bytes, and their encoding where that of the declaration cannot be: as told from outside, or as guessed."""
    if data.startswith(_MARKED):
        return data, None
    declared = _ENCODING.match(data[:500])
    named = declared[2].decode("ascii", "replace") if declared else None
    bare = data if declared is None else declared[1] + data[declared.end() :]
    if charset and _decodes(data, charset):
        return bare, charset
    if _decodes(data, named or "utf-8"):
        return data, None
    try:
        return decode(bare).encode(), "utf-8"
    except UndecodableError:  # it will be read with marks for what cannot be
        return bare, None


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        return is_character_set(encoding) and bool(data.decode(encoding))
    except (UnicodeDecodeError, LookupError):
        return False


def _problem(parsed: dict[str, Any]) -> str:
    """What feedparser says of a feed that is not as it should be."""
    error = parsed.get("bozo_exception")
    reason = getattr(error, "getMessage", lambda: str(error))()
    line = getattr(error, "getLineNumber", lambda: None)()
    where = f"line {line}: " if line else ""
    return f"the feed is not well-formed ({where}{clean_line(str(reason))[:160]}); what could be read of it was read"


def _entry(entry: dict[str, Any], authors: tuple[str, ...], *, is_plain: bool) -> Entry:
    own = _names(entry)
    body, detail = _content(entry)
    summary = _body(dict.get(entry, "summary_detail"))
    source = dict.get(entry, "source")
    link = _string(entry, "feedburner_origlink") or _string(entry, "link")
    name = clean_line(_string(entry, "id"))
    return Entry(
        id=name,
        title=_title(entry, is_plain=is_plain),
        content=body,
        summary=summary,
        url=link or (name if name.startswith(("http://", "https://")) else None),
        published=_date(entry, "published") or _date(entry, "created"),
        updated=_date(entry, "updated"),
        authors=own or authors,
        tags=_tags(entry),
        lang=language_code(detail or dict.get(entry, "language")),
        source=plain_line(_string(source, "title")) or None if isinstance(source, dict) else None,
        media=_media(entry),
        origins={
            "url": "link" if link else "id",
            "authors": "author" if own else "feed author",
            "published": "published" if dict.get(entry, "published") else "created",
        },
    )


def _string(value: dict[str, Any], key: str) -> str:
    # By the plain dictionary: feedparser's own answers for one key with another, and warns.
    found = dict.get(value, key)
    return found if isinstance(found, str) else ""


def _title(entry: dict[str, Any], *, is_plain: bool) -> str:
    """The title; that of Atom is plain text unless it says otherwise, so that its angle brackets are brackets."""
    detail = dict.get(entry, "title_detail")
    text = _string(entry, "title")
    if is_plain and isinstance(detail, dict) and detail.get("type") == "text/plain":
        return clean_line(text)[:10_000]
    return plain_line(text)


def _content(entry: dict[str, Any]) -> tuple[Body | None, str | None]:
    """The longest of the contents, and the language that is said of it."""
    found = dict.get(entry, "content")
    details = [detail for detail in found if isinstance(detail, dict)] if isinstance(found, list) else []
    best = max(details, key=lambda detail: len(_string(detail, "value")), default=None)
    body = _body(best)
    lang = dict.get(best, "language") if best else None
    return body, lang if isinstance(lang, str) else None


def _body(detail: object) -> Body | None:
    if not isinstance(detail, dict):
        return None
    text = _string(detail, "value")
    kind = _string(detail, "type").lower()
    is_html = kind in _MARKUP or kind.endswith("+xml")
    if not text.strip() or not (is_html or kind.startswith("text") or not kind):
        return None
    return Body(text, is_html=is_html, base=_string(detail, "base") or None)


def _date(value: dict[str, Any], key: str) -> Timestamp | None:
    """A date with the zone that it was written with; where its form is known to feedparser alone, in UTC."""
    text = _string(value, key)
    at = parse_date(text)
    parsed = dict.get(value, f"{key}_parsed")
    if at is not None or not isinstance(parsed, struct_time):
        return at
    # It finds a date in nearly anything: one that does not stand there, give or take the zone, is none.
    written = {int(number) for number in re.findall(r"(?<!\d)\d{1,4}(?!\d)", text)[:3]}
    if parsed.tm_year not in written or written.isdisjoint(range(parsed.tm_mday - 1, parsed.tm_mday + 2)):
        return None
    day = f"{parsed.tm_year:04}-{parsed.tm_mon:02}-{parsed.tm_mday:02}"
    return parse_date(f"{day}T{parsed.tm_hour:02}:{parsed.tm_min:02}:{parsed.tm_sec:02}Z")


def _names(value: dict[str, Any]) -> tuple[str, ...]:
    found = dict.get(value, "authors")
    details = found if isinstance(found, list) else []
    names = [_string(detail, "name") for detail in details if isinstance(detail, dict)]
    return tuple(dict.fromkeys(name for name in names if name.strip()))


def _tags(entry: dict[str, Any]) -> tuple[str, ...]:
    """The categories by the labels that readers see."""
    found = dict.get(entry, "tags")
    details = [tag for tag in found if isinstance(tag, dict)] if isinstance(found, list) else []
    return tuple(_string(tag, "label") or _string(tag, "term") for tag in details)


def _media(entry: dict[str, Any]) -> int:
    links = dict.get(entry, "links") or []
    content = dict.get(entry, "media_content") or []
    addresses = [link.get("href") for link in links if link.get("rel") == "enclosure"]
    return len({*addresses, *(item.get("url") for item in content if isinstance(item, dict))} - {None})
