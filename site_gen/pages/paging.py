"""Lists cut into pages that are numbered from the oldest, so that page 7 is page 7 for ever."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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


def paginate(items: Sequence[T], size: int, folder: str) -> Iterator[Slice[T]]:
    """The pages of a list (newest first), the newest page first.

    Full pages of `size` are numbered from the oldest and never change as newer items come; the newest page, at the
    bare address, holds the rest: between `size` and twice as many, so that it is never nearly empty.
    """
    numbered = count_numbered(len(items), size)
    for number in range(numbered + 1, 0, -1):
        is_newest = number > numbered
        stop = len(items) - (number - 1) * size
        shown = items[:stop] if is_newest else items[stop - size : stop]
        yield Slice(_path(folder, number, numbered), shown, _pagination(folder, number, numbered), is_newest)


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
