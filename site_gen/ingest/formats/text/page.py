"""Text dumps of whole web pages: one text node a line, the article somewhere among menus and headlines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from site_gen.ingest.formats.text.page_core import Core, find_core, text_lines
from site_gen.ingest.formats.text.page_dates import PageDate, find_date
from site_gen.ingest.formats.text.page_furniture import sort_out
from site_gen.ingest.formats.text.page_join import join_lines
from site_gen.ingest.formats.text.page_lines import Line, Shape, read_lines
from site_gen.ingest.formats.text.page_names import Byline, find_byline
from site_gen.ingest.formats.text.page_title import find_title, title_text
from site_gen.ingest.formats.text.signature import Signature, read_signature
from site_gen.model import Block, BlockKind, DateSource, Draft

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_gen.ingest.formats.text.recurring import LineCounts

_STANDFIRST_CHARS = 400
_STANDFIRST_BLOCKS = 2
_AFTER_DATE_SHARE = 0.6
_BELOW_DATE = 15
_REPEATED_TITLE = 8


def read_page(lines: Sequence[str], counts: LineCounts | None = None) -> Draft:
    """The article in the dump of a page; `counts` tells which lines recur in the source's other documents."""
    page = read_lines(lines, counts)
    if not page:
        return Draft()
    core = find_core(page)
    date = find_date(page, core, None if core else 0)
    split = _split_at_date(page, core, date)
    title_at = find_title(page, split.core)
    if date is None or not date.sure:
        date = find_date(page, split.core, title_at)
    byline = find_byline(page, split.core, title_at, date)
    lead = _lead(page, split, title_at)
    return _draft(_Parts(page, split.core, title_at, date, byline, lead))


@dataclass(frozen=True, slots=True)
class _Split:
    core: Core | None
    date_at: int | None


@dataclass(frozen=True, slots=True)
class _Parts:
    """What was found on a page, as positions of lines."""

    page: list[Line]
    core: Core | None
    title_at: int | None
    date: PageDate | None
    byline: Byline
    lead: tuple[int, ...]


def _split_at_date(page: list[Line], core: Core | None, date: PageDate | None) -> _Split:
    """The span without what stands above the article's date line, where most of it stands below."""
    if core is None or date is None or not date.sure:
        return _Split(core, None)
    at = max(date.lines)
    if at < core.start:
        title_at = find_title(page, core)
        if title_at is not None and at < title_at:
            return _Split(core, None)
        return _Split(_from_date(page, core, at), at)
    if at >= core.end:
        return _Split(core, None)
    below = sum(len(page[i].text) for i in core.text if i > at)
    if below < _AFTER_DATE_SHARE * sum(len(page[i].text) for i in core.text):
        return _Split(core, None)
    kept = text_lines(page, at + 1, core.end)
    return _Split(Core(at + 1, core.end, kept) if kept else core, at)


def _from_date(page: list[Line], core: Core, date_at: int) -> Core:
    """The span begun right below the date line, where nothing but text and a little furniture lies between."""
    between = page[date_at + 1 : core.start]
    if len(between) > _BELOW_DATE or any(line.shape in (Shape.DATE, Shape.CLOCK) for line in between):
        return core
    return replace(core, start=date_at + 1, text=text_lines(page, date_at + 1, core.end))


def _lead(page: list[Line], split: _Split, title_at: int | None) -> tuple[int, ...]:
    """The positions of a standfirst between the title and the date line."""
    if title_at is None or split.date_at is None or split.core is None or title_at > split.date_at:
        return ()
    first = next(
        (at for at in range(max(title_at - _REPEATED_TITLE, 3), title_at) if page[at].text == page[title_at].text),
        title_at,
    )
    between = range(first + 1, split.date_at)
    related = next((at for at in between if page[at].reason == "related"), split.date_at)
    kept = tuple(at for at in text_lines(page, first + 1, related) if at != title_at)
    return kept if kept and sum(len(page[at].text) for at in kept) >= 60 and page[kept[-1]].finished else ()


def _draft(parts: _Parts) -> Draft:
    page, core = parts.page, parts.core
    signature_at, signature = _find_signature(page, core)
    text = [page[at] for at in core.text if at != signature_at] if core else []
    blocks = join_lines(text)
    lead = join_lines([page[at] for at in parts.lead])
    standfirst = " ".join(block.text for block in lead) or None
    if standfirst is None:
        standfirst, blocks = _take_standfirst(blocks)
    own = {*parts.lead, *(core.text if core else ()), *((signature_at,) if signature else ())}
    headlines, furniture = sort_out(page, own, parts.title_at, parts.date, parts.byline.lines)
    draft = Draft(
        title=title_text(page, parts.title_at) if parts.title_at is not None else "",
        standfirst=standfirst,
        blocks=blocks,
        headlines=headlines,
        authors=parts.byline.authors,
        credit=parts.byline.credit,
        published=parts.date.timestamp if parts.date else None,
        date_source=parts.date.source if parts.date else DateSource.NONE,
        furniture=furniture,
    )
    if signature is None:
        return draft
    return replace(
        draft,
        signature=signature.text,
        code=signature.code,
        authors=draft.authors or signature.authors,
        credit=draft.credit or signature.credit,
    )


def _find_signature(page: list[Line], core: Core | None) -> tuple[int, Signature | None]:
    """The signature that is the last line of the text or stands right below it, with its position."""
    last = core.text[-1] if core else len(page)
    for at in (last, last + 1):
        if at < len(page) and not page[at].finished and not page[at].reason:
            signature = read_signature(page[at].text)
            if signature is not None:
                return at, signature
    return -1, None


def _take_standfirst(blocks: tuple[Block, ...]) -> tuple[str | None, tuple[Block, ...]]:
    """A short first paragraph as the standfirst, where enough text remains."""
    if len(blocks) <= _STANDFIRST_BLOCKS or any(b.kind is not BlockKind.PARAGRAPH for b in blocks[:1]):
        return None, blocks
    first = blocks[0].text
    if len(first) > _STANDFIRST_CHARS or first[-1] not in '.!?…"»”':
        return None, blocks
    return first, blocks[1:]


_MENU_WORDS = 3
_MENU_CHARS = 26
_MENU_LEAST = 12
_MENU_SHARE = 0.25
_DATED_LEAST = 5


def looks_like_page(lines: Sequence[str]) -> bool:
    """Whether a text is the dump of a whole page rather than the copy of an agency with a headline list."""
    page = read_lines(lines, None)
    menu = sum(_is_menu(line) for line in page)
    dated = sum(line.shape in (Shape.CLOCK, Shape.DATE) for line in page)
    small = menu + dated if dated >= _DATED_LEAST else menu
    return small >= _MENU_LEAST and small >= _MENU_SHARE * len(page)


def _is_menu(line: Line) -> bool:
    if line.shape not in (Shape.LABEL, Shape.FURNITURE, Shape.NUMBER):
        return False
    return len(line.text) <= _MENU_CHARS and line.text.count(" ") < _MENU_WORDS and not line.finished
