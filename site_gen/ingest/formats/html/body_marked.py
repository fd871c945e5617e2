"""The body where the page itself marks it: `itemprop="articleBody"`."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from site_gen.ingest.markup import element_blocks
from site_gen.model import Block, Furniture, clean_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.html import HtmlElement

# What stands in a body and is none of it, by the words of its class or id.
_NAMED: dict[str, str] = {
    "share": r"shar(?:e|ing)|socials?|social-?bar|toolbar",
    "related": r"related|recommended|recirc\w*|outbrain|taboola|most-?(?:read|popular)|read-?more|see-?also"
    r"|voir-?aussi|(?:a-?)?lire(?:-?aussi)?",
    "newsletter": r"newsletters?|subscribe|subscription|paywall",
    "advertisement": r"advert\w*|ads?|ad-?slot|sponsor(?:ed)?|promo",
    "comments": r"comments?",
    "cookies": r"cookies?",
    "menu": r"breadcrumbs?|tags?|tag-?list|pagination|footer",
    "byline": r"byline|author(?:-?box)?",
    "pop-up": r"pop-?up|modal",
    "embed": r"embed(?:ded)?|player|video",
}
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:" + "|".join(f"({words})" for words in _NAMED.values()) + r")(?=$|[\s_-])", re.IGNORECASE
)
_REASONS = tuple(_NAMED)
_INLINE = frozenset({"p", "span"})
_SURE = frozenset({"share", "related", "newsletter", "advertisement"})
"""Reasons that hold for a paragraph or a few words of one as well: `<span class="player">` names a sportsman."""
_BY_TAG = {"aside": "related", "footer": "menu"}
_TAGS = ("aside", "footer", "div", "section", "ul", "p", "span")
_LARGEST = 0.4
"""Of the text of a body: a part that holds more of it is the body, whatever its class."""
_LONGEST_EMBED = 300
"""Characters below a player; what says more is a text of its own."""


def marked_body(tree: HtmlElement, base_url: str | None) -> tuple[tuple[Block, ...], tuple[Furniture, ...]] | None:
    """The blocks of the marked body and what was taken out of it (and of the tree); None where none is marked."""
    parts = _outermost(_find_marked()(tree))
    if not parts:
        return None
    if len({part.getparent() for part in parts}) > 1:
        # Pages that load the next article below the first mark several.
        parts = parts[:1]
    furniture = [item for part in parts for item in _prune(part)]
    return tuple(block for part in parts for block in element_blocks(part, base_url)), tuple(furniture)


@cache
def _find_marked() -> Callable[[HtmlElement], list[HtmlElement]]:
    from lxml.etree import XPath

    find: Callable[[HtmlElement], list[HtmlElement]] = XPath(
        "//*[contains(concat(' ', @itemprop, ' '), ' articleBody ')][not(self::meta)]"
    )
    return find


def _outermost(parts: list[HtmlElement]) -> list[HtmlElement]:
    found = set(parts)
    return [part for part in parts if not any(above in found for above in part.iterancestors())]


def _prune(part: HtmlElement) -> list[Furniture]:
    """Take out of `part` what its tag, class or id names as furniture, as long as most of the text stays."""
    whole = 0
    taken: list[Furniture] = []
    for element in list(part.iterdescendants(*_TAGS)):
        reason = _reason(element)
        if reason is None or not any(above is part for above in element.iterancestors()):
            continue
        whole = whole or len(part.text_content())
        text = element.text_content()
        if len(text) > _LARGEST * whole or (reason == "embed" and not _is_label(element, text)):
            continue
        element.drop_tree()
        line = clean_line(text)
        if line:
            taken.append(Furniture(0, line[:_LONGEST_EMBED], reason))
    return taken


def _is_label(element: HtmlElement, text: str) -> bool:
    """Whether all that stands beside a player or an embedded frame is what it is called."""
    return len(clean_line(text)) <= _LONGEST_EMBED and element.find(".//blockquote") is None


def _reason(element: HtmlElement) -> str | None:
    if element.tag in _BY_TAG:
        return _BY_TAG[element.tag]
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    found = _FURNITURE.search(names) if len(names) > 1 else None
    reason = _REASONS[found.lastindex - 1] if found and found.lastindex else None
    return None if element.tag in _INLINE and reason not in _SURE else reason
