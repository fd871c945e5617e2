"""Subject codes of agencies to topics: IPTC Media Topics, and the older IPTC Subject Reference codes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from site_gen.model import clean_line
from site_gen.vocabulary import order_topics, resolve_code

MAX_KEYWORDS = 40
_MAX_KEYWORD = 100

# The seventeen top levels have had the same two digits since 1998.
_CODE = re.compile(r"(0[1-9]|1[0-7])\d{6}|20\d{6}")
# Schemes of IPTC by the names that catalogues and addresses give them, and those that agencies derive from them.
_IPTC = re.compile(r"medtop|media_?topic|subj|iptc|subref", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject that an item is filed under."""

    code: str = ""
    """As written: `medtop:20000350`, `04000000`, an address, or a word of the house."""
    name: str = ""
    scheme: str = ""
    """The vocabulary that the code is of, where it is written apart from the code."""


@dataclass(frozen=True, slots=True)
class Filing:
    """What subjects say, each in its place."""

    topics: tuple[str, ...]
    """Ids of Media Topics, sub-topics last."""
    keywords: tuple[str, ...]
    codes: str
    """Codes of house schemes that have no name, separated by spaces."""


def file_subjects(subjects: Iterable[Subject], keywords: Iterable[str]) -> Filing:
    """Topics of the IPTC codes; names of everything else, and of the narrower IPTC subjects, as keywords."""
    topics: dict[str, None] = {}
    words: dict[str, None] = {}
    codes: dict[str, None] = {}
    for subject in subjects:
        found = topics_of(subject)
        name = clean_line(subject.name)
        topics.update(dict.fromkeys(found))
        if not found or not subject.code.endswith("000000"):
            _keep(name, words)
        if not found and not name and subject.code:
            codes[clean_line(subject.code)[:_MAX_KEYWORD]] = None
    for word in keywords:
        _keep(clean_line(word), words)
    return Filing(order_topics(topics), tuple(words)[:MAX_KEYWORDS], " ".join(list(codes)[:MAX_KEYWORDS]))


def _keep(word: str, words: dict[str, None]) -> None:
    if 1 < len(word) <= _MAX_KEYWORD and _LETTER.search(word):
        words.setdefault(word, None)


def topics_of(subject: Subject) -> tuple[str, ...]:
    """The ids of the Media Topics that a subject is: a top-level one, perhaps a sub-topic; none for no IPTC code."""
    before, mark, code = _split(subject.code)
    if not _CODE.fullmatch(code):
        return ()
    scheme = subject.scheme or before
    # A bare code of eight digits is IPTC's own; a scheme must at least be named after it.
    if (scheme or mark) and not _IPTC.search(scheme):
        return ()
    return resolve_code(code if code.startswith("20") else f"{code[:2]}000000")


def _split(code: str) -> tuple[str, str, str]:
    before, mark, last = code.strip().rpartition("/")
    if not mark:
        before, mark, last = code.strip().rpartition(":")
    return before, mark, last.rpartition(":")[2]
