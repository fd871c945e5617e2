"""Bytes of a web page to its tree: one parse, shared by the readers of facts and of the body."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from site_gen.ingest.decode import MAX_BYTES, UndecodableError, decode
from site_gen.ingest.markup.parsing import parse_markup

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_TAGS = 60_000
"""A page of more tags is a dump of data: its article is not looked for. A long live report has 20,000."""

_HEAD = 4_096
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})")
# Python knows encodings that are no text of a page, and some that take a minute for a megabyte (`punycode`).
_OF_TEXT = re.compile(r"utf-?(?:8|16|32)|cp\d|iso(?:8859|2022)|koi8|mac|big5|gb|euc|shift|johab|hz|tis|ascii")
# What these names mean in a browser: a superset that pages really use.
_AS_BROWSERS = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}


def parse_html(data: bytes, charset: str | None = None) -> HtmlElement | None:
    """The root element of a page; None where it is empty, binary, or too large to be one.

    Its encoding is told, in this order, by a byte order mark, by being UTF-8, by `charset` (as a server declares it),
    by the page's own `<meta charset>`, and by the look of its letters. Never raises.
    """
    if not data or len(data) > MAX_BYTES:
        return None
    text = _as_utf8(data, charset)
    if text is None:
        return None
    return None if text.count(b"<") > MAX_TAGS else parse_markup(text)


def _as_utf8(data: bytes, charset: str | None) -> bytes | None:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace").encode("utf-8", "replace")
    # Crawlers leave a stray NUL here and there; UTF-16 is full of them.
    if data.count(b"\0") < 0.01 * len(data) and _is_utf8(data):
        return data
    for name in (charset, *_declared(data[:_HEAD])):
        text = _decoded(data, name)
        if text is not None:
            return text.encode("utf-8", "replace")
    try:
        return decode(data).encode("utf-8", "replace")
    except UndecodableError:
        return None


def _is_utf8(data: bytes) -> bool:
    # A page that says otherwise is read as it says only where it is no UTF-8: no text in another encoding happens to
    # be that, and many pages carry a wrong declaration.
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _declared(head: bytes) -> list[str]:
    found = [match[1].decode("ascii") for match in (_META.search(head), _XML.search(head)) if match]
    return [name for name in found if not name.lower().startswith(("utf-16", "utf-32", "ucs"))]


def _decoded(data: bytes, name: str | None) -> str | None:
    """The text in the encoding of that name, a few broken bytes replaced; None where it is not in that encoding."""
    if not name:
        return None
    try:
        encoding = codecs.lookup(name).name
        # Two or four bytes a character leave NULs in every tag.
        if not _OF_TEXT.match(encoding) or (encoding.startswith(("utf-16", "utf-32")) and b"\0" not in data):
            return None
        text = data.decode(_AS_BROWSERS.get(encoding, encoding), "replace")
    except (LookupError, ValueError):
        return None
    return text if text.count("\ufffd") <= 0.002 * len(text) else None
