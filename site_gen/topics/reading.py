"""`topics.toml` to `TopicSettings`, or every problem at once: file, line, key, value, and what was expected."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from site_gen.errors import ConfigError
from site_gen.folding import fold_name, fold_person
from site_gen.model import clean_line
from site_gen.topics.rules import parse_rules
from site_gen.topics.settings import NO_SETTINGS, TOPICS_NAME, OwnTopic, Pairs, Rule, TopicSettings
from site_gen.urls import is_slug
from site_gen.vocabulary import load_vocabulary, resolve_topic

_KEYS = ("replace", "hide", "merge", "topics", "ignore", "keywords", "people")
_TOPIC_KEYS = ("name", "names", "parent", "rules")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_RESERVED = frozenset(("unclassified",))
_NAME = 60
"""Characters of a topic's name: it stands in menus."""


def load_topics(folder: Path) -> TopicSettings:
    """The settings of the archive in `folder`; those that change nothing where it has no `topics.toml`.

    Raises ConfigError with all problems.
    """
    try:
        text = (folder / TOPICS_NAME).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return NO_SETTINGS
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError((f"{TOPICS_NAME}: cannot be read: {error}",)) from error
    return parse_topics(text)


def parse_topics(text: str) -> TopicSettings:
    """The settings that the text of a `topics.toml` gives. Raises ConfigError with all problems."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError((f"{TOPICS_NAME}: not valid TOML: {error}",)) from error
    reader = _Reader(text, replaces=table.get("replace") is True)
    settings = reader.read(table)
    if reader.problems:
        raise ConfigError(tuple(reader.problems))
    return settings


@dataclass(slots=True)
class _Reader:
    """What was read so far, and what was wrong in it."""

    text: str
    replaces: bool
    problems: list[str] = field(default_factory=list)
    own: dict[str, OwnTopic] = field(default_factory=dict)

    def read(self, table: Mapping[str, Any]) -> TopicSettings:
        self._refuse_unknown(table, _KEYS, "")
        if not isinstance(table.get("replace", False), bool):
            self.problem("replace", table["replace"], "true or false was expected")
        described = self._table(table, "topics", 'for example [topics.harbour] and name = "The harbour"')
        for key, value in described.items():
            self._topic(key, value)
        rules = [rule for key, value in described.items() for rule in self._rules_of(key, value)]
        rules += self._rules("", "ignore", table.get("ignore", ()))
        self._check_parents()
        hidden = self._hidden(table.get("hide", []))
        merged = self._merged(self._table(table, "merge", 'for example labour = "society"'))
        aliases = self._aliases(table, "keyword", "keywords", fold_name, '"USA" = "United States"')
        people = self._aliases(table, "name", "people", fold_person, '"Vladimir Poutine" = "Vladimir Putin"')
        if self.replaces and not described:
            self.problem("replace", True, "topics of your own were expected below [topics]")
        return TopicSettings(tuple(self.own.values()), merged, hidden, tuple(rules), aliases, people, self.replaces)

    # --- topics

    def _topic(self, key: str, value: object) -> None:
        name = f"topics.{key}"
        if not isinstance(value, dict):
            self.problem(name, value, f"a table was expected, for example [{name}]")
            return
        self._refuse_unknown(value, _TOPIC_KEYS, f"{name}.")
        known = self._known(key)
        if known is None and (not is_slug(key) or key in _RESERVED):
            self.problem(
                name, key, "an id of small letters, digits and hyphens was expected, for example 'local-sport'"
            )
            return
        if known in self.own:
            self.problem(name, key, f"'{known}' is described twice")
            return
        names = self._names(name, value)
        if known is None and not names and "name" not in value and "names" not in value:
            hint = self._suggestion(key, self._ids()) or ', for example name = "The harbour"'
            self.problem(name, key, f"a topic of your own needs a name{hint}")
        parent = value.get("parent")
        if parent is not None and not isinstance(parent, str):
            self.problem(f"{name}.parent", parent, "a topic in quotes was expected")
            parent = None
        self.own[known or key] = OwnTopic(known or key, names, parent, renames="name" in value)

    def _names(self, where: str, value: Mapping[str, object]) -> Pairs:
        given: dict[str, object] = {}
        if "name" in value:
            given["en"] = value["name"]
        names = value.get("names", {})
        if not isinstance(names, dict):
            self.problem(f"{where}.names", names, 'a table by language was expected, for example { fr = "Le port" }')
            names = {}
        for lang, name in names.items():
            if _LANGUAGE.fullmatch(lang) is None:
                self.problem(f"{where}.names", lang, "a language such as fr or pt-BR was expected")
            else:
                given[lang] = name
        found = []
        for lang, name in given.items():
            text = clean_line(name) if isinstance(name, str) else ""
            if not text or len(text) > _NAME or not fold_name(text):
                self.problem(f"{where}.name", name, f"a name of at most {_NAME} characters was expected")
            else:
                found.append((lang, text))
        return tuple(found)

    def _check_parents(self) -> None:
        """Topics stand on two levels: what has a parent is none."""
        vocabulary = {} if self.replaces else load_vocabulary()
        for topic in tuple(self.own.values()):
            if not topic.parent:
                continue
            parent = self._named(f"topics.{topic.id}.parent", topic.parent)
            if parent is None:
                continue
            own, known = self.own.get(parent), vocabulary.get(parent)
            above = (own.parent if own else None) or (known.parent if known else None)
            if above or parent == topic.id:
                self.problem(f"topics.{topic.id}.parent", topic.parent, "a topic of the top level was expected")
            self.own[topic.id] = OwnTopic(topic.id, topic.names, parent, topic.renames)

    # --- rules

    def _rules_of(self, key: str, value: object) -> list[Rule]:
        if not isinstance(value, dict) or "rules" not in value:
            return []
        return self._rules(self._known(key) or key, f"topics.{key}.rules", value["rules"])

    def _rules(self, topic: str, where: str, value: object) -> list[Rule]:
        by_lang = value if isinstance(value, dict) else {"all": value}
        rules: list[Rule] = []
        for lang, lines in by_lang.items():
            if lang != "all" and _LANGUAGE.fullmatch(lang) is None:
                self.problem(where, lang, "a language such as fr was expected, or all")
                continue
            if not isinstance(lines, (list, tuple)) or not all(isinstance(line, str) for line in lines):
                self.problem(where, lines, 'a list was expected, for example ["4: quay*, container ship"]')
                continue
            for line in lines:
                try:
                    rules += parse_rules(topic, "" if lang == "all" else lang, line)
                except ValueError as error:
                    self.problem(where, line, str(error))
        seen: dict[tuple[str, str, str], Rule] = {}
        for rule in rules:
            twin = seen.setdefault((rule.lang, fold_name(rule.term), rule.kind), rule)
            if twin is not rule:
                self.problem(where, rule.term, "is given twice")
        return rules

    # --- merged, hidden, aliases

    def _hidden(self, value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.problem("hide", value, 'a list of topics was expected, for example ["weather"]')
            return ()
        found = (self._named("hide", item) for item in value)
        return tuple(dict.fromkeys(topic for topic in found if topic))

    def _merged(self, table: Mapping[str, object]) -> Pairs:
        merged: dict[str, str] = {}
        for key, value in table.items():
            where = f"merge.{key}"
            topic = self._named(where, key)
            target = self._named(where, value)
            if topic is None or target is None:
                continue
            if topic == target:
                self.problem(where, value, "another topic was expected")
            else:
                merged[topic] = target
        for topic, target in merged.items():
            if self._is_circular(topic, merged):
                self.problem(f"merge.{topic}", target, "leads back to the topic itself")
                return ()
        return tuple((topic, _last(topic, merged)) for topic in merged)

    @staticmethod
    def _is_circular(topic: str, merged: Mapping[str, str]) -> bool:
        at: str | None = merged[topic]
        for _ in merged:
            at = merged.get(at) if at is not None else None
        return at is not None

    def _aliases(
        self, table: Mapping[str, Any], noun: str, part: str, fold: Callable[[str], str], example: str
    ) -> Pairs:
        """What stands for what among the names of a part of the file."""
        found = self._table(table, part, f"for example [{part}.aliases]")
        self._refuse_unknown(found, ("aliases",), f"{part}.")
        aliases: dict[str, tuple[str, str]] = {}
        for key, value in self._table(found, "aliases", f"for example {example}", f"{part}.").items():
            where = f"{part}.aliases.{key}"
            name, target = clean_line(key), clean_line(value) if isinstance(value, str) else ""
            if not fold(name) or not fold(target):
                self.problem(where, value, f"a {noun} in quotes was expected")
            elif fold(name) in aliases:
                self.problem(where, value, f"the same {noun} is given twice; case and accents do not count")
            elif fold(name) != fold(target):
                aliases[fold(name)] = (name, target)
            else:
                self.problem(where, value, f"another {noun} was expected; case and accents do not count")
        for name, target in aliases.values():
            if fold(target) in aliases:
                through = aliases[fold(target)][1]
                self.problem(f"{part}.aliases.{name}", target, f"is an alias itself; did you mean '{through}'?")
        return tuple(aliases.values())

    # --- names of topics

    def _known(self, text: str) -> str | None:
        """The id of a topic of the vocabulary, given by id, code or name."""
        return None if self.replaces else resolve_topic(text)

    def _ids(self) -> list[str]:
        return [*(() if self.replaces else load_vocabulary()), *self.own]

    def _named(self, where: str, value: object) -> str | None:
        """The id of the topic that a value means, of the vocabulary or of the file."""
        if isinstance(value, str):
            if value in self.own:
                return value
            folded = fold_name(value)
            own = (topic.id for topic in self.own.values() if folded in {fold_name(name) for _, name in topic.names})
            found = next(own, None) or self._known(value)
            if found:
                return found
        near = self._suggestion(value, self._ids()) if isinstance(value, str) else ""
        self.problem(where, value, f"a topic was expected{near}")
        return None

    # --- problems

    def problem(self, key: str, value: object, expected: str) -> None:
        """Note that a value is wrong."""
        self.problems.append(f"{TOPICS_NAME}:{self._line_of(key, value)}: {key} = {value!r}: {expected}")

    def _refuse_unknown(self, table: Mapping[str, object], known: Iterable[str], prefix: str) -> None:
        names = tuple(known)
        for key in table:
            if key not in names:
                hint = self._suggestion(key, names) or f"; known keys: {', '.join(names)}"
                line = self._line_of(f"{prefix}{key}", None)
                self.problems.append(f"{TOPICS_NAME}:{line}: unknown key '{prefix}{key}'{hint}")

    @staticmethod
    def _suggestion(key: str, known: Iterable[str]) -> str:
        near = difflib.get_close_matches(key, tuple(known), n=1)
        return f"; did you mean '{near[0]}'?" if near else ""

    def _table(self, table: Mapping[str, Any], key: str, example: str, prefix: str = "") -> Mapping[str, Any]:
        value = table.get(key, {})
        if isinstance(value, dict):
            return value
        self.problem(prefix + key, value, f"a table was expected, {example}")
        return {}

    def _line_of(self, key: str, value: object) -> int:
        """The line on which a dotted key stands, or the text that is its value; 1 where neither is found."""
        return next(_lines(self.text, key, value), 1)


def _lines(text: str, key: str, value: object) -> Iterator[int]:
    lines = text.splitlines()
    last = key.rpartition(".")[2]
    start = _header(lines, key)
    tests: list[Callable[[str], bool]] = []
    if isinstance(value, str) and value:
        tests.append(lambda line: f'"{value}"' in line or f"'{value}'" in line)
    named = re.compile(rf"^[\s\[]*(?:[\w.\"'-]*\.)?[\"']?{re.escape(last)}[\"']?\s*(?:=|\]|\.)")
    tests.append(lambda line: named.match(line) is not None)
    for test in tests:
        yield from (number for number, line in enumerate(lines[start:], start + 1) if test(line))
    if start:
        yield start + 1


def _header(lines: list[str], key: str) -> int:
    """The index of the last table header that a dotted key can stand below, 0 where there is none."""
    parts = key.split(".")
    for size in range(len(parts), 0, -1):
        names = [re.escape(part) for part in parts[:size]]
        header = re.compile(r"^\s*\[\s*" + r"\s*\.\s*".join(rf"[\"']?{name}[\"']?" for name in names) + r"\s*\]")
        for number, line in enumerate(lines):
            if header.match(line):
                return number
    return 0


def _last(topic: str, merged: Mapping[str, str]) -> str:
    while topic in merged:
        topic = merged[topic]
    return topic
