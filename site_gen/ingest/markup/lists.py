"""Lists, quotations and preformatted text as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from site_gen.content.markdown import markdown_body
from site_gen.ingest.markup.gathering import Gatherer, add_all, is_hidden
from site_gen.ingest.markup.paragraphs import paragraphs
from site_gen.model import Block, BlockKind, clean_text

if TYPE_CHECKING:
    from lxml.etree import _Element

_INDENT = "    "
_MAX_NESTING = 6
_MAX_QUOTES = 3
_MAX_PARAGRAPHS = 2
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_UNEVEN = re.compile(r"^[ \t]{2,}|\t|\S {2,}\S", re.MULTILINE)
_BLANK = re.compile(r"\n[ \t]*\n\s*")


def add_list(walker: Gatherer, element: _Element) -> None:
    """Add a list as one block; one whose items hold several paragraphs each was for layout and gives its parts."""
    children = [child for child in element if isinstance(child.tag, str)]
    is_layout = any(map(_holds_parts, children))
    items = [_item(walker, child, crossheads=is_layout) for child in children]
    if is_layout or any(map(_holds_lines, items)):
        for item in items:
            add_all(walker, item)
        return
    lines = _list_lines(items, _start(element) if element.tag == "ol" else None)
    if lines:
        walker.add(Block(BlockKind.MARKDOWN, "\n".join(lines)), is_list=True)


def _item(walker: Gatherer, child: _Element, *, crossheads: bool) -> Gatherer:
    inner = walker.inner(crossheads=crossheads)
    if child.tag in ("ul", "ol"):
        if inner.depth < 100:
            add_list(inner, child)
    elif child.tag not in ("script", "style", "template", "noscript") and not is_hidden(child):
        inner.read(child)
    return inner


def _holds_parts(child: _Element) -> bool:
    """Whether an item holds a heading or several paragraphs, told before it is read: lists may nest deep."""
    if next(child.iter(*_HEADINGS), None) is not None:
        return True
    return sum(1 for _ in islice(child.iter("p"), _MAX_PARAGRAPHS + 1)) > _MAX_PARAGRAPHS


def _holds_lines(item: Gatherer) -> bool:
    """Whether an item that was read holds what takes lines of its own: a table, a quotation."""
    texts = [block for index, block in enumerate(item.blocks) if index not in item.lists]
    return any(block.kind is BlockKind.CROSSHEAD or "\n" in block.text or block.text[:2] == "> " for block in texts)


def _start(element: _Element) -> int:
    given = element.get("start") or ""
    return int(given) if given.isdecimal() and len(given) < 6 else 1


def _list_lines(items: Sequence[Gatherer], number: int | None) -> list[str]:
    lines: list[str] = []
    for item in items:
        text = " ".join(_inline(block) for index, block in enumerate(item.blocks) if index not in item.lists)
        nested = [block.text for index, block in enumerate(item.blocks) if index in item.lists]
        if text:
            lines.append(f"- {text}" if number is None else f"{number}. {text}")
            number = None if number is None else number + 1
        for block in nested:
            deep = _nesting(block) + 2 > _MAX_NESTING
            indent = _INDENT if lines and not deep else ""
            lines.extend(indent + line for line in block.split("\n"))
    return lines


def _nesting(text: str) -> int:
    return max((len(line) - len(line.lstrip(" "))) // len(_INDENT) for line in text.split("\n"))


def _inline(block: Block) -> str:
    """A block as a line in an item: what it says, on one line."""
    if block.kind is BlockKind.MARKDOWN:
        return block.text
    return markdown_body([Block(BlockKind.PARAGRAPH, block.text)])


def block_markdown(block: Block) -> str:
    """A block as it stands in a body."""
    return block.text if block.kind is BlockKind.MARKDOWN else markdown_body([block])


def add_quote(walker: Gatherer, element: _Element) -> None:
    """Add a quotation as one block; one deep inside others gives its parts."""
    inner = walker.inner(crossheads=False)
    inner.read(element)
    texts = [block_markdown(block) for block in inner.blocks]
    if any(text.startswith("> " * _MAX_QUOTES) for text in texts):
        add_all(walker, inner)
        return
    lines = [f"> {line}" if line else ">" for text in texts for line in (*text.split("\n"), "")]
    if lines:
        walker.add(Block(BlockKind.MARKDOWN, "\n".join(lines[:-1])))


def add_preformatted(walker: Gatherer, element: _Element) -> None:
    """Add preformatted text: prose as paragraphs, anything that is set in columns as an indented block."""
    text = clean_text("".join(element.itertext())).strip("\n")
    if not text.strip():
        return
    if not _UNEVEN.search(text):
        for part in _BLANK.split(text):
            _extend(walker, paragraphs([(part, 0, None)]))
        return
    lines = [line.rstrip().expandtabs(4) for line in text.split("\n")]
    if walker.blocks and len(walker.blocks) - 1 in walker.lists:
        # Below a list an indented block would belong to its last item.
        for line in lines:
            _extend(walker, paragraphs([(line, 0, None)]))
        return
    walker.add(Block(BlockKind.MARKDOWN, "\n".join(_INDENT + line if line else "" for line in lines)))


def _extend(walker: Gatherer, blocks: Iterable[Block]) -> None:
    for block in blocks:
        walker.add(block)
