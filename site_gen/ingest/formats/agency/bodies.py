"""Bodies of items to blocks: NITF and XHTML elements, escaped HTML, plain text."""

from __future__ import annotations

import re

from site_gen.ingest.formats.agency.plain import text_blocks
from site_gen.ingest.formats.agency.xml import Element, attribute, children, line_of, local
from site_gen.ingest.markup import html_blocks
from site_gen.model import Block

# Elements of NITF that HTML names otherwise. What neither knows holds text that is kept.
_AS_HTML = {
    "hl1": "h2", "hl2": "h2", "bq": "blockquote", "block": "div", "credit": "p", "datasource": "p", "tagline": "p",
    "fn": "p", "body.content": "div", "body.end": "div", "nitf-table": "div",
}  # fmt: skip
_HTML = frozenset(
    "a abbr article b blockquote body br caption cite code col colgroup dd del div dl dt em figcaption figure h1 h2 h3 "
    "h4 h5 h6 hr html i iframe img ins li main ol p pre q s script section small span strong style sub sup table tbody "
    "td tfoot th thead time tr u ul video audio form object embed svg".split()
)
# Elements are first renamed to this and then taken out together: one by one is slow where there are many.
_OUT = "left-out"
_NOT_TEXT = frozenset(("head", "header", "footer", "nav", "note", "bibliography", "nitf-table-metadata"))
_MARKUP = re.compile(
    r"</?(?:p|br|div|span|h[1-6]|ul|ol|li|table|b|i|u|em|strong|a|su[bp]|section|article|html|body|blockquote)\b[^<>]*>"
    r"|&(?:\w{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});",
    re.IGNORECASE,
)


def element_blocks(element: Element) -> tuple[tuple[Block, ...], int]:
    """The blocks of an element of NITF or XHTML, and how many pictures in it could not be kept. Changes the element."""
    from lxml import etree

    pictures = _set_media(element)
    for found in element.iter():
        name = local(found)
        if name in ("", _OUT, "figure"):
            continue
        if name in _NOT_TEXT and found is not element:
            found.tag = _OUT
            continue
        lower = name.lower()
        found.tag = _AS_HTML.get(lower) or (lower if lower in _HTML else "span")
        for key in [key for key in found.attrib if key not in ("href", "src", "alt", "class", "colspan", "rowspan")]:
            del found.attrib[key]
    element.tag = "div"
    etree.strip_elements(element, _OUT, with_tail=False)
    etree.cleanup_namespaces(element)
    return html_blocks(etree.tostring(element, method="html", encoding="unicode", with_tail=False)), pictures


def _set_media(element: Element) -> int:
    """Put figures in the place of NITF media that have an address on the web, and take the others out."""
    from lxml import etree

    out = 0
    for media in [found for found in element.iter() if local(found) == "media"]:
        references = [attribute(found, "source") for found in children(media, "media-reference")]
        source = next((text for text in references if text.startswith(("http://", "https://"))), "")
        captions = [line_of(found) for found in children(media, "media-caption")]
        if not source or attribute(media, "media-type") not in ("image", "photo", "graphic", ""):
            out += 1
            media.tag = _OUT
            continue
        for child in list(media):
            media.remove(child)
        media.tag = "figure"
        etree.SubElement(media, "img", src=source, alt=captions[0] if captions else "")
        if captions:
            etree.SubElement(media, "figcaption").text = captions[0]
    return out


def written_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a body that is a string: HTML where it holds markup, else plain text."""
    return html_blocks(text) if _MARKUP.search(text) else text_blocks(text)
