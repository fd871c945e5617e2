"""Reader of Ritzau's own XML: `RBNews` elements, alone or as the answer of its queue."""

from __future__ import annotations

import html
from collections.abc import Iterator

from site_gen.ingest.formats.agency.bodies import written_blocks
from site_gen.ingest.formats.agency.item import Item, NoArticle, make_draft, report
from site_gen.ingest.formats.agency.xml import Element, XmlError, first, inside, line_of, local, parse_xml, root_name
from site_gen.ingest.formats.base import Document, ReadOptions
from site_gen.model import Block, Draft, Failure, LeftOut

_ROOTS = ("rbnews", "xmlnewsqueuedresponse")
_LINES = (
    ("guid", "NewsID"), ("title", "headline"), ("standfirst", "subtitle"), ("slugline", "strapline"),
    ("located", "town"), ("version", "version"), ("priority", "Priority"),
)  # fmt: skip


def matches(head: bytes, _name: str) -> bool:
    """Whether the root element is `RBNews`, or `XMLNewsQueuedResponse`, which holds a list of them."""
    return root_name(head) in _ROOTS


def read(document: Document, _options: ReadOptions) -> Iterator[Draft | Failure | LeftOut]:
    """The articles of a document."""
    try:
        root = parse_xml(document.data)
    except XmlError as error:
        yield Failure(document.path, "parse", str(error))
        return
    found = [root] if local(root) == "RBNews" else inside(root, "RBNews")
    yield from report(document, (outcome for element in found for outcome in _outcomes(element)))


def _outcomes(element: Element) -> Iterator[Draft | LeftOut | NoArticle]:
    item = Item()
    for fact, name in _LINES:
        item.take(fact, _text(element, name), name)
    item.take("provider", _text(element, "origin").removeprefix("Via ").strip(" /"), "origin")
    item.take("ednote", " ".join(block.text for block in _blocks(element, "TilRedaktionen")), "TilRedaktionen")
    item.take("status", "canceled" if _text(element, "Annuleret") == "true" else "", "Annuleret")
    item.take_date("published", _text(element, "PublishDate"), "PublishDate")
    item.take_byline(_text(element, "byLine"), "byLine")
    item.keywords.append(_text(element, "section"))
    item.keywords.extend(line_of(found) for keywords in inside(element, "SubjectKeyword") for found in keywords)
    item.blocks = _blocks(element, "content")
    yield from make_draft(item)


def _text(element: Element, name: str) -> str:
    """The line of a child, in which characters were escaped once more than XML asks for; empty where it is nil."""
    return html.unescape(line_of(first(element, name)))


def _blocks(element: Element, name: str) -> tuple[Block, ...]:
    """The blocks of a child whose text is HTML; `&amp;apos;` in it is an apostrophe."""
    child = first(element, name)
    text = (child.text or "") if child is not None else ""
    return written_blocks(text.replace("&amp;", "&"))
