"""Reader of web pages, saved or crawled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from site_gen.errors import MissingExtraError
from site_gen.ingest.enrich.language import detect_language
from site_gen.ingest.formats.base import Document, Known, ReadOptions
from site_gen.ingest.formats.html.body import Body, find_body
from site_gen.ingest.formats.html.facts import Facts, choose_article, read_facts
from site_gen.ingest.formats.html.facts_dates import Dates, find_dates
from site_gen.ingest.formats.html.facts_people import People, find_people
from site_gen.ingest.formats.html.facts_text import TextFacts, choose_standfirst, read_text_facts
from site_gen.ingest.formats.html.kinds import Reading, why_no_article, why_no_page
from site_gen.ingest.formats.html.signals import read_signals
from site_gen.ingest.formats.html.tree import parse_html
from site_gen.model import DateSource, Draft, Failure, LeftOut

__all__ = ["matches", "read"]

_HEAD = 4_096
_OPENING = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|frameset)\b",
    re.IGNORECASE | re.DOTALL,
)
_ANY_TAG = re.compile(
    rb"<(?:p|div|h[1-6]|br|span|a|article|section|table|ul|img|script|link|meta|title)\b[^<>]*>", re.IGNORECASE
)
_NAMES = (".html", ".htm", ".xhtml", ".shtml", ".html.txt")
_SAID = frozenset({"byline", "date", "credit"})


def matches(head: bytes, name: str) -> bool:
    """Whether a document is a web page: it begins as one, or is called one and holds elements of HTML."""
    start = head[:_HEAD]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.replace(b"\0", b"")[2:]
    if _OPENING.match(start.removeprefix(b"\xef\xbb\xbf")):
        return True
    return name.endswith(_NAMES) and _ANY_TAG.search(head.replace(b"\0", b"")) is not None


def read(document: Document, _: ReadOptions) -> Iterator[Draft | Failure | LeftOut]:
    """The article of a web page, or the reason why it holds none.

    Raises MissingExtraError where the page needs trafilatura and it is not installed.
    """
    try:
        found = _read(document)
    except MissingExtraError:
        raise
    except Exception as error:  # noqa: BLE001 - on broken markup the libraries raise whatever comes
        found = f"is broken so that it cannot be read ({type(error).__name__}: {error}); save the page again"
    yield Failure(document.path, "parse", found) if isinstance(found, str) else found


def _read(document: Document) -> Draft | str:
    """The article of a page, or why there is none."""
    if document.data.lstrip()[:5] == b"%PDF-":
        return "is a PDF file with the name of a web page; PDF is not read"
    tree = parse_html(document.data, document.known.charset)
    if tree is None:
        return "is no web page: it is empty, binary or too large; remove it or save the page again"
    signals = read_signals(tree)
    problem = why_no_page(signals)
    if problem:
        return problem
    article = choose_article(signals)
    facts = read_facts(signals, article, document.known)
    # Changes the tree: all else has been read by now.
    body = find_body(tree, facts.url, title=facts.title)
    lines = [line.text for line in body.furniture if line.reason in _SAID]
    dates = find_dates(signals, article, facts.url, lines, document.known.captured)
    dated = dates.published is not None
    page = Reading(signals, facts.title, body.blocks, facts.url, described=article is not None, dated=dated)
    problem = why_no_article(page)
    if problem:
        return problem
    people = find_people(signals, article, lines)
    return _draft(document.known, facts, dates, people, body)


def _draft(known: Known, facts: Facts, dates: Dates, people: People, body: Body) -> Draft:
    text = read_text_facts(body.blocks)
    lang = _language(facts, text)
    provenance = dict(facts.provenance) | {"body": body.method}
    provenance |= {
        name: origin
        for name, origin in (
            ("published", dates.published_from),
            ("updated", dates.updated_from),
            ("authors", people.authors_from),
            ("credit", people.credit_from),
        )
        if origin
    }
    warnings = list(dates.warnings)
    if facts.is_cut:
        warnings.append("the page says that its whole text is for subscribers, so it may be cut")
    draft = Draft(
        title=facts.title,
        standfirst=choose_standfirst(facts.descriptions, facts.title, text.blocks),
        blocks=text.blocks,
        authors=people.authors,
        credit=people.credit,
        published=dates.published,
        updated=dates.updated,
        captured=known.captured,
        date_source=dates.source if dates.published else DateSource.NONE,
        furniture=body.furniture,
        url=facts.url,
        source=facts.source,
        lang=lang,
        keywords=facts.keywords,
        extra={name: text for name, text in (("canonical", facts.canonical), ("located", facts.located)) if text},
        provenance=provenance,
        warnings=tuple(warnings),
    )
    return _with_text_facts(draft, text)


def _with_text_facts(draft: Draft, text: TextFacts) -> Draft:
    """The draft with what dateline, signature and text give where the page itself gave nothing."""
    provenance = dict(draft.provenance)
    authors, credit = draft.authors, draft.credit
    if draft.published is None and text.day is not None:
        draft = replace(draft, published=text.day, date_source=DateSource.DATELINE)
        provenance["published"] = "dateline"
    if not authors and text.authors:
        authors, provenance["authors"] = text.authors, "signature"
    if not credit and text.credit:
        credit, provenance["credit"] = text.credit, text.credit_from
    return replace(
        draft, authors=authors, credit=credit, dateline=text.dateline, signature=text.signature, code=text.code,
        provenance=provenance,
    )  # fmt: skip


def _language(facts: Facts, text: TextFacts) -> str | None:
    """The declared language; where the page declares two, the one that the text is written in."""
    if facts.lang is None or facts.other_lang is None:
        return facts.lang
    found = detect_language(" ".join([facts.title, *(block.text for block in text.blocks[:3])]))
    return found or facts.lang
