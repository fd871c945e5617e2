"""An article to the text of its content file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from site_gen.model import Article, Kind, Source, clean_text

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*$")
_YAML_WORDS = frozenset("null true false yes no on off y n ~".split())


def format_content(article: Article) -> str:
    """The text of an article's content file, always the same for the same article."""
    lines = ["---", *_front_matter(article), "---", ""]
    body = article.body.strip("\n")
    return "\n".join(lines) + (body + "\n" if body else "")


def _front_matter(article: Article) -> Iterable[str]:
    yield f"id: {_scalar(article.id)}"
    yield f"title: {_quoted(article.title)}"
    if article.kind is not Kind.ARTICLE:
        yield f"kind: {article.kind}"
    yield f"published: {article.published.isoformat() if article.published else 'null'}"
    yield f"date_source: {article.date_source}"
    for name, at in (("updated", article.updated), ("captured", article.captured)):
        if at is not None:
            yield f"{name}: {at.isoformat()}"
    yield f"slug: {_scalar(article.slug)}"
    if article.lang:
        yield f"lang: {_scalar(article.lang)}"
    yield from _list_lines(article)
    yield from _scalar_lines(("credit", article.credit), ("dateline", article.dateline))
    yield from _source_lines(article.source)
    if article.also:
        yield "also:"
        for entry in article.also:
            yield f"  - {_flow_mapping({'document': entry.document, 'url': entry.url, 'sha256': entry.sha256})}"
    if article.summary:
        yield f"summary: {_quoted(article.summary)}"
    yield f"status: {article.status}"
    yield from _scalar_lines(("story", article.story))
    if article.aliases:
        yield f"aliases: {_flow(article.aliases)}"
    yield from _mapping_lines(article)
    for key, value in article.extra.items():
        yield f"{_scalar(key)}: {json.dumps(value, ensure_ascii=False)}"


def _list_lines(article: Article) -> Iterable[str]:
    yield f"topics: {_flow(article.topics)}"
    if article.topic_reasons:
        yield f"topic_reasons: {_flow_mapping({_scalar(name): text for name, text in article.topic_reasons.items()})}"
    if article.headline_topics:
        cues = {_scalar(name): text for name, text in article.headline_topics.items()}
        yield f"headline_topics: {_flow_mapping(cues)}"
    yield f"keywords: {_flow(article.keywords)}"
    if article.places:
        yield f"places: {_flow(article.places)}"
    if article.people:
        yield f"people: {_flow(article.people)}"
    yield f"authors: {_flow(article.authors)}"


def _scalar_lines(*fields: tuple[str, str | None]) -> Iterable[str]:
    for name, text in fields:
        if text:
            yield f"{name}: {_scalar(text)}"


def _mapping_lines(article: Article) -> Iterable[str]:
    for name, mapping in (("provenance", article.provenance), ("details", article.details)):
        if mapping:
            yield f"{name}: {_flow_mapping(mapping)}"


def _source_lines(source: Source) -> Iterable[str]:
    fields = {
        "name": source.name,
        "url": source.url,
        "code": source.code,
        "document": source.document,
        "id": source.id,
        "sha256": source.sha256,
    }
    given = {name: text for name, text in fields.items() if text}
    if given:
        yield "source:"
        for name, text in given.items():
            yield f"  {name}: {_scalar(text)}"


def _quoted(text: str) -> str:
    """A double-quoted YAML scalar; JSON's escapes are a part of YAML's."""
    return json.dumps(clean_text(text), ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _scalar(text: str) -> str:
    plain = _PLAIN.match(text) is not None and text.lower() not in _YAML_WORDS
    return text if plain else _quoted(text)


def _flow(texts: Iterable[str]) -> str:
    return "[" + ", ".join(_scalar(text) for text in texts) + "]"


def _flow_mapping(fields: Mapping[str, str | None] | Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{name}: {_scalar(text)}" for name, text in fields.items() if text) + "}"
