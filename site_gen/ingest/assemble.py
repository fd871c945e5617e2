"""A document and its drafts to what goes into content/: articles, headline lists, or the reason why neither."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from site_gen.content import markdown_body, markdown_list
from site_gen.errors import ConfigError, MissingExtraError
from site_gen.ingest.enrich.addresses import canonical_url
from site_gen.ingest.enrich.keywords import headline_prefix
from site_gen.ingest.enrich.language import detect_language
from site_gen.ingest.enrich.people import find_people
from site_gen.ingest.enrich.places import find_places
from site_gen.ingest.enrich.topics import TopicOptions, assign, topic_hints
from site_gen.ingest.enrich.topics.cues import find_cues
from site_gen.ingest.enrich.topics.texts import topic_text
from site_gen.ingest.formats.base import Document, ReadOptions
from site_gen.ingest.formats.registry import read_document
from site_gen.ingest.formats.text.datelines import parse_date_line, parse_day_line
from site_gen.ingest.formats.text.recurring import LineCounts
from site_gen.ingest.identity import article_id, digest, list_key, text_key
from site_gen.ingest.prints import Prints, take_list_prints, take_prints
from site_gen.model import (
    Article,
    DateSource,
    Draft,
    Failure,
    Furniture,
    Kind,
    LeftOut,
    Source,
    Status,
    Timestamp,
    clean_line,
)
from site_gen.urls import make_slug

_LEAST_BODY = 40
"""Characters of text without which a title is no article."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """One article, one headline list, or both from one item of a document."""

    document: str
    """The document's path, with `#fragment` where it holds several items."""
    article: Article | None
    headlines: Article | None
    furniture: tuple[Furniture, ...]
    warnings: tuple[str, ...]
    prints: tuple[tuple[Article, Prints], ...] = ()
    """The fingerprints of each."""


def parse_document(
    document: Document, options: ReadOptions, counts: LineCounts | None
) -> tuple[Parsed | Failure | LeftOut, ...]:
    """What a document gives; never empty, and a Failure for each item that goes into quarantine."""
    try:
        items = tuple(_parsed(document, read_document(document, options, counts), options.topics))
    except MissingExtraError as error:
        return (Failure(document.path, "read", str(error)),)
    except ConfigError:
        raise
    except Exception as error:  # noqa: BLE001 - one document must never end a run; the reason is kept and shown
        reason = f"made the reader fail ({type(error).__name__}: {error}); please report it"
        return (Failure(document.path, "parse", clean_line(reason)[:500]),)
    return items or (Failure(document.path, "parse", "holds nothing that could be an article"),)


def _parsed(
    document: Document, drafts: Iterable[Draft | Failure | LeftOut], topics: TopicOptions
) -> Iterator[Parsed | Failure | LeftOut]:
    seen: set[str] = set()
    for item in drafts:
        if not isinstance(item, Draft):
            yield item
            continue
        part = _part(document, item, seen)
        problem = _problem(item)
        if problem:
            yield Failure(part.path, "parse", problem)
            continue
        article, of_article = _article(part, item, topics) if item.title else (None, None)
        headlines, of_headlines = _headline_list(part, item, topics) if item.headlines else (None, None)
        warnings = (
            *document.known.warnings,
            *(f"{part.path}: {text}" for text in item.warnings),
            *_date_warnings(part, article),
        )
        prints = tuple(
            (found, its) for found, its in ((article, of_article), (headlines, of_headlines)) if found and its
        )
        yield Parsed(part.path, article, headlines, item.furniture, warnings, prints)


def _part(document: Document, draft: Draft, seen: set[str]) -> Document:
    """The document as one of its items: with a path and a digest of its own where there may be several."""
    if not draft.fragment:
        return document
    fragment = clean_line(draft.fragment)[:300]
    path, number = f"{document.path}#{fragment}", 1
    while path in seen:
        number += 1
        path = f"{document.path}#{fragment}~{number}"
    seen.add(path)
    return replace(
        document, path=path, sha256=digest(repr(draft).encode("utf-8", "replace"), repr(document.known).encode())
    )


def _date_warnings(document: Document, article: Article | None) -> tuple[str, ...]:
    """A year that was inferred is said, so that a person can put it right."""
    if article is None or article.published is None or article.date_source is not DateSource.HEADLINES:
        return ()
    day = article.published.day.isoformat()
    return (f"{document.path}: its date names no year; {day} is inferred (a sidecar with 'published' settles it)",)


def _problem(draft: Draft) -> str | None:
    """Why a draft is no news, with what to do about it."""
    if draft.title and draft.status is Status.WITHDRAWN:
        return None
    # Where a form names title and text, they are that; where they were found by their looks, a scrap is no article.
    least = 1 if draft.url or draft.guid or draft.date_source is DateSource.METADATA else _LEAST_BODY
    if draft.title and sum(len(block.text) for block in draft.blocks) >= least:
        return None
    if not draft.title and draft.headlines and not draft.blocks:
        return None
    if not draft.title:
        return "has no title that could be found; put it on a line of its own above the text"
    return "has a title but no text"


def _article(document: Document, draft: Draft, options: TopicOptions) -> tuple[Article, Prints]:
    known = document.known
    body = markdown_body(draft.blocks)
    published, date_source = _published(document, draft)
    texts = "\n".join(block.text for block in draft.blocks)
    lang = known.lang or draft.lang or detect_language(f"{draft.title}. {draft.standfirst or ''} {texts[:900]}")
    url = canonical_url(known.url) or draft.url
    key_of_text = text_key(draft.title, body)
    key = article_id(url or draft.guid, draft.title, body) if url or draft.guid else key_of_text[:20]
    prefix = headline_prefix(draft.title, lang)
    vocabulary = options.vocabulary
    topics, topics_by = vocabulary.order(map(vocabulary.meaning, (*known.topics, *draft.topics))), "document"
    reasons: Mapping[str, str] = {}
    whole = topic_text(draft.standfirst, body)
    if not topics and lang:
        hints = topic_hints(draft.keywords, prefix, url)
        assigned = assign(draft.title, whole, lang, prefix, options, hints)
        topics, topics_by, reasons = assigned.topics(vocabulary), assigned.by, assigned.reasons
    article = Article(
        id=key,
        title=draft.title,
        slug=make_slug(draft.title, key, lang),
        body=body,
        published=published,
        date_source=date_source,
        updated=draft.updated if published and draft.updated and draft.updated.sort_key > published.sort_key else None,
        captured=known.captured or draft.captured,
        lang=lang,
        topics=topics,
        topic_reasons=reasons,
        keywords=_keywords(prefix, draft),
        places=find_places(draft.title, whole, lang, _written_at(draft)) if lang else (),
        people=find_people(whole, lang) if lang else (),
        authors=draft.authors,
        credit=draft.credit,
        dateline=draft.dateline,
        source=_source(document, draft),
        summary=draft.standfirst,
        status=draft.status,
        aliases=draft.aliases,
        details={name: text for name, value in draft.extra.items() if (text := _detail(value))},
    )
    article = replace(article, provenance=_provenance(article, document, draft, topics_by))
    return article, take_prints(article, key_of_text)


def _written_at(draft: Draft) -> str:
    """What a document tells of the place where it was written: its dateline, and what an agency files it under."""
    located = draft.extra.get("located")
    return f"{draft.dateline or ''} {_detail(located)}".strip()


def _keywords(prefix: str | None, draft: Draft) -> tuple[str, ...]:
    """The subject that the headline names, then what the source filed the article under; each once, whatever case."""
    by_folded: dict[str, str] = {}
    for word in (*((prefix,) if prefix else ()), *draft.keywords):
        by_folded.setdefault(word.casefold(), word)
    return tuple(by_folded.values())


def _detail(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, map(_detail, value)))
    return clean_line(str(value))[:2000] if value is not None else ""


def _provenance(article: Article, document: Document, draft: Draft, topics_by: str) -> Mapping[str, str]:
    """Where each fact of an article comes from, in the order of the front matter."""
    known = document.known
    given = {
        "title": article.title,
        "published": article.published,
        "updated": article.updated,
        "captured": article.captured,
        "lang": article.lang,
        "topics": article.topics,
        "keywords": article.keywords,
        "places": article.places,
        "people": article.people,
        "authors": article.authors,
        "credit": article.credit,
        "source": article.source.name,
        "url": article.source.url,
        "summary": article.summary,
        "body": draft.provenance.get("body"),
    }
    default = {
        "published": article.date_source.value,
        "lang": "detected",
        "topics": topics_by,
        "keywords": "title",
        "places": "names",
        "people": "names",
    }
    outer = {
        "published": known.published,
        "captured": known.captured,
        "lang": known.lang,
        "topics": known.topics,
        "source": known.source,
        "url": known.url,
    }
    names = {name for name, value in given.items() if value}
    return {
        name: (known.origin if outer.get(name) else None) or draft.provenance.get(name) or default.get(name, "text")
        for name in given
        if name in names
    }


def _source(document: Document, draft: Draft) -> Source:
    known = document.known
    return Source(
        name=known.source or draft.source,
        url=canonical_url(known.url) or draft.url,
        code=draft.code,
        document=document.path,
        id=draft.guid,
        sha256=document.sha256,
    )


_URL_DATE = re.compile(r"[/_-](20\d\d|19\d\d)[/_-](0[1-9]|1[0-2])[/_-](0[1-9]|[12]\d|3[01])(?=[/_.-]|$)")


def _published(document: Document, draft: Draft) -> tuple[Timestamp | None, DateSource]:
    """The date of publication by the order of trust: outer metadata, the document's own, address, dateline, text."""
    known = document.known
    if known.published:
        return known.published, DateSource.METADATA
    if draft.published and draft.date_source is DateSource.METADATA:
        return draft.published, DateSource.METADATA
    in_url = _URL_DATE.search(known.url or draft.url or "")
    at = Timestamp.parse("-".join(in_url.groups())) if in_url else None
    # The text's own date line knows the hour, which an address never does.
    if draft.published and (at is None or draft.published.day == at.day):
        return draft.published, draft.date_source
    if at:
        return at, DateSource.URL
    return _inferred(draft, known.captured or draft.captured)


def _inferred(draft: Draft, captured: Timestamp | None) -> tuple[Timestamp | None, DateSource]:
    """The date of an article that gives none of its own, from what it says beside it."""
    in_dateline = _dateline_day(draft.dateline, captured) if draft.dateline else None
    if in_dateline:
        return in_dateline, DateSource.DATELINE
    if draft.updated:
        return draft.updated, DateSource.TEXT
    return None, DateSource.CAPTURED if captured else DateSource.NONE


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


def _headline_list(document: Document, draft: Draft, options: TopicOptions) -> tuple[Article, Prints]:
    lines = tuple(dict.fromkeys(draft.headlines))
    key_of_text = list_key(lines)
    key = key_of_text[:20]
    more = f" (+{len(lines) - 1})" if len(lines) > 1 else ""
    lang = document.known.lang or draft.lang or detect_language(". ".join(lines[:12]))
    source = _source(document, replace(draft, code=None, url=None, guid=None))
    headlines = Article(
        id=key,
        title=lines[0] + more,
        slug=f"{make_slug(lines[0], key, lang)[:60].rstrip('-')}-{key[:6]}",
        body=markdown_list(lines),
        kind=Kind.HEADLINES,
        captured=document.known.captured or draft.captured,
        lang=lang,
        headline_topics=find_cues(lines, lang, options) if lang else {},
        source=source,
    )
    return headlines, take_list_prints(key_of_text, map(clean_line, lines))
