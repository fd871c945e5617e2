"""The XML of one item to its plain fields."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from site_gen.ingest.formats.wxr.channel import Channel, decode_item, parse_broken, parse_strict, short_name

_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32)])
_ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|apos|#\d+|#x[0-9A-Fa-f]+);)(\w{1,40};)?")
_LAST_TAG = re.compile(r"<([\w:.-]{1,100})[^<>]{0,1000}>\s{0,100}$")
_PROLOGUE = b'<?xml version="1.0" encoding="utf-8"?>'


@dataclass(frozen=True, slots=True)
class Term:
    """One term that a post carries: of the taxonomy `category`, `post_tag`, or any that a plugin made."""

    taxonomy: str
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an export, as written."""

    texts: Mapping[str, str]
    """The first text of each element, by its name with the usual prefix: `wp:post_id`, `content:encoded`."""
    terms: tuple[Term, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
    comments: int = 0
    warnings: tuple[str, ...] = ()
    is_mended: bool = False
    """Whether its XML was not well-formed."""

    def text(self, name: str) -> str:
        """The text of an element without space around it; empty where there is none."""
        return self.texts.get(name, "").strip()


def read_item(data: bytes, channel: Channel) -> Item | None:
    """An item from its XML: as it is, else with what is commonly wrong put right, else what can be read; else None."""
    from lxml import etree

    warnings: tuple[str, ...] = ()
    is_mended = is_broken = False
    try:
        if channel.encoding != "utf-8":
            data = data.decode(channel.encoding).encode()
        root = parse_strict(_wrapped(data, channel))
    except (etree.XMLSyntaxError, ValueError):
        is_mended = True
        text, is_sound = decode_item(data, channel.encoding)
        if not is_sound:
            warnings = ("holds bytes that are not of the encoding of the export; some letters may be wrong",)
        root, warning = _parse_mended(text, channel)
        is_broken = warning is not None
        warnings += (warning,) if warning else ()
    element = next((child for child in root if child.tag == "item"), None) if root is not None else None
    if element is None:
        return None
    # Where a tag has no end, what follows stands inside it.
    return replace(_item(element.iter() if is_broken else element), warnings=warnings, is_mended=is_mended)


def _wrapped(data: bytes, channel: Channel) -> bytes:
    # Many a text was pasted with control characters, which XML forbids and which mean nothing.
    return b"%b%b%b</rss>" % (_PROLOGUE, channel.opening, data.translate(None, _CONTROLS))


def _parse_mended(text: str, channel: Channel) -> tuple[Any, str | None]:
    """The root of an item that is not well-formed, and a warning where it may be incomplete."""
    from lxml import etree

    data = _wrapped(_mended(text).encode("utf-8", "replace"), channel)
    try:
        return parse_strict(data), None
    except (etree.XMLSyntaxError, ValueError) as error:
        warning = f"is not well-formed XML ({_short(str(error))}); compare its text with the original"
        return parse_broken(data.decode("utf-8", "replace")), warning


def _short(message: str) -> str:
    """A parser's message without the place, which is counted within the item."""
    return message.partition(", line ")[0][:120]


def _mended(text: str) -> str:
    """The text with names of HTML characters, and ampersands that begin none, as XML has them, and all CDATA ended.

    What stands in CDATA stays as it is; a section without an end is taken to end with the element that it is in.
    """
    first, *others = text.split("<![CDATA[")
    parts = [_ENTITY.sub(_character, first)]
    for other in others:
        inside, closed, behind = other.partition("]]>")
        if not closed:
            element = _LAST_TAG.search(parts[-1])
            inside, end, behind = other.partition(f"</{element[1]}>") if element else (other, "", "")
            behind = end + behind
        parts += ("<![CDATA[", inside, "]]>", _ENTITY.sub(_character, behind))
    return "".join(parts)


def _character(entity: re.Match[str]) -> str:
    if not entity[1]:
        return "&amp;"
    character = html.unescape(entity[0])
    return f"&amp;{entity[1]}" if character == entity[0] else html.escape(character)


def _item(elements: Iterable[Any]) -> Item:
    texts: dict[str, str] = {}
    meta: dict[str, str] = {}
    terms: list[Term] = []
    comments = 0
    for child in elements:
        name = short_name(child.tag)
        if name == "category":
            terms.append(Term(child.get("domain") or "category", child.get("nicename") or "", child.text or ""))
        elif name == "wp:postmeta":
            key, value = _meta(child)
            meta.setdefault(key, value)
        elif name == "wp:comment":
            comments += 1
        elif name and not texts.get(name):
            texts[name] = _text(child)
    return Item(texts, tuple(terms), meta, comments)


def _meta(element: Any) -> tuple[str, str]:
    texts = {short_name(child.tag): child.text or "" for child in element}
    return texts.get("wp:meta_key", ""), texts.get("wp:meta_value", "")


def _text(element: Any) -> str:
    """The text of an element, with comments as written: qTranslate marks languages by them."""
    if not len(element):
        return element.text or ""
    parts = [element.text or ""]
    for child in element:
        is_comment = not isinstance(child.tag, str)
        parts += (f"<!--{child.text or ''}-->" if is_comment else _text(child), child.tail or "")
    return "".join(parts)
