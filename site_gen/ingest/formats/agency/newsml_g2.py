"""Reader of NewsML-G2: news items, alone or several in a news message, with their text inside."""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_gen.ingest.formats.agency import nitf
from site_gen.ingest.formats.agency.bodies import element_blocks, written_blocks
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
    raw_text,
    root_name,
)
from site_gen.ingest.formats.base import Document, ReadOptions
from site_gen.model import Draft, Failure, LeftOut

_OTHER_ITEMS = {
    "packageItem": ("packages", "a package (a list of other items)"),
    "conceptItem": ("concepts", "a concept of a vocabulary"),
    "knowledgeItem": ("vocabularies", "a vocabulary"),
    "planningItem": ("plans", "a plan for coverage"),
    "catalogItem": ("catalogues", "a catalogue of vocabularies"),
}
_PARTS = ("contentSet", "contentMeta", "groupSet", "itemMeta")
_ROOTS = frozenset(name.lower() for name in ("newsMessage", "newsItem", *_OTHER_ITEMS, *_PARTS))
# `ninat:picture`, `icls:video` …: what an item is by its own declaration.
_OTHER_CLASSES = {
    "picture": "pictures", "photo": "pictures", "graphic": "graphics", "audio": "recordings", "video": "videos",
    "animation": "animations",
}  # fmt: skip
_TEXT_ROOTS = frozenset("html body div section article p main span ul ol table h1 h2 h3 pre blockquote".split())
_PRIVATE = re.compile(r"private|non-?public|contact|internal|closing", re.IGNORECASE)
_NO_STANDFIRST = re.compile(r"caption|note|instruction|keyword", re.IGNORECASE)
_SUBTITLE = re.compile(r"sub", re.IGNORECASE)


def matches(head: bytes, _name: str) -> bool:
    """Whether the root element is an item, a message or a part of NewsML-G2."""
    return root_name(head) in _ROOTS


def read(document: Document, _options: ReadOptions) -> Iterator[Draft | Failure | LeftOut]:
    """The articles of a NewsML-G2 document."""
    try:
        root = parse_xml(document.data)
    except XmlError as error:
        yield Failure(document.path, "parse", str(error))
        return
    yield from report(document, _outcomes(root))


def _outcomes(root: Element) -> Iterator[Draft | LeftOut | NoArticle]:
    if local(root) != "newsMessage":
        yield from _outcome(root, "")
        return
    sent = line_of(first(root, "header/sent")) or line_of(first(root, "Header/Sent"))
    for item in inside(root, "itemSet"):
        for found in children(item, "newsItem", *_OTHER_ITEMS):
            yield from _outcome(found, sent)


def _outcome(element: Element, sent: str) -> Iterator[Draft | LeftOut | NoArticle]:
    name = local(element)
    if name in _PARTS:
        yield NoArticle(f"is only the {name} of a NewsML-G2 item; ask its sender for the whole newsItem")
    elif name in _OTHER_ITEMS:
        what, told = _OTHER_ITEMS[name]
        yield NoArticle(f"is {told} and no article; remove it from the inbox", what)
    else:
        declared = _tail(_code(first(element, "itemMeta/itemClass"))).lower()
        what = _OTHER_CLASSES.get(declared, "")
        if what:
            yield NoArticle(f"is a {declared} by its own declaration and no article; remove it from the inbox", what)
        else:
            yield from _news_item(element, sent)


def _news_item(element: Element, sent: str) -> Iterator[Draft | LeftOut | NoArticle]:
    item = Item()
    meta, content = first(element, "itemMeta"), first(element, "contentMeta")
    lang = attribute(first(content, "language"), "tag") or attribute(element, "lang")
    item.take("lang", lang, "language")
    item.take("guid", attribute(element, "guid"), "guid")
    item.take("version", attribute(element, "version"), "version")
    _take_item_meta(item, meta, lang)
    _take_content_meta(item, content, lang)
    _take_rights(item, first(element, "rightsInfo"), lang)
    item.take_date("sent", sent, "sent")
    _take_content(item, first(element, "contentSet"))
    if not item.bylines:
        for creator in children(content, "creator"):
            item.take_byline(_person(creator, item), "creator")
    yield from make_draft(item)


# --- metadata ----------------------------------------------------------------------------------------------------


def _take_item_meta(item: Item, meta: Element | None, lang: str) -> None:
    for name, fact in (("firstCreated", "created"), ("versionCreated", "version_created"), ("embargoed", "embargo")):
        item.take_date(fact, line_of(first(meta, name)), name)
    item.take("status", _code(first(meta, "pubStatus")), "pubStatus")
    provider = first(meta, "provider")
    item.take("provider", _name(provider, lang) or _tail(attribute(provider, "literal", "qcode")), "provider")
    item.take("title", line_of(first(meta, "title")) if first(meta, "itemClass") is None else "", "title")
    for note in children(meta, "edNote", "ednote"):
        if not len(note) and not _PRIVATE.search(attribute(note, "role") + attribute(note, "pubconstraint")):
            item.take("ednote", line_of(note), "edNote")


def _take_content_meta(item: Item, meta: Element | None, lang: str) -> None:
    for name, fact in (("contentCreated", "content_created"), ("contentModified", "modified")):
        item.take_date(fact, line_of(first(meta, name)), name)
    for name, fact in (("urgency", "urgency"), ("slugline", "slugline"), ("dateline", "dateline")):
        item.take(fact, line_of(first(meta, name)), name)
    item.take("credit", line_of(first(meta, "creditline")).strip(" -–—"), "creditline")
    _take_headlines(item, meta, lang)
    for description in children(meta, "description"):
        if not _NO_STANDFIRST.search(attribute(description, "role")):
            item.take("standfirst", line_of(description), "description")
    for byline in children(meta, "by"):
        item.take_byline(line_of(byline), "by")
    for located in children(meta, "located"):
        item.take("located", _place(located, lang), "located")
    for source in children(meta, "infoSource"):
        item.take("source", _name(source, lang) or attribute(source, "literal"), "infoSource")
    item.take("genre", _name(first(meta, "genre"), lang), "genre")
    item.keywords.extend(line_of(found) for found in children(meta, "keyword"))
    for subject in children(meta, "subject"):
        main = first(subject, "mainConcept")
        item.subjects.append(_subject(subject if main is None else main, lang))
        item.keywords.extend(_name(found, lang) for found in children(subject, "facetConcept"))


def _take_headlines(item: Item, meta: Element | None, lang: str) -> None:
    """The main headline in the language of the item; a subheadline is its standfirst."""
    headlines = list(children(meta, "headline"))
    main = [found for found in headlines if not _SUBTITLE.search(attribute(found, "role"))]
    same = [found for found in main if attribute(found, "lang") in ("", lang)]
    for found in [*same, *main]:
        item.take("title", line_of(found), "headline")
    for found in headlines:
        if _SUBTITLE.search(attribute(found, "role")):
            item.take("standfirst", line_of(found), "headline")


def _take_rights(item: Item, rights: Element | None, lang: str) -> None:
    holder = first(rights, "copyrightHolder")
    item.take("copyright", _in_language(rights, "copyrightNotice", lang), "copyrightNotice")
    item.take("copyright", _name(holder, lang) or attribute(holder, "literal"), "copyrightHolder")
    item.take("usage_terms", _in_language(rights, "usageTerms", lang), "usageTerms")


def _subject(element: Element, lang: str) -> Subject:
    code, name = _code(element), _name(element, lang)
    literal = attribute(element, "literal")
    if not name and literal and literal == code and not literal.isdigit():
        name = literal
    return Subject(code, name)


def _person(creator: Element, item: Item) -> str:
    """A creator's name where it is a person's: of two words and not the provider."""
    if "organisation" in attribute(creator, "type"):
        return ""
    name = _name(creator, "")
    known = (item.facts.get("provider"), item.facts.get("credit"), item.facts.get("source"))
    return name if " " in name and name not in known else ""


def _place(located: Element, lang: str) -> str:
    names = [_name(located, lang) or attribute(located, "literal")]
    names.extend(_name(found, lang) for found in children(located, "broader"))
    return ", ".join(dict.fromkeys(name for name in names if name))


def _code(element: Element | None) -> str:
    return attribute(element, "qcode", "uri", "literal")


def _tail(code: str) -> str:
    return re.split(r"[:/]", code)[-1]


def _name(element: Element | None, lang: str) -> str:
    return _in_language(element, "name", lang)


def _in_language(element: Element | None, name: str, lang: str) -> str:
    """The text of the child of this name in a language, else of the first that has one."""
    found = [(attribute(child, "lang"), line_of(child)) for child in children(element, name)]
    texts = [(code, text) for code, text in found if text]
    base = lang.partition("-")[0]
    same = (text for code, text in texts if code and code.partition("-")[0] == base)
    return next(same, texts[0][1] if texts else "")


# --- content -----------------------------------------------------------------------------------------------------


def _take_content(item: Item, content: Element | None) -> None:
    """The text of the first rendition that has one."""
    remote = sum(1 for _ in children(content, "remoteContent"))
    if remote:
        item.left_out["attached files"] += remote
    for part in children(content, "inlineXML", "inlineData"):
        if item.blocks:
            item.left_out["other renditions"] += 1
        elif local(part) == "inlineXML":
            _take_inline_xml(item, part)
        else:
            item.blocks = written_blocks(raw_text(part))


def _take_inline_xml(item: Item, part: Element) -> None:
    inner = next((found for found in part if local(found)), None)
    if inner is None:
        item.blocks = written_blocks(raw_text(part)) if raw_text(part).strip() else ()
    elif local(inner) == "nitf":
        nitf.take_body(item, inner)
        item.take("title", line_of(first(inner, "head/title")), "title")
    elif local(inner).lower() in _TEXT_ROOTS:
        title = line_of(first(inner, "head/title"))
        item.blocks, _ = element_blocks(part)
        item.take("title", title, "title")
    else:
        item.without_text = f"; it holds {local(inner)} alone, which is data"
