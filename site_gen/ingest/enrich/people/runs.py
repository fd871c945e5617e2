"""Cuts runs of capitalised words out of a text: what names of people are looked for in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from site_gen.ingest.enrich.people.words import plain

_UPPER = "A-Z" + "".join(char for char in map(chr, range(0xC0, 0x250)) if char.isupper())
_SHORT = r"(?:Mr|Mrs|Ms|Dr|St|Sr|Sra|Jr|Prof|Gen|Sen|Gov|Rep|Lt|Col|Sgt|Capt|Rev|Mag|Ing|Me)\."
_SHORT_END = (
    r"(?:(?<=M)(?:rs?|s|e|ag)|(?<=D)r|(?<=S)(?:t|ra?|en|gt)|(?<=J)r|(?<=P)rof|(?<=G)(?:en|ov)|(?<=R)(?:ep|ev)|(?<=L)t|"
    r"(?<=C)(?:ol|apt)|(?<=I)ng)\."
)
_ARTICLE = r"(?:(?:al|el|as|ar|ash|at|an|ad|az|ul|ud|ur)-)"
_WORD = rf"[^\W\d_]*(?:-[^\W\d_]+)*(?:['’](?:[{_UPPER}][^\W\d_]*(?:-[^\W\d_]+)*|o\b))?"
_TOKEN = rf"(?:{_SHORT}|(?:[{_UPPER}]\.-?)+(?![^\W\d_])|{_ARTICLE}?[{_UPPER}]{_WORD})"
_SMALL = (
    "de la|de los|de las|de|del|della|dei|di|da|do|dos|das|du|des|van der|van den|van de|van 't|van|von der|von dem|"
    "von und zu|von|der|den|ter|ten|te|zu|zur|vom|bin|ben|ibn|bint|al|el|ould|af|av"
)
# A set of characters at the beginning lets the engine skip to the next capital; what stands before it is seen after.
_RUN = re.compile(
    rf"[{_UPPER}](?<![\w'’-].)(?:{_SHORT_END}|\.-?(?:[{_UPPER}]\.-?)*(?![^\W\d_])|{_WORD})"
    rf"(?:[ \xa0](?:(?:{_SMALL})[ \xa0])?(?:[dl]['’])?{_TOKEN})*"
)
_PIECE = re.compile(rf"(?:({_SMALL})[ \xa0])?([dl]['’])?({_TOKEN})")


@dataclass(frozen=True, slots=True)
class Token:
    """One capitalised word of a run."""

    text: str
    """As written."""
    plain: str
    """Without accents."""
    before: str
    """The small words of a name in front of it (`de`, `van der`, `d'`), as written."""
    start: int
    """Where it begins in the text, behind its small words."""


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words that stand beside each other, with small words of names between them."""

    start: int
    end: int
    tokens: tuple[Token, ...]


def find_runs(text: str) -> Iterator[tuple[int, str]]:
    """Where runs begin in a text, and the runs; those of one word too."""
    return ((match.start(), match[0]) for match in _RUN.finditer(text))


def split_run(start: int, run: str) -> Run:
    """The words of a run."""
    tokens = [
        Token(
            piece[3], plain(piece[3]), (f"{piece[1]} " if piece[1] else "") + (piece[2] or ""), start + piece.start(3)
        )
        for piece in _PIECE.finditer(run)
    ]
    return Run(start, start + len(run), tuple(tokens))
