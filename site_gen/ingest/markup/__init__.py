"""HTML of a body to blocks of Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_gen.ingest.markup.parsing import parse_markup
from site_gen.ingest.markup.walking import Walker
from site_gen.model import Block

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["element_blocks", "html_blocks", "parse_markup"]


def html_blocks(html: str, base_url: str | None = None) -> tuple[Block, ...]:
    """The blocks of an HTML fragment: a feed's content, a CMS post, the body of a wire item.

    Paragraphs and crossheads without links or emphasis are plain blocks; everything else is MARKDOWN. Scripts,
    styles, forms and frames are left out. Relative links are resolved against `base_url`, or lose their target.
    Never raises; a fragment without text gives no blocks.
    """
    root = parse_markup(html.encode("utf-8", "replace"))
    return () if root is None else element_blocks(root, base_url)


def element_blocks(element: _Element, base_url: str | None = None) -> tuple[Block, ...]:
    """The blocks of what stands in an element of a parsed page; the element is not changed."""
    walker = Walker(base_url)
    walker.read(element)
    return tuple(walker.blocks)
