"""Reader of NITF, the News Industry Text Format of IPTC: one article a document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_gen.ingest.formats.agency.bodies import element_blocks
from site_gen.ingest.formats.agency.item import Item, NoArticle, make_draft, report
from site_gen.ingest.formats.agency.subjects import Subject
from site_gen.ingest.formats.agency.xml import (
    Element,
    XmlError,
    attribute,
    children,
    first,
    inside,
    line_of,
    local,
    parse_xml,
    root_name,
)
from site_gen.ingest.formats.base import Document, ReadOptions
from site_gen.model import Draft, Failure, LeftOut

_MAX_NAME = 60
_RESERVED = re.compile(r"[.,;\s]*all rights reserved\W*$", re.IGNORECASE)
_SLUGS = frozenset(("slugline", "slug", "anpa-keyword"))


def matches(head: bytes, _name: str) -> bool:
    """Whether the root element is `nitf`."""
    return root_name(head) == "nitf"


def read(document: Document, _options: ReadOptions) -> Iterator[Draft | Failure | LeftOut]:
    """The article of a NITF document."""
    try:
        root = parse_xml(document.data)
    except XmlError as error:
        yield Failure(document.path, "parse", str(error))
        return
    yield from report(document, read_element(root))


def read_element(root: Element) -> Iterator[Draft | LeftOut | NoArticle]:
    """The article of a `nitf` element."""
    item = Item()
    item.take("lang", attribute(root, "baselang", "lang"), "baselang")
    _take_head(item, first(root, "head"))
    take_body(item, root)
    item.take("title", line_of(first(root, "head/title")), "title")
    yield from make_draft(item)


def take_body(item: Item, root: Element) -> None:
    """What the `body` of a `nitf` element adds to the facts of an item, and its text."""
    body = first(root, "body")
    _take_body_head(item, first(body, "body.head"))
    content = first(body, "body.content")
    if content is None:
        return
    item.blocks, pictures = element_blocks(content)
    if item.blocks:
        for tagline in children(first(body, "body.end"), "tagline"):
            item.blocks += element_blocks(tagline)[0]
    if pictures:
        item.left_out["pictures"] += pictures


# --- head --------------------------------------------------------------------------------------------------------


def _take_head(item: Item, head: Element | None) -> None:
    docdata = first(head, "docdata")
    for meta in children(head, "meta"):
        if attribute(meta, "name").lower() in _SLUGS:
            item.take("slugline", attribute(meta, "content"), "meta")
    for urgency in inside(head, "urgency"):
        item.take("urgency", attribute(urgency, "ed-urg"), "urgency")
    _take_identity(item, docdata)
    _take_dates(item, head, docdata)
    _take_subjects(item, head, docdata)
    item.take("located", attribute(first(docdata, "evloc"), "city", "state-prov"), "evloc")
    item.take("ednote", attribute(first(docdata, "ed-msg"), "info"), "ed-msg")
    holder = _RESERVED.sub("", attribute(first(docdata, "doc.copyright"), "holder"))
    year = attribute(first(docdata, "doc.copyright"), "year")
    item.take("copyright", f"© {year} {holder}" if holder and year else holder, "doc.copyright")
    item.take("holder", holder if len(holder) <= _MAX_NAME else "", "doc.copyright")
    item.take("usage_terms", attribute(first(docdata, "doc.rights"), "limitations"), "doc.rights")


def _take_identity(item: Item, docdata: Element | None) -> None:
    name = attribute(first(docdata, "doc-id"), "id-string")
    use = first(docdata, "du-key")
    key, version = attribute(use, "key"), attribute(use, "version")
    # Some add the version to the name of the document: what names all its versions is the key.
    named_by_key = bool(key and version) and name.startswith(key)
    item.take("guid", key if named_by_key else name, "du-key" if named_by_key else "doc-id")
    item.take("version", version.lstrip("0") or version, "du-key")
    item.take("slugline", key, "du-key")
    item.take("status", attribute(docdata, "management-status"), "management-status")


def _take_dates(item: Item, head: Element | None, docdata: Element | None) -> None:
    issue, release = first(docdata, "date.issue"), first(docdata, "date.release")
    item.take_date("published", attribute(issue, "norm"), "date.issue")
    for pubdata in inside(head, "pubdata"):
        item.take_date("published", attribute(pubdata, "date.publication"), "pubdata")
    if item.facts.get("status", "").casefold() == "embargoed":
        item.take_date("embargo", attribute(release, "norm"), "date.release")
    item.take_date("published", attribute(release, "norm"), "date.release")
    item.take("expires", _real_date(attribute(first(docdata, "date.expire"), "norm")), "date.expire")
    revisions = [attribute(found, "norm") for found in inside(head, "revision-history")]
    for norm in sorted((text for text in revisions if text), reverse=True):
        item.take_date("modified", norm, "revision-history")


def _real_date(norm: str) -> str:
    return norm if norm[:4].isdigit() else ""


def _take_subjects(item: Item, head: Element | None, docdata: Element | None) -> None:
    for found in inside(head, "tobject.subject"):
        ipr = attribute(found, "tobject.subject.ipr")
        code = attribute(found, "tobject.subject.refnum")
        name = attribute(found, "tobject.subject.detail", "tobject.subject.matter", "tobject.subject.type")
        item.subjects.append(Subject(code, name, "" if ipr.upper() == "IPTC" else ipr))
    for found in inside(docdata, "keyword"):
        item.keywords.append(attribute(found, "key") or line_of(found))
    item.keywords.extend(attribute(found, "scope") for found in children(docdata, "doc-scope"))


# --- head of the body --------------------------------------------------------------------------------------------


def _take_body_head(item: Item, head: Element | None) -> None:
    if head is None:
        return
    for headline in children(first(head, "hedline"), "hl1"):
        item.take("title", line_of(headline), "hl1")
    for headline in children(first(head, "hedline"), "hl2"):
        if line_of(headline) != item.facts.get("title"):
            item.take("subheadline", line_of(headline), "hl2")
    item.take("standfirst", _abstract(first(head, "abstract")), "abstract")
    for found in children(head, "byline"):
        item.take_byline(_byline(found), "byline")
    item.take("provider", line_of(first(head, "distributor")), "distributor")
    item.take("credit", line_of(first(head, "rights/rights.owner")), "rights.owner")
    dateline = first(head, "dateline")
    item.take_date("published", attribute(first(dateline, "story.date"), "norm"), "story.date")
    item.take("dateline", _dateline(dateline), "dateline")
    item.take("located", _places(first(dateline, "location")), "dateline")
    for note in children(head, "note"):
        item.take("ednote", line_of(note), "note")


def _abstract(abstract: Element | None) -> str:
    if abstract is None:
        return ""
    texts = [line_of(found) for found in children(abstract, "p")]
    return " ".join(texts) if texts else ("" if len(abstract) else line_of(abstract))


def _byline(byline: Element) -> str:
    """The people of a byline; its title (`Staff Reporter`, the name of an agency) where it names nobody else."""
    people = [line_of(found) for found in children(byline, "person")]
    if people:
        return ", ".join(people)
    title = next(children(byline, "byttl"), None)
    if title is None:
        return line_of(byline)
    text = line_of(title)
    whole = line_of(byline)
    return whole.removesuffix(text).strip(" ,-") or text


def _dateline(dateline: Element | None) -> str:
    """A dateline without the machine's form of its date."""
    if dateline is None:
        return ""
    parts = [dateline.text or ""]
    for child in dateline:
        text = line_of(child)
        if local(child) != "story.date" or not text[:8].isdigit():
            parts.append(_places(child))
        parts.append(child.tail or "")
    return " ".join(" ".join(parts).split())


def _places(element: Element | None) -> str:
    """The parts of a place with a comma between them: city, state, country."""
    if element is None or not len(element):
        return line_of(element)
    return ", ".join(text.strip(" ,") for part in element if (text := line_of(part)))
