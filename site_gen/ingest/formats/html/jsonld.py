"""JSON-LD of web pages: the article that a page describes to machines, however carelessly it is written."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_LONGEST = 2_000_000
"""Characters of one script; a longer one is a data dump."""
_MOST_NODES = 2_000
_MOST_VALUES = 60

_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|(?://|/\*)?\s*\]\]>\s*(?:\*/)?|;)\s*$"
)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_BAD_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])|\\u(?![0-9a-fA-F]{4})")
_OTHER_ARTICLES = frozenset(
    "BlogPosting LiveBlogPosting SocialMediaPosting DiscussionForumPosting Report Recipe Review".split()
)

# What stands for a thing where its name is wanted.
_NAMING = ("@value", "name", "headline", "@id", "url")

Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Linked:
    """What the JSON-LD of a page says: its article, if it describes one, and the types of all its nodes."""

    articles: tuple[Node, ...]
    types: frozenset[str]
    breadcrumbs: tuple[str, ...]
    nodes: Mapping[str, Node]
    """By `@id`."""


def read_jsonld(scripts: Sequence[str]) -> Linked:
    """What the JSON-LD scripts of a page hold; a script that cannot be read holds nothing."""
    nodes: list[Node] = []
    for script in scripts:
        for value in _parse(script):
            nodes.extend(_nodes(value, _MOST_NODES - len(nodes)))
    types = frozenset(name for node in nodes for name in node_types(node))
    crumbs = next((_crumbs(node) for node in nodes if "BreadcrumbList" in node_types(node)), ())
    return Linked(
        articles=tuple(node for node in nodes if any(is_article(name) for name in node_types(node))),
        types=types,
        breadcrumbs=crumbs,
        nodes={node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1},
    )


def _parse(script: str) -> list[Any]:
    """The values in a script: one, or several behind one another."""
    if len(script) > _LONGEST:
        return []
    try:
        return [json.loads(script, strict=False)]
    except (ValueError, RecursionError):
        pass
    text = script
    for _ in range(2):
        text = _WRAPPING.sub("", text).strip()
    for attempt in (text, html.unescape(text) if "&quot;" in text else None):
        if attempt is None:
            continue
        values = _sequence(_BAD_ESCAPE.sub("", _TRAILING_COMMA.sub("", attempt)))
        if values:
            return values
    return []


def _sequence(text: str) -> list[Any]:
    decoder = json.JSONDecoder(strict=False)
    values: list[Any] = []
    at = 0
    while at < len(text) and len(values) < _MOST_VALUES:
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        values.append(value)
        at = end
        while at < len(text) and text[at] in " \t\r\n,;":
            at += 1
    return values


def _nodes(value: Any, most: int) -> Iterator[Node]:
    """The nodes of the top: those of arrays and graphs, and what a page names as its main entity."""
    waiting, given = [value], 0
    while waiting and given < most:
        one = waiting.pop(0)
        if isinstance(one, list):
            waiting[:0] = one[:most]
        elif isinstance(one, dict):
            given += 1
            yield one
            waiting[:0] = [
                one[name]
                for name in ("@graph", "mainEntity", "mainEntityOfPage")
                if isinstance(one.get(name), (list, dict))
            ]


def node_types(node: Node) -> tuple[str, ...]:
    """The type names of a node, without the address of the vocabulary."""
    named = node.get("@type", ())
    names = named if isinstance(named, list) else [named]
    return tuple(re.split(r"[/#:]", name)[-1] for name in names if isinstance(name, str))


def is_article(name: str) -> bool:
    """Whether a type of schema.org is an article or one of its kinds."""
    return name.endswith("Article") or name in _OTHER_ARTICLES


def first_text(node: Node, *names: str) -> str | None:
    """The first of the named properties that is a text, or holds one as its `@value`, `name` or `url`."""
    for name in names:
        for text in texts(node.get(name)):
            return text
    return None


def texts(value: Any) -> Iterator[str]:
    """The texts of a value: itself, of an array, of a `@value`, of the `name` of things."""
    for one in value[:_MOST_VALUES] if isinstance(value, list) else [value]:
        text = _text(one)
        if text:
            yield text


def _text(value: Any) -> str | None:
    if isinstance(value, dict):
        return next((text for key in _NAMING if isinstance(text := value.get(key), str) and text.strip()), None)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value.strip() else None


def named(value: Any, nodes: Mapping[str, Node]) -> Iterator[tuple[str, str]]:
    """The names of people and organisations, and what each is said to be: `person`, `organisation` or empty.

    A mere reference (`{"@id": …}`) is looked up in `nodes`.
    """
    values = value[:_MOST_VALUES] if isinstance(value, list) else [value]
    for one in values:
        if isinstance(one, str) and one.strip():
            yield one, ""
        elif isinstance(one, dict):
            whole = nodes.get(one["@id"], one) if isinstance(one.get("@id"), str) and "name" not in one else one
            types = node_types(whole)
            kind = "person" if "Person" in types else ""
            if any("Organization" in name or name == "Brand" for name in types):
                kind = "organisation"
            for name in texts(whole.get("name")):
                yield name, kind


def _crumbs(node: Node) -> tuple[str, ...]:
    items = node.get("itemListElement")
    found = []
    for item in items[:20] if isinstance(items, list) else ():
        if isinstance(item, dict):
            inner = item.get("item")
            name = first_text(item, "name") or (first_text(inner, "name") if isinstance(inner, dict) else None)
            if name:
                found.append(name)
    return tuple(found)
