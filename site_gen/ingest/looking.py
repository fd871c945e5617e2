"""Content files to what the state remembers of them; many are read in several processes."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from site_gen.content import parse_content
from site_gen.executor import Executor, Map, ordered_map
from site_gen.ingest.identity import key_of
from site_gen.ingest.prints import Prints, take_prints
from site_gen.model import Article, DateSource, Failure, Kind
from site_gen.state import FileRecord

BROKEN = "broken"
"""The kind of a content file that cannot be read."""
_BATCH = 64


@dataclass(frozen=True, slots=True)
class Look:
    """A content file that has to be looked at."""

    path: str
    """Relative to the content folder."""
    size: int
    mtime_ns: int
    digest: str = ""
    """That which is remembered of it; empty where nothing is."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What looking at a content file gave."""

    look: Look
    digest: str
    """Of its bytes; empty where they could not be read."""
    record: FileRecord | None
    """What is to be remembered; None where that is known. Whether ingest wrote it is not known here."""
    dating: tuple[bytes, ...] = ()
    """As `dating_keys`."""


def look_at_files(content: Path, looks: Iterable[Look], executor: Executor) -> Iterator[Seen]:
    """Read content files, in their order."""
    job: Map[tuple[Look, ...], Look, Seen] = Map(functools.partial(_look_at, content=str(content)), list, _lost)
    source = iter(looks)
    batches = iter(lambda: tuple(islice(source, _BATCH)), ())
    for _, found in ordered_map(job, batches, executor):
        yield from found


def _look_at(looks: list[Look], content: str) -> list[Seen]:
    return [_look_at_one(look, Path(content)) for look in looks]


def _look_at_one(look: Look, content: Path) -> Seen:
    try:
        data = (content / look.path).read_bytes()
    except OSError:
        return _lost(look)
    digest = hashlib.sha256(data).hexdigest()
    if digest == look.digest:
        return Seen(look, digest, None)
    result = parse_content(look.path, data)
    if isinstance(result, Failure):
        return Seen(look, digest, broken_record(look.path, look.size, look.mtime_ns))
    article = as_parsed(result.article)
    prints = take_prints(article)
    record = make_record(look.path, article, prints)
    record = replace(record, digest=digest, size=look.size, mtime_ns=look.mtime_ns)
    return Seen(look, digest, record, dating_keys(article, prints))


def _lost(look: Look) -> Seen:
    return Seen(look, "", broken_record(look.path, look.size, look.mtime_ns))


def as_parsed(article: Article) -> Article:
    """An article that was read from its file as it was before it was written: a file ends with a line end."""
    return replace(article, body=article.body.strip("\n"))


def broken_record(path: str, size: int = -1, mtime_ns: int = -1) -> FileRecord:
    """What is remembered of a file that cannot be read."""
    return FileRecord(path, BROKEN, "", pristine=False, size=size, mtime_ns=mtime_ns)


def make_record(path: str, article: Article, prints: Prints) -> FileRecord:
    """What is remembered of a file with an article, as yet not written and not by ingest."""
    published = article.published
    listed = article.kind is Kind.HEADLINES
    inferred = article.date_source is DateSource.HEADLINES
    return FileRecord(
        path=path,
        kind=article.kind,
        digest="",
        pristine=False,
        keys=_keys(article, prints),
        published=published.isoformat() if published else None,
        moment=published.sort_key[0] if published else None,
        datable=published is None and (article.captured is None or inferred),
        beside=_document_keys(article) if listed else (),
        shown=prints.titles if listed else (),
    )


def documents_of(article: Article) -> tuple[str, ...]:
    """All documents that an article stands for."""
    named = (article.source.document, *(entry.document for entry in article.also))
    return tuple(dict.fromkeys(document for document in named if document))


def _keys(article: Article, prints: Prints) -> tuple[bytes, ...]:
    """Everything by which an article, or a headline list, is found."""
    return (
        *_document_keys(article),
        key_of("id", article.id),
        prints.text,
        *name_keys(article, also=True),
        *prints.titles,
        *prints.bands,
    )


def dating_keys(article: Article, prints: Prints) -> tuple[bytes, ...]:
    """The keys by which the headline lists are found that a change to an article may date."""
    titles = prints.titles if article.published and article.kind is Kind.ARTICLE else ()
    return (*_document_keys(article), key_of("id", article.id), *titles)


def _document_keys(article: Article) -> tuple[bytes, ...]:
    return tuple(key_of("document", document) for document in documents_of(article))


def name_keys(article: Article, *, also: bool = False) -> tuple[bytes, ...]:
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
