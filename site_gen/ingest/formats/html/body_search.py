"""The body where the page does not mark it: trafilatura, in its fast mode where that is sure, else in full.

Trafilatura says which text is the article; how that text is marked up (links, lists, figures) is read from the page.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from site_gen.errors import MissingExtraError
from site_gen.ingest.formats.html.body_lines import is_image, key_of, shown_text
from site_gen.ingest.markup import element_blocks
from site_gen.model import Block, clean_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LEAST = 600
_LEAST_SHARE = 0.6
_LONG_PARAGRAPH = 80
_LEAST_COVERED = 0.97
_REACH = 300
"""Letters of the found text that may be missing between two blocks of the page."""

_TAGS = {"head": "h2", "lb": "br", "list": "ul", "item": "li", "quote": "blockquote", "code": "pre", "row": "tr"}


@dataclass(frozen=True, slots=True)
class FoundBody:
    """What a search gave."""

    blocks: tuple[Block, ...]
    method: str
    is_sure: bool


def search_body(tree: HtmlElement, base_url: str | None) -> FoundBody:
    """The body that trafilatura finds; `tree` is left as it is."""
    body = _extracted(tree, base_url, fast=True)
    if body is not None and _is_sure(tree, body):
        return FoundBody(_blocks(tree, body, base_url), "trafilatura fast", True)
    body = _extracted(tree, base_url, fast=False)
    if body is None:
        return FoundBody((), "none", False)
    return FoundBody(_blocks(tree, body, base_url), "trafilatura", False)


def _extracted(tree: HtmlElement, base_url: str | None, *, fast: bool) -> Any:
    try:
        import trafilatura
    except ImportError as error:
        raise MissingExtraError("reading web pages", "html") from error
    # What it says about single pages is no news to anybody: the reader tells what came of each.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found: Any = trafilatura.bare_extraction(tree, url=base_url, fast=fast, include_comments=False)
    except Exception:  # noqa: BLE001 (on broken pages it fails in many ways: what it cannot read holds no article)
        return None
    return None if found is None else found.body


def _is_sure(tree: HtmlElement, body: Any) -> bool:
    """Whether the fast mode found prose, and most of the prose of the page."""
    texts = [len(line) for text in body.itertext() for line in text.split("\n")]
    found = sum(texts)
    prose = sum(length for length in texts if length >= _LONG_PARAGRAPH)
    if found < _LEAST or prose < _LEAST_SHARE * found:
        return False
    paragraphs = sum(len(text) for part in tree.iter("p") if len(text := part.text_content()) >= _LONG_PARAGRAPH)
    return found >= _LEAST_SHARE * paragraphs


def _blocks(tree: HtmlElement, body: Any, base_url: str | None) -> tuple[Block, ...]:
    own = _as_html(body, base_url)
    wanted = "".join(key_of(shown_text(block)) for block in own)
    for part in _containers(tree, own):
        aligned, covered = _aligned(element_blocks(part, base_url), wanted)
        if covered >= _LEAST_COVERED * len(wanted):
            return aligned
    return own


def _containers(tree: HtmlElement, own: Sequence[Block]) -> Iterator[HtmlElement]:
    """The smallest part of the page that holds the paragraphs found, then the whole."""
    texts = {shown_text(block) for block in own if len(block.text) >= _LONG_PARAGRAPH}
    paragraphs = [part for part in tree.iter("p") if clean_line(part.text_content()) in texts]
    if paragraphs:
        last = set(paragraphs[-1].iterancestors())
        yield next(part for part in paragraphs[0].iterancestors() if part in last)
    yield tree


def _as_html(body: Any, base_url: str | None) -> tuple[Block, ...]:
    """Trafilatura's own tags back to those of HTML, then to blocks."""
    for element in body.iter("*"):
        if element.tag == "list" and element.get("rend") == "ol":
            element.tag = "ol"
        elif element.tag == "cell":
            element.tag = "th" if element.get("role") == "head" else "td"
        elif element.tag in _TAGS:
            element.tag = _TAGS[element.tag]
    return element_blocks(body, base_url)


def _aligned(blocks: Sequence[Block], wanted: str) -> tuple[tuple[Block, ...], int]:
    """The blocks of the page whose letters are `wanted`, with the images among them; and how many letters they hold."""
    kept: list[Block] = []
    images: list[Block] = []
    cursor = covered = 0
    for block in blocks:
        if is_image(block):
            images.append(block)
            continue
        key = key_of(shown_text(block))
        at = wanted.find(key, cursor, cursor + len(key) + _REACH) if key else -1
        if at < 0:
            images.clear()
            continue
        kept.extend(images)
        images.clear()
        kept.append(block)
        covered += len(key)
        cursor = at + len(key)
    return tuple(kept), covered
