"""The letters under which an overview of many names is cut into pages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from site_gen.entries import Archive, Listing
from site_gen.folding import family_first

LETTERED = ("keyword", "person", "source")
"""The kinds of listings of which there may be any number."""

# Beyond lie scripts with a sign a syllable or a word, of which each would have a page of its own; kana are few.
_ALPHABETS_END = 0x1200
_KANA = range(0x3041, 0x3100)
_LATIN = re.compile(r"LATIN (?:SMALL |CAPITAL )?(?:LETTER|LIGATURE) (?:\w+LESS )?([A-Z])")


@dataclass(frozen=True, slots=True)
class Letter:
    """What names that stand together begin with; letters are told apart whatever their case and accents."""

    sign: str
    """A lower-case letter, `0` for all digits, or nothing for signs and for scripts without an alphabet."""

    @property
    def name(self) -> str:
        """What is shown; empty for what is no letter, which the template words."""
        return "0–9" if self.sign == "0" else self.sign.title()

    @property
    def slug(self) -> str:
        """Its folder. It begins with a hyphen, as the slug of no name does, so that none can have it."""
        if not self.sign:
            return "-other"
        if self.sign == "0":
            return "-0-9"
        return f"-{self.sign}" if self.sign.isascii() else f"-u{ord(self.sign):04x}"

    @property
    def place(self) -> tuple[bool, str]:
        """What letters are sorted by: digits, Latin letters, others, the rest."""
        return (not self.sign, self.sign)


def letter_of(series: str) -> Letter:
    """The letter of a keyword, person or source, by its id: that ends in the folded name, the same for all spellings.

    A person stands under the letter of the family name.
    """
    kind, _, key = series.partition(" ")
    if kind == "person":
        key = family_first(key)
    sign = next((char for char in key if char.isalnum()), "")
    if not sign or (sign.isascii() and sign.isalpha()):
        return Letter(sign)
    if unicodedata.category(sign)[0] == "N":
        return Letter("0")
    latin = _LATIN.match(unicodedata.name(sign, ""))
    if latin:  # `ø` and `ł` are no accented letters to Unicode
        return Letter(latin[1].lower())
    return Letter(sign if ord(sign) < _ALPHABETS_END or ord(sign) in _KANA else "")


def group_by_letter(listings: Iterable[Listing]) -> Mapping[Letter, tuple[Listing, ...]]:
    """Listings under their letters, both in order."""
    found: dict[Letter, list[Listing]] = {}
    for listing in listings:
        found.setdefault(letter_of(listing.id), []).append(listing)
    return {letter: tuple(found[letter]) for letter in sorted(found, key=lambda letter: letter.place)}


def group_all(archive: Archive) -> Mapping[str, Mapping[Letter, tuple[Listing, ...]]]:
    """The keywords, people and sources of an archive under their letters."""
    return {kind: group_by_letter(archive.listings(kind)) for kind in LETTERED}
