"""Bytes of HTML to a tree, whatever the bytes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# The parser gives up at a depth of 255, and with it all text below. Pages get there by tags that they never close
# (`<font>` before every paragraph), so what only nests and marks is taken out and the page is read once more.
_NESTING = re.compile(
    rb"</?(?!(?:p|br|h[1-6]|a|script|style|title|meta|head|body|html|article|footer|nav|img)[\s/>])[a-zA-Z][^<>]{0,2000}>"
)


def parse_markup(data: bytes, encoding: str = "utf-8") -> HtmlElement | None:
    """The root element of a page or fragment in `encoding` (one that codecs know); None where it holds nothing."""
    data = data.replace(b"\0", b"")
    root, is_whole = _parsed(data, encoding)
    if not is_whole:
        root, _ = _parsed(_NESTING.sub(b" ", data), encoding)
    return root


def _parsed(data: bytes, encoding: str) -> tuple[HtmlElement | None, bool]:
    """The root, and whether the parser read to the end."""
    from lxml import etree, html

    if not data.strip():
        return None, True
    try:
        parser = html.HTMLParser(encoding=encoding, remove_pis=True, remove_comments=True)
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, LookupError, ValueError):
        return None, True
    last = parser.error_log.last_error
    return root, last is None or "depth" not in (last.message or "")
