"""Lists cut into pages that are numbered from the oldest, so that page 7 is page 7 for ever."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

from site_gen.pages.context import Pagination
from site_gen.urls import listing_path

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Slice(Generic[T]):
    """What one page of a list shows, newest first."""

    path: str
    items: Sequence[T]
    pagination: Pagination
    is_newest: bool


@dataclass(frozen=True, slots=True)
class Numbers:
    """Some pages of a list: those from a number on, and single ones before it."""

    since: int | None = 1
    singles: frozenset[int] = frozenset()

    def __contains__(self, number: int) -> bool:
        return (self.since is not None and number >= self.since) or number in self.singles

    def joined(self, other: Numbers) -> Numbers:
        """The pages of both."""
        firsts = [since for since in (self.since, other.since) if since is not None]
        return Numbers(min(firsts, default=None), self.singles | other.singles)


ALL = Numbers()


def paginate(
    walk: Callable[[int], Iterator[T]], count: int, size: int, folder: str, numbers: Numbers = ALL
) -> Iterator[Slice[T]]:
    """The wanted pages of a list, the oldest page first; `walk(n)` gives its `count` items without the n oldest.

    Full pages of `size` are numbered from the oldest and never change as newer items come; the newest page, at the
    bare address, holds the rest: between `size` and twice as many, so that it is never nearly empty.
    """
    if not count:
        return
    numbered = count_numbered(count, size)
    singles = (number for number in sorted(numbers.singles) if numbers.since is None or number < numbers.since)
    for number in singles:
        if number <= numbered + 1:
            yield _slice(walk((number - 1) * size), number, numbered, size, folder)
    if numbers.since is not None and numbers.since <= numbered + 1:
        items = walk((numbers.since - 1) * size)
        for number in range(numbers.since, numbered + 2):
            yield _slice(items, number, numbered, size, folder)


def _slice(items: Iterator[T], number: int, numbered: int, size: int, folder: str) -> Slice[T]:
    is_newest = number > numbered
    shown = tuple(items if is_newest else islice(items, size))[::-1]
    return Slice(_path(folder, number, numbered), shown, _pagination(folder, number, numbered), is_newest)


def page_of(rank: int, count: int, size: int) -> int:
    """The number of the page on which the item stands that `rank` others are older than."""
    return min(rank // size, count_numbered(count, size)) + 1


def count_numbered(count: int, size: int) -> int:
    """How many full pages leave the newest page of `count` items at least `size` of them."""
    return max(0, count // size - 1)


def _pagination(folder: str, number: int, numbered: int) -> Pagination:
    """Where page `number` stands; only the newest page tells the total, since the others never change."""
    is_newest = number > numbered
    return Pagination(
        number=number,
        total=number if is_newest else 0,
        newer="" if is_newest else _path(folder, number + 1, numbered),
        older=_path(folder, number - 1, numbered) if number > 1 else "",
        newest=listing_path(folder),
        oldest=_path(folder, 1, numbered),
    )


def _path(folder: str, number: int, numbered: int) -> str:
    return listing_path(folder, number if number <= numbered else None)
