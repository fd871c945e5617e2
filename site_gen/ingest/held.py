"""What content/ holds, as ingest looks it up: by document, address, identity and text.

It is the one thing of a run that changes as the run goes on: each article that is planned to be written is looked up
by the documents after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from site_gen.content import list_items
from site_gen.ingest.identity import folded, list_key, text_key
from site_gen.model import Article, Kind
from site_gen.urls import date_folder, distinct_slug


@dataclass(frozen=True, slots=True)
class HeldFile:
    """One content file and whether it is as ingest wrote it."""

    path: str
    """Relative to the content folder."""
    article: Article
    pristine: bool


class Held:
    """The content files by path, with the indexes that ingest needs."""

    def __init__(self, files: Iterable[HeldFile], broken: Iterable[str] = ()) -> None:
        self.broken = frozenset(broken)
        """Paths of content files that cannot be read at present and must not be written over."""
        self._files: dict[str, HeldFile] = {}
        self._by_document: dict[tuple[Kind, str], dict[str, None]] = {}
        self._by_url: dict[str, str] = {}
        self._by_id: dict[tuple[Kind, str], str] = {}
        self._by_text: dict[tuple[Kind, str], str] = {}
        self.changed: dict[str, None] = {}
        self.removed: dict[str, None] = {}
        for file in sorted(files, key=lambda file: file.path):
            self._index(file)

    def __iter__(self) -> Iterator[HeldFile]:
        return iter(self._files.values())

    def put(self, file: HeldFile, former: str | None = None) -> None:
        """Plan `file` to be written, in the place of the file at `former` if that is another path."""
        if former is not None and former != file.path:
            self._files.pop(former, None)
            self.changed.pop(former, None)
            self.removed[former] = None
        self._index(file)
        self.changed[file.path] = None
        self.removed.pop(file.path, None)

    def at(self, path: str) -> HeldFile:
        """The file at a path."""
        return self._files[path]

    def of_document(self, kind: Kind, document: str) -> tuple[HeldFile, ...]:
        """The files that stand for a document."""
        return self._existing(self._by_document.get((kind, document), ()))

    def of_url(self, url: str | None) -> HeldFile | None:
        """The article at an address of its source."""
        return self._file(self._by_url.get(url)) if url else None

    def of_text(self, article: Article) -> HeldFile | None:
        """The file with the same identity or the same text."""
        kind = article.kind
        path = self._by_id.get((kind, article.id)) or self._by_text.get((kind, _key(article)))
        return self._file(path)

    def free_path(self, article: Article) -> tuple[str, Article]:
        """The path for a new article, and the article with a slug that no other has there."""
        path = content_path(article)
        if path in self._files:
            slug = distinct_slug(article.slug, article.id)
            article = replace(article, slug=slug)
            path = content_path(article)
        return path, article

    def _index(self, file: HeldFile) -> None:
        article = file.article
        self._files[file.path] = file
        for document in documents_of(article):
            self._by_document.setdefault((article.kind, document), {})[file.path] = None
        self._by_id.setdefault((article.kind, article.id), file.path)
        self._by_text[(article.kind, _key(article))] = file.path
        if article.kind is Kind.ARTICLE:
            for url in (article.source.url, *(entry.url for entry in article.also)):
                if url:
                    self._by_url.setdefault(url, file.path)

    def _existing(self, paths: Iterable[str]) -> tuple[HeldFile, ...]:
        return tuple(self._files[path] for path in paths if path in self._files)

    def _file(self, path: str | None) -> HeldFile | None:
        return self._files.get(path) if path is not None else None


def content_path(article: Article) -> str:
    """Where an article's content file stands: by its day; headline lists by the beginning of their id."""
    if article.kind is Kind.HEADLINES:
        return f"headlines/{article.id[:2]}/{article.slug}.md"
    return f"{date_folder(article.published)}/{article.slug}.md"


def documents_of(article: Article) -> tuple[str, ...]:
    """All documents that an article stands for."""
    named = (article.source.document, *(entry.document for entry in article.also))
    return tuple(dict.fromkeys(document for document in named if document))


def digest_of(article: Article, document: str) -> str | None:
    """The digest that a document had when it went into the article."""
    if article.source.document == document:
        return article.source.sha256
    return next((entry.sha256 for entry in article.also if entry.document == document), None)


def title_key(title: str) -> str:
    """What a headline and the title of its article share."""
    return folded(title)


def _key(article: Article) -> str:
    if article.kind is Kind.HEADLINES:
        return list_key(list_items(article.body))
    return text_key(article.title, article.body)
