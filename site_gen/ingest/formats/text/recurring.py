"""Lines that recur across the documents of one source: menus, tickers and footers, not news."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LONGEST_COUNTED = 300
"""Longer lines are not counted: furniture is short, and the counts are stored for good."""

_DIGITS = re.compile(r"\d+")
_SENTENCE_LENGTH = 60
_SENTENCE_END = re.compile(r"[.!?…؟][\"'”»)\]]*$")

# An article is often filed twice, and updated once or twice more: three copies must not make its sentences
# furniture, hence the higher bar for them. The bars grow with the number of documents and then stay, because a
# ticker's line stands in the pages of one day alone, however many years of them there are.
_SHORT_LEAST, _SHORT_SHARE, _SHORT_MOST = 3, 0.02, 10
_LONG_LEAST, _LONG_SHARE, _LONG_MOST = 5, 0.05, 25


# The same lines stand in every document of a source: most were hashed a moment ago.
@lru_cache(maxsize=4096)
def line_key(line: str) -> int:
    """A stable signed 64-bit hash of `line`, the same for any numbers, letter case and white space in it."""
    normal = _DIGITS.sub("0", " ".join(line.casefold().split()))
    digest = blake2b(normal.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


@dataclass(frozen=True, slots=True)
class LineCounts:
    """In how many distinct documents of one source each line was seen."""

    documents: int = 0
    """How many documents were counted."""
    counts: Mapping[int, int] = field(default_factory=dict)
    """Documents by `line_key`."""

    def count(self, line: str) -> int:
        """In how many documents `line` was seen; 0 for lines that are too long to be counted."""
        return self.counts.get(line_key(line), 0) if len(line) <= LONGEST_COUNTED else 0

    def recurring(self, line: str) -> bool:
        """Whether `line` stands in so many documents that it cannot be the news of one of them."""
        stripped = line.strip()
        return self.count(stripped) >= self._bar(stripped)

    def _bar(self, line: str) -> float:
        sentence = len(line) >= _SENTENCE_LENGTH and _SENTENCE_END.search(line) is not None
        if sentence:
            return max(_LONG_LEAST, min(self.documents * _LONG_SHARE, _LONG_MOST))
        return max(_SHORT_LEAST, min(self.documents * _SHORT_SHARE, _SHORT_MOST))

    def merge(self, other: LineCounts) -> LineCounts:
        """The counts of both, which must come from different documents."""
        total = Counter(self.counts)
        total.update(other.counts)
        return LineCounts(self.documents + other.documents, dict(total))


def document_keys(lines: Iterable[str]) -> set[int]:
    """The keys of the lines of one document, as far as they are counted."""
    kept = {stripped for line in lines if 0 < len(stripped := line.strip()) <= LONGEST_COUNTED}
    return {line_key(line) for line in kept}


def count_lines(documents: Iterable[Sequence[str]]) -> LineCounts:
    """The line counts of `documents`, each given as its lines; a line counts once a document."""
    total: Counter[int] = Counter()
    number = 0
    for lines in documents:
        number += 1
        total.update(document_keys(lines))
    return LineCounts(number, dict(total))


def merge(first: LineCounts, second: LineCounts) -> LineCounts:
    """The counts of two disjoint sets of documents of one source."""
    return first.merge(second)
