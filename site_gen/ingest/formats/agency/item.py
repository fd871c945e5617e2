"""What an agency's item says, as written, and the draft that it makes: the same for every form of the wire."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from site_gen.ingest.enrich.authors import split_authors
from site_gen.ingest.enrich.dates import parse_date
from site_gen.ingest.enrich.language import language_code
from site_gen.ingest.formats.agency.opening import TidyText, tidy_text
from site_gen.ingest.formats.agency.plain import text_blocks
from site_gen.ingest.formats.agency.subjects import Subject, file_subjects
from site_gen.ingest.formats.base import Document
from site_gen.ingest.formats.text.signature import agency_of
from site_gen.model import Block, DateSource, Draft, Failure, LeftOut, Status, Timestamp, clean_line

_MAX_TEXT = 2_000
_MAX_DETAIL = 500
_DAY = 86_400
# Dates of an item in order of trust.
_PUBLISHED = ("published", "created", "content_created", "version_created", "sent")
_UPDATED = ("version_created", "modified")
_PROVIDERS = ("credit", "provider", "holder", "source")
_SOURCES = ("source", "provider", "holder")
_STATUS = {
    "usable": Status.PUBLISHED, "published": Status.PUBLISHED, "corrected": Status.PUBLISHED,
    "embargoed": Status.DRAFT, "withheld": Status.DRAFT, "hold": Status.DRAFT, "draft": Status.DRAFT,
    "canceled": Status.WITHDRAWN, "cancelled": Status.WITHDRAWN, "killed": Status.WITHDRAWN, "kill": Status.WITHDRAWN,
    "retracted": Status.WITHDRAWN, "recalled": Status.WITHDRAWN, "withdrawn": Status.WITHDRAWN,
    "deleted": Status.WITHDRAWN,
}  # fmt: skip
_DETAILS = (
    "version", "slugline", "number", "urgency", "priority", "located", "genre", "byline", "subheadline", "ednote",
    "copyright", "usage_terms", "expires",
)  # fmt: skip
_WHOLE_NUMBER = re.compile(r"\d{1,15}")


@dataclass(slots=True)
class Item:
    """The facts of one item as written; of several that claim the same fact the first one taken stays."""

    facts: dict[str, str] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    """Which element or key each fact comes from."""
    dates: dict[str, Timestamp] = field(default_factory=dict)
    bylines: list[str] = field(default_factory=list)
    subjects: list[Subject] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    blocks: tuple[Block, ...] = ()
    left_out: Counter[str] = field(default_factory=Counter)
    without_text: str = ""
    """What there is to say where it has no text: `; it holds events alone`."""

    def take(self, name: str, value: object, origin: str) -> None:
        """Keep a fact unless it is empty or already known."""
        if name in self.facts or not isinstance(value, (str, int)) or isinstance(value, bool):
            return
        text = str(value)
        line = clean_line(html.unescape(text) if "&" in text else text)
        if line:
            self.facts[name] = line[:_MAX_TEXT]
            self.origins[name] = origin

    def take_date(self, name: str, value: object, origin: str) -> None:
        """Keep a date unless it is none or already known."""
        if name in self.dates or value in (None, ""):
            return
        at = parse_date(value.strip() if isinstance(value, str) else value)
        if at is not None:
            self.dates[name] = at
            self.origins[name] = origin

    def take_byline(self, value: object, origin: str) -> None:
        """Keep a byline where there is none yet."""
        if isinstance(value, str) and clean_line(value) and not self.bylines:
            self.bylines.append(clean_line(html.unescape(value))[:_MAX_DETAIL])
            self.origins["authors"] = origin


@dataclass(frozen=True, slots=True)
class NoArticle:
    """What an item is that makes no article."""

    reason: str
    """What is wrong and what to do about it, where the item stands alone."""
    what: str = ""
    """In the plural (`pictures`), where it is no article by its own declaration; else empty."""


def no_text(item: Item) -> NoArticle:
    """Why an item without a text is no article."""
    named = item.facts.get("title") or item.facts.get("slugline") or item.facts.get("guid")
    shown = f" ('{named[:80]}')" if named else ""
    return NoArticle(f"has no text{shown}{item.without_text}; ask its sender for the item with its text")


def report(document: Document, outcomes: Iterable[Draft | LeftOut | NoArticle]) -> Iterator[Draft | Failure | LeftOut]:
    """What a document of one or many items yields: numbered drafts, failures, and what was left out."""
    found = list(outcomes)
    items = [one for one in found if not isinstance(one, LeftOut)]
    left = Counter[str]()
    for one in found:
        if isinstance(one, LeftOut):
            left[one.what] += one.number
    several = len(items) > 1
    usable = any(isinstance(one, Draft) or not one.what for one in items)
    for number, one in enumerate(items, 1):
        if isinstance(one, Draft):
            yield replace(one, fragment=str(number)) if several else one
        elif several and one.what and usable:
            left[one.what] += 1
        elif not several or not one.what:
            yield Failure(f"{document.path}#{number}" if several else document.path, "parse", one.reason)
    if several and not usable:
        yield _nothing_usable(document, items)
    if not items:
        yield Failure(document.path, "parse", "holds no item; remove it or ask its sender for a whole copy")
    yield from (LeftOut(what, number) for what, number in left.items())


def _nothing_usable(document: Document, items: list[Draft | NoArticle]) -> Failure:
    kinds = Counter(one.what for one in items if isinstance(one, NoArticle))
    told = ", ".join(f"{number} {what}" for what, number in kinds.items())
    return Failure(document.path, "parse", f"holds no article but {told}; remove it from the inbox")


def make_draft(item: Item) -> Iterator[Draft | LeftOut | NoArticle]:
    """The draft of an item with a text, else why there is none; and what was left out of it."""
    status, embargo, warnings = _status(item)
    blocks, standfirst = item.blocks, item.facts.get("standfirst")
    if not blocks and standfirst and status is not Status.WITHDRAWN:
        blocks, standfirst = text_blocks(standfirst), None
        warnings.append("holds a summary and no full text")
    if not blocks and status is not Status.WITHDRAWN:
        yield no_text(item)
        return
    yield _draft(item, blocks, standfirst, (status, embargo, warnings))
    yield from (LeftOut(what, number) for what, number in item.left_out.items())


def _draft(
    item: Item, blocks: tuple[Block, ...], standfirst: str | None, state: tuple[Status, Timestamp | None, list[str]]
) -> Draft:
    status, embargo, warnings = state
    facts = item.facts
    text = tidy_text(blocks, facts.get("title", ""), standfirst, (facts[name] for name in _PROVIDERS if name in facts))
    if text.title_origin:
        item.origins["title"] = text.title_origin
        warnings.append(f"has no headline; its {text.title_origin} stands in")
    people, credit = _authors(item, text)
    filing = file_subjects(item.subjects, [word for word in item.keywords if clean_line(word) != text.title])
    published, updated = _dates(item, warnings)
    draft = Draft(
        title=text.title or facts.get("slugline") or facts.get("guid", ""),
        standfirst=text.standfirst,
        blocks=tuple(text.blocks),
        signature=text.signature,
        authors=people,
        credit=credit,
        dateline=_place_and_day(facts.get("dateline")) or text.dateline,
        published=published,
        updated=updated,
        date_source=DateSource.METADATA if published else DateSource.NONE,
        furniture=tuple(text.furniture),
        url=facts.get("url"),
        guid=facts.get("guid"),
        source=next((facts[name] for name in _SOURCES if name in facts), None),
        lang=language_code(facts["lang"]) if "lang" in facts else None,
        topics=filing.topics,
        keywords=filing.keywords,
        status=status,
        extra=_extra(item, embargo, filing.codes),
        warnings=tuple(warnings),
    )
    return replace(draft, provenance=_provenance(draft, item))


def _authors(item: Item, text: TidyText) -> tuple[tuple[str, ...], str | None]:
    """The people who wrote an item and whom it is credited to: who is named in so many words comes first."""
    people, told = split_authors(item.bylines) if item.bylines else ((), None)
    if not people and text.authors:
        people, item.origins["authors"] = text.authors, "byline in the text"
    # A lone first name or a list of them is no agency.
    if told and ("," in told or (" " not in told and agency_of(told) is None)):
        told = None
    facts = item.facts
    credit = facts.get("credit") or text.credit or facts.get("provider") or facts.get("holder") or told
    if item.bylines and not people and credit != told:
        item.take("byline", item.bylines[0], "byline")
    return people, (agency_of(credit.removeprefix("The ")) or credit) if credit else None


def _place_and_day(dateline: str | None) -> str | None:
    """A dateline without its dash; None where it is no more than a date."""
    text = (dateline or "").strip(" -–—_:\u00a0")
    letters = sum(character.isalpha() for character in text)
    return text if letters >= 3 and not text[:4].isdigit() and parse_date(text) is None else None


def _status(item: Item) -> tuple[Status, Timestamp | None, list[str]]:
    """The state that an item gives itself, its embargo, and what to warn of.

    There is no clock here: an item under embargo is a draft unless the item itself was made when it had ended.
    """
    written = item.facts.get("status", "")
    name = re.split(r"[:/]", written)[-1].strip().casefold()
    status = _STATUS.get(name, Status.PUBLISHED)
    warnings = [] if not name or name in _STATUS else [f"has the unknown status '{name[:40]}' and is taken as usable"]
    embargo = item.dates.get("embargo")
    made = max((item.dates[key].sort_key for key in _UPDATED if key in item.dates), default=None)
    if embargo and status is Status.PUBLISHED and (made is None or made < embargo.sort_key):
        status = Status.DRAFT
        item.origins["status"] = item.origins["embargo"]
        warnings.append(f"is under embargo until {embargo.isoformat()}; set its status to published when that is over")
    elif status is Status.DRAFT and embargo is None:
        warnings.append(f"is {name}; set its status to published when it may be shown")
    return status, embargo, warnings


def _dates(item: Item, warnings: list[str]) -> tuple[Timestamp | None, Timestamp | None]:
    names = [name for name in _PUBLISHED if name in item.dates]
    if not names:
        return None, None
    published = item.dates[names[0]]
    item.origins["published"] = item.origins[names[0]]
    other = item.dates.get("content_created")
    if other and abs(other.sort_key[0] - published.sort_key[0]) >= _DAY:
        used, unused = item.origins["published"], item.origins["content_created"]
        warnings.append(f"{used} ({published.isoformat()}) and {unused} ({other.isoformat()}) disagree; {used} is used")
    later = [name for name in _UPDATED if name in item.dates and item.dates[name].sort_key > published.sort_key]
    if not later:
        return published, None
    item.origins["updated"] = item.origins[later[0]]
    return published, item.dates[later[0]]


def _extra(item: Item, embargo: Timestamp | None, codes: str) -> dict[str, object]:
    extra: dict[str, object] = {}
    for name in _DETAILS:
        value = item.facts.get(name)
        if value is not None:
            number = _WHOLE_NUMBER.fullmatch(value) if name in ("version", "urgency", "priority") else None
            extra[name] = int(value) if number else value[:_MAX_DETAIL]
    if embargo is not None:
        extra["embargo"] = embargo.isoformat()
    if codes:
        extra["subject_codes"] = codes[:_MAX_DETAIL]
    return extra


_ORIGINS = (
    "title", "standfirst", "authors", "credit", "dateline", "published", "updated", "guid", "url", "source", "lang",
)  # fmt: skip


def _provenance(draft: Draft, item: Item) -> dict[str, str]:
    origins = {name: item.origins[name] for name in _ORIGINS if name in item.origins and getattr(draft, name)}
    if draft.status is not Status.PUBLISHED and "status" in item.origins:
        origins["status"] = item.origins["status"]
    if draft.topics:
        origins["topics"] = "subject codes"
    if draft.keywords:
        origins["keywords"] = "subjects and keywords"
    return origins
