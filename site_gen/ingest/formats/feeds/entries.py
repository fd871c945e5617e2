"""The entries of a feed, of whatever form, to drafts: what the two parsers hand over, and what is made of it."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from site_gen.ingest.enrich.addresses import canonical_url
from site_gen.ingest.enrich.authors import split_authors
from site_gen.ingest.formats.base import Document
from site_gen.ingest.formats.wxr.lines import plain_line
from site_gen.ingest.identity import digest, folded
from site_gen.ingest.markup import html_blocks
from site_gen.model import Block, DateSource, Draft, Failure, Furniture, LeftOut, Timestamp, clean_line

_DAY = 86_400
_SHORT = 600
"""Characters; a description that is longer may well be the whole text."""
_LONGEST_FRAGMENT = 200
_GAP = re.compile(r"\n[ \t]*\n\s*")
_BLOCK_TAG = re.compile(r"<(?:p|br|div|ul|ol|table|blockquote|h[1-6]|section|article|pre|figure)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Body:
    """A text as the feed has it."""

    text: str
    is_html: bool = True
    base: str | None = None
    """What relative links in it are relative to."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as its feed has it. All fields may be unknown."""

    id: str = ""
    title: str = ""
    """On one line, without markup."""
    content: Body | None = None
    summary: Body | None = None
    url: str | None = None
    published: Timestamp | None = None
    updated: Timestamp | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    lang: str | None = None
    source: str | None = None
    """The feed that it was taken over from."""
    media: int = 0
    """How many sounds, films and pictures come with it."""
    origins: Mapping[str, str] = field(default_factory=dict)
    """Which element or key each fact is from, where that is not its name here."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it was read."""

    entries: tuple[Entry, ...]
    title: str | None = None
    lang: str | None = None
    home: str | None = None
    at: Timestamp | None = None
    """When it was made; the date of no article."""
    problem: str | None = None
    """What is wrong with the file, where something of it could be read all the same."""


def read_entries(feed: Feed, document: Document) -> Iterator[Draft | Failure | LeftOut]:
    """The drafts of a feed: one an entry, or one list of headlines where no entry has a text."""
    if not feed.entries:
        reason = f"; {feed.problem}" if feed.problem else ""
        yield Failure(document.path, "parse", f"is a feed without entries{reason}")
        return
    warnings = (feed.problem,) if feed.problem else ()
    texts = [_text(entry, feed) for entry in feed.entries]
    if not any(text.blocks for text in texts) and any(entry.title for entry in feed.entries):
        yield _headline_list(feed, document, warnings)
        return
    if _are_summaries(texts):
        warnings = (*warnings, "the feed gives summaries only; the whole articles are at their addresses")
    fragments: Counter[str] = Counter()
    for entry, text in zip(feed.entries, texts, strict=True):
        fragment = _fragment(entry)
        fragments[fragment] += 1
        if fragments[fragment] > 1:
            fragment = f"{fragment}-{fragments[fragment]}"
        problem = _problem(entry, text)
        if problem:
            yield Failure(f"{document.path}#{fragment}", "parse", problem)
            continue
        yield replace(_draft(entry, text, feed, warnings), fragment=fragment)
        warnings = ()
    media = sum(entry.media for entry in feed.entries)
    if media:
        yield LeftOut("media files", media)


@dataclass(frozen=True, slots=True)
class _Text:
    """What an entry has to read; no blocks where it says no more than its title."""

    blocks: tuple[Block, ...] = ()
    origin: str = ""
    standfirst: str | None = None
    furniture: tuple[Furniture, ...] = ()


def _text(entry: Entry, feed: Feed) -> _Text:
    content = _blocks(entry.content, entry, feed)
    if content and not _repeats_title(content, entry, feed):
        kept = _without_colophon(content, entry, feed)
        furniture = tuple(Furniture(0, block.text, "related") for block in content[len(kept) :])
        return _Text(kept, entry.origins.get("content", "content"), _standfirst(entry, content), furniture)
    summary = _blocks(entry.summary, entry, feed)
    if summary and not _repeats_title(summary, entry, feed):
        return _Text(summary, entry.origins.get("summary", "summary"))
    return _Text()


def _blocks(body: Body | None, entry: Entry, feed: Feed) -> tuple[Block, ...]:
    if body is None or not body.text.strip():
        return ()
    markup = body.text if body.is_html else _plain_paragraphs(body.text)
    if body.is_html and "\n" in markup and not _BLOCK_TAG.search(markup):
        markup = "".join(f"<p>{part}</p>" for part in _GAP.split(markup))
    return html_blocks(markup, body.base or entry.url or feed.home)


def _plain_paragraphs(text: str) -> str:
    """Plain text as HTML: paragraphs at blank lines, else at the ends of lines that no program wrapped."""
    text = text.strip().replace("\r\n", "\n")
    parts = _GAP.split(text)
    if len(parts) == 1:
        lines = text.split("\n")
        is_wrapped = all(len(line.strip()) <= 100 for line in lines)
        parts = [text] if is_wrapped else lines
    return "".join(f"<p>{html.escape(part, quote=False)}</p>" for part in parts)


def _repeats_title(blocks: tuple[Block, ...], entry: Entry, feed: Feed) -> bool:
    """Whether a text is the title again, perhaps with the name of the source behind it, as aggregators make it."""
    if len(blocks) > 2 or not entry.title:
        return False
    text = folded(re.sub(r"\]\([^()]*\)", "", " ".join(block.text for block in blocks)))
    title = folded(entry.title)
    rest = text.removeprefix(title) if text.startswith(title) else None
    return rest is not None and rest in ("", folded(entry.source or ""), folded(feed.title or ""))


def _without_colophon(blocks: tuple[Block, ...], entry: Entry, feed: Feed) -> tuple[Block, ...]:
    """The text without a last line such as `The post TITLE appeared first on SOURCE`, in any language."""
    last = re.sub(r"\]\([^()]*\)", "", blocks[-1].text)
    title, source = folded(entry.title), folded(feed.title or "")
    if not (title and source and len(blocks) > 1 and len(last) <= len(entry.title) + len(feed.title or "") + 60):
        return blocks
    return blocks[:-1] if title in folded(last) and source in folded(last) else blocks


def _standfirst(entry: Entry, blocks: tuple[Block, ...]) -> str | None:
    """The summary beside a whole text, where it is not just the beginning of that."""
    if entry.summary is None:
        return None
    text = plain_line(entry.summary.text) if entry.summary.is_html else clean_line(entry.summary.text)
    start = folded(text)[:120]
    body = folded(" ".join(block.text for block in blocks[:6]))
    is_new = len(start) > 20 and start not in body and not start.startswith(folded(entry.title) or " ")
    return text if is_new and len(text) <= _SHORT else None


def _are_summaries(texts: list[_Text]) -> bool:
    """Whether the feed gives no whole text: short summaries alone."""
    given = [text for text in texts if text.blocks]
    return all(text.origin == "summary" and sum(len(block.text) for block in text.blocks) < _SHORT for text in given)


def _problem(entry: Entry, text: _Text) -> str | None:
    if text.blocks:
        return None if entry.title else "has a text but no title; a feed of short messages is no news archive"
    if entry.title:
        return "has a title but no text, as other entries of the feed have"
    return "has neither a title nor a text"


def _fragment(entry: Entry) -> str:
    """A short name of the entry within its feed: its id, else its address, else a digest of title and date."""
    name = clean_line(entry.id or entry.url or "")
    if 0 < len(name) <= _LONGEST_FRAGMENT:
        return name
    at = entry.published or entry.updated
    return digest((name or f"{entry.title}\n{at.isoformat() if at else ''}").encode("utf-8", "replace"))[:16]


def _draft(entry: Entry, text: _Text, feed: Feed, warnings: tuple[str, ...]) -> Draft:
    url = canonical_url(entry.url, feed.home)
    people, credit = split_authors(entry.authors)
    published, updated, origin = _dates(entry)
    keywords = _keywords(entry.tags)
    late = _disagreement(entry)
    provenance = {
        "title": "title",
        "body": text.origin,
        "standfirst": "summary" if text.standfirst else "",
        "published": origin,
        "updated": entry.origins.get("updated", "updated") if updated else "",
        "url": entry.origins.get("url", "link") if url else "",
        "authors": entry.origins.get("authors", "author") if people else "",
        "keywords": entry.origins.get("tags", "category") if keywords else "",
    }
    return Draft(
        title=entry.title,
        standfirst=text.standfirst,
        blocks=text.blocks,
        furniture=text.furniture,
        authors=people,
        credit=credit,
        published=published,
        updated=updated,
        date_source=DateSource.METADATA if published else DateSource.NONE,
        url=url,
        guid=clean_line(entry.id)[:1000] or None,
        source=entry.source or feed.title,
        lang=entry.lang or feed.lang,
        keywords=keywords,
        provenance={name: value for name, value in provenance.items() if value},
        warnings=(*warnings, late) if late else warnings,
    )


def _dates(entry: Entry) -> tuple[Timestamp | None, Timestamp | None, str]:
    """Published, updated, and where the first is from; an entry with one date of any name was published then."""
    if entry.published is None:
        return entry.updated, None, entry.origins.get("updated", "updated") if entry.updated else ""
    changed = entry.updated if entry.updated and entry.updated.sort_key > entry.published.sort_key else None
    return entry.published, changed, entry.origins.get("published", "published")


def _disagreement(entry: Entry) -> str | None:
    """A warning where an entry was changed a day or more before it was published."""
    if entry.published is None or entry.updated is None:
        return None
    if entry.published.sort_key[0] - entry.updated.sort_key[0] < _DAY:
        return None
    return (
        f"its dates disagree: published {entry.published.isoformat()}, updated {entry.updated.isoformat()};"
        " the first counts"
    )


def _keywords(tags: tuple[str, ...]) -> tuple[str, ...]:
    names = (plain_line(tag) for tag in tags)
    return tuple({name.casefold(): name for name in reversed([*names]) if name}.values())[::-1]


def _headline_list(feed: Feed, document: Document, warnings: tuple[str, ...]) -> Draft:
    """What the source showed when the feed was made."""
    at = feed.at or document.known.captured
    return Draft(
        headlines=tuple(dict.fromkeys(entry.title for entry in feed.entries if entry.title)),
        captured=at,
        source=feed.title,
        lang=feed.lang,
        provenance={"headlines": "title", **({"captured": "updated"} if feed.at else {})},
        warnings=warnings,
    )
