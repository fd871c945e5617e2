"""The lexicon of one archive: that of a language, with the rules, merges and hidden topics of its `topics.toml`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from site_gen.ingest.enrich.topics.terms import (
    IGNORE,
    Lexicon,
    Phrase,
    Term,
    Terms,
    fold_key,
    load_lexicon,
    parse_lexicon,
)
from site_gen.topics import Rule, TopicSettings, Vocabulary, make_vocabulary

_NOTHING = parse_lexicon("", "")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@lru_cache(maxsize=64)
def archive_lexicon(settings: TopicSettings, lang: str) -> Lexicon | None:
    """The lexicon by which an archive finds topics in a language, or None where it has none."""
    base = lang.partition("-")[0].lower()
    known = None if settings.replaces else load_lexicon(base)
    rules = [rule for rule in settings.rules if rule.lang.partition("-")[0].lower() in ("", base)]
    if not (rules or settings.merged or settings.hidden or settings.topics):
        return known
    if known is None and not rules:
        return None
    vocabulary = make_vocabulary(settings)
    return _Joining(vocabulary, known or _NOTHING, _of_rules(rules)).lexicon()


def place_term(term: Term, vocabulary: Vocabulary, topic: str | None = None) -> Term | None:
    """A term as it speaks in an archive; `topic` is what the name of its topic stands for, if not for itself."""
    topic = topic or term.topic
    # The words of a sub-topic that is hidden still speak for the topic above.
    at = vocabulary.place(term.sub or topic) or vocabulary.place(topic)
    known = vocabulary.topics.get(at)
    if not at or (known is None and vocabulary.settings.replaces):
        return None
    parent = known.parent if known else None
    place = (parent, at) if parent else (at, "")
    return term if place == (term.topic, term.sub) else replace(term, topic=place[0], sub=place[1])


def _of_rules(rules: Iterable[Rule]) -> tuple[Lexicon, Mapping[str, str]]:
    """The lexicon of some rules, and what the names of topics in it stand for: it takes letters alone."""
    by_topic: dict[str, dict[tuple[str, str], Rule]] = defaultdict(dict)
    for rule in rules:
        # A rule for one language is more special than one for all.
        key = (rule.kind, fold_key(rule.term))
        held = by_topic[rule.topic].get(key)
        if held is None or rule.lang:
            by_topic[rule.topic][key] = rule
    names: dict[str, str] = {}
    lines: list[str] = []
    for number, (topic, found) in enumerate(by_topic.items()):
        name = _name(number) if topic else IGNORE
        names[name] = topic
        lines.append(f"[{name}]")
        lines += [f"{rule.kind or rule.weight}: {rule.term}" for rule in found.values()]
    return parse_lexicon("\n".join(lines), "topics.toml"), names


def _name(number: int) -> str:
    """A name of letters that no section of a lexicon has: `topic-`, and the number in letters."""
    return "topic-" + "".join(_LETTERS[int(digit)] for digit in str(number))


class _Joining:
    """Two lexicons made into one: what the second says of a topic replaces what the first says of it."""

    def __init__(self, vocabulary: Vocabulary, first: Lexicon, second: tuple[Lexicon, Mapping[str, str]]) -> None:
        self._vocabulary = vocabulary
        self._first = first
        self._second, self._names = second
        self._placed: dict[Term, Term | None] = {}

    def lexicon(self) -> Lexicon:
        first, second = self._first, self._second
        return replace(
            first,
            words=self._table(first.words, second.words),
            acronyms=self._table(first.acronyms, second.acronyms),
            stems=self._table(first.stems, second.stems),
            stem_lengths=_joined_lengths(first.stem_lengths, second.stem_lengths),
            endings=self._table(first.endings, second.endings),
            ending_lengths=tuple(sorted({*first.ending_lengths, *second.ending_lengths}, reverse=True)),
            phrases={key: self._phrases(key) for key in first.phrases.keys() | second.phrases.keys()},
            prefixes=self._table(first.prefixes, second.prefixes),
            sections=self._table(first.sections, second.sections),
        )

    def _table(self, first: Mapping[str, Terms], second: Mapping[str, Terms]) -> dict[str, Terms]:
        return {key: self._terms(first.get(key, ()), second.get(key)) for key in (*first, *second)}

    def _terms(self, first: Terms, second: Terms | None) -> Terms:
        """The terms of one key; where the rules say that it is to be ignored, nothing."""
        if second == ():
            return ()
        by_topic: dict[tuple[str, str], Term] = {}
        for term in filter(None, map(self._place, first)):
            # Of two that a merge has brought together the louder one counts.
            held = by_topic.get((term.topic, term.sub))
            if held is None or term.weight > held.weight:
                by_topic[term.topic, term.sub] = term
        by_topic.update({(term.topic, term.sub): term for term in filter(None, map(self._place, second or ()))})
        return tuple(by_topic.values())

    def _place(self, term: Term) -> Term | None:
        """A term as it speaks in this archive: for the topics that its own were merged into, or not at all."""
        if term not in self._placed:
            named = self._names.get(term.topic, term.topic)
            self._placed[term] = place_term(term, self._vocabulary, named)
        return self._placed[term]

    def _phrases(self, first_word: str) -> dict[str, tuple[Phrase, ...]]:
        first, second = (lexicon.phrases.get(first_word, {}) for lexicon in (self._first, self._second))
        table = {}
        for start in first.keys() | second.keys():
            ours = {phrase.rest: phrase.terms for phrase in first.get(start, ())}
            rules = {phrase.rest: phrase.terms for phrase in second.get(start, ())}
            rests = sorted(dict.fromkeys((*rules, *ours)), key=len, reverse=True)
            table[start] = tuple(Phrase(rest, self._terms(ours.get(rest, ()), rules.get(rest))) for rest in rests)
        return table


def _joined_lengths(
    first: Mapping[str, tuple[int, ...]], second: Mapping[str, tuple[int, ...]]
) -> dict[str, tuple[int, ...]]:
    keys = first.keys() | second.keys()
    return {key: tuple(sorted({*first.get(key, ()), *second.get(key, ())}, reverse=True)) for key in keys}
