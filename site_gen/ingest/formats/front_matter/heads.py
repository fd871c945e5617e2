"""The head of a page of another generator: which kind it is, its keys and values, and where the body begins."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from typing import Any

from site_gen.content.reading import parse_yaml_mapping
from site_gen.model import Failure

_CLOSED_YAML = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_CLOSED_TOML = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)
_PAIR = re.compile(r"([A-Za-z][\w -]{0,40}?):[ \t]*(.*)")
_NIKOLA = re.compile(r"[ \t]*\.\.[ \t]+([A-Za-z][\w-]{0,40}):[ \t]*(.*)")
_FIRST_KEYS = frozenset("title date author authors category categories tags slug summary status lang modified".split())
"""One of these must stand in a head of plain `Key: value` lines: prose may begin with `Word: …` too."""


@dataclass(frozen=True, slots=True)
class Head:
    """Keys (in lower case) and values of a head, and the text below it."""

    kind: str
    """`yaml`, `toml`, `json`, `headers` (Pelican), `nikola`, or `none`."""
    values: dict[str, Any]
    body: str


def kind_of(text: str) -> str:
    """The kind of head that a text begins with, as far as its first lines tell."""
    if re.match(r"---[ \t]*\n", text):
        return "yaml" if _begins_with_keys(text.partition("\n")[2]) else "none"
    if re.match(r"\+\+\+[ \t]*\n", text):
        return "toml"
    if re.match(r"\{\s*\n?\s*\"", text):
        return "json"
    if re.match(r"(?:<!--[ \t]*\n?)?[ \t]*\.\.[ \t]+(?:title|slug|date):", text):
        return "nikola"
    first = _PAIR.match(text)
    return "headers" if first and first[1].lower() in _FIRST_KEYS else "none"


def _begins_with_keys(text: str) -> bool:
    """Whether `key:` comes first, after comments and blank lines: a thematic break begins with dashes too."""
    for line in text.split("\n", 30)[:30]:
        if line.strip() and not line.startswith("#"):
            return re.match(r"[\"']?[A-Za-z_][\w .-]*[\"']?[ \t]*:(?:\s|$)|---[ \t]*$", line) is not None
    return False


def parse_head(path: str, text: str) -> Head | Failure:
    """The head of a text and its body; a Failure that names the line where the head cannot be read."""
    kind = kind_of(text)
    if kind == "yaml":
        return _yaml(path, text)
    if kind == "toml":
        return _toml(path, text)
    if kind == "json":
        return _json(path, text)
    if kind == "nikola":
        return _nikola(text)
    return _headers(text) if kind == "headers" else Head("none", {}, text)


def _yaml(path: str, text: str) -> Head | Failure:
    start = text.index("\n") + 1
    end = _CLOSED_YAML.search(text, start)
    if end is None:
        return Failure(f"{path}:1", "parse", "has front matter that is not closed; add a line '---' after it")
    values = parse_yaml_mapping(path, text[start : end.start()])
    if isinstance(values, Failure):
        return Failure(values.source, "parse", values.message)
    return _head("yaml", values, text[end.end() :])


def _toml(path: str, text: str) -> Head | Failure:
    start = text.index("\n") + 1
    end = _CLOSED_TOML.search(text, start)
    if end is None:
        return Failure(f"{path}:1", "parse", "has front matter that is not closed; add a line '+++' after it")
    try:
        values = tomllib.loads(text[start : end.start()])
    except (ValueError, RecursionError) as error:
        return Failure(f"{path}:2", "parse", f"has front matter that is not valid TOML: {str(error)[:200]}")
    return _head("toml", values, text[end.end() :])


def _json(path: str, text: str) -> Head | Failure:
    try:
        values, end = json.JSONDecoder(strict=False).raw_decode(text)
    except json.JSONDecodeError as error:
        message = f"has front matter that is not valid JSON: {error.msg} (column {error.colno})"
        return Failure(f"{path}:{error.lineno}", "parse", message)
    except (ValueError, RecursionError) as error:
        return Failure(f"{path}:1", "parse", f"has front matter that is not usable JSON: {str(error)[:80]}")
    return _head("json", values, text[end:])


def _head(kind: str, values: dict[str, Any], body: str) -> Head:
    return Head(kind, {str(key).lower(): value for key, value in values.items()}, body.lstrip("\n"))


def _headers(text: str) -> Head:
    """Pelican: `Key: value` lines up to a blank one; an indented line goes on with the value above it."""
    values: dict[str, Any] = {}
    key = ""
    lines = text.split("\n")
    at = 0
    for at, line in enumerate(lines):  # noqa: B007 - where it stopped is used below
        found = _PAIR.match(line)
        if not line.strip():
            break
        if found and not line[0].isspace():
            key = found[1].lower()
            values.setdefault(key, found[2].strip())
        elif key and line[0].isspace():
            values[key] = f"{values[key]}\n{line.strip()}".strip()
        else:
            break
    else:
        at = len(lines)
    return Head("headers", values, "\n".join(lines[at:]).lstrip("\n"))


def _nikola(text: str) -> Head:
    """Nikola: `.. key: value` lines, which may stand in an HTML comment."""
    in_comment = text.startswith("<!--")
    if in_comment:
        head, _, body = text[4:].partition("-->")
    else:
        found = re.match(r"(?:[ \t]*\.\.[ \t].*\n|[ \t]*\n(?=[ \t]*\.\.[ \t]))*(?:[ \t]*\.\.[ \t].*$)?", text)
        end = found.end() if found else 0
        head, body = text[:end], text[end:]
    pairs = (_NIKOLA.match(line) for line in head.split("\n"))
    return Head("nikola", {pair[1].lower(): pair[2].strip() for pair in pairs if pair}, body.lstrip("\n"))
