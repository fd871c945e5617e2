"""A document and its draft to what goes into content/: an article, a headline list, or both."""

from __future__ import annotations

import re
from dataclasses import dataclass

from site_gen.content import markdown_body, markdown_list
from site_gen.ingest.decode import UndecodableError, decode
from site_gen.ingest.documents import Document
from site_gen.ingest.enrich.keywords import headline_prefix
from site_gen.ingest.enrich.language import detect_language
from site_gen.ingest.enrich.topics import classify
from site_gen.ingest.formats.text import LineCounts, read_text
from site_gen.ingest.formats.text.datelines import parse_date_line, parse_day_line
from site_gen.ingest.identity import article_id, list_key
from site_gen.model import (
    Article,
    DateSource,
    Draft,
    Failure,
    Furniture,
    Kind,
    Source,
    Timestamp,
)
from site_gen.urls import make_slug
from site_gen.vocabulary import resolve_topic

_LEAST_BODY = 40
"""Characters of text without which a title is no article."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What one document gives."""

    document: str
    article: Article | None
    headlines: Article | None
    furniture: tuple[Furniture, ...]
    warnings: tuple[str, ...]


def parse_document(document: Document, counts: LineCounts | None) -> Parsed | Failure:
    """What a document gives, or the Failure with which it goes into quarantine."""
    try:
        text = decode(document.data)
    except UndecodableError as error:
        return Failure(document.path, "read", str(error))
    draft = read_text(text, counts)
    problem = _problem(draft, text)
    if problem:
        return Failure(document.path, "parse", problem)
    article = _article(document, draft) if draft.title else None
    headlines = _headline_list(document, draft) if draft.headlines else None
    warnings = (*document.sidecar.warnings, *_date_warnings(document, article))
    return Parsed(document.path, article, headlines, draft.furniture, warnings)


def _date_warnings(document: Document, article: Article | None) -> tuple[str, ...]:
    """A year that was inferred is said, so that a person can put it right."""
    if article is None or article.published is None or article.date_source is not DateSource.HEADLINES:
        return ()
    day = article.published.day.isoformat()
    return (f"{document.path}: its date names no year; {day} is inferred (a sidecar with 'published' settles it)",)


def _problem(draft: Draft, text: str) -> str | None:
    """Why a draft is no news, with what to do about it."""
    if draft.title and sum(len(block.text) for block in draft.blocks) >= _LEAST_BODY:
        return None
    if not draft.title and draft.headlines and not draft.blocks:
        return None
    if sum(bool(line.strip()) for line in text.splitlines()) < 2:
        return "holds one line; a title and a text were expected"
    if not draft.title:
        return "has no title that could be found; put it on a line of its own above the text"
    return "has a title but no text"


def _article(document: Document, draft: Draft) -> Article:
    sidecar = document.sidecar
    body = markdown_body(draft.blocks)
    published, date_source = _published(document, draft)
    texts = "\n".join(block.text for block in draft.blocks)
    lang = sidecar.lang or detect_language(f"{draft.title}. {draft.standfirst or ''} {texts[:900]}")
    key = article_id(sidecar.url, draft.title, body)
    prefix = headline_prefix(draft.title)
    topics = tuple(resolve_topic(topic) or topic for topic in sidecar.topics)
    if not topics and lang:
        whole = f"{draft.standfirst}\n{texts}" if draft.standfirst else texts
        topics = tuple(score.topic for score in classify(draft.title, whole, lang, prefix))
    return Article(
        id=key,
        title=draft.title,
        slug=make_slug(draft.title, key, lang),
        body=body,
        published=published,
        date_source=date_source,
        updated=draft.updated if published and draft.updated and draft.updated.sort_key > published.sort_key else None,
        captured=sidecar.captured,
        lang=lang,
        topics=topics,
        keywords=(prefix,) if prefix else (),
        authors=draft.authors,
        credit=draft.credit,
        dateline=draft.dateline,
        source=_source(document, draft.code),
        summary=draft.standfirst,
    )


def _source(document: Document, code: str | None) -> Source:
    sidecar = document.sidecar
    return Source(name=sidecar.source, url=sidecar.url, code=code, document=document.path, sha256=document.sha256)


_URL_DATE = re.compile(r"[/_-](20\d\d|19\d\d)[/_-](0[1-9]|1[0-2])[/_-](0[1-9]|[12]\d|3[01])(?=[/_.-]|$)")


def _published(document: Document, draft: Draft) -> tuple[Timestamp | None, DateSource]:
    """The date of publication by the order of trust: sidecar, a dated address, the dateline, a date line."""
    sidecar = document.sidecar
    if sidecar.published:
        return sidecar.published, DateSource.METADATA
    in_url = _URL_DATE.search(sidecar.url or "")
    at = Timestamp.parse("-".join(in_url.groups())) if in_url else None
    if draft.published:
        # The text's own date line knows the hour, which an address never does.
        same = at is None or draft.published.day == at.day
        return (draft.published, draft.date_source) if same else (at, DateSource.URL)
    if at:
        return at, DateSource.URL
    in_dateline = _dateline_day(draft.dateline, sidecar.captured) if draft.dateline else None
    if in_dateline:
        return in_dateline, DateSource.DATELINE
    if draft.updated:
        return draft.updated, DateSource.TEXT
    return None, DateSource.CAPTURED if sidecar.captured else DateSource.NONE


def _dateline_day(dateline: str, captured: Timestamp | None) -> Timestamp | None:
    """The day in a dateline; where it gives no year, that of the last such day before the capture."""
    text = dateline.partition(",")[2].partition("(")[0].strip()
    whole = parse_date_line(text)
    if whole:
        return whole.timestamp
    day = parse_day_line(text)
    if day is None or captured is None:
        return None
    # A dateline may be a day ahead of a capture in another zone.
    latest = captured.day.toordinal() + 1
    for year in (captured.day.year, captured.day.year - 1):
        at = Timestamp.parse(f"{year}-{day.month}-{day.day}")
        if at is not None and at.day.toordinal() <= latest:
            return at
    return None


def _headline_list(document: Document, draft: Draft) -> Article:
    lines = tuple(dict.fromkeys(draft.headlines))
    key = list_key(lines)[:20]
    more = f" (+{len(lines) - 1})" if len(lines) > 1 else ""
    lang = document.sidecar.lang or detect_language(". ".join(lines[:12]))
    return Article(
        id=key,
        title=lines[0] + more,
        slug=f"{make_slug(lines[0], key, lang)[:60].rstrip('-')}-{key[:6]}",
        body=markdown_list(lines),
        kind=Kind.HEADLINES,
        captured=document.sidecar.captured,
        lang=lang,
        source=_source(document, None),
    )
