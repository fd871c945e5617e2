"""Tables as Markdown: those that hold data stay tables, those that hold a layout give their parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_gen.ingest.markup.gathering import Gatherer, add_all
from site_gen.ingest.markup.inline import markdown_line, plain
from site_gen.model import Block, BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAX_ROWS: Final = 500
_MAX_COLUMNS: Final = 20
_LONGEST_CELL: Final = 400
_PARTS: Final = ("p", "ul", "ol", "table", "blockquote", "h1", "h2", "h3", "figure", "pre")


def add_table(walker: Gatherer, element: _Element) -> None:
    """Add a table as one block, or what its cells hold where it is no table of data."""
    for caption in element.iterchildren("caption"):
        text = plain(walker.line(caption))
        if text:
            walker.add(Block(BlockKind.PARAGRAPH, text))
    rows = _rows(element)
    if _is_layout(element, rows):
        _add_cells(walker, rows)
        return
    lines = [[markdown_line(walker.line(cell)).replace("|", "\\|") for cell in row] for row in rows]
    lines = [line for line in lines if any(line)]
    width = max((len(line) for line in lines), default=0)
    if len(lines) < 2 or width < 2 or any(len(cell) > _LONGEST_CELL for line in lines for cell in line):
        _add_cells(walker, rows)
        return
    head, *rest = (_row([*line, *[""] * (width - len(line))]) for line in lines)
    walker.add(Block(BlockKind.MARKDOWN, "\n".join([head, _row(["---"] * width), *rest])))


def _rows(element: _Element) -> list[list[_Element]]:
    """The cells of the table's own rows, not of tables inside it."""
    rows = [row for part in element for row in ([part] if part.tag == "tr" else part.iterchildren("tr"))]
    return [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]


def _is_layout(element: _Element, rows: list[list[_Element]]) -> bool:
    if element.get("role") in ("presentation", "none") or len(rows) > _MAX_ROWS:
        return True
    if len(rows) < 2 or max(map(len, rows)) < 2 or max(map(len, rows)) > _MAX_COLUMNS:
        return True
    return any(len(cell.findall(f".//{part}")) > 1 for part in _PARTS for cell in element.iter("td"))


def _add_cells(walker: Gatherer, rows: list[list[_Element]]) -> None:
    for row in rows:
        for cell in row:
            inner = walker.inner()
            inner.read(cell)
            add_all(walker, inner)


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
