"""The body of an article on a web page: where the page marks it, there; elsewhere where trafilatura finds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_gen.ingest.formats.html.body_lines import Kept, article_blocks
from site_gen.ingest.formats.html.body_marked import marked_body
from site_gen.ingest.formats.html.body_search import search_body
from site_gen.model import Block, BlockKind, Furniture

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LEAST = 250
"""Characters of a body that is taken without a second opinion."""


@dataclass(frozen=True, slots=True)
class Body:
    """What a page holds as its article."""

    blocks: tuple[Block, ...]
    method: str
    """How it was found, for the provenance: `articleBody`, `trafilatura fast`, `trafilatura`, `json-ld`, `none`."""
    confident: bool
    """Whether the page itself, or more than one sign, says that this is the article."""
    furniture: tuple[Furniture, ...] = ()
    """The lines that stood in it and are no part of the news; `byline`, `date` and `credit` among the reasons."""


def find_body(tree: HtmlElement, url: str | None = None, *, title: str = "") -> Body:
    """The body of the article on a page, without its title, dates, bylines and furniture.

    The tree is changed: read the facts of the page before. Relative links are resolved against `url`.
    Raises MissingExtraError where trafilatura is needed and not installed, and nothing else.
    """
    titles = _titles(tree, title)
    marked = marked_body(tree, url)
    if marked is not None:
        blocks, furniture = marked
        kept = article_blocks(blocks, titles)
        if _length(kept) >= _LEAST:
            return Body(kept.blocks, "articleBody", True, (*furniture, *kept.furniture))
    found = search_body(tree, url)
    kept = article_blocks(found.blocks, titles)
    return Body(kept.blocks, found.method if kept.blocks else "none", found.is_sure, kept.furniture)


def _titles(tree: HtmlElement, title: str) -> set[str]:
    """What a page gives as its title, which its body may repeat."""
    texts = [title, *(part.text_content() for part in tree.iter("h1"))]
    texts += [part.get("content") or "" for part in tree.iter("meta") if part.get("property") == "og:title"]
    return {text for text in texts if text.strip()}


def _length(kept: Kept) -> int:
    return sum(len(block.text) for block in kept.blocks if block.kind is not BlockKind.CROSSHEAD)
