"""A page of another generator to a draft: front matter mapped, the body kept as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from site_gen.ingest.decode import UndecodableError, decode
from site_gen.ingest.enrich.addresses import canonical_url
from site_gen.ingest.enrich.authors import split_authors
from site_gen.ingest.enrich.dates import parse_date
from site_gen.ingest.enrich.language import language_code
from site_gen.ingest.formats.base import Document, ReadOptions
from site_gen.ingest.formats.front_matter.heads import Head, kind_of, parse_head
from site_gen.ingest.formats.front_matter.restructured import UnreadableError, read_restructured
from site_gen.ingest.formats.front_matter.shortcodes import without_codes
from site_gen.ingest.formats.rows.stream import head_text
from site_gen.ingest.formats.rows.values import keywords_in, line_in, line_of, lines_in, unique
from site_gen.ingest.markup import html_blocks
from site_gen.model import Block, BlockKind, DateSource, Draft, Failure, LeftOut, Status, Timestamp, clean_text

MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx")
RESTRUCTURED = (".rst",)
_HTML = (".html", ".htm", ".xhtml")
_SECTION_PAGES = ("_index.md", "_index.html", "_index.markdown")
_PUBLISHED = ("date", "publishdate", "published", "pubdate", "published_at", "created")
_UPDATED = ("lastmod", "updated", "modified", "last_modified_at", "last_modified", "last-modified")
_SUMMARY = ("description", "summary", "excerpt", "lead", "subtitle")
_KEYWORDS = ("section", "category", "categories", "tags", "tag", "keywords", "topics")
_AUTHORS = ("authors", "author", "byline")
_DATED_NAME = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})-(.+)$")
_HEADING = re.compile(r"\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\{[^{}\n]*\}[ \t]*)?(?:\n+|$)")
_UNDERLINED = re.compile(r"\s*([^\n]+)\n=+[ \t]*(?:\n+|$)")
_YES = ("true", "yes", "1", "on")
_NO = ("false", "no", "0", "off")


def matches(head: bytes, name: str) -> bool:
    """Whether a file is Markdown, or another text with front matter of one of the kinds."""
    text = head_text(head).replace("\r\n", "\n")
    if name.endswith((*MARKDOWN, *RESTRUCTURED)):
        return "\0" not in text
    kind = kind_of(text)
    if kind == "nikola":
        return True
    if kind == "toml":
        return re.search(r"^\+\+\+[ \t]*$", text[4:], re.MULTILINE) is not None
    return kind == "yaml" and re.search(r"^---[ \t]*$", text[4:], re.MULTILINE) is not None


def read(document: Document, options: ReadOptions) -> Iterator[Draft | Failure | LeftOut]:
    """The article of one page."""
    del options
    name = document.path.rpartition("/")[2]
    try:
        text = decode(document.data).lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    except UndecodableError as error:
        yield Failure(document.path, "read", str(error))
        return
    if name.lower() in _SECTION_PAGES:
        yield LeftOut("pages of sections")
        return
    if name.lower().endswith(".meta"):
        yield Failure(document.path, "parse", "holds facts without a text; put them at the beginning of its page")
        return
    head = parse_head(document.path, text)
    if isinstance(head, Failure):
        yield head
        return
    read_page = _read_restructured if name.lower().endswith(RESTRUCTURED) else _read_page
    yield read_page(document.path, name, head)


@dataclass(slots=True)
class _Page:
    """The front matter of one page, and where each fact came from."""

    values: Mapping[str, Any]
    provenance: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def line(self, fact: str, keys: tuple[str, ...]) -> str:
        """The first line under one of several keys; empty where there is none."""
        for key in keys:
            text = line_in(self.values.get(key), "name")
            if text and text != "~":
                self.provenance[fact] = key
                return text
        return ""

    def date(self, fact: str, keys: tuple[str, ...]) -> Timestamp | None:
        """The first date under one of several keys; one that disagrees by a day or more is told."""
        found = [(key, at) for key in keys if (at := _date(self.values.get(key)))]
        if not found:
            wrong = next((text for key in keys if (text := line_in(self.values.get(key), "date"))), None)
            if wrong and wrong.lower() not in (*_YES, *_NO):
                self.warnings.append(f"its date '{wrong[:60]}' is no date that is understood; it is left out")
            return None
        key, at = found[0]
        self.provenance[fact] = key
        for other, another in found[1:]:
            if another.day != at.day:
                self.warnings.append(
                    f"its dates disagree: {key} says {at.isoformat()}, {other} {another.isoformat()}; {key} is taken"
                )
        return at


def _read_restructured(path: str, name: str, head: Head) -> Draft | Failure:
    try:
        text = read_restructured(clean_text(head.body))
    except UnreadableError as error:
        told = f"is reStructuredText that holds {error}; convert it, for example: pandoc -t markdown"
        return Failure(path, "parse", told)
    page = _Page({**text.fields, **head.values})
    title = page.line("title", ("title",))
    blocks = text.blocks
    if text.title and title and text.title.casefold() != title.casefold():
        blocks = (Block(BlockKind.CROSSHEAD, text.title), *blocks)
    dated = _DATED_NAME.match(name.rpartition(".")[0])
    if not title:
        title = text.title or _spoken(dated[4] if dated else name.rpartition(".")[0])
        page.provenance["title"] = "heading" if text.title else "file name"
    if not blocks:
        return Failure(path, "parse", "has a title but no text")
    return _draft(page, title, blocks, path, dated)


def _spoken(stem: str) -> str:
    """A file name as a title."""
    title = line_of(stem.replace("-", " ").replace("_", " "))
    return title[:1].upper() + title[1:]


def _read_page(path: str, name: str, head: Head) -> Draft | Failure:
    page = _Page(head.values)
    body, dropped = without_codes(head.body)
    title = page.line("title", ("title",))
    heading = _HEADING.match(body) or _UNDERLINED.match(body)
    if heading and (not title or line_of(_plain(heading[1])).casefold() == title.casefold()):
        title = title or line_of(_plain(heading[1]))
        page.provenance.setdefault("title", "heading")
        body = body[heading.end() :]
    stem = name.partition(".")[0] if name.lower().startswith("readme") else name.rpartition(".")[0] or name
    dated = _DATED_NAME.match(stem)
    if not title:
        title = _spoken(dated[4] if dated else stem)
        page.provenance["title"] = "file name"
    body = clean_text(body).strip("\n")
    if not body.strip():
        return Failure(path, "parse", "has a title but no text")
    blocks = _blocks(body, name, page)
    if not blocks:
        return Failure(path, "parse", "has a title but no text")
    if dropped:
        names = ", ".join(dropped[:8])
        page.warnings.append(f"codes of its generator are taken out, what stood in them is kept: {names}")
    return _draft(page, title, blocks, path, dated)


def _plain(text: str) -> str:
    """A heading without the commonest marks of Markdown."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)|[*`]|\\(?=[^\w\s])", r"\1", text)


def _blocks(body: str, name: str, page: _Page) -> tuple[Block, ...]:
    """Markdown is kept as it is; HTML becomes blocks."""
    if name.lower().endswith(_HTML):
        return html_blocks(body, canonical_url(line_in(page.values.get("url"), "url")))
    return (Block(BlockKind.MARKDOWN, body),)


def _draft(page: _Page, title: str, blocks: tuple[Block, ...], path: str, dated: re.Match[str] | None) -> Draft:
    published = page.date("published", _PUBLISHED)
    if published is None and dated:
        published = parse_date(f"{dated[1]}-{dated[2]}-{dated[3]}")
        page.provenance["published"] = "file name"
    people, credit = _authors(page)
    lang = page.line("lang", ("lang", "language", "locale"))
    return Draft(
        title=title,
        standfirst=page.line("summary", _SUMMARY) or None,
        blocks=blocks,
        authors=people,
        credit=credit,
        published=published,
        updated=page.date("updated", _UPDATED),
        date_source=DateSource.METADATA if published else DateSource.NONE,
        url=_url(page),
        guid=page.line("id", ("guid", "id", "uuid")) or None,
        lang=language_code(lang) if lang else _lang_of(path),
        keywords=_keywords(page),
        status=_status(page, path),
        aliases=_aliases(page.values, path, dated),
        extra=_extra(page),
        provenance=page.provenance,
        warnings=tuple(page.warnings),
    )


def _date(value: object) -> Timestamp | None:
    if isinstance(value, datetime):
        return Timestamp.from_datetime(value)
    if isinstance(value, date):
        return Timestamp(value)
    return parse_date(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None


def _authors(page: _Page) -> tuple[tuple[str, ...], str | None]:
    for key in _AUTHORS:
        names = lines_in(page.values.get(key), "name")
        if names:
            people, credit = split_authors(names)
            page.provenance["authors"] = key
            return people, credit
    return (), None


def _keywords(page: _Page) -> tuple[str, ...]:
    """Section, categories and tags."""
    found: list[str] = []
    keys = []
    for key in _KEYWORDS:
        words = keywords_in(page.values.get(key), several=key != "section")
        new = [word for word in words if word not in ("draft", "private")]
        if new:
            found.extend(new)
            keys.append(key)
    # Hugo also keeps them in a table of taxonomies.
    taxonomies = page.values.get("taxonomies")
    if isinstance(taxonomies, dict):
        for words in taxonomies.values():
            found.extend(keywords_in(words, several=True))
        keys.append("taxonomies")
    if found:
        page.provenance["keywords"] = ", ".join(keys)
    return unique(found)


def _status(page: _Page, path: str) -> Status:
    values = page.values
    is_draft = str(values.get("draft", "")).lower() in _YES or str(values.get("published", "")).lower() in _NO
    # Nikola has tags that say so.
    is_draft = is_draft or any(tag in ("draft", "private") for tag in keywords_in(values.get("tags"), several=True))
    status = str(values.get("status", "")).lower()
    if is_draft or status in ("draft", "private", "hidden") or "/_drafts/" in f"/{path}":
        return Status.DRAFT
    return Status.WITHDRAWN if status in ("withdrawn", "retracted") else Status.PUBLISHED


def _url(page: _Page) -> str | None:
    """The address of the article on the web, where the page names one that is absolute."""
    for key in ("canonical_url", "canonicalurl", "canonical", "url", "permalink"):
        text = line_in(page.values.get(key), "url")
        url = canonical_url(text) if text.lower().startswith(("http://", "https://")) else None
        if url:
            page.provenance["url"] = key
            return url
    return None


def _aliases(values: Mapping[str, Any], path: str, dated: re.Match[str] | None) -> tuple[str, ...]:
    """Where the page was on its own site: its own address and slug, and the addresses that led to it."""
    found = []
    for key in ("url", "permalink", "save_as", "slug", "aliases", "redirect_from"):
        for text in lines_in(values.get(key), "url"):
            is_address = text.lower().startswith(("http://", "https://"))
            if is_address and key in ("url", "permalink"):
                # An absolute address may be that of an original elsewhere.
                continue
            found.append(_site_path(text))
    if dated and "slug" not in values and "permalink" not in values and "/_posts/" in f"/{path}":
        found.append(f"{dated[1]}/{int(dated[2]):02d}/{int(dated[3]):02d}/{dated[4]}.html")
    return tuple(dict.fromkeys(alias for alias in found if alias))


def _site_path(text: str) -> str:
    try:
        path = urlsplit(text).path.strip("/")
    except ValueError:
        return ""
    # Patterns such as `/:year/:title/` are no addresses.
    if not path or ":" in path or "{" in path or len(path) > 400:
        return ""
    return path if "." in path.rpartition("/")[2] else f"{path}/"


def _extra(page: _Page) -> dict[str, object]:
    expires = _date(page.values.get("expirydate") or page.values.get("expires"))
    return {"expires": expires.isoformat()} if expires else {}


def _lang_of(path: str) -> str | None:
    """The language in a file name such as `post.fr.md`."""
    parts = path.rpartition("/")[2].lower().split(".")
    return language_code(parts[-2]) if len(parts) > 2 and re.fullmatch(r"[a-z]{2}", parts[-2]) else None
