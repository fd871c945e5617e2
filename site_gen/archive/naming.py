"""The many spellings of a name to one listing with one slug."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from site_gen.archive.folding import fold_name
from site_gen.urls import distinct_slug, make_slug


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one kind (keywords, sources) that get a listing."""

    slugs: Mapping[str, str]
    """By key."""
    spellings: Mapping[str, str]
    """The most frequent spelling, by slug."""


def keyed(names: Iterable[str], key: Callable[[str], str] = fold_name) -> dict[str, str]:
    """The distinct names of one article by key, in their order; a name without letters or marks is left out."""
    found: dict[str, str] = {}
    for name in names:
        folded = key(name)
        if folded:
            found.setdefault(folded, name)
    return found


def collect_names(uses: Sequence[Mapping[str, str]], minimum: int) -> Names:
    """The names that at least `minimum` articles use; `uses` are the articles' names by key, oldest article first.

    Where two names share a slug, the one that reached the minimum first keeps it, so that newer articles never
    change the address of an older listing.
    """
    counts: Counter[str] = Counter()
    spelled: dict[str, Counter[str]] = {}
    slugs: dict[str, str] = {}
    taken: set[str] = set()
    for names in uses:
        for key, name in names.items():
            counts[key] += 1
            spelled.setdefault(key, Counter())[name] += 1
            if counts[key] == minimum:
                slugs[key] = _free_slug(key, taken)
                taken.add(slugs[key])
    return Names(slugs, {slug: commonest(spelled[key]) for key, slug in slugs.items()})


def commonest(spellings: Counter[str]) -> str:
    """The most frequent spelling, the first in order among equals."""
    return min(spellings, key=lambda name: (-spellings[name], name))


def name_slug(key: str) -> str:
    """The slug of a folded name."""
    return make_slug(key, _digest(key))


def _free_slug(key: str, taken: set[str]) -> str:
    slug = plain = name_slug(key)
    salt = key
    while slug in taken:
        slug = distinct_slug(plain, _digest(salt))
        salt += "+"
    return slug


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
