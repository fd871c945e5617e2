"""Which article a headline means, and which headline lists stood beside which article."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from site_gen.archive.folding import fold_title
from site_gen.archive.plain import list_lines
from site_gen.entries import Entry, HeadlineLine, HeadlineList
from site_gen.model import Article, Timestamp

BESIDE_LIMIT = 20


@dataclass(frozen=True, slots=True)
class _SameTitle:
    """The articles of one title: where they are and, of the dated ones, when."""

    newest: str
    instants: Sequence[int]
    """Seconds, oldest first."""
    paths: Sequence[str]
    """In the order of `instants`."""

    def nearest(self, at: Timestamp | None) -> str:
        """The path of the article nearest in date, the older one of two; without a date the newest."""
        if at is None or not self.instants:
            return self.newest
        wanted = at.sort_key[0]
        right = bisect_left(self.instants, wanted)
        near = range(max(0, right - 1), min(right + 1, len(self.instants)))
        return self.paths[min(near, key=lambda index: (abs(self.instants[index] - wanted), index))]


def match_headlines(lists: Iterable[Entry], articles: Sequence[Entry]) -> tuple[HeadlineList, ...]:
    """The headline lists with the articles that their lines mean and those that they stood beside."""
    titles = _index_titles(articles)
    by_document = index_documents(articles)
    return tuple(HeadlineList(entry, _lines(entry.article, titles), sharing(entry, by_document)) for entry in lists)


def _index_titles(articles: Sequence[Entry]) -> Mapping[str, _SameTitle]:
    """The articles (newest first) by folded title."""
    groups: dict[str, list[Entry]] = {}
    for entry in articles:
        key = fold_title(entry.article.title)
        if key:
            groups.setdefault(key, []).append(entry)
    return {key: _same_title(group) for key, group in groups.items()}


def _same_title(group: Sequence[Entry]) -> _SameTitle:
    dated = [(entry.article.published.sort_key[0], entry.path) for entry in group if entry.article.published]
    dated.sort()
    return _SameTitle(group[0].path, [instant for instant, _ in dated], [path for _, path in dated])


def _lines(article: Article, titles: Mapping[str, _SameTitle]) -> tuple[HeadlineLine, ...]:
    at = article.published or article.captured
    lines = []
    for text in list_lines(article.body):
        same = titles.get(fold_title(text))
        lines.append(HeadlineLine(text, same.nearest(at) if same else ""))
    return tuple(lines)


def index_documents(entries: Iterable[Entry]) -> Mapping[str, Sequence[tuple[int, Entry]]]:
    """The first entries of each document with their places in `entries`.

    A document may hold thousands of articles; no page shows more than a few of them.
    """
    by_document: dict[str, list[tuple[int, Entry]]] = {}
    for place, entry in enumerate(entries):
        for document in documents_of(entry.article):
            group = by_document.setdefault(document, [])
            if len(group) < BESIDE_LIMIT:
                group.append((place, entry))
    return by_document


def sharing(entry: Entry, by_document: Mapping[str, Sequence[tuple[int, Entry]]]) -> tuple[Entry, ...]:
    """The entries that share a document with `entry`, in the order of the index, at most twenty."""
    found = {place: other for document in documents_of(entry.article) for place, other in by_document.get(document, ())}
    return tuple(found[place] for place in sorted(found)[:BESIDE_LIMIT])


def documents_of(article: Article) -> tuple[str, ...]:
    """The documents that an article or headline list stands for."""
    named = (article.source.document, *(also.document for also in article.also))
    return tuple(dict.fromkeys(document for document in named if document))
