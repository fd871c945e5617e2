"""What the readers of lists, quotations and tables need of the walk that calls them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from site_gen.ingest.markup.inline import Run
from site_gen.model import Block

if TYPE_CHECKING:
    from lxml.etree import _Element

_UNSEEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_UNSEEN_CLASS = re.compile(r"(?:^|\s)(?:hidden|visually-?hidden|sr-only|screen-reader-text)(?:\s|$)")


class Gatherer(Protocol):
    """A walk over a part of a tree, and the blocks that it has gathered."""

    blocks: list[Block]
    lists: set[int]
    """The indexes of those blocks that are lists."""
    depth: int

    def inner(self, *, crossheads: bool = True) -> Gatherer:
        """A walk for a part that becomes one block here; without `crossheads` only headings are crossheads."""

    def read(self, element: _Element) -> None:
        """Add what stands in `element`."""

    def line(self, element: _Element) -> list[Run]:
        """All that stands in `element` as the runs of one line."""

    def add(self, block: Block, *, is_list: bool = False) -> None:
        """Add a whole block after the current paragraph."""


def add_all(target: Gatherer, source: Gatherer) -> None:
    """Add what `source` has gathered to `target`, block by block."""
    for index, block in enumerate(source.blocks):
        target.add(block, is_list=index in source.lists)


def is_hidden(element: _Element) -> bool:
    """Whether a browser would not show the element."""
    if not element.keys():
        return False
    style, name = element.get("style"), element.get("class")
    return (
        (style is not None and _UNSEEN_STYLE.search(style) is not None)
        or (name is not None and _UNSEEN_CLASS.search(name) is not None)
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
    )
