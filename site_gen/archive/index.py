"""Content files to the archive: sorted, named and indexed, whatever the order they come in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from site_gen.archive.folding import fold_name
from site_gen.archive.matching import index_documents, match_headlines, sharing
from site_gen.archive.naming import Names, collect_names, keyed
from site_gen.archive.plain import find_standfirst, first_paragraph, summarise
from site_gen.archive.topics import TopicNames, collect_topics
from site_gen.config import Config
from site_gen.entries import UNCLASSIFIED, Archive, Entry, Label, Listing
from site_gen.model import Article, ContentFile, Kind, Source, Status
from site_gen.urls import article_path, headlines_path, safe_url


def make_archive(files: Iterable[ContentFile], config: Config) -> Archive:
    """The archive of all content files; drafts are left out, withdrawn ones kept apart."""
    newest_first = sorted(files, key=_order, reverse=True)
    articles = [file for file in newest_first if _is(file, Status.PUBLISHED, Kind.ARTICLE)]
    lists = [file for file in newest_first if _is(file, Status.PUBLISHED, Kind.HEADLINES)]
    naming = _Naming.of(articles, config)
    entries = tuple(naming.entry(file) for file in articles)
    headline_entries = tuple(naming.entry(file) for file in lists)
    lists_by_document = index_documents(headline_entries)
    return Archive(
        entries=entries,
        dated=tuple(entry for entry in entries if entry.article.published),
        undated=tuple(entry for entry in entries if not entry.article.published),
        topics=_topic_listings(entries, naming.topics),
        keywords=_listings(((entry, entry.keywords) for entry in entries), naming.keywords.spellings),
        sources=_listings(((entry, [entry.source]) for entry in entries if entry.source), naming.sources.spellings),
        days=_days(entries),
        headlines=match_headlines(headline_entries, entries),
        beside={entry.file.path: near for entry in entries if (near := sharing(entry, lists_by_document))},
        withdrawn=tuple(Entry(file, _path(file.article)) for file in newest_first if _is(file, Status.WITHDRAWN)),
    )


def _is(file: ContentFile, status: Status, kind: Kind | None = None) -> bool:
    return file.article.status is status and kind in (None, file.article.kind)


def _order(file: ContentFile) -> tuple[int, tuple[int, int], str, str]:
    """Oldest first: the day of the source's own zone, the instant, then what makes the order total.

    An article without a date stands at the hour of its capture, so that what is added later comes later; one that
    knows neither is the oldest of all.
    """
    article = file.article
    at = article.published or article.captured
    day, instant = (at.day.toordinal(), at.sort_key) if at else (0, (0, 0))
    return (day, instant, article.slug, file.path)


def _path(article: Article) -> str:
    if article.kind is Kind.HEADLINES:
        return headlines_path(article.slug)
    return article_path(article.published, article.slug)


@dataclass(frozen=True, slots=True)
class _Naming:
    """The names of the archive's topics, keywords and sources."""

    topics: TopicNames
    keywords: Names
    sources: Names

    @classmethod
    def of(cls, newest_first: Sequence[ContentFile], config: Config) -> _Naming:
        """The names that the articles use."""
        articles = [file.article for file in reversed(newest_first)]
        return cls(
            topics=collect_topics([article.topics for article in articles], config.lang),
            keywords=collect_names([keyed(article.keywords) for article in articles], config.keyword_min_articles),
            sources=collect_names([keyed(source_names(article.source)) for article in articles], 1),
        )

    def entry(self, file: ContentFile) -> Entry:
        """The entry of a content file."""
        article = file.article
        is_article = article.kind is Kind.ARTICLE
        paragraph = first_paragraph(article.body) if is_article else ""
        sources = _labels(keyed(source_names(article.source)), self.sources)
        return Entry(
            file=file,
            path=_path(article),
            summary=summarise(article, paragraph),
            standfirst=find_standfirst(article, paragraph),
            topics=self.topics.labels(article.topics) if is_article else (),
            keywords=_labels(keyed(article.keywords), self.keywords) if is_article else (),
            source=sources[0] if sources else None,
        )


def _labels(names: Mapping[str, str], known: Names) -> tuple[Label, ...]:
    """The names as the article spells them, so that it stays as it is when others spell them otherwise."""
    return tuple(Label(name, known.slugs.get(key, "")) for key, name in names.items())


def source_names(source: Source) -> tuple[str, ...]:
    """The name of a source, else the host of its address, else nothing."""
    if source.name:
        return (source.name,)
    url = safe_url(source.url, ("http", "https"))
    host = urlsplit(url).hostname if url else None
    return (host.removeprefix("www."),) if host else ()


def _topic_listings(entries: Iterable[Entry], topics: TopicNames) -> Mapping[str, Listing]:
    entries = tuple(entries)
    listings = _listings(((entry, entry.topics) for entry in entries), topics.names)
    unclassified = tuple(entry for entry in entries if not entry.topics)
    if not unclassified:
        return listings
    return {**listings, UNCLASSIFIED: Listing(UNCLASSIFIED, "", unclassified)}


def _listings(uses: Iterable[tuple[Entry, Iterable[Label]]], names: Mapping[str, str]) -> Mapping[str, Listing]:
    """Listings by slug in the order of their names; a label without a slug has none."""
    groups: dict[str, list[Entry]] = {}
    for entry, labels in uses:
        for label in labels:
            if label.slug:
                groups.setdefault(label.slug, []).append(entry)
    slugs = sorted(groups, key=lambda slug: (fold_name(names[slug]), slug))
    return {slug: Listing(slug, names[slug], tuple(groups[slug])) for slug in slugs}


def _days(entries: Iterable[Entry]) -> Mapping[date, tuple[Entry, ...]]:
    days: dict[date, list[Entry]] = {}
    for entry in entries:
        if entry.article.published:
            days.setdefault(entry.article.published.day, []).append(entry)
    return {day: tuple(days[day]) for day in sorted(days, reverse=True)}
