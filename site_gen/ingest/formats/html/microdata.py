"""Microdata of web pages, and the texts of elements."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from site_gen.ingest.formats.html.jsonld import is_article
from site_gen.model import clean_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MOST_TEXT = 2_000
_MOST_VALUES = 60
_WANTED = frozenset(
    "headline name datepublished datemodified datecreated author creator publisher sourceorganization articlesection "
    "keywords description url mainentityofpage inlanguage alternativeheadline".split()
)
_NAMED = frozenset("author creator publisher sourceorganization".split())
# Comments and processing instructions have texts too, which are not shown.
_ELEMENT = "*"
_BREAKS = ("br", "div", "p", "li", "time", "h2", "h3", "td", "section", "figure")
_ADDRESSES = {"a": "href", "link": "href", "img": "src"}


def element_text(element: HtmlElement) -> str:
    """The text of an element on one line, cut where it is endless; what stands on lines of its own is set apart."""
    if not len(element):
        return clean_line((element.text or "")[:_MOST_TEXT])
    glue = " " if next(element.iterdescendants(*_BREAKS), None) is not None else ""
    parts: list[str] = []
    length = 0
    for part in element.itertext(_ELEMENT):
        parts.append(part)
        length += len(part)
        if length > _MOST_TEXT:
            break
    return clean_line(glue.join(parts))


@dataclass(slots=True)
class Items:
    """Microdata of the first article that a page marks, and of no scope at all."""

    values: dict[str, list[str]] = field(default_factory=dict)
    """By property in lower case."""
    organisations: set[str] = field(default_factory=set)
    """Names that are said to be those of organisations."""
    articles: int = 0
    """How many articles are marked."""
    _scopes: dict[HtmlElement, bool] = field(default_factory=dict)

    def first(self, name: str) -> str | None:
        """The first value of a property."""
        return next(iter(self.values.get(name, ())), None)

    def read(self, element: HtmlElement) -> None:
        """Take in an element that has an `itemprop`."""
        for name in element.get("itemprop", "").lower().split()[:5]:
            if name not in _WANTED or not self._is_in_article(element):
                continue
            values = self.values.setdefault(name, [])
            value = self._named(element) if name in _NAMED else _value(element)
            if value and len(values) < _MOST_VALUES:
                values.append(value)

    def _is_in_article(self, element: HtmlElement) -> bool:
        """Whether the nearest scope around an element is the first article, the page, or none."""
        scope = next((one for one in element.iterancestors() if one.get("itemscope") is not None), None)
        if scope is None:
            return True
        kept = self._scopes.get(scope)
        if kept is None:
            kind = (scope.get("itemtype") or "").rstrip("/").rsplit("/", 1)[-1]
            article = is_article(kind)
            kept = kind == "WebPage" or (article and not self.articles)
            self.articles += article
            self._scopes[scope] = kept
        return kept

    def _named(self, element: HtmlElement) -> str:
        """The name of a person or organisation, whose scope may hold much else."""
        inner = next((one for one in element.iterdescendants() if one.get("itemprop") == "name"), None)
        name = _value(element if inner is None else inner)
        if "Organization" in (element.get("itemtype") or ""):
            self.organisations.add(name)
        return name


def _value(element: HtmlElement) -> str:
    content = element.get("content") or element.get("datetime")
    if content:
        return clean_line(content[:_MOST_TEXT])
    address = _ADDRESSES.get(element.tag)
    # A link that is a name (`<a itemprop="author">`) has a text.
    return element_text(element) or (element.get(address) or "" if address else "")
