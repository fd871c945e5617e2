"""What a web page says about itself, gathered in one walk over its tree and not yet judged."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from site_gen.ingest.formats.html.jsonld import Linked, read_jsonld
from site_gen.ingest.formats.html.microdata import Items, element_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MOST_CLASSED = 8
_LONGEST_LINE = 200
_MOST_OF_A_META = 60
_DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:date|dates?line|time(?:stamp)?|publi\w*|posted|entry-date|fecha|datum)(?:$|[\s_-])", re.IGNORECASE
)
_BYLINE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:by-?line|authors?(?:-?names?)?|auteurs?|autor(?:es)?|signature|writer)(?:$|[\s_-])", re.IGNORECASE
)
_REFRESH = re.compile(r"^\s*(\d+)(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"'\s>]+)", re.IGNORECASE)


@dataclass(slots=True)
class Signals:
    """What the parts of a page say, in the order of the page."""

    metas: dict[str, list[str]] = field(default_factory=dict)
    """Contents by name, property or itemprop in lower case."""
    linked: Linked = field(default_factory=lambda: read_jsonld(()))
    canonical: str | None = None
    base: str | None = None
    lang: str | None = None
    title: str = ""
    """The text of `<title>`."""
    headings: list[str] = field(default_factory=list)
    """The texts of `<h1>`."""
    times: list[tuple[str, str]] = field(default_factory=list)
    """Of each `<time>` behind the first heading: its `datetime` (perhaps empty) and its text."""
    items: Items = field(default_factory=Items)
    """Microdata."""
    tags: list[str] = field(default_factory=list)
    """The texts of `rel=tag` links."""
    bylines: list[str] = field(default_factory=list)
    """The texts of `rel=author` links and of elements classed as bylines, behind the first heading."""
    date_lines: list[str] = field(default_factory=list)
    """The texts of elements classed as dates, behind the first heading."""
    refresh: str | None = None
    """Where the page sends browsers at once."""
    frames: bool = False
    password: bool = False
    """Whether there is a form that asks for a password."""
    videos: int = 0
    links: int = 0
    link_chars: int = 0
    paragraph_chars: int = 0
    """Characters in `<p>` of some length, links in them apart."""

    def meta(self, *names: str) -> str | None:
        """The first content of the first of the named metas that has one."""
        for name in names:
            for content in self.metas.get(name, ()):
                return content
        return None


def read_signals(tree: HtmlElement) -> Signals:
    """What a page says about itself. The tree is not changed."""
    signals = Signals(lang=tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"))
    scripts: list[str] = []
    items = Items()
    for element in tree.iter("*"):
        reader = _READERS.get(element.tag)
        if reader is not None:
            reader(element, signals)
        elif element.tag == "script":
            if "ld+json" in (element.get("type") or "").lower():
                scripts.append(element.text or "")
            continue
        if element.get("itemprop"):
            items.read(element)
        if signals.headings and (classes := element.get("class")):
            _read_classed(element, classes, signals)
    signals.linked = read_jsonld(scripts)
    signals.items = items
    return signals


# --- the parts of a page ---------------------------------------------------------------------------------------


def _read_meta(element: HtmlElement, signals: Signals) -> None:
    content = element.get("content")
    if not content:
        return
    for attribute in ("property", "name", "http-equiv"):
        name = element.get(attribute)
        if not name:
            continue
        values = signals.metas.setdefault(name.strip().lower(), [])
        if len(values) < _MOST_OF_A_META:
            values.append(content)
        if name.lower() == "refresh":
            found = _REFRESH.match(content)
            # A page that reloads itself after minutes is an ordinary one.
            if found and int(found[1]) <= 10:
                signals.refresh = found[2]


def _read_link(element: HtmlElement, signals: Signals) -> None:
    rel = (element.get("rel") or "").lower().split()
    if "canonical" in rel and signals.canonical is None:
        signals.canonical = element.get("href")


def _read_title(element: HtmlElement, signals: Signals) -> None:
    # Drawings (`<svg>`) have titles too.
    if not signals.title:
        signals.title = element_text(element)


def _read_base(element: HtmlElement, signals: Signals) -> None:
    signals.base = signals.base or element.get("href")


def _read_heading(element: HtmlElement, signals: Signals) -> None:
    text = element_text(element)
    if text and len(signals.headings) < 20:
        signals.headings.append(text)


def _read_time(element: HtmlElement, signals: Signals) -> None:
    if signals.headings and len(signals.times) < 20:
        signals.times.append((element.get("datetime") or "", element_text(element)))


def _read_anchor(element: HtmlElement, signals: Signals) -> None:
    signals.links += 1
    text = element_text(element)
    signals.link_chars += len(text)
    rel = (element.get("rel") or "").lower().split()
    if not rel or not text or len(text) > 80:
        return
    if "tag" in rel and len(signals.tags) < _MOST_OF_A_META:
        signals.tags.append(text)
    elif "author" in rel and signals.headings and len(signals.bylines) < 20:
        signals.bylines.append(text)


def _read_paragraph(element: HtmlElement, signals: Signals) -> None:
    chars = len(element_text(element)) - sum(len(link.text or "") for link in element.iter("a"))
    if chars > 60:
        signals.paragraph_chars += chars


def _read_frames(_: HtmlElement, signals: Signals) -> None:
    signals.frames = True


def _read_video(_: HtmlElement, signals: Signals) -> None:
    signals.videos += 1


def _read_input(element: HtmlElement, signals: Signals) -> None:
    signals.password = signals.password or (element.get("type") or "").lower() == "password"


def _read_classed(element: HtmlElement, classes: str, signals: Signals) -> None:
    """An element classed as a byline or a date; what stands in lists of other articles comes later and is not asked."""
    if len(signals.bylines) < _MOST_CLASSED and _BYLINE_CLASS.search(classes):
        _keep_line(element, signals.bylines)
    if len(signals.date_lines) < _MOST_CLASSED and _DATE_CLASS.search(classes):
        _keep_line(element, signals.date_lines)


def _keep_line(element: HtmlElement, lines: list[str]) -> None:
    text = element_text(element)
    if 3 <= len(text) <= _LONGEST_LINE:
        lines.append(text)


_READERS: Mapping[object, Callable[[HtmlElement, Signals], None]] = {
    "meta": _read_meta,
    "link": _read_link,
    "title": _read_title,
    "base": _read_base,
    "h1": _read_heading,
    "time": _read_time,
    "a": _read_anchor,
    "p": _read_paragraph,
    "frameset": _read_frames,
    "video": _read_video,
    "input": _read_input,
}
