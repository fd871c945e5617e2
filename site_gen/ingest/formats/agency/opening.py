"""Text of an item without what its facts say already: the headline again, the byline, the dateline, the initials."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from site_gen.ingest.formats.text.signature import agency_of, read_byline, read_dateline, read_signature
from site_gen.ingest.identity import folded
from site_gen.model import Block, BlockKind, Furniture, clean_line

MAX_TITLE = 160
_MAX_ENDING = 300
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”»)]?\s+(?=[^\Wa-z_\d]|[«\"“„])")
_MARKS = re.compile(r"^[#>*_\s-]+|[*_\s]+$")
_DASH = r"\s*[.:]?\s*(?:-{1,2}|[–—_:])\s*(?=\S)"
# `GROSSETO, Italy (AP) -- `, `Tegucigalpa, Jan 2 (EFE).- `, `København /ritzau/: `
_BRACKETED = re.compile(rf"([^\W\d_][^()/!?\"“”«»]{{0,60}}?\s*[(/]\s*([^\W\d_][\w .-]{{1,24}}?)\s*[)/]){_DASH}")
# `SEOUL, Nov 26 AFP - `
_BARE = re.compile(
    r"([^\W\d_a-z][^\W\d_a-z .'’-]{1,40},\s+[^\W\d_]{3,9}\.?\s+\d{1,2}\s+([A-Z]{2,7}))\s+(?:-{1,2}|[–—])\s+(?=\S)"
)
_AGENCY_ALONE = re.compile(r"\(\s*([\w ./-]{2,25}?)\s*\)")
# `AAP RTV ar`, `AFP sn`, `/ritzau/`
_DESK_MARK = re.compile(r"/\w{2,20}/|[A-Z]{2,6}(?: [A-Z]{2,4})?(?: [a-z]{2,4}){1,3}")
_END_MARK = re.compile(r"ends?|-?\s?30\s?-?|#{2,}|\(?more\)?|fin|ende|\(END\)", re.IGNORECASE)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright\b)", re.IGNORECASE)


@dataclass(slots=True)
class TidyText:
    """A text and what was found at its edges."""

    title: str
    blocks: list[Block]
    standfirst: str | None
    title_origin: str = ""
    """Which part of the text stands in for a missing headline: `first crosshead`, `first sentence`; else empty."""
    dateline: str | None = None
    authors: tuple[str, ...] = ()
    credit: str | None = None
    signature: str | None = None
    furniture: list[Furniture] = field(default_factory=list)


def tidy_text(blocks: Iterable[Block], title: str, standfirst: str | None, agencies: Iterable[str]) -> TidyText:
    """The text without its repeated headline and standfirst, byline, dateline and signature.

    `agencies` are the names that the item itself gives to its provider: the datelines may hold them.
    """
    rest = [block for block in blocks if any(character.isalnum() for character in block.text)]
    text = TidyText(title, rest, standfirst)
    if not title and rest:
        text.title, text.title_origin = _stand_in(rest)
    _drop_repeated(rest, text.title)
    _settle_standfirst(text)
    _take_byline(text)
    _take_dateline(text, {folded(name) for name in agencies})
    _take_ending(text)
    return text


def _stand_in(blocks: list[Block]) -> tuple[str, str]:
    """What a reader would take for the headline of a text without one."""
    for block in blocks[:2]:
        if block.kind is BlockKind.CROSSHEAD:
            return clean_line(block.text), "first crosshead"
    text = _MARKS.sub("", clean_line(blocks[0].text))
    dateline = read_dateline(text)
    sentence = _SENTENCE_END.split(dateline.rest if dateline else text, maxsplit=1)[0]
    if len(sentence) > MAX_TITLE:
        sentence = sentence[:MAX_TITLE].rsplit(" ", 1)[0] + " …"
    return sentence, "first sentence"


def _drop_repeated(blocks: list[Block], title: str) -> None:
    """Take the headline out of the head of the text, where more than it stands there."""
    key = folded(title)
    for index in range(min(2, len(blocks) - 1)):
        if key and folded(blocks[index].text) == key:
            del blocks[index]
            return


def _settle_standfirst(text: TidyText) -> None:
    """No standfirst that the headline or the text repeats; a heading before the text is one."""
    if text.standfirst:
        key = folded(text.standfirst)
        said = any(_says_the_same(key, folded(block.text)) for block in text.blocks[:3])
        if said or key == folded(text.title):
            text.standfirst = None
        return
    first, second = (*text.blocks[:2], None, None)[:2]
    if first and second and first.kind is BlockKind.CROSSHEAD and second.kind is not BlockKind.CROSSHEAD:
        text.standfirst = clean_line(first.text)
        del text.blocks[0]


def _says_the_same(standfirst: str, text: str) -> bool:
    return text.startswith(standfirst) or (len(text) > 40 and standfirst.startswith(text))


def _take_byline(text: TidyText) -> None:
    if len(text.blocks) > 1 and text.blocks[0].kind is BlockKind.PARAGRAPH:
        text.authors = read_byline(text.blocks[0].text)
        if text.authors:
            del text.blocks[0]


# --- datelines ---------------------------------------------------------------------------------------------------


def _take_dateline(text: TidyText, known: set[str]) -> None:
    blocks = text.blocks
    if not blocks or blocks[0].kind is not BlockKind.PARAGRAPH:
        return
    _mend_split(blocks)
    found = read_dateline(blocks[0].text)
    if found is not None:
        text.dateline, text.credit, rest = found.text, found.credit, found.rest
    else:
        own = _read_own(blocks[0].text, known)
        if own is None:
            return
        text.dateline, text.credit, rest = own
    blocks[0] = Block(BlockKind.PARAGRAPH, rest)


def _mend_split(blocks: list[Block]) -> None:
    """`(ANSA) - Rome, October 11 - Text`: the dashes of a dateline make no crosshead."""
    if len(blocks) < 3 or blocks[1].kind is not BlockKind.CROSSHEAD or not _AGENCY_ALONE.fullmatch(blocks[0].text):
        return
    blocks[:3] = [Block(BlockKind.PARAGRAPH, f"{blocks[1].text} {blocks[0].text} - {blocks[2].text}")]


def _read_own(line: str, known: set[str]) -> tuple[str, str | None, str] | None:
    """A dateline whose agency is a known one, or the item's own provider: its text, its agency and what follows it."""
    for pattern in (_BRACKETED, _BARE):
        found = pattern.match(line)
        spellings = (found[2], found[2].upper(), found[2].capitalize()) if found else ()
        agency = next((name for spelling in spellings if (name := agency_of(spelling))), None)
        if found and (agency or folded(found[2]) in known):
            return found[1], agency or found[2], line[found.end() :]
    return None


# --- endings -----------------------------------------------------------------------------------------------------


def _take_ending(text: TidyText) -> None:
    """Take the end mark, the copyright line and the signature from the end of the text."""
    for pattern, reason in ((_COPYRIGHT, "copyright"), (_END_MARK, "end mark")):
        last = text.blocks[-1] if len(text.blocks) > 1 else None
        if last and last.kind is BlockKind.PARAGRAPH and len(last.text) < _MAX_ENDING:
            whole = pattern.match(last.text) if reason == "copyright" else pattern.fullmatch(last.text)
            if whole:
                text.furniture.append(Furniture(0, last.text, reason))
                del text.blocks[-1]
    if len(text.blocks) < 2 or text.blocks[-1].kind is not BlockKind.PARAGRAPH:
        return
    line = text.blocks[-1].text
    signature = None if _DESK_MARK.fullmatch(line) else read_signature(line)
    if signature is None and not _DESK_MARK.fullmatch(line):
        return
    del text.blocks[-1]
    text.signature = line
    if signature is not None:
        people = tuple(name for name in signature.authors if " " in name and not name.isupper())
        text.authors = text.authors or people
        text.credit = text.credit or signature.credit
