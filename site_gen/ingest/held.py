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
from site_gen.executor import Executor
from site_gen.files import remove_file, remove_temporaries, write_atomically
from site_gen.ingest.enrich.topics import FOUND
from site_gen.ingest.identity import key_of
from site_gen.ingest.looking import (
    BROKEN,
    Look,
    Seen,
    as_parsed,
    broken_record,
    dating_keys,
    look_at_files,
    make_record,
    name_keys,
)
from site_gen.ingest.prints import Prints, take_prints
from site_gen.model import Article, Failure, Kind
from site_gen.state import Filed, FileRecord, State
from site_gen.urls import date_folder, distinct_slug

_CANDIDATES = 32
"""Files that share the most with a text and are compared with it; a templated series has hundreds of them."""
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

    def synchronise(self, executor: Executor) -> None:
        """Learn what was edited, added and removed in the folder since the last run."""
        self._lists = self.state.ledger.has_kind(Kind.HEADLINES)
        gone: list[str] = []
        for seen in look_at_files(self.folder, self._to_look_at(gone), executor):
            self._take(seen)
        self._forget(gone)

    def _to_look_at(self, gone: list[str]) -> Iterator[Look]:
        """The files that may have changed; the paths of those that are gone are added to `gone`."""
        ledger = self.state.ledger
        known_folders = set(ledger.folders())
        for name, paths in _by_folder(self.folder):
            known = dict(ledger.in_folder(name))
            known_folders.discard(name)
            for path, shown in paths:
                stored = known.pop(Path(shown).name, None)
                info = stat_content(path, self.folder, shown)
                if isinstance(info, Failure):
                    ledger.add_file(broken_record(shown))
                elif stored is None:
                    yield Look(shown, info.st_size, info.st_mtime_ns)
                elif (stored.size, stored.mtime_ns) != (info.st_size, info.st_mtime_ns):
                    yield Look(shown, info.st_size, info.st_mtime_ns, stored.digest)
            gone += (f"{name}/{file}" if name else file for file in known)
        for name in sorted(known_folders):
            gone += (f"{name}/{file}" if name else file for file in ledger.in_folder(name))

    def _take(self, seen: Seen) -> None:
        """Remember what looking at a file gave."""
        look, record, ledger = seen.look, seen.record, self.state.ledger
        if record is None:
            ledger.set_written([(look.size, look.mtime_ns, seen.digest, look.path)])
            return
        if look.digest and seen.digest:
            ledger.forget_documents_of(look.path)
        pristine = record.kind != BROKEN and self.state.was_written(look.path, seen.digest)
        self._index(replace(record, pristine=pristine), seen.dating)

    def _forget(self, paths: Iterable[str]) -> None:
        """Forget files that are gone; the documents that they stood for are read again."""
        for path in paths:
            self.state.ledger.forget_documents_of(path)
            self.state.ledger.remove_file(path)

    # --- looking up

    def is_broken(self, path: str) -> bool:
        """Whether a file stands at a path that cannot be read at present and must not be written over."""
        return self.state.ledger.kind_at(path) == BROKEN

    def at(self, path: str) -> HeldFile:
        """The file at a path, which must be known."""
        file = self._changed.get(path)
        return file or HeldFile(path, self._article(path), self.state.ledger.is_pristine(path))

    def matches(self, article: Article) -> Matches:
        """The files that stand for the same document, address, guid, identity or text."""
        document = key_of("document", article.source.document or "")
        names = name_keys(article)
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
        if self.state.ledger.kind_at(path) not in (None, BROKEN):
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
            article = as_parsed(result.article)
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
        prints = self.prints(file.article)
        record = replace(make_record(file.path, file.article, prints), pristine=file.pristine)
        self._index(record, dating_keys(file.article, prints))
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

    def _index(self, record: FileRecord, dating: Iterable[bytes]) -> None:
        if self._lists or record.kind == Kind.HEADLINES:
            self._lists = True
            self.state.ledger.touch(dating)
        self.state.ledger.add_file(record)

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


def digest_of(article: Article, document: str) -> str | None:
    """The digest that a document had when it went into the article."""
    if article.source.document == document:
        return article.source.sha256
    return next((entry.sha256 for entry in article.also if entry.document == document), None)
