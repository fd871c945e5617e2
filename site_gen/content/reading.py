"""The text of a content file to its article. The one user of PyYAML.

Front matter is read as strings, lists and mappings only (`NO` stays `NO`, `12:30:45` stays a text, no tag makes an
object), and each known key is then checked by hand. Whatever is wrong but harmless gives a warning and is left out;
a file that cannot be understood gives a `Failure` with its line.
"""

from __future__ import annotations

import codecs
import difflib
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from site_gen.content.head import read_head
from site_gen.content.markdown import plain_text
from site_gen.model import (
    Also,
    Article,
    ContentFile,
    DateSource,
    Failure,
    Kind,
    Source,
    Status,
    Timestamp,
    clean_line,
    clean_text,
)
from site_gen.territories import TERRITORIES
from site_gen.urls import is_slug, make_slug

MAX_BYTES = 8_000_000
KNOWN = (
    "id title kind published date_source updated captured slug lang topics topic_reasons headline_topics keywords "
    "places people authors credit dateline source also summary status story aliases provenance details"
).split()
"""The keys of front matter."""
SYNONYMS = {"date": "published", "tags": "keywords", "author": "authors", "language": "lang", "description": "summary"}
"""Keys of other generators and ours that they are read as."""
_MAX_NODES = 20_000
_MAX_DEPTH = 20


@dataclass(slots=True)
class _Reader:
    """Checks the raw values of one front matter and collects what is wrong with them."""

    path: str
    head: str
    raw: dict[str, Any]
    warnings: list[str] = field(default_factory=list)

    def warn(self, key: str, message: str) -> None:
        found = re.search(rf"^\s*(?:- )?[\"']?{re.escape(key)}[\"']?\s*:", self.head, re.MULTILINE)
        line = self.head.count("\n", 0, found.start()) + 2 if found else 1
        self.warnings.append(f"{self.path}:{line}: {message}")

    def text(self, key: str, limit: int = 2000) -> str | None:
        value = self.raw.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            self.warn(key, f"'{key}' must be a text; it is left out")
            return None
        return clean_line(value)[:limit] or None

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.raw.get(key)
        if value in (None, "", "null", "~"):
            return ()
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list):
            self.warn(key, f"'{key}' must be a list of texts; it is left out")
            return ()
        good = [clean_line(item)[:300] for item in items if isinstance(item, str)]
        if len(good) < len(items):
            self.warn(key, f"'{key}' holds something else than texts; that is left out")
        return tuple(dict.fromkeys(item for item in good if item))

    def mapping(self, key: str) -> Mapping[str, str]:
        value = self.raw.get(key)
        if value in (None, "", "null", "~"):
            return {}
        if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
            self.warn(key, f"'{key}' must be a mapping of texts; it is left out")
            return {}
        return {clean_line(name)[:100]: clean_line(text)[:2000] for name, text in value.items()}

    def timestamp(self, key: str) -> Timestamp | None:
        value = self.text(key)
        if value in (None, "null", "~"):
            return None
        at = Timestamp.parse(value or "")
        if at is None:
            self.warn(key, f"'{key}: {value}' is no date such as 2025-09-12T08:15:00+02:00; it is left out")
        return at

    def choice(self, key: str, kind: Any, default: Any) -> Any:
        value = self.text(key)
        if value is None:
            return default
        try:
            return kind(value)
        except ValueError:
            self.warn(key, f"'{key}: {value}' is none of {', '.join(kind)}; read as '{default}'")
            return default


def parse_content(path: str, data: bytes, digest: str | None = None) -> ContentFile | Failure:
    """The content file at `path` (relative to the content folder), or a Failure that names its line.

    `digest` is the hexadecimal SHA-256 of the data, where it is known.
    """
    if len(data) > MAX_BYTES:
        return Failure(path, "content", f"is larger than {MAX_BYTES // 1_000_000} MB; split it or move it away")
    try:
        text = _decoded(data)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Failure(f"{path}:{line}", "content", "is not UTF-8; save it as UTF-8")
    head, body = _split(text)
    if head is None:
        return Failure(f"{path}:1", "content", "the front matter is not closed; add a line '---' after it")
    plain = read_head(head)
    raw = _load(path, head) if plain is None else plain
    if isinstance(raw, Failure):
        return raw
    reader = _Reader(path, head, raw)
    article = _article(reader, path, clean_text(body))
    if isinstance(article, Failure):
        return article
    return ContentFile(path, article, digest or hashlib.sha256(data).hexdigest(), tuple(reader.warnings))


def _split(text: str) -> tuple[str | None, str]:
    """Front matter (empty where there is none, None where it is not closed) and body."""
    if not text.startswith("---\n"):
        return "", text
    at = text.find("\n---\n", 3)
    if at > 0 and "\n..." not in text[3:at] and "\n---" not in text[3:at]:
        return text[4 : at + 1], text[at + 5 :].lstrip("\n")
    end = re.search(r"^(?:---|\.\.\.)[ \t]*$", text[4:], re.MULTILINE)
    if end is None:
        return None, ""
    return text[4 : 4 + end.start()], text[4 + end.end() :].lstrip("\n")


def parse_yaml_mapping(path: str, text: str) -> dict[str, Any] | Failure:
    """The mapping of front matter in YAML, its scalars as texts; `path` is that of the file, for the Failure."""
    return _load(path, text)


def _load(path: str, head: str) -> dict[str, Any] | Failure:
    import yaml  # what site-gen writes is read without it

    # Strings only: no implicit booleans, dates or numbers, and no tags that make objects.
    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        value = yaml.load(head, Loader=loader)  # noqa: S506 - the base loader makes strings only
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        return Failure(f"{path}:{line}", "content", f"the front matter is not valid YAML: {error.problem}")
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return Failure(f"{path}:1", "content", f"the front matter is not valid YAML: {clean_line(str(error))[:200]}")
    if value in (None, ""):
        return {}
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        return Failure(f"{path}:2", "content", "the front matter must be 'key: value' lines")
    if not _is_small(value):
        return Failure(
            f"{path}:2", "content", "the front matter is nested or repeated too deeply; write it out plainly"
        )
    return value


def _is_small(value: object) -> bool:
    """Whether a loaded value is a small tree: aliases can make a few bytes stand for billions of nodes."""
    budget = _MAX_NODES
    stack = [(value, 0)]
    while stack:
        node, depth = stack.pop()
        budget -= 1
        if budget < 0 or depth > _MAX_DEPTH:
            return False
        if isinstance(node, dict):
            stack.extend((child, depth + 1) for child in node.values())
            budget -= len(node)
        elif isinstance(node, list):
            stack.extend((child, depth + 1) for child in node)
    return True


def _article(reader: _Reader, path: str, body: str) -> Article | Failure:
    for synonym, name in SYNONYMS.items():
        if synonym in reader.raw and name not in reader.raw:
            reader.raw[name] = reader.raw[synonym]
    title, body = _title(reader, body)
    if title is None:
        return Failure(f"{path}:1", "content", "has no title; add a line 'title: …' to the front matter")
    source = _source(reader)
    key = reader.text("id", 64) or hashlib.sha256((source.url or path).encode()).hexdigest()[:20]
    lang = _language(reader)
    published = reader.timestamp("published")
    default_date = DateSource.METADATA if published else DateSource.NONE
    return Article(
        id=key,
        title=title,
        slug=_slug(reader, path, title, key, lang),
        body=body,
        kind=reader.choice("kind", Kind, Kind.ARTICLE),
        published=published,
        date_source=reader.choice("date_source", DateSource, default_date),
        updated=reader.timestamp("updated"),
        captured=reader.timestamp("captured"),
        lang=lang,
        topics=reader.texts("topics"),
        topic_reasons=reader.mapping("topic_reasons"),
        headline_topics=reader.mapping("headline_topics"),
        keywords=reader.texts("keywords"),
        places=_places(reader),
        people=reader.texts("people"),
        authors=reader.texts("authors"),
        credit=reader.text("credit", 200),
        dateline=reader.text("dateline", 200),
        source=source,
        also=_also(reader),
        summary=reader.text("summary"),
        status=_status(reader),
        story=_story(reader),
        aliases=reader.texts("aliases"),
        provenance=reader.mapping("provenance"),
        details=reader.mapping("details"),
        extra=_extra(reader),
    )


def _places(reader: _Reader) -> tuple[str, ...]:
    """The codes of the countries and territories in `places`; what is none is told and left out."""
    given = reader.texts("places")
    for text in given:
        if text.upper() not in TERRITORIES:
            reader.warn("places", f"'{text[:40]}' in 'places' is no ISO 3166-1 code such as FR; it is left out")
    return tuple(dict.fromkeys(code for text in given if (code := text.upper()) in TERRITORIES))


def _title(reader: _Reader, body: str) -> tuple[str | None, str]:
    """The title of the front matter, else a first heading, which is then taken out of the body."""
    title = reader.text("title", 1000)
    if title is None:
        heading = _FIRST_HEADING.match(body)
        if heading:
            return plain_text(clean_line(heading[1])) or None, body[heading.end() :].lstrip("\n")
    return title, body


def possible_bodies(data: bytes) -> Iterator[str]:
    """What the body of a content file may be, found without reading its front matter.

    That is all of it, as it is or cleaned, or all but the heading that it begins with, where that is the title; nothing
    where the file cannot be read.
    """
    try:
        head, body = _split(_decoded(data))
    except UnicodeDecodeError:
        return
    if head is not None:
        yield body  # nearly every text is clean
        clean = clean_text(body)
        if clean != body:
            yield clean
        heading = _FIRST_HEADING.match(clean)
        if heading:
            yield clean[heading.end() :].lstrip("\n")


_FIRST_HEADING = re.compile(r"#\s+(.+?)\s*#*\n?(?:\n|$)")


def _decoded(data: bytes) -> str:
    text = (data[3:] if data.startswith(codecs.BOM_UTF8) else data).decode("utf-8")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _slug(reader: _Reader, path: str, title: str, key: str, lang: str | None) -> str:
    slug = reader.text("slug", 200)
    if slug is not None and is_slug(slug):
        return slug
    if slug is not None:
        made = make_slug(slug, key, lang)
        reader.warn("slug", f"'slug: {slug}' cannot be an address; '{made}' is used")
        return made
    stem = path.rsplit("/", 1)[-1].removesuffix(".md")
    return stem if is_slug(stem) else make_slug(title, key, lang)


def _story(reader: _Reader) -> str | None:
    """The name of a story as it stands in its address."""
    story = reader.text("story", 120)
    if story is None or story in ("null", "~"):
        return None
    if is_slug(story):
        return story
    made = make_slug(story, hashlib.sha256(story.encode("utf-8", "replace")).hexdigest())
    reader.warn("story", f"'story: {story}' cannot be an address; '{made}' is used")
    return made


def _language(reader: _Reader) -> str | None:
    lang = reader.text("lang", 35)
    if lang is None or lang == "null":
        return None
    if re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", lang) is None:
        reader.warn("lang", f"'lang: {lang}' is no language tag such as fr or pt-BR; it is left out")
        return None
    return lang.replace("_", "-")


def _status(reader: _Reader) -> Status:
    if (reader.text("draft") or "").lower() in ("true", "yes") and "status" not in reader.raw:
        return Status.DRAFT
    status = reader.choice("status", Status, Status.PUBLISHED)
    assert isinstance(status, Status)
    return status


def _source(reader: _Reader) -> Source:
    raw = reader.raw.get("source")
    if raw is None:
        return Source()
    if isinstance(raw, str):
        return Source(name=clean_line(raw)[:300] or None)
    if not isinstance(raw, dict):
        reader.warn("source", "'source' must be a name or a mapping; it is left out")
        return Source()
    known = ("name", "url", "code", "document", "id", "sha256")
    for name in raw:
        if name not in known:
            reader.warn(name, f"unknown key 'source.{name}'{_suggestion(name, known)}")
    given = {name: clean_line(raw[name])[:2000] for name in known if isinstance(raw.get(name), str)}
    return Source(**{name: text for name, text in given.items() if text and text != "null"})


def _also(reader: _Reader) -> tuple[Also, ...]:
    raw = reader.raw.get("also")
    if raw in (None, "", "null"):
        return ()
    if not isinstance(raw, list):
        reader.warn("also", "'also' must be a list of mappings; it is left out")
        return ()
    entries = []
    for item in raw:
        if isinstance(item, dict):
            known = ("document", "url", "sha256")
            given = {name: clean_line(item[name])[:2000] for name in known if isinstance(item.get(name), str)}
            entries.append(Also(**{name: text for name, text in given.items() if text and text != "null"}))
        else:
            reader.warn("also", "'also' holds something else than mappings; that is left out")
    return tuple(entries)


def _extra(reader: _Reader) -> dict[str, object]:
    extra: dict[str, object] = {}
    for key, value in reader.raw.items():
        if key in KNOWN or key in SYNONYMS or key == "draft":
            continue
        reader.warn(key, f"unknown key '{key}'{_suggestion(key, KNOWN)}; it is kept and shown to templates as 'extra'")
        extra[clean_line(key)[:100]] = _cleaned(value)
    return extra


def _cleaned(value: object) -> object:
    if isinstance(value, dict):
        return {clean_line(str(key)): _cleaned(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    return clean_text(str(value))


def _suggestion(key: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(key, list(known), n=1)
    return f"; did you mean '{near[0]}'?" if near else ""
