"""A function over many items, as whatever runs it takes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")
Work = TypeVar("Work")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Map(Generic[Item, Work, Result]):
    """A function to be applied to a part of each item.

    Function, work and results must pickle where processes are used. An error that the function raises ends the map.
    """

    function: Callable[[list[Work]], list[Result]]
    work: Callable[[Item], list[Work]]
    """The part of an item that the function is given: the rest stays here."""
    lost: Callable[[Work], Result]
    """The result for a piece of work that kills the process which does it, or that never ends."""
    patience: float = 300.0
    """Seconds after which an item counts as hung."""
