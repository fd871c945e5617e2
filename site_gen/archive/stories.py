"""Which articles make a story, and what it is called: a pure function of which article follows which, and of pins.

An article that follows another goes on with its story; so a story is a tree of articles. What is pinned in front matter
comes first: a pinned article and those that follow it belong to the pin, and where nothing before them is pinned, the
whole story takes the first of its pins. Stories of one name are one.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple, TypeVar

Key = TypeVar("Key", int, bytes)

APART = "none"
"""The pin of an article that is to stand in no story."""
_LONGEST = 70


class Node(NamedTuple):
    """An article among those that follow each other."""

    follows: int | bytes | None
    """The key of an older one."""
    pin: str
    """The story that its front matter names, or empty."""
    base: str
    """What its story is called where it is the first of it."""


def story_base(path: str, article_id: str) -> str:
    """The name of the story that begins with an article: the slug of its address, and a part of its id's digest.

    It stays while articles join, and when the title of the first is edited, since addresses are kept.
    """
    stem = path.rpartition("/")[2].removesuffix(".html")[:_LONGEST].rstrip(".-")
    return f"{stem}-{sha256(article_id.encode('utf-8', 'replace')).hexdigest()[:6]}"


def name_stories(nodes: Mapping[Key, Node]) -> dict[Key, str]:
    """The story of each article, empty where it has none.

    The nodes are whole trees: with an article all that it follows, and all that follow it, at any distance. A greater
    key is that of a newer article, and articles follow older ones.
    """
    roots: dict[Key, Key] = {}
    pinned: dict[Key, str] = {}
    first_pin: dict[Key, str] = {}
    sizes: dict[Key, int] = {}
    for key in sorted(nodes):
        node = nodes[key]
        before: Key | None = node.follows  # type: ignore[assignment]  # of the same kind as the key
        root = roots[key] = key if before is None else roots[before]
        pin = "" if node.pin == APART else node.pin
        pinned[key] = pin or ("" if before is None else pinned[before])
        if pin:
            first_pin.setdefault(root, pin)
        sizes[root] = sizes.get(root, 0) + 1
    return {
        key: pinned[key] or first_pin.get(root) or (nodes[root].base if sizes[root] > 1 else "")
        for key, root in roots.items()
    }
