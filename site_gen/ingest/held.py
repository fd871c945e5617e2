"""What content/ holds, as ingest looks it up: by document, address, guid, text and likeness.

The state database knows the files by keys; an article is read from its file only where it is compared. What is to be
written is gathered here, seen by the documents after it, and put into place in batches by `flush`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from site_gen.content import (
    find_content,
    format_content,
    parse_content,
    shown_path,
    stat_content,
)
from site_gen.files import remove_file, remove_temporaries, write_atomically
from site_gen.ingest.enrich.topics import FOUND
from site_gen.ingest.identity import key_of
from site_gen.ingest.prints import Prints, take_prints
from site_gen.model import Article, DateSource, Failure, Kind
from site_gen.state import Filed, FileRecord, State, Stored
from site_gen.urls import date_folder, distinct_slug

_CANDIDATES = 32
"""Files that share the most with a text and are compared with it; a templated series has hundreds of them."""
_BROKEN = "broken"
_READ_AGAIN = 512
"""Articles that are kept in memory after they were read."""


@dataclass(frozen=True, slots=True)
class HeldFile:
    """One content file and whether it is as ingest wrote it."""

    path: str
    """Relative to the content folder."""
    article: Article
    pristine: bool


@dataclass(frozen=True, slots=True)
class Matches:
    """The files that share something certain with an article."""

    of_document: tuple[HeldFile, ...]
    """Those that stand for its document."""
    same_name: HeldFile | None
    """That with its address or, failing that, its guid."""
    same_text: HeldFile | None
    """That with its id or its text."""


@dataclass(slots=True)
class Held:
    """The content files of a folder, brought in step with it by `synchronise`."""

    state: State
    folder: Path
    versions: int = 0
    """Former versions that were kept."""
    retopiced: int = 0
    """Articles that got other topics, with a new version of their document or when it was read again."""
    _changed: dict[str, HeldFile] = field(default_factory=dict)
    _removed: dict[str, None] = field(default_factory=dict)
    _former: list[tuple[str, bytes]] = field(default_factory=list)
    """The texts before updates, each with the id of its article."""
    _lists: bool = False
    _read: dict[str, Article] = field(default_factory=dict)
    _prints: dict[tuple[str, str], Prints] = field(default_factory=dict)
    _written: list[str] = field(default_factory=list)

    # --- bringing the index in step with the folder

    def synchronise(self) -> None:
        """Learn what was edited, added and removed in the folder since the last run."""
        ledger = self.state.ledger
        self._lists = ledger.has_kind(Kind.HEADLINES)
        known_folders = set(ledger.folders())
        for name, paths in _by_folder(self.folder):
            known = dict(ledger.in_folder(name))
            known_folders.discard(name)
            for path, shown in paths:
                self._look_at(path, shown, known.pop(Path(shown).name, None))
            self._forget(f"{name}/{file}" if name else file for file in known)
        for name in known_folders:
            self._forget(f"{name}/{file}" if name else file for file in ledger.in_folder(name))

    def _look_at(self, path: Path, shown: str, known: Stored | None) -> None:
        info = stat_content(path, self.folder, shown)
        if isinstance(info, Failure):
            self._index_broken(shown, -1, -1)
            return
        if known is not None and (known.size, known.mtime_ns) == (info.st_size, info.st_mtime_ns):
            return
        try:
            data = path.read_bytes()
        except OSError:
            self._index_broken(shown, info.st_size, info.st_mtime_ns)
            return
        digest = hashlib.sha256(data).hexdigest()
        if known is not None and known.digest == digest:
            self.state.ledger.set_written([(info.st_size, info.st_mtime_ns, digest, shown)])
            return
        if known is not None:
            self.state.ledger.forget_documents_of(shown)
        result = parse_content(shown, data)
        if isinstance(result, Failure):
            self._index_broken(shown, info.st_size, info.st_mtime_ns)
            return
        file = HeldFile(shown, _as_parsed(result.article), self.state.was_written(shown, digest))
        self._index(file, digest, info.st_size, info.st_mtime_ns)

    def _index_broken(self, shown: str, size: int, mtime_ns: int) -> None:
        self.state.ledger.add_file(FileRecord(shown, _BROKEN, "", pristine=False, size=size, mtime_ns=mtime_ns))

    def _forget(self, paths: Iterable[str]) -> None:
        """Forget files that are gone; the documents that they stood for are read again."""
        for path in paths:
            self.state.ledger.forget_documents_of(path)
            self.state.ledger.remove_file(path)

    # --- looking up

    def is_broken(self, path: str) -> bool:
        """Whether a file stands at a path that cannot be read at present and must not be written over."""
        return self.state.ledger.kind_at(path) == _BROKEN

    def at(self, path: str) -> HeldFile:
        """The file at a path, which must be known."""
        file = self._changed.get(path)
        return file or HeldFile(path, self._article(path), self.state.ledger.is_pristine(path))

    def matches(self, article: Article) -> Matches:
        """The files that stand for the same document, address, guid, identity or text."""
        document = key_of("document", article.source.document or "")
        names = _name_keys(article)
        texts = [key_of("id", article.id), self.prints(article).text]
        found = self.state.ledger.find(article.kind, [document, *names, *texts])
        return Matches(
            tuple(self._files(found.get(document, ()))),
            self._first(found, names),
            self._first(found, texts),
        )

    def alike(self, article: Article) -> Iterator[HeldFile]:
        """The articles whose texts may be nearly that of `article`, the most alike first."""
        keys = self.prints(article).bands
        return self._files(self.state.ledger.most_common(Kind.ARTICLE, keys, _CANDIDATES)) if keys else iter(())

    def learn(self, article: Article, prints: Prints) -> None:
        """Take over the fingerprints of an article, which were taken where it was parsed."""
        if len(self._prints) >= _READ_AGAIN:
            self._prints.clear()
        self._prints[article.title, article.body] = prints

    def prints(self, article: Article) -> Prints:
        """The fingerprints of an article."""
        key = article.title, article.body
        if key not in self._prints:
            self.learn(article, take_prints(article))
        return self._prints[key]

    def free_path(self, article: Article) -> tuple[str, Article]:
        """The path for a new article, and the article with a slug that no other has there."""
        path = content_path(article)
        if self.state.ledger.kind_at(path) not in (None, _BROKEN):
            article = replace(article, slug=distinct_slug(article.slug, article.id))
            path = content_path(article)
        return path, article

    def _first(self, found: Mapping[bytes, tuple[str, ...]], keys: Sequence[bytes]) -> HeldFile | None:
        return next((file for key in keys for file in self._files(found.get(key, ()))), None)

    def _files(self, paths: Iterable[str]) -> Iterator[HeldFile]:
        return (self.at(path) for path in paths)

    def _article(self, path: str) -> Article:
        article = self._read.get(path)
        if article is None:
            result = parse_content(path, (self.folder / path).read_bytes())
            assert not isinstance(result, Failure), result.message
            article = _as_parsed(result.article)
            if len(self._read) >= _READ_AGAIN:
                self._read.clear()
            self._read[path] = article
        return article

    # --- changing

    @property
    def planned(self) -> tuple[str, ...]:
        """Paths of the files that are going to be written."""
        return tuple(self._changed)

    def put(self, file: HeldFile, former: str | None = None, *, keep_version: bool = False) -> None:
        """Plan `file` to be written, in the place of the file at `former` if that is another path."""
        if keep_version and former is not None:
            self._former.append((file.article.id, self._bytes(former)))
        if former is not None and former != file.path:
            self.state.ledger.move_file(former, file.path)
            self._changed.pop(former, None)
            self._removed[former] = None
        self._index(file, "", -1, -1)
        self._changed[file.path] = file
        self._removed.pop(file.path, None)
        self._read.pop(file.path, None)

    def put_dated(self, file: HeldFile) -> None:
        """Plan `file` to be written where it stands: nothing by which it is found has changed."""
        self.state.ledger.set_unwritten(file.path)
        self._changed[file.path] = file

    def _bytes(self, path: str) -> bytes:
        file = self._changed.get(path)
        return format_content(file.article).encode() if file else (self.folder / path).read_bytes()

    def _index(self, file: HeldFile, digest: str, size: int, mtime_ns: int) -> None:
        article = file.article
        prints = self.prints(article)
        if self._lists or article.kind is Kind.HEADLINES:
            self._lists = True
            self.state.ledger.touch(_dating_keys(article, prints))
        published = article.published
        inferred = article.date_source is DateSource.HEADLINES
        listed = article.kind is Kind.HEADLINES
        self.state.ledger.add_file(
            FileRecord(
                path=file.path,
                kind=article.kind,
                digest=digest,
                pristine=file.pristine,
                keys=_keys(article, prints),
                size=size,
                mtime_ns=mtime_ns,
                published=published.isoformat() if published else None,
                moment=published.sort_key[0] if published else None,
                datable=published is None and (article.captured is None or inferred),
                beside=_document_keys(article) if listed else (),
                shown=prints.titles if listed else (),
            )
        )

    def flush(self, filed: Iterable[Filed] = ()) -> None:
        """Put what changed into place, then remember the documents as done.

        Digests are remembered first: a kill in between must not make a file of ours look edited. What the state then
        knows of files that were never written is found out by the next run.
        """
        texts = {path: format_content(file.article).encode() for path, file in self._changed.items()}
        digests = {path: hashlib.sha256(data).hexdigest() for path, data in texts.items()}
        self.state.add_written(digests.items())
        self.state.set_assigned(_assigned(file.article for file in self._changed.values()))
        self.state.commit()
        for key, data in self._former:
            self.versions += _keep_version(self.state.folder / "versions" / key[:2] / key, data)
        rows = []
        for path, data in texts.items():
            info = write_atomically(self.folder / path, data)
            rows.append((info.st_size, info.st_mtime_ns, digests[path], path))
        for path in self._removed:
            remove_file(self.folder / path, self.folder)
        self.state.ledger.set_written(rows)
        self.state.ledger.set_filed(filed)
        self.state.commit()
        self._written.extend(texts)
        self._changed.clear()
        self._removed.clear()
        self._former.clear()

    def take_written(self) -> tuple[str, ...]:
        """Paths of the files that were written since this was last asked, in order."""
        paths = tuple(self._written)
        self._written.clear()
        return paths

    def remove_remains(self) -> None:
        """Remove the temporary files that a killed run left."""
        remove_temporaries(self.folder)


def _assigned(articles: Iterable[Article]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The topics of those articles for which ingest found them itself."""
    for article in articles:
        if article.kind is Kind.ARTICLE and article.provenance.get("topics", FOUND[0]) in FOUND:
            yield article.id, article.topics


def _as_parsed(article: Article) -> Article:
    """An article that was read from its file as it was before it was written: a file ends with a line end."""
    return replace(article, body=article.body.strip("\n"))


def _keep_version(folder: Path, data: bytes) -> int:
    """Keep the text of a content file before it is rewritten; a version that is there already is not kept twice."""
    mark = hashlib.sha256(data).hexdigest()[:12]
    kept = sorted(path.name for path in folder.glob("*.md"))
    if any(name.endswith(f"-{mark}.md") for name in kept):
        return 0
    write_atomically(folder / f"{len(kept) + 1:04d}-{mark}.md", data)
    return 1


def _by_folder(folder: Path) -> Iterator[tuple[str, list[tuple[Path, str]]]]:
    """The content files, folder by folder."""
    name: str | None = None
    gathered: list[tuple[Path, str]] = []
    for path in find_content(folder):
        shown = shown_path(path, folder)
        parent = shown.rpartition("/")[0]
        if parent != name and gathered:
            yield name or "", gathered
            gathered = []
        name = parent
        gathered.append((path, shown))
    if gathered:
        yield name or "", gathered


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


def _keys(article: Article, prints: Prints) -> tuple[bytes, ...]:
    """Everything by which an article, or a headline list, is found."""
    return (
        *_document_keys(article),
        key_of("id", article.id),
        prints.text,
        *_name_keys(article, also=True),
        *prints.titles,
        *prints.bands,
    )


def _dating_keys(article: Article, prints: Prints) -> tuple[bytes, ...]:
    """The keys by which the headline lists are found that a change to an article may date."""
    titles = prints.titles if article.published and article.kind is Kind.ARTICLE else ()
    return (*_document_keys(article), key_of("id", article.id), *titles)


def _document_keys(article: Article) -> tuple[bytes, ...]:
    return tuple(key_of("document", document) for document in documents_of(article))


def _name_keys(article: Article, *, also: bool = False) -> tuple[bytes, ...]:
    """Keys of the addresses and the guid of an article. A guid that is a mere number is one of its file alone."""
    if article.kind is not Kind.ARTICLE:
        return ()
    source = article.source
    urls = [source.url, *(entry.url for entry in article.also if also)]
    keys = [key_of("url", url) for url in dict.fromkeys(urls) if url]
    if source.id:
        scope = "" if ":" in source.id else (source.document or "").partition("#")[0]
        keys.append(key_of("guid", f"{scope}\0{source.id}"))
    return tuple(keys)
