"""Hostile XML to elements: no entity is expanded, no DTD read, no address fetched; names go by their local part."""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Iterator
from html.entities import html5
from typing import Any

from site_gen.ingest.decode import MAX_BYTES, UndecodableError, decode
from site_gen.model import clean_line

Element = Any
"""An lxml element: lxml has no types."""


class XmlError(Exception):
    """The bytes are no XML that can be read; the message says where it breaks."""


# Atomic, so that a head full of comments is read once and not in every way that it can be cut.
_ROOT = re.compile(
    r"\s*(?>(?:<\?.{0,2000}?\?>|<!--.{0,60000}?-->|<!DOCTYPE[^\[>]{0,2000}(?:\[.{0,20000}?\]\s*)?>)\s*)*+"
    r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)",
    re.DOTALL,
)
_DECLARED = re.compile(rb"(<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"'])([\w.-]+)([\"'])")
_SINGLE_BYTE = re.compile(r"us-ascii|ascii|iso-?8859-?\d+|latin-?\d|windows-125\d|cp125\d", re.IGNORECASE)
_DECLARATION = re.compile(r"<\?xml\b.{0,300}?\?>", re.DOTALL)
_LONE_AMPERSAND = re.compile(r"&(?!#?\w{1,40};)")
_NAMED = re.compile(r"&(\w{1,40});")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_XML_NAMES = frozenset(("amp", "lt", "gt", "quot", "apos"))


def root_name(head: bytes) -> str:
    """The local name of the first element of a document, lower case; empty where the bytes are no XML."""
    if b"\0" in head[:8]:
        text = head.decode("utf-16-be" if head[:1] in (b"\0", b"\xfe") else "utf-16-le", "replace")
    elif head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        text = head.decode("latin-1")
    else:
        return ""
    found = _ROOT.match(text.lstrip("\ufeffï»¿"))
    return found[1].lower() if found else ""


@functools.cache
def _parser_class() -> Any:
    from lxml import etree

    return functools.partial(
        etree.XMLParser, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True,
        remove_comments=True,
    )  # fmt: skip


def parse_xml(data: bytes | str) -> Element:
    """The root element. Raises XmlError.

    Lone ampersands, entities of HTML and illegal control characters are mended; XML that breaks off is not, since
    nobody knows what is missing.
    """
    from lxml import etree

    if len(data) > MAX_BYTES:
        raise XmlError(f"is larger than {MAX_BYTES // 1_000_000} MB; split it into one file an item")
    try:
        return _strictly(data.encode() if isinstance(data, str) else _as_declared(data))
    except (etree.XMLSyntaxError, LookupError, ValueError) as error:
        mended = _mended(data)
        try:
            return _strictly(mended)
        except (etree.XMLSyntaxError, ValueError):
            raise XmlError(_told(error)) from error


def _strictly(data: bytes) -> Element:
    from lxml import etree

    root = etree.fromstring(data, _parser_class()())
    if root is None:
        raise ValueError("no root element")
    return root


def _as_declared(data: bytes) -> bytes:
    """The bytes; with another declaration where they are UTF-8 although an encoding of one byte is declared."""
    found = _DECLARED.match(data.lstrip(b"\xef\xbb\xbf \t\r\n"))
    if found is None or not _SINGLE_BYTE.fullmatch(found[2].decode()) or data.isascii():
        return data.lstrip() if data[:1].isspace() else data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return data.lstrip()
    return _DECLARED.sub(rb"\1utf-8\3", data, count=1).lstrip()


def _mended(data: bytes | str) -> bytes:
    try:
        text = data if isinstance(data, str) else _decoded(data)
    except UndecodableError as error:
        raise XmlError(str(error)) from error
    text = text.lstrip("\ufeff \t\r\n")
    declared = _DECLARATION.match(text)
    text = text[declared.end() :].strip() if declared else text.strip()
    text = _ILLEGAL.sub("", _NAMED.sub(_character, _LONE_AMPERSAND.sub("&amp;", text)))
    return text.encode("utf-8", "replace")


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return decode(data)


def _character(found: re.Match[str]) -> str:
    name = found[1]
    return found[0] if name in _XML_NAMES else html5.get(f"{name};", found[0])


def _told(error: Exception) -> str:
    position = getattr(error, "position", None)
    where = f" at line {position[0]}, column {position[1]}" if position else ""
    said = str(getattr(error, "msg", None) or error)
    said = re.sub(r",? ?\(?line \d+.*$", "", said, flags=re.DOTALL)
    return f"is broken XML{where}: {clean_line(said)[:200]}; ask its sender for a whole copy"


# --- elements ----------------------------------------------------------------------------------------------------


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """The children of one of these names."""
    for child in element if element is not None else ():
        if local(child) in names:
            yield child


def first(element: Element | None, path: str) -> Element | None:
    """The first element at a path of local names, `itemMeta/pubStatus`."""
    for name in path.split("/"):
        element = next(children(element, name), None)
        if element is None:
            return None
    return element


def inside(element: Element | None, *names: str) -> Iterator[Element]:
    """The elements of one of these names, however deep."""
    if element is not None:
        yield from (found for found in element.iter() if local(found) in names)


def attribute(element: Element | None, *names: str) -> str:
    """The first attribute of these names that holds something, whatever its namespace; else empty."""
    if element is None or not element.attrib:
        return ""
    by_name = {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
    return next((value.strip() for name in names if (value := by_name.get(name, "")).strip()), "")


def raw_text(element: Element | None) -> str:
    """All text of an element as it stands, entities that the document declares left unexpanded."""
    from lxml import etree

    return "".join(element.itertext("*", etree.Entity)) if element is not None else ""


def line_of(element: Element | None) -> str:
    """The text of an element on one clean line; empty where there is none."""
    if element is None:
        return ""
    text = raw_text(element) if len(element) else element.text or ""
    return clean_line(html.unescape(text) if "&" in text else text)
