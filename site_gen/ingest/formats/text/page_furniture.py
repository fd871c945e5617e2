"""What is taken out of a dumped web page: headlines of other articles, and furniture with the reason."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from site_gen.ingest.formats.text.page_core import is_caption, player_lines
from site_gen.ingest.formats.text.page_lines import Line, Shape
from site_gen.ingest.formats.text.page_words import RELATED
from site_gen.model import Furniture

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from site_gen.ingest.formats.text.page_dates import PageDate

_NEAR = 2
_RELATED_REACH = 4
_LABELS_LEAST = 3
_BY_SHAPE = {
    Shape.DATE: "date",
    Shape.CLOCK: "time",
    Shape.NUMBER: "number",
    Shape.MARK: "mark",
    Shape.LABEL: "menu",
    Shape.HEADLINE: "other headline",
}


def sort_out(
    lines: Sequence[Line],
    own: Container[int],
    title_at: int | None,
    date: PageDate | None,
    byline: Container[int],
) -> tuple[tuple[str, ...], tuple[Furniture, ...]]:
    """Headlines and furniture: every line but the title and the article's `own`."""
    players = player_lines(lines, 0, len(lines))
    dated = date.lines if date else ()
    title = lines[title_at].text.casefold() if title_at is not None else ""
    sections = _section_labels(lines)
    headlines: dict[str, None] = {}
    furniture: list[Furniture] = []
    for at, line in enumerate(lines):
        if at in own or at == title_at:
            continue
        if at in dated:
            reason = "date"
        elif at in byline:
            reason = "credit"
        elif at in players:
            reason = "caption"
        elif title and line.text.casefold().startswith(title):
            reason = "repeated"
        elif _is_headline(lines, at, sections):
            headlines[line.text] = None
            continue
        else:
            reason = _reason(lines, at)
        furniture.append(Furniture(line.number, line.text, reason))
    return tuple(headlines), tuple(furniture)


def _reason(lines: Sequence[Line], at: int) -> str:
    line = lines[at]
    if line.reason:
        return line.reason
    if is_caption(lines, at):
        return "caption"
    if line.text.endswith(("...", "…")):
        return "cut headline"
    if line.recurring and line.shape not in (Shape.DATE, Shape.CLOCK, Shape.NUMBER):
        return "repeated" if line.shape in (Shape.SENTENCE, Shape.LONG) else "menu"
    return _BY_SHAPE.get(line.shape, "other text")


def _section_labels(lines: Sequence[Line]) -> frozenset[str]:
    """Labels that stand before several headlines."""
    seen: dict[str, int] = {}
    for before, line in pairwise(lines):
        if before.shape is Shape.LABEL and line.shape is Shape.HEADLINE:
            seen[before.text] = seen.get(before.text, 0) + 1
    return frozenset(label for label, times in seen.items() if times >= _LABELS_LEAST)


def _is_headline(lines: Sequence[Line], at: int, sections: frozenset[str]) -> bool:
    """Whether the line is clearly the whole headline of another article."""
    line = lines[at]
    headline = line.shape is Shape.HEADLINE or (line.shape in (Shape.SENTENCE, Shape.LONG) and len(line.text) <= 200)
    if not headline or line.text.endswith(("...", "…")) or line.continues or is_caption(lines, at):
        return False
    near = (*lines[max(at - _NEAR, 0) : at], *lines[at + 1 : at + 2])
    if any(other.shape in (Shape.CLOCK, Shape.DATE) and not other.dates_article for other in near):
        return True
    before = lines[at - 1] if at else None
    if before is not None and before.text in sections:
        return True
    return any(other.reason == RELATED for other in lines[max(at - _RELATED_REACH, 0) : at])
