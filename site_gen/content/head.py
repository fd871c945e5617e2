"""Front matter in the form in which site-gen writes it, read without a YAML parser.

It gives what YAML gives, three times as fast; whatever is written in another way is left to YAML, and a test compares
the two.
"""

from __future__ import annotations

import json
import re
from typing import Any

_QUOTED = r'"(?:[^"\\]|\\["\\/bfnrt])*"'
_PLAIN = r"[A-Za-z0-9](?:[A-Za-z0-9_./+:-]*[A-Za-z0-9_./+-])?"
_ITEM = rf"(?:{_QUOTED}|[A-Za-z0-9][A-Za-z0-9_./+-]*)"
_KEY = r"[A-Za-z_][A-Za-z0-9_]*"
_NAME = r"[A-Za-z_][A-Za-z0-9_-]*"
"""A key of a mapping on one line: those of topics have hyphens."""
_LINE = re.compile(
    rf"(?P<indent>  )?(?P<key>{_KEY}):"
    rf"(?: (?:(?P<plain>{_PLAIN})|(?P<quoted>{_QUOTED})|(?P<list>\[(?:{_ITEM}(?:, {_ITEM})*)?\])"
    rf"|(?P<mapping>\{{{_NAME}: {_ITEM}(?:, {_NAME}: {_ITEM})*\}})))?"
)
_ENTRY = re.compile(rf"  - (?P<mapping>\{{{_NAME}: {_ITEM}(?:, {_NAME}: {_ITEM})*\}})")
_ITEMS = re.compile(_ITEM)
_PAIRS = re.compile(rf"({_NAME}): ({_ITEM})")
# Breaks of lines that only YAML knows, and what it does not allow at all.
_ODD = re.compile("[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def read_head(head: str) -> dict[str, Any] | None:
    """The keys of a front matter with texts, lists and mappings of texts; None where YAML has to read it."""
    if _ODD.search(head):
        return None
    found: dict[str, Any] = {}
    open_key = ""
    for line in head.split("\n"):
        if not line:
            continue
        key, _, rest = line.partition(": ")
        plain = _quoted(rest) if key.isidentifier() and key.isascii() else None
        if plain is not None:
            if found.get(open_key, "") is None or key in found:
                return None
            open_key = key
            found[key] = plain
            continue
        part = _LINE.fullmatch(line)
        if part is None:
            entry = _ENTRY.fullmatch(line)
            if entry is None or not _append(found, open_key, entry["mapping"]):
                return None
            continue
        if part["indent"]:
            if not _nest(found, open_key, part):
                return None
            continue
        if found.get(open_key, "") is None or part["key"] in found:
            return None
        open_key = part["key"]
        found[open_key] = _value(part)
    return None if found.get(open_key, "") is None else found


def _quoted(rest: str) -> str | list[str] | dict[str, str] | None:
    """Texts in quotes and without escapes, one, a list or a mapping, which most values are; None for all else."""
    if len(rest) < 2 or "\\" in rest:
        return None
    if rest[0] == '"' == rest[-1]:
        inner = rest[1:-1]
        return None if '"' in inner else inner
    if rest[0] == "[" and rest[-1] == "]":
        if rest[1] == '"' == rest[-2] and len(rest) > 3:
            items = rest[2:-2].split('", "')
            return items if rest.count('"') == 2 * len(items) else None
        return [] if rest == "[]" else None
    return _quoted_mapping(rest[1:-2]) if rest[0] == "{" and rest[-2:] == '"}' else None


def _quoted_mapping(pairs: str) -> dict[str, str] | None:
    """The mapping of `a: "text", b-c: "text` to texts that hold no quotes; None for all else."""
    found = {}
    for pair in pairs.split('", '):
        key, mark, text = pair.partition(': "')
        is_key = key[:1] != "-" and key.replace("-", "_").isidentifier() and key.isascii()
        if not (mark and is_key) or '"' in text:
            return None
        found[key] = text
    return found


def _value(part: re.Match[str]) -> Any:
    """The value of a line; None where it has none, and lines below it must give one."""
    kind = part.lastgroup
    if kind == "plain":
        return part["plain"]
    if kind == "quoted":
        return _text(part["quoted"])
    if kind == "list":
        return [_text(item) for item in _ITEMS.findall(part["list"])]
    return _mapping(part["mapping"]) if kind == "mapping" else None


def _text(item: str) -> str:
    if item[0] != '"':
        return item
    return str(json.loads(item)) if "\\" in item else item[1:-1]


def _mapping(text: str) -> dict[str, str]:
    return {key: _text(item) for key, item in _PAIRS.findall(text)}


def _append(found: dict[str, Any], key: str, mapping: str) -> bool:
    """Add an entry to the list below a key, unless the key has a value of another kind."""
    held = found.get(key, "")
    if held is None:
        found[key] = held = []
    if not isinstance(held, list) or (held and not isinstance(held[0], dict)):
        return False
    held.append(_mapping(mapping))
    return True


def _nest(found: dict[str, Any], key: str, part: re.Match[str]) -> bool:
    """Add a line to the mapping below a key, unless the key has a value of another kind."""
    held = found.get(key, "")
    if held is None:
        found[key] = held = _Nested()
    value = _value(part)
    if not isinstance(held, _Nested) or not isinstance(value, str) or part["key"] in held:
        return False
    held[part["key"]] = value
    return True


class _Nested(dict[str, str]):
    """A mapping that was written on lines of its own, and may go on."""
