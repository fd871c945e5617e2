"""HTML to HTML that is safe to publish: an allow-list, absolute links only, and headings that start at `h2`.

The one user of nh3. A first pass parses as browsers do and drops what is not allowed; its regular output is then
tidied (images become links, dead links plain text, headings close ranks); a last pass guarantees the result.
"""

from __future__ import annotations

import re
from html import escape, unescape

import nh3

from site_gen.model import clean_text
from site_gen.urls import safe_url

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TAGS = _HEADINGS | frozenset(
    "p br hr em strong b i u s del ins sub sup small mark code pre kbd blockquote q cite ul ol li dl dt dd "
    "table caption thead tbody tfoot tr th td a abbr".split()
)
_DROPPED_WITH_CONTENT = frozenset("script style template noscript iframe object svg math textarea select title".split())
# As nh3 writes them: lower case, double quotes, quotes inside values escaped.
_TAG = re.compile(r'<(/?)(a|img|h[1-6])((?:\s+[a-z]+="[^"]*")*)\s*/?>')
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')


def sanitise(html: str) -> str:
    """`html` with nothing in it that could run, load, track, restyle the page or break its outline."""
    # nh3 names no-break spaces; as themselves they weigh a third, and are what the text held.
    return clean_text(_LAST.clean(_Tidy().tidy(_FIRST.clean(html))).replace("&nbsp;", "\xa0"))


def _filter_attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "ol":
        return value if re.fullmatch(r"\d{1,6}", value) else None
    if name in ("alt", "rel"):  # `rel` is not allowed in the input: this one is nh3's own
        return value
    return safe_url(value, ("http", "https") if tag == "img" else ("http", "https", "mailto"))


_FIRST = nh3.Cleaner(
    tags=set(_TAGS | {"img"}),
    clean_content_tags=set(_DROPPED_WITH_CONTENT),
    attributes={"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}},
    attribute_filter=_filter_attribute,
    link_rel=None,
)
_LAST = nh3.Cleaner(
    tags=set(_TAGS),
    clean_content_tags=set(_DROPPED_WITH_CONTENT),
    attributes={"a": {"href"}, "ol": {"start"}},
    attribute_filter=_filter_attribute,
    link_rel="nofollow noopener",
)


class _Tidy:
    """One walk over the tags of a sanitised text."""

    def __init__(self) -> None:
        self._links: list[bool] = []
        self._levels: list[int] = []
        self._open_heading = 2

    def tidy(self, html: str) -> str:
        """The text with its links, images and headings put right."""
        return _TAG.sub(self._replace, html)

    def _replace(self, found: re.Match[str]) -> str:
        closing, tag = found[1] == "/", found[2]
        attributes = dict(_ATTRIBUTE.findall(found[3]))
        if tag == "a":
            return self._link_end() if closing else self._link_start(found[0], "href" in attributes)
        if tag == "img":
            return self._image(attributes)
        if not closing:
            self._open_heading = self._level(int(tag[1]))
        return f"<{found[1]}h{self._open_heading}>"

    def _link_start(self, tag: str, is_live: bool) -> str:
        self._links.append(is_live)
        return tag if is_live else ""

    def _link_end(self) -> str:
        return "</a>" if self._links and self._links.pop() else ""

    def _image(self, attributes: dict[str, str]) -> str:
        """A link to the image under its description: a page loads nothing from elsewhere."""
        address = attributes.get("src", "")
        text = attributes.get("alt", "").strip() or address
        if not address or any(self._links):
            return escape(unescape(text))
        return f'<a href="{address}">{escape(unescape(text))}</a>'

    def _level(self, given: int) -> int:
        """The article's title is the `h1`: headings below it start at `h2` and leave no level out."""
        while self._levels and self._levels[-1] >= given:
            self._levels.pop()
        self._levels.append(given)
        return min(6, 1 + len(self._levels))
