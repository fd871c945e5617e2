"""Reader of NewsML 1.x: news items of components within components, each with its own role."""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_gen.ingest.formats.agency import nitf
from site_gen.ingest.formats.agency.bodies import element_blocks, written_blocks
from site_gen.ingest.formats.agency.item import Item, NoArticle, make_draft, no_text, report
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
    raw_text,
    root_name,
)
from site_gen.ingest.formats.base import Document, ReadOptions
from site_gen.model import Draft, Failure, LeftOut

_TEXT_ROLES = frozenset(("", "main", "main text", "maintext", "body", "text", "story", "article", "content", "news"))
_TEXT_MEDIA = frozenset(("", "text", "complexdata"))
_STYLE = re.compile(r"css|style|javascript", re.IGNORECASE)
_REVISION = re.compile(r":\d+[A-Z]?$")
_MEDIA = re.compile(r"photo|picture|image|graphic|video|audio|animation", re.IGNORECASE)


def matches(head: bytes, _name: str) -> bool:
    """Whether the root element is `NewsML`."""
    return root_name(head) == "newsml"


def read(document: Document, _options: ReadOptions) -> Iterator[Draft | Failure | LeftOut]:
    """The articles of a NewsML 1.x document."""
    try:
        root = parse_xml(document.data)
    except XmlError as error:
        yield Failure(document.path, "parse", str(error))
        return
    yield from report(document, _outcomes(root))


def _outcomes(root: Element) -> Iterator[Draft | LeftOut | NoArticle]:
    sent = line_of(first(root, "NewsEnvelope/DateAndTime"))
    priority = attribute(first(root, "NewsEnvelope/Priority"), "FormalName")
    for element in children(root, "NewsItem"):
        yield from _news_item(element, sent, priority)


def _news_item(element: Element, sent: str, priority: str) -> Iterator[Draft | LeftOut | NoArticle]:
    contents = list(inside(element, "ContentItem"))
    texts = [found for found in contents if _is_text(found)]
    stories = list(_stories(texts))
    media = len({found.getparent() for found in contents if _media_type(found)})
    if not stories:
        yield _why_none(element, contents)
        return
    for number, story in enumerate(stories):
        item = Item()
        if number == 0 and media:
            item.left_out["pictures and recordings"] = media
        _take_management(item, element)
        item.take_date("sent", sent, "DateAndTime")
        for component in _components(story[0]):
            _take_component(item, component)
        item.take("priority", priority, "Priority")
        item.take("slugline", line_of(first(element, "Identification/NameLabel")), "NameLabel")
        item.take("lang", attribute(element, "lang"), "lang")
        _take_text(item, story)
        if number and "guid" in item.facts:
            item.facts["guid"] += f"#{number + 1}"
        yield from make_draft(item)


def _why_none(element: Element, contents: list[Element]) -> NoArticle:
    item = Item()
    for headline in inside(element, "HeadLine"):
        item.take("title", line_of(headline), "HeadLine")
    kinds = sorted({_media_type(found).lower() for found in contents} - {""})
    if kinds and len(kinds) == len({_media_type(found) for found in contents}):
        return NoArticle(f"holds {', '.join(kinds)} and no text; remove it from the inbox", "pictures and recordings")
    return no_text(item)


# --- which content is a story ------------------------------------------------------------------------------------


def _media_type(content: Element) -> str:
    """What is no text: the media type of a content item, or its MIME type, where it is a picture or a recording."""
    media = attribute(first(content, "MediaType"), "FormalName")
    mime = attribute(first(content, "MimeType"), "FormalName").partition("/")[0]
    return next((text for text in (media, mime) if _MEDIA.search(text)), "")


def _is_text(content: Element) -> bool:
    formats = [attribute(first(content, name), "FormalName") for name in ("Format", "MimeType")]
    media = attribute(first(content, "MediaType"), "FormalName").lower()
    if media not in _TEXT_MEDIA or _media_type(content) or any(_STYLE.search(text) for text in formats):
        return False
    data = first(content, "DataContent")
    return _role(content) in _TEXT_ROLES and data is not None and bool(raw_text(data).strip())


def _role(content: Element) -> str:
    for component in _components(content):
        role = first(component, "Role")
        if role is not None:
            return attribute(role, "FormalName").lower()
    return ""


def _components(content: Element) -> list[Element]:
    """The components that a content item stands in, the innermost first."""
    return [found for found in content.iterancestors() if local(found) == "NewsComponent"]


def _stories(texts: list[Element]) -> Iterator[list[Element]]:
    """The content items by the headline that they stand under: several headlines are several articles."""
    stories: dict[str, list[Element]] = {}
    for content in texts:
        stories.setdefault(_headline_over(content), []).append(content)
    yield from stories.values()


def _headline_over(content: Element) -> str:
    for component in _components(content):
        for headline in children(first(component, "NewsLines"), "HeadLine"):
            if line_of(headline):
                return line_of(headline)
    return ""


# --- facts -------------------------------------------------------------------------------------------------------


def _take_management(item: Item, element: Element) -> None:
    identifier = first(element, "Identification/NewsIdentifier")
    parts = [line_of(first(identifier, name)) for name in ("ProviderId", "DateId", "NewsItemId")]
    public = _REVISION.sub("", line_of(first(identifier, "PublicIdentifier")))
    item.take("guid", f"urn:newsml:{':'.join(parts)}" if all(parts) else public, "NewsIdentifier")
    item.take("version", line_of(first(identifier, "RevisionId")), "RevisionId")
    management = first(element, "NewsManagement")
    item.take_date("created", line_of(first(management, "FirstCreated")), "FirstCreated")
    item.take_date("version_created", line_of(first(management, "ThisRevisionCreated")), "ThisRevisionCreated")
    item.take("status", attribute(first(management, "Status"), "FormalName"), "Status")
    item.take("urgency", attribute(first(management, "Urgency"), "FormalName"), "Urgency")
    change = first(management, "StatusWillChange")
    if item.facts.get("status", "").casefold() == "embargoed":
        item.take_date("embargo", line_of(first(change, "DateAndTime")), "StatusWillChange")


def _take_component(item: Item, component: Element) -> None:
    """The facts of one component; the inner one is asked first, so that its facts stay."""
    _take_lines(item, first(component, "NewsLines"))
    administrative = first(component, "AdministrativeMetadata")
    item.take("provider", attribute(first(administrative, "Provider/Party"), "FormalName"), "Provider")
    item.take("source", attribute(first(administrative, "Source/Party"), "FormalName"), "Source")
    descriptive = first(component, "DescriptiveMetadata")
    item.take("lang", attribute(first(descriptive, "Language"), "FormalName"), "Language")
    item.take("genre", attribute(first(descriptive, "Genre"), "FormalName"), "Genre")
    for code in children(descriptive, "SubjectCode"):
        levels = children(code, "Subject", "SubjectMatter", "SubjectDetail", "SubjectQualifier")
        item.subjects.extend(
            Subject(attribute(found, "FormalName"), "", attribute(found, "Scheme")) for found in levels
        )
    places = [found for found in children(descriptive, "Location") if attribute(found, "HowPresent") == "Origin"]
    for holder in (*places, descriptive):
        properties = {attribute(found, "FormalName"): found for found in children(holder, "Property")}
        item.take("located", attribute(properties.get("City"), "Value"), "Location")
    for found in inside(descriptive, "Property"):
        if "keyword" in attribute(found, "FormalName").lower():
            item.keywords.append(attribute(found, "Value"))
    for metadata in children(component, "Metadata"):
        item.keywords.extend(
            attribute(found, "Value")
            for found in children(metadata, "Property")
            if "keyword" in attribute(found, "FormalName").lower()
        )
    item.take("usage_terms", line_of(first(component, "RightsMetadata/UsageRights")), "UsageRights")


def _take_lines(item: Item, lines: Element | None) -> None:
    for name, fact in (
        ("HeadLine", "title"), ("SubHeadLine", "standfirst"), ("DateLine", "dateline"), ("CreditLine", "credit"),
        ("CopyrightLine", "copyright"), ("SlugLine", "slugline"), ("RightsLine", "usage_terms"),
    ):  # fmt: skip
        for found in children(lines, name):
            item.take(fact, line_of(found), name)
    for found in children(lines, "ByLine"):
        item.take_byline(line_of(found), "ByLine")
    item.keywords.extend(line_of(found) for found in children(lines, "KeywordLine"))


def _take_text(item: Item, contents: list[Element]) -> None:
    """The text of a story: of the best of equivalent forms, or of all its parts in their order."""
    if len(contents) > 1 and _equivalent(contents):
        item.left_out["other renditions"] += len(contents) - 1
        contents = sorted(contents, key=lambda found: next(children(first(found, "DataContent")), None) is None)[:1]
    for content in contents:
        before = item.blocks
        _take_data(item, first(content, "DataContent"))
        item.blocks = before + item.blocks


def _equivalent(contents: list[Element]) -> bool:
    """Whether the content items are forms of one text: a component's are, by its definition."""
    parents = {found.getparent() for found in contents}
    outer = contents[0].getparent().getparent()
    return len(parents) == 1 or attribute(outer, "EquivalentsList").lower() == "yes"


def _take_data(item: Item, data: Element) -> None:
    inner = next((found for found in data if local(found)), None)
    if inner is None:
        item.blocks = written_blocks(raw_text(data))
    elif local(inner) == "nitf":
        nitf.take_body(item, inner)
    else:
        item.blocks, _ = element_blocks(data)
