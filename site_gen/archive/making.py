"""One content file to its entry: a pure function of the file, of the interface's language, and of the vocabulary."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlsplit

from site_gen.archive.echoes import pack_lines
from site_gen.archive.features import LEAD, make_terms
from site_gen.archive.lines import topics_of_lines
from site_gen.archive.naming import topic_slug
from site_gen.archive.plain import find_standfirst, first_paragraph, list_lines, summarise
from site_gen.entries import Chain, Entry, Label, Reason
from site_gen.folding import fold_name, fold_person
from site_gen.model import Article, ContentFile, Kind, Source, Status
from site_gen.reasons import parse_reason
from site_gen.territories import territory_name
from site_gen.topics import Vocabulary, make_vocabulary
from site_gen.urls import article_path, headlines_path, safe_url

WEB = ("http", "https")
_EXTRA_PAIRS = 20
_EXTRA_LENGTH = 200
_SLUG_BYTES = 40


def make_entry(file: ContentFile, lang: str, vocabulary: Vocabulary | None = None) -> Entry:
    """The entry of a content file; topics of the vocabulary and places are named in `lang`.

    The vocabulary is that of the program unless another is given.
    """
    vocabulary = vocabulary or make_vocabulary()
    article = file.article
    is_article = article.kind is Kind.ARTICLE
    source = article.source
    sources = _labels(source_names(source))
    paragraph = first_paragraph(article.body) if is_article else ""
    topics = _topics(article.topics, lang, vocabulary) if is_article else ()
    lines = () if is_article else list_lines(article.body)
    return Entry(
        file=file.path,
        path=article_path(article.published, article.slug) if is_article else headlines_path(article.slug),
        chain=_chain(article),
        position=_position(article, file.path),
        id=article.id,
        title=article.title,
        lang=article.lang or "",
        published=article.published,
        date_source=article.date_source,
        updated=article.updated,
        captured=article.captured,
        topics=topics,
        reasons=_reasons(article.topic_reasons, topics, vocabulary) if article.topic_reasons else (),
        keywords=_labels(map(vocabulary.keyword, article.keywords)) if is_article else (),
        places=_places(article.places, lang) if is_article and article.places else (),
        people=_people(article.people, vocabulary) if is_article and article.people else (),
        source=sources[0] if sources else None,
        source_code=source.code or "",
        original=safe_url(source.url, WEB) or "",
        document=source.document or "",
        also=tuple((also.document or "", safe_url(also.url, WEB) or "") for also in article.also),
        authors=article.authors,
        credit=article.credit or "",
        dateline=article.dateline or "",
        summary=summarise(article, paragraph),
        standfirst=find_standfirst(article, paragraph),
        has_summary=bool(article.summary),
        aliases=article.aliases,
        extra=flatten_extra(article.extra),
        body=hashlib.sha256(article.body.encode("utf-8", "surrogatepass")).hexdigest(),
        lines=lines,
        pin=article.story or "",
        line_topics=topics_of_lines(lines, article.headline_topics, vocabulary) if article.headline_topics else (),
    )


def make_entry_terms(file: ContentFile, entry: Entry) -> bytes:
    """What an article is known by among others, or each line of a headline list; nothing for what is not shown."""
    if entry.chain is Chain.HEADLINES:
        return pack_lines(entry.lines)
    if not entry.chain.is_shown:
        return b""
    text = file.article.body[:LEAD]
    return make_terms(
        entry.title, f"{entry.standfirst}\n{text}" if entry.standfirst else text, [word.key for word in entry.keywords]
    )


def _chain(article: Article) -> Chain:
    if article.status is Status.WITHDRAWN:
        return Chain.WITHDRAWN
    if article.status is not Status.PUBLISHED:
        return Chain.HIDDEN
    if article.kind is Kind.HEADLINES:
        return Chain.HEADLINES
    return Chain.DATED if article.published else Chain.UNDATED


def _position(article: Article, path: str) -> bytes:
    """The day of the source's own zone, the instant, then what makes the order total: the slug and the file.

    An article without a date stands at the hour of its capture, so that what is added later comes later; one that
    knows neither is the oldest of all.
    """
    at = article.published or article.captured
    moment = bytes(10)
    if at is not None:
        seconds, is_known = at.sort_key
        moment = at.day.toordinal().to_bytes(4, "big") + seconds.to_bytes(5, "big") + bytes((is_known,))
    slug = article.slug.encode("utf-8", "replace")[:_SLUG_BYTES]
    return moment + slug + b"\0" + hashlib.sha256(path.encode("utf-8", "replace")).digest()[:6]


def _topics(texts: Iterable[str], lang: str, vocabulary: Vocabulary) -> tuple[Label, ...]:
    """The distinct topics that an article's texts name, in their order; others than the vocabulary's as written.

    Sub-topics stand last, and none without the topic that it stands under: the first is one of the top level.
    """
    written: dict[str, str] = {}
    for text in texts:
        slug = topic_slug(text, vocabulary)
        if slug:
            written.setdefault(slug, text)
    known = vocabulary.topics
    return tuple(
        Label(known[slug].name(lang) if slug in known else written[slug], slug) for slug in vocabulary.order(written)
    )


def _reasons(given: Mapping[str, str], topics: Iterable[Label], vocabulary: Vocabulary) -> tuple[Reason, ...]:
    """What is told of an article's topics; of a topic that a person has taken away nothing is told any more."""
    by_key = {topic_slug(topic, vocabulary): text for topic, text in given.items() if text}
    found = (Reason(topic.key, *parse_reason(by_key[topic.key])) for topic in topics if topic.key in by_key)
    return tuple(reason for reason in found if reason.percent or reason.words)


def _places(codes: Iterable[str], lang: str) -> tuple[Label, ...]:
    return tuple(Label(territory_name(code, lang), code.lower()) for code in codes)


def _people(names: Iterable[str], vocabulary: Vocabulary) -> tuple[Label, ...]:
    return _labels(map(vocabulary.person, names), fold_person)


def _labels(names: Iterable[str], fold: Callable[[str], str] = fold_name) -> tuple[Label, ...]:
    """The distinct names in their order, as the article spells them; one without letters or marks is left out."""
    found: dict[str, Label] = {}
    for name in names:
        key = fold(name)
        if key:
            found.setdefault(key, Label(name, key))
    return tuple(found.values())


def source_names(source: Source) -> tuple[str, ...]:
    """The name of a source, else the host of its address, else nothing."""
    if source.name:
        return (source.name,)
    url = safe_url(source.url, WEB)
    host = urlsplit(url).hostname if url else None
    return (host.removeprefix("www."),) if host else ()


def flatten_extra(extra: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """The front matter keys that site-gen does not know as short texts, in the order of the keys."""
    pairs = ((key, _text(extra[key])) for key in sorted(extra)[:_EXTRA_PAIRS])
    return tuple((key[:_EXTRA_LENGTH], text[:_EXTRA_LENGTH]) for key, text in pairs)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
