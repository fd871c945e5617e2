"""The values that flow from documents to pages. Frozen, and imports nothing of ours."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

# XML 1.0 forbids most control characters, lone surrogates and two noncharacters; nothing that a reader sees
# may hold them, since feeds and sitemaps are XML and browsers disagree about the rest.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Bidirectional overrides can make a headline read backwards over its neighbours.
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
_BIDI_OVERRIDE = re.compile("[\u202a-\u202e\u2066-\u2069]")
_UNCLEAN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
# What a page in cp1252 that calls itself Latin-1 or UTF-8 leaves of its quotes, dashes and euro signs.
_CP1252 = {
    byte: bytes([byte]).decode("cp1252")
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x85, 0x8D, 0x8F, 0x90, 0x9D)
}


def clean_text(text: str) -> str:
    """`text` without the characters that XML forbids and without bidirectional overrides.

    Control characters that stand where cp1252 has quotes, dashes and the euro sign become these.
    """
    if text.isprintable() or _is_clean(text):
        return text
    text = text.translate(_CP1252)
    return _BIDI_OVERRIDE.sub("", _ILLEGAL.sub("", text))


_PLAIN = b"\t\n" + bytes(range(0x20, 0x7F))


def _is_clean(text: str) -> bool:
    """Whether a text holds nothing that it may not, which is soon found out of nearly every one."""
    try:
        # What is no plain ASCII is searched alone: to search all of it takes ten times as long.
        rest = text.encode("utf-8").translate(None, _PLAIN)
    except UnicodeEncodeError:
        return False
    return not rest or _UNCLEAN.search(rest.decode("utf-8")) is None


def clean_line(text: str) -> str:
    """`text` cleaned and on one line, runs of white space folded to one space.

    No-break spaces stay: French sets them before `:` and `?`, and a line must not break there.
    """
    if text.isprintable():
        text = text.strip(" ")
        return _SPACES.sub(" ", text) if "  " in text else text
    return _SPACES.sub(" ", clean_text(text)).strip()


class DateSource(StrEnum):
    """Where an article's date comes from, in order of trust."""

    METADATA = "metadata"
    URL = "url"
    DATELINE = "dateline"
    TEXT = "text"
    HEADLINES = "headlines"
    CAPTURED = "captured"
    NONE = "none"


class Status(StrEnum):
    """Whether an article is shown: `published`, `draft` (left out) or `withdrawn` (a tombstone)."""

    PUBLISHED = "published"
    DRAFT = "draft"
    WITHDRAWN = "withdrawn"


class Kind(StrEnum):
    """What a content file holds: an article or a list of headlines."""

    ARTICLE = "article"
    HEADLINES = "headlines"


_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|z|[+-]\d{2}:?\d{2})?)?$"
)


class Timestamp(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A date as the source gives it: a day, perhaps a time, perhaps an offset from UTC in minutes.

    The day is that of the source's own zone, so that no article moves to the day before or after.
    """

    day: date
    time: time | None = None
    offset: int | None = None

    @classmethod
    def parse(cls, text: str) -> Timestamp | None:
        """The timestamp that an ISO 8601 text gives, or None where it is no real date."""
        found = _ISO.match(text.strip())
        if found is None:
            return None
        year, month, day, hour, minute, second, zone = found.groups()
        try:
            the_day = date(int(year), int(month), int(day))
            if hour is None:
                return cls(the_day)
            the_time = time(int(hour), int(minute), min(int(second or 0), 59))
        except ValueError:
            return None
        offset = _offset_minutes(zone)
        if offset is not None and abs(offset) > 15 * 60:
            return None
        return cls(the_day, the_time, offset)

    def isoformat(self) -> str:
        """The ISO 8601 form, as short as what is known."""
        if self.time is None:
            return self.day.isoformat()
        text = f"{self.day.isoformat()}T{self.time.isoformat()}"
        if self.offset is None:
            return text
        sign = "-" if self.offset < 0 else "+"
        return f"{text}{sign}{abs(self.offset) // 60:02d}:{abs(self.offset) % 60:02d}"

    def rfc3339(self) -> str:
        """A complete date-time as feeds and sitemaps demand; an unknown time is midnight, an unknown zone UTC."""
        whole = Timestamp(self.day, self.time or time(), self.offset or 0)
        return whole.isoformat()

    def with_offset(self, minutes: int) -> Timestamp:
        """The same day and time of day, with an offset from UTC."""
        return Timestamp(self.day, self.time, minutes)

    def in_zone(self, zone: tzinfo) -> Timestamp:
        """The same time with the offset that `zone` has then, where a time is known and its zone is not."""
        if self.time is None or self.offset is not None:
            return self
        return Timestamp.from_datetime(self.as_datetime().replace(tzinfo=zone))

    @property
    def sort_key(self) -> tuple[int, int]:
        """Minutes since year 1 in UTC (unknown zone read as UTC), then whether the time is known."""
        at = self.time or time()
        minutes = self.day.toordinal() * 1440 + at.hour * 60 + at.minute - (self.offset or 0)
        return (minutes * 60 + at.second, int(self.time is not None))

    def as_datetime(self) -> datetime:
        """A datetime, aware where the zone is known."""
        zone = None if self.offset is None else timezone(timedelta(minutes=self.offset))
        return datetime.combine(self.day, self.time or time(), zone)

    @classmethod
    def from_datetime(cls, value: datetime) -> Timestamp:
        """The timestamp of a datetime, its zone kept as an offset."""
        delta = value.utcoffset()
        offset = None if delta is None else round(delta.total_seconds() / 60)
        return cls(value.date(), value.time().replace(microsecond=0, tzinfo=None), offset)

    def in_utc(self) -> Timestamp:
        """The same instant in UTC; unchanged where the zone is unknown."""
        if self.offset in (None, 0):
            return self
        return Timestamp.from_datetime(self.as_datetime().astimezone(UTC))


def _offset_minutes(zone: str | None) -> int | None:
    if zone is None:
        return None
    if zone in "Zz":
        return 0
    sign = -1 if zone[0] == "-" else 1
    return sign * (int(zone[1:3]) * 60 + int(zone[-2:]))


@dataclass(frozen=True, slots=True)
class Failure:
    """What stands in for a value where a step failed for one item."""

    source: str
    """The document or file, as a path relative to the archive."""
    stage: str
    """The step: `read`, `parse`, `content` …"""
    message: str
    """What is wrong and what to do about it, in one sentence."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """A line that was taken out of the text because it is no part of the news."""

    line: int
    """Its number in the document, from 1; 0 where it was a part of a line."""
    text: str
    reason: str
    """`share`, `advertisement`, `related`, `newsletter`, `caption`, `date`, `repeated`, `menu` …"""


class BlockKind(StrEnum):
    """What a block of an article's body is."""

    PARAGRAPH = "paragraph"
    CROSSHEAD = "crosshead"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a body: plain text on one line, or (`MARKDOWN`) a list, quote, table or linked text as Markdown."""

    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a document holds that is no article and was left out on purpose, to be counted and told."""

    what: str
    """In the plural: `comments`, `redirects`, `images` …"""
    number: int = 1


@dataclass(frozen=True, slots=True)
class Draft:
    """What a format reader found in one document, before anything is looked up or decided.

    A document that holds only a headline list has an empty `title` and no `blocks`. Most fields may be unknown.
    """

    fragment: str = ""
    """Which of several items of the document it is (a row, an entry, a record); empty where it is the only one."""
    title: str = ""
    standfirst: str | None = None
    blocks: tuple[Block, ...] = ()
    headlines: tuple[str, ...] = ()
    signature: str | None = None
    """The signature as found, for example `A.Ruegg--VB`."""
    authors: tuple[str, ...] = ()
    code: str | None = None
    """The source code of the signature, for example `VB`."""
    credit: str | None = None
    """The agency or publisher named in signature, date line, dateline or text, for example `AFP`."""
    dateline: str | None = None
    """As found, without its dash: `PARIS (AFP)`."""
    published: Timestamp | None = None
    updated: Timestamp | None = None
    captured: Timestamp | None = None
    date_source: DateSource = DateSource.NONE
    furniture: tuple[Furniture, ...] = ()
    url: str | None = None
    """Canonical address, as `enrich.addresses.canonical_url` gives it."""
    guid: str | None = None
    """The name that the source gives the article for good: a guid, an NewsML id, the id of a row."""
    source: str | None = None
    """Name of the publication that it was taken from."""
    lang: str | None = None
    """A language code such as `fr`, where the document names one."""
    topics: tuple[str, ...] = ()
    """Media Topic ids that the document itself assigns."""
    keywords: tuple[str, ...] = ()
    """Section, tags and house categories, as the source writes them."""
    status: Status = Status.PUBLISHED
    aliases: tuple[str, ...] = ()
    """Former paths of the article on its own site, `2019/05/slug/`."""
    extra: Mapping[str, object] = field(default_factory=dict)
    """What else is worth keeping: `slugline`, `urgency`, `version`, `embargo` … Texts and numbers."""
    provenance: Mapping[str, str] = field(default_factory=dict)
    """Where each fact comes from, by field: `{"published": "json-ld", "authors": "meta author"}`."""
    warnings: tuple[str, ...] = ()
    """What a person should know: dates that disagree, text that is cut … without the document's name."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article comes from. All fields may be unknown."""

    name: str | None = None
    url: str | None = None
    code: str | None = None
    document: str | None = None
    """Path of the document, relative to the archive."""
    id: str | None = None
    sha256: str | None = None
    """Digest of the document (and its sidecar) from which the content file was last made."""


@dataclass(frozen=True, slots=True)
class Also:
    """A further document that an article stands for."""

    document: str | None = None
    url: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One content file: an article or a headline list, with its Markdown body."""

    id: str
    title: str
    slug: str
    body: str = ""
    kind: Kind = Kind.ARTICLE
    published: Timestamp | None = None
    date_source: DateSource = DateSource.NONE
    updated: Timestamp | None = None
    captured: Timestamp | None = None
    lang: str | None = None
    topics: tuple[str, ...] = ()
    topic_reasons: Mapping[str, str] = field(default_factory=dict)
    """Why it has topics that a program found, by topic: score and words, as `reasons` writes and reads them."""
    headline_topics: Mapping[str, str] = field(default_factory=dict)
    """What tells the topics of the lines of a headline list, by topic: texts such as `Foot:`, parted by commas."""
    keywords: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    """Countries and territories that it is about, as ISO 3166-1 alpha-2 codes."""
    people: tuple[str, ...] = ()
    """Names of people that it tells of."""
    authors: tuple[str, ...] = ()
    credit: str | None = None
    dateline: str | None = None
    source: Source = field(default_factory=Source)
    also: tuple[Also, ...] = ()
    summary: str | None = None
    status: Status = Status.PUBLISHED
    story: str | None = None
    """The story that a person puts it in, as part of an address; `none` keeps it out of all."""
    aliases: tuple[str, ...] = ()
    provenance: Mapping[str, str] = field(default_factory=dict)
    """Where each fact comes from, by field."""
    details: Mapping[str, str] = field(default_factory=dict)
    """What else the source tells: `slugline`, `urgency`, `version`, `embargo` …"""
    extra: Mapping[str, object] = field(default_factory=dict)
    """Front matter keys that site-gen does not know, kept and shown to templates."""


@dataclass(frozen=True, slots=True)
class ContentFile:
    """An article and the file that holds it."""

    path: str
    """Relative to the content folder, `/` between parts."""
    article: Article
    digest: str
    """SHA-256 of the file's bytes."""
    warnings: tuple[str, ...] = ()


class Page(msgspec.Struct, frozen=True, gc=False):
    """One output file: its template and the one value that the template sees."""

    path: str
    """Relative to the output folder, `/` between parts."""
    template: str
    context: object
    """A value of `site_gen.pages.context`: the page is a pure function of it."""
    origin: str = ""
    """What asked for the page, for messages: a content file or `topic sport`."""
    text: str = ""
    """Content file whose Markdown text is the `body` of the context, where it has one: it is read when it is rendered,
    so that nobody holds all texts at once."""
    digest: str = ""
    """SHA-256 of that text, in hexadecimal."""


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A page's path and its bytes."""

    path: str
    data: bytes
