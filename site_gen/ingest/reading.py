"""The articles of one file, whatever it is: for a look at it, nothing is filed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from site_gen.content import is_content_name, parse_content
from site_gen.ingest.documents import find_sources, known_of, with_sidecar
from site_gen.ingest.formats.base import Document, ReadOptions
from site_gen.model import Article, Failure, Kind


def articles_in(path: Path, root: Path, fields: Mapping[str, str]) -> Iterator[Article | Failure]:
    """The articles of a content file or document, and a Failure for each item that is none."""
    if is_content_name(path.name):
        parsed = parse_content(str(path), path.read_bytes())
        if isinstance(parsed, Failure):
            yield parsed
        elif parsed.article.kind is Kind.ARTICLE:
            yield parsed.article
        else:
            yield Failure(str(path), "read", "is a headline list, which has no topics")
        return
    yield from _of_document(path, root, ReadOptions(fields))


def _of_document(path: Path, root: Path, options: ReadOptions) -> Iterator[Article | Failure]:
    # The readers of all formats take long to load.
    from site_gen.ingest.assemble import Parsed, parse_document
    from site_gen.ingest.formats.containers import walk
    from site_gen.ingest.formats.registry import detect

    for source in find_sources((path,), root):
        if isinstance(source, Failure):
            yield source
            continue
        known = known_of(source, root)
        if isinstance(known, Failure):
            yield known
            continue
        with source.path.open("rb") as stream:
            for item in walk(stream, Document(source.shown, b"", known[0], ""), options, detect):
                if isinstance(item, Failure):
                    yield item
                elif isinstance(item, Document):
                    document = with_sidecar(item, known[1]) if item.path == source.shown else item
                    for found in parse_document(document, options, None):
                        if isinstance(found, Failure):
                            yield found
                        elif isinstance(found, Parsed) and found.article:
                            yield found.article
