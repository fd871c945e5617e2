"""Headline lists: runs of marked lines beside an article, whatever the mark is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from site_gen.ingest.formats.text.furniture import furniture_reason
from site_gen.ingest.formats.text.lines import Line

# A mark alone on its line: one to three signs, none of them a letter, digit, quote, bracket or ellipsis.
_LONE = re.compile(r"[^\w\s\"'«“”„‘’()\[\]{}.,…?!]{1,3}|\d{1,2}[.)]")
# A mark and its text on one line. A space is needed after signs that also begin words or clauses.
_INLINE = re.compile(
    r"([•●○◦‣⁃►▶▸▪▫■□◆◇➤➔➜→⇒✓✔✦★☆·»›∙]+|(?:[^\w\s\"'«“”„‘’()\[\]{}.,…?!¿¡€$£@]{1,3}|\d{1,2}[.)])(?=\s))\s*(\S.*)"
)
_CROSSHEAD_END = re.compile(r"\s?[-–—]{1,2}$")


@dataclass(frozen=True, slots=True)
class ListItem:
    """One marked text; `lines` are the indexes of its line or lines."""

    mark: str
    text: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ListRun:
    """Marked texts that follow one another, from line `start` up to line `end` (exclusive)."""

    items: tuple[ListItem, ...]
    start: int
    end: int


def find_runs(lines: Sequence[Line]) -> tuple[ListRun, ...]:
    """The runs of at least two marked lines with one kind of mark, in order."""
    runs: list[ListRun] = []
    current: list[ListItem] = []
    index = 0
    while index < len(lines):
        item = _item_at(lines, index)
        if item is not None and (not current or _kind(item) == _kind(current[-1])):
            current.append(item)
            index = item.lines[-1] + 1
            continue
        if item is None and current and _is_interruption(lines, index, current[-1]):
            index += 1
            continue
        _close(current, runs)
        current = [item] if item else []
        index = item.lines[-1] + 1 if item else index + 1
    _close(current, runs)
    return tuple(runs)


def _close(current: list[ListItem], runs: list[ListRun]) -> None:
    if len(current) > 1:
        runs.append(ListRun(tuple(current), current[0].lines[0], current[-1].lines[-1] + 1))


def _kind(item: ListItem) -> tuple[str, bool]:
    return ("1" if item.mark[0].isdigit() else item.mark, len(item.lines) > 1)


def _item_at(lines: Sequence[Line], index: int) -> ListItem | None:
    text = lines[index].text
    if _LONE.fullmatch(text):
        following = lines[index + 1].text if index + 1 < len(lines) else ""
        if following and not _LONE.fullmatch(following) and len(following) <= 300:
            return ListItem(text, following, (index, index + 1))
        return None
    found = _INLINE.fullmatch(text)
    if not found or len(found[2]) > 300 or is_dashed_crosshead(text):
        return None
    return ListItem(found[1], found[2], (index,))


def is_dashed_crosshead(text: str) -> bool:
    """Whether a line is a crosshead as agencies write it: `- Like this -`."""
    return (
        4 < len(text) <= 140
        and text[0] in "-–—"
        and _CROSSHEAD_END.search(text) is not None
        and text.strip("-–— ") != ""
        and re.match(r"[-–—]+\s+[-–—]", text) is None
    )


def _is_interruption(lines: Sequence[Line], index: int, last: ListItem) -> bool:
    """Whether a line amid a run is furniture (an advertisement) after which the run goes on."""
    if furniture_reason(lines[index].text) is None or index + 1 >= len(lines):
        return False
    after = _item_at(lines, index + 1)
    return after is not None and _kind(after) == _kind(last)


def reads_as_headlines(run: ListRun) -> bool:
    """Whether the items read as headlines and not as points of a text: few end as sentences do."""
    ended = sum(item.text[-1] in ".;," for item in run.items)
    lower = sum(item.text[0].islower() for item in run.items)
    return ended <= 0.25 * len(run.items) and lower <= 0.3 * len(run.items)
