"""Images of a body: where they are, what stands below them, and who made them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_gen.ingest.markup.inline import markdown_line
from site_gen.ingest.markup.targets import link_target
from site_gen.model import clean_line

if TYPE_CHECKING:
    from lxml.etree import _Element

_SOURCES = ("data-src", "data-original", "data-lazy-src", "src")
_MAX_TEXT = 600
_SMALLEST = 60
"""Pixels: what is smaller is an icon or counts readers."""
_FILE_NAME = re.compile(r"\S+\.(?:jpe?g|png|gif|webp|avif)|[\w-]*\d{3,}[\w-]*|image|photo|img", re.IGNORECASE)
_CAPTION = re.compile(r"caption|legend|légende", re.IGNORECASE)
_CREDIT = re.compile(r"credit|copyright|(?:^|[\s_-])source(?:$|[\s_-])|photographer", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Image:
    """An image by its address."""

    url: str
    text: str
    credit: str = ""


def read_image(element: _Element, base_url: str | None, *, figure: bool = False) -> Image | None:
    """The image of an `img` tag; None where it has no address of its own, is an icon, or says nothing.

    In a figure the caption may say what it is.
    """
    if _is_small(element):
        return None
    urls = (link_target(element.get(name), base_url, image=True) for name in _SOURCES)
    url = next((url for url in urls if url), None)
    text = clean_line(element.get("alt") or "")[:_MAX_TEXT]
    if _FILE_NAME.fullmatch(text):
        text = ""
    return Image(url, text) if url and (text or figure) else None


def _is_small(element: _Element) -> bool:
    sizes = [element.get(side) or "" for side in ("width", "height")]
    return any(size.isdecimal() and int(size[:6]) < _SMALLEST for size in sizes)


def caption_of(figure: _Element, text_of: Callable[[_Element], str]) -> str:
    """The caption of a figure, as one line."""
    for part in figure.iter("figcaption"):
        return text_of(part)[:_MAX_TEXT]
    return _text_by_class(figure, _CAPTION, text_of)


def credit_of(figure: _Element, text_of: Callable[[_Element], str]) -> str:
    """Who made the image of a figure, as far as the page marks it."""
    return _text_by_class(figure, _CREDIT, text_of)


def _text_by_class(figure: _Element, pattern: re.Pattern[str], text_of: Callable[[_Element], str]) -> str:
    for part in figure.iterdescendants():
        if part.tag == "img" or not isinstance(part.tag, str):
            continue
        if pattern.search(part.get("class") or "") or pattern.search(part.get("itemprop") or ""):
            text = text_of(part)[:_MAX_TEXT]
            if text:
                return text
    return ""


def image_markdown(image: Image) -> str:
    """An image as a link under its caption and credit."""
    text = image.text
    if image.credit and image.credit.casefold() not in text.casefold():
        text = f"{text} ({image.credit})" if text else image.credit
    return markdown_line([(text, 0, image.url)])
