"""Reader of text documents of the wire's shape: headline list, title, paragraphs, crossheads, signature.

It labels lines by their shape and place, not by the words of one language: a list is what is marked, the title is
what stands before the text, a crosshead is what stands between dashes. Words decide on furniture alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from site_gen.ingest.formats.text.crossheads import text_blocks
from site_gen.ingest.formats.text.datelines import parse_date_line
from site_gen.ingest.formats.text.furniture import furniture_reason, names_a_headline_list
from site_gen.ingest.formats.text.lines import Line
from site_gen.ingest.formats.text.lists import ListRun, find_runs, is_dashed_crosshead, reads_as_headlines
from site_gen.ingest.formats.text.recurring import LineCounts
from site_gen.ingest.formats.text.signature import (
    Signature,
    agency_of,
    credit_named,
    read_byline,
    read_dateline,
    read_shared_byline,
    read_signature,
)
from site_gen.model import Block, DateSource, Draft, Furniture, Timestamp

MAX_TITLE = 300


@dataclass(slots=True)
class _Found:
    """What the steps of one reading have found so far."""

    headlines: list[str] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    signature: Signature | None = None
    authors: list[str] = field(default_factory=list)
    credit: str | None = None
    published: Timestamp | None = None
    updated: Timestamp | None = None

    def drop(self, line: Line, reason: str) -> None:
        self.furniture.append(Furniture(line.number, line.text, reason))


def read_wire(lines: Sequence[Line], counts: LineCounts | None = None) -> Draft:
    """What a document of the wire's shape holds; `counts` tells which short lines recur in its source.

    A document without a title gives a Draft with an empty one; its caller decides what that means.
    """
    found = _Found()
    before, rest = _take_headlines(lines, found)
    rest = _take_signature(rest, found)
    before = _take_furniture(before, found)
    rest = _take_furniture(rest, found)
    title, text = _take_title(before, rest, found)
    if title is None:
        return _draft(found, "", None, (), None)
    text = _take_recurring(text, found, counts)
    standfirst, text = _take_standfirst(text)
    dateline, credit, paragraphs = _take_dateline([line.text for line in text])
    found.credit = found.credit or credit
    return _draft(found, title.text, standfirst, text_blocks(paragraphs), dateline)


def _draft(found: _Found, title: str, standfirst: str | None, blocks: tuple[Block, ...], dateline: str | None) -> Draft:
    signature = found.signature
    texts = [standfirst or "", *(block.text for block in blocks)]
    authors = (*found.authors, *(signature.authors if signature else ()))
    return Draft(
        title=title,
        standfirst=standfirst,
        blocks=blocks,
        headlines=tuple(found.headlines),
        signature=signature.text if signature else None,
        authors=tuple(dict.fromkeys(authors)),
        code=signature.code if signature else None,
        credit=(signature.credit if signature else None) or found.credit or credit_named(texts),
        dateline=dateline,
        published=found.published,
        updated=found.updated,
        date_source=DateSource.TEXT if found.published else DateSource.NONE,
        furniture=tuple(sorted(found.furniture, key=lambda item: item.line)),
    )


# --- headline lists --------------------------------------------------------------------------------------------


def _take_headlines(lines: Sequence[Line], found: _Found) -> tuple[list[Line], list[Line]]:
    """The lines before and after a leading headline list; all are 'after' where no list leads."""
    runs = [run for run in find_runs(lines) if _is_headline_list(run, lines)]
    taken: set[int] = set()
    for run in runs:
        found.headlines.extend(item.text for item in run.items)
        taken.update(range(run.start, run.end))
        _drop_inside(run, lines, found)
        taken.update(_label_before(run, lines, found))
    taken.update(_stray_marks(lines, taken))
    first = runs[0].start if runs and not _paragraphs(lines[1 : runs[0].start]) else 0
    before = [line for index, line in enumerate(lines) if index < first and index not in taken]
    after = [line for index, line in enumerate(lines) if index >= first and index not in taken]
    return before, after


def _is_headline_list(run: ListRun, lines: Sequence[Line]) -> bool:
    # The first line is the title, however long it is.
    before, after = _paragraphs(lines[1 : run.start]), _paragraphs(lines[run.end :])
    labelled = run.start > 0 and names_a_headline_list(lines[run.start - 1].text)
    if labelled:
        return True
    if not before or not after:
        return reads_as_headlines(run) and (len(run.items) > 2 or not before)
    return len(run.items) >= 5 and reads_as_headlines(run) and not lines[run.start - 1].text.endswith(":")


def _paragraphs(lines: Sequence[Line]) -> int:
    return sum(line.is_long for line in lines)


def _drop_inside(run: ListRun, lines: Sequence[Line], found: _Found) -> None:
    """What stands amid the run and is no item was an interruption."""
    items = {index for item in run.items for index in item.lines}
    for index in range(run.start, run.end):
        if index not in items:
            found.drop(lines[index], furniture_reason(lines[index].text) or "list")


def _label_before(run: ListRun, lines: Sequence[Line], found: _Found) -> set[int]:
    index = run.start - 1
    if index < 0:
        return set()
    line = lines[index]
    is_label = names_a_headline_list(line.text) or (len(line.text) <= 40 and line.text.endswith(":"))
    if is_label:
        found.drop(line, "label")
    return {index} if is_label else set()


def _stray_marks(lines: Sequence[Line], taken: set[int]) -> set[int]:
    """Marks without a text, such as a last lone `-`."""
    return {
        index
        for index, line in enumerate(lines)
        if index not in taken and not any(character.isalnum() for character in line.text)
    }


# --- signature and furniture -----------------------------------------------------------------------------------

_GLUED = re.compile(r"(?<=[.!?…»”\"'’)])\s*([^\W\d_][\w.'’-]{0,30}(?:\s[\w.'’-]{1,20})?--[A-Z][A-Z0-9]{0,7})$")


def _take_signature(lines: list[Line], found: _Found) -> list[Line]:
    """The signature among the last lines; what stands after it is no part of the text."""
    for back in range(1, min(7, len(lines))):
        line = lines[-back]
        signature = read_signature(line.text)
        if signature and (back <= 3 or signature.code) and _only_short(lines[len(lines) - back + 1 :]):
            found.signature = signature
            for tail in lines[len(lines) - back + 1 :]:
                found.drop(tail, furniture_reason(tail.text) or "after signature")
            return _take_inner_signature(lines[:-back], found)
        glued = _GLUED.search(line.text)
        if glued:
            found.signature = read_signature(glued[1])
            return [*lines[:-back], Line(line.number, line.text[: glued.start()], line.after_blank)]
        if line.is_long:
            break
    return lines


def _take_inner_signature(lines: list[Line], found: _Found) -> list[Line]:
    """A site's signature may follow the agency's own (`pgr/ial/am`)."""
    inner = read_signature(lines[-1].text) if lines else None
    if inner is None or found.signature is None:
        return lines
    outer = found.signature
    authors = (*outer.authors, *inner.authors)
    found.signature = Signature(outer.text, authors, outer.code or inner.code, outer.credit or inner.credit)
    found.drop(lines[-1], "signature")
    return lines[:-1]


def _only_short(lines: Sequence[Line]) -> bool:
    return all(len(line.text) <= 120 for line in lines)


def _take_recurring(text: list[Line], found: _Found, counts: LineCounts | None) -> list[Line]:
    """The text without short lines that the source's other documents carry too.

    The title is not asked about: it stands in the headline lists of its neighbours.
    """
    kept = []
    for line in text:
        if (
            counts is not None
            and not line.is_long
            and not is_dashed_crosshead(line.text)
            and counts.recurring(line.text)
        ):
            found.drop(line, "repeated")
        else:
            kept.append(line)
    return kept or text


def _take_furniture(lines: list[Line], found: _Found) -> list[Line]:
    """The lines that are text; the others are furniture, or give a date, byline or credit."""
    kept = []
    for line in lines:
        reason = furniture_reason(line.text) or _metadata_reason(line, found)
        if reason is None:
            kept.append(line)
        else:
            found.drop(line, reason)
    return kept


def _metadata_reason(line: Line, found: _Found) -> str | None:
    if len(line.text) > 160:
        return None
    date_line = parse_date_line(line.text)
    if date_line is not None:
        if date_line.kind == "published":
            found.published = found.published or date_line.timestamp
        else:
            found.updated = found.updated or date_line.timestamp
        found.credit = found.credit or date_line.credit
        return "date"
    shared = read_shared_byline(line.text)
    if shared:
        found.authors.extend(shared[0])
        found.credit = found.credit or shared[1]
        return "byline"
    people = read_byline(line.text)
    if people:
        found.authors.extend(people)
        return "byline"
    agency = agency_of(line.text)
    if agency:
        found.credit = found.credit or agency
        return "credit"
    return None


# --- title, standfirst, text -----------------------------------------------------------------------------------


def _take_title(before: list[Line], rest: list[Line], found: _Found) -> tuple[Line | None, list[Line]]:
    """The title and the text below it. It stands before the list, or before the text."""
    if before and (not rest or not _is_title(rest[0], rest[1:])):
        lines = [*before, *rest]
    else:
        for line in before:
            found.drop(line, "menu")
        lines = rest
    lines = _without_kicker(lines, found)
    if len(lines) < 2 or not _can_be_title(lines[0]):
        return None, lines
    title = lines[0]
    key = _folded(title.text)
    text = []
    for line in lines[1:]:
        if len(line.text) < len(title.text) + 10 and _folded(line.text) == key:
            found.drop(line, "repeated")
        else:
            text.append(line)
    return (title, text) if text else (None, lines)


def _is_title(line: Line, following: Sequence[Line]) -> bool:
    """Whether a line after a leading list is a title, so that what stood before the list was none."""
    if not _can_be_title(line) or not following:
        return False
    return not line.is_long and line.text[-1] not in ".;,:" and any(other.is_long for other in following[:4])


def _can_be_title(line: Line) -> bool:
    text = line.text
    if len(text) > MAX_TITLE or is_dashed_crosshead(text) or not any(character.isalpha() for character in text):
        return False
    # Several sentences are a paragraph.
    return len(text) <= 160 or re.search(r"[a-zà-ÿ0-9»”\"][.!?] [A-ZÀ-Ý«“\"]", text) is None


def _without_kicker(lines: list[Line], found: _Found) -> list[Line]:
    """A section's name above the title (`MONDE`) goes to the furniture."""
    while len(lines) > 2 and _is_kicker(lines[0].text) and _is_title(lines[1], lines[2:]) and " " in lines[1].text:
        found.drop(lines[0], "menu")
        lines = lines[1:]
    return lines


def _is_kicker(text: str) -> bool:
    words = text.split()
    return len(words) <= 3 and len(text) <= 28 and text[-1] not in '.!?…"»”' and len(words) < 3 + text.isupper()


def _folded(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if c.isalnum())


def _take_standfirst(text: list[Line]) -> tuple[str | None, list[Line]]:
    """The standfirst: what stands between title and dateline, or a short line without a full stop before the text."""
    if len(text) < 2:
        return None, text
    first, second = text[0], text[1]
    if is_dashed_crosshead(first.text) or read_dateline(first.text):
        return None, text
    if read_dateline(second.text) and len(first.text) <= 400:
        return first.text, text[1:]
    if 40 <= len(first.text) <= 250 and first.text[-1].isalnum() and second.is_long and len(text) > 2:
        return first.text, text[1:]
    return None, text


def _take_dateline(paragraphs: list[str]) -> tuple[str | None, str | None, list[str]]:
    dateline = read_dateline(paragraphs[0]) if paragraphs else None
    if dateline is None:
        return None, None, paragraphs
    return dateline.text, dateline.credit, [dateline.rest, *paragraphs[1:]]
