"""Whether a parsed document is new, an update, a copy or a conflict, and what content/ then holds."""

from __future__ import annotations

from dataclasses import dataclass, replace

from site_gen.ingest.enrich.topics import is_declared, with_topics
from site_gen.ingest.held import Held, HeldFile, Matches, content_path, digest_of
from site_gen.ingest.identity import same_text, text_key
from site_gen.ingest.near import Facts, Relation, relation
from site_gen.ingest.outcome import Outcome
from site_gen.model import Also, Article, DateSource, Kind, Status
from site_gen.urls import article_path

_FOUND_OUT = ("topics", "keywords", "places", "people")
"""What ingest finds out by its own word lists, which get better."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome for one article, the content file that stands for it, and what a person has to decide."""

    outcome: Outcome
    path: str
    conflict: Article | None = None
    """What would have been written over a hand-edited file."""


def file_article(held: Held, article: Article) -> Decision:
    """Put a parsed article where it belongs in `held`."""
    decision = _file_article(held, article)
    if article.status is Status.WITHDRAWN and decision.outcome in (Outcome.NEW, Outcome.UPDATED):
        return replace(decision, outcome=Outcome.WITHDRAWN)
    return decision


def _file_article(held: Held, article: Article) -> Decision:
    matches = held.matches(article)
    if matches.same_name is not None:
        return _same_address(held, matches.same_name, article)
    of_document = _by_document(held, matches, article)
    if of_document is not None:
        return of_document
    if matches.same_text is not None:
        return _merge(held, matches.same_text, article)
    return _by_likeness(held, article) or _new(held, article)


def _by_document(held: Held, matches: Matches, article: Article) -> Decision | None:
    document = article.source.document or ""
    for file in matches.of_document:
        if digest_of(file.article, document) == article.source.sha256:
            return _seen_before(held, file, article)
    for file in matches.of_document:
        # A file name may be used again for another article; only a version of the same text is an update.
        if file.article.source.document == document and _is_version(file.article, article):
            return _update(held, file, article)
    return None


def file_headlines(held: Held, headlines: Article) -> Decision:
    """Put a parsed headline list where it belongs in `held`: identical lists are one file."""
    document = headlines.source.document or ""
    matches = held.matches(headlines)
    for file in matches.of_document:
        if digest_of(file.article, document) == headlines.source.sha256:
            return _seen_before(held, file, headlines)
    if matches.same_text is not None:
        return _merge(held, matches.same_text, headlines)
    return _new(held, headlines)


def _new(held: Held, article: Article) -> Decision:
    path, placed = held.free_path(article)
    if held.is_broken(path):
        return Decision(Outcome.UNCHANGED, path, conflict=placed)
    held.put(HeldFile(path, placed, pristine=True))
    return Decision(Outcome.NEW, path)


def _by_likeness(held: Held, article: Article) -> Decision | None:
    """The decision on an article whose text is nearly that of one that is held under another address."""
    if article.kind is not Kind.ARTICLE:
        return None
    facts = _facts(article)
    for file in held.alike(article):
        found = relation(_facts(file.article), facts).relation
        if found is Relation.DUPLICATE:
            return _merge(held, file, article)
        if found is Relation.VERSION:
            return _merge(held, file, article) if _is_older(article, file.article) else _update(held, file, article)
    return None


def _facts(article: Article) -> Facts:
    return Facts(article.title, article.body, article.published, article.updated)


def _is_version(old: Article, new: Article) -> bool:
    return text_key(old.title, "") == text_key(new.title, "") or same_text(old.body, new.body)


def _same_address(held: Held, file: HeldFile, article: Article) -> Decision:
    """A document from an address that is held: seen before, a copy, an older version, or an update."""
    document = article.source.document or ""
    if digest_of(file.article, document) == article.source.sha256:
        return _seen_before(held, file, article)
    own = file.article.source.document == document
    same = text_key(file.article.title, file.article.body) == text_key(article.title, article.body)
    same = same and article.status is not Status.WITHDRAWN
    if not own and (same or _is_older(article, file.article)):
        return _merge(held, file, article)
    return _update(held, file, article)


def _seen_before(held: Held, file: HeldFile, article: Article) -> Decision:
    """A document that is as it was: a file that ingest wrote takes what it finds out about the text better now."""
    old = file.article
    if not file.pristine or old.source.document != article.source.document:
        return Decision(Outcome.UNCHANGED, file.path)
    article = _with_declared(old, article)
    origins = {name: origin for name, origin in old.provenance.items() if name not in _FOUND_OUT}
    origins |= {name: article.provenance[name] for name in _FOUND_OUT if name in article.provenance}
    order = {name: place for place, name in enumerate(article.provenance)}
    new = replace(
        old,
        topics=article.topics,
        topic_reasons=article.topic_reasons,
        headline_topics=article.headline_topics,
        keywords=article.keywords,
        places=article.places,
        people=article.people,
        provenance={name: origins[name] for name in sorted(origins, key=lambda name: order.get(name, len(order)))},
    )
    if new == old:
        return Decision(Outcome.UNCHANGED, file.path)
    held.retopiced += new.topics != old.topics
    held.put(HeldFile(file.path, new, pristine=True), former=file.path)
    return Decision(Outcome.UPDATED, file.path)


def _is_older(one: Article, other: Article) -> bool:
    """Whether one version is known to be older than another: by its number, else by a capture or date."""
    numbers = one.details.get("version", ""), other.details.get("version", "")
    if numbers[0].isdecimal() and numbers[1].isdecimal() and int(numbers[0]) != int(numbers[1]):
        return int(numbers[0]) < int(numbers[1])
    for name in ("captured", "updated", "published"):
        first, second = getattr(one, name), getattr(other, name)
        if first and second and first.sort_key != second.sort_key:
            return bool(first.sort_key < second.sort_key)
    return False


def _merge(held: Held, file: HeldFile, article: Article) -> Decision:
    """Let `file` stand for one more document. A hand-edited file is left as it is: the document finds it again."""
    document = article.source.document
    old = file.article
    entry = Also(document=document, url=article.source.url, sha256=article.source.sha256)
    if digest_of(old, document or "") == article.source.sha256:
        return Decision(Outcome.UNCHANGED, file.path)
    if file.pristine:
        if old.source.document == document:
            changed = replace(old, source=replace(old.source, sha256=article.source.sha256))
        else:
            others = tuple(item for item in old.also if item.document != document)
            changed = replace(old, also=tuple(sorted((*others, entry), key=lambda item: item.document or "")))
        held.put(HeldFile(file.path, changed, pristine=True), former=file.path)
    return Decision(Outcome.MERGED, file.path)


def _update(held: Held, file: HeldFile, article: Article) -> Decision:
    """Rewrite a file that ingest wrote; address, identity and status stay those of the file."""
    old = file.article
    new = replace(
        article,
        id=old.id,
        slug=old.slug,
        status=old.status if old.status is not Status.PUBLISHED else article.status,
        updated=article.updated or article.captured or old.updated,
        # A capture that was inferred from headlines gives way to what is known.
        captured=article.captured or (None if old.date_source is DateSource.HEADLINES else old.captured),
        also=_also_of_update(old, article),
        aliases=tuple(dict.fromkeys((*old.aliases, *article.aliases))),
        story=old.story,
        extra=old.extra,
    )
    new = _with_declared(old, new)
    if new.updated is not None and new.published is not None and new.updated.sort_key <= new.published.sort_key:
        new = replace(new, updated=None)
    if not file.pristine:
        return Decision(Outcome.UNCHANGED, file.path, conflict=new)
    held.retopiced += new.topics != old.topics
    origin = replace(new.source, document=old.source.document, sha256=old.source.sha256)
    if replace(new, source=origin, also=old.also, updated=old.updated, topic_reasons=old.topic_reasons) == old:
        # Nothing that a reader sees has changed: an export was made anew, a page was fetched again.
        held.put(HeldFile(file.path, replace(new, updated=old.updated), pristine=True), former=file.path)
        return Decision(Outcome.UNCHANGED, file.path)
    path = file.path
    if old.published != new.published and content_path(new) != content_path(old):
        path, new = held.free_path(new)
        if held.is_broken(path):
            return Decision(Outcome.UNCHANGED, path, conflict=new)
        new = replace(new, aliases=(*new.aliases, article_path(old.published, old.slug)))
    held.put(HeldFile(path, new, pristine=True), former=file.path, keep_version=True)
    return Decision(Outcome.UPDATED, path)


def _with_declared(old: Article, new: Article) -> Article:
    """What a document once said of its subject is not unsaid by a version that says nothing."""
    if is_declared(new) or not is_declared(old):
        return new
    provenance = with_topics(new.provenance, old.provenance.get("topics", ""))
    return replace(new, topics=old.topics, topic_reasons=old.topic_reasons, provenance=provenance)


def _also_of_update(old: Article, new: Article) -> tuple[Also, ...]:
    """The former document of the article goes into `also`, so that it is known when it is seen again."""
    also = [entry for entry in old.also if entry.document != new.source.document]
    if old.source.document and old.source.document != new.source.document:
        also.append(Also(old.source.document, old.source.url, old.source.sha256))
    return tuple(sorted(also, key=lambda entry: entry.document or ""))
