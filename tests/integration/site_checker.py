"""What a browser, a crawler and a reader without a server need of a generated site, checked with the standard library.

Each check gives the problems as texts, so that a failing test shows all of them.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

_URL_ATTRIBUTES = frozenset("href src srcset data action formaction poster background cite longdesc ping".split())
_LOADING = frozenset("img script iframe frame embed object video audio source track input portal".split())
_RUNNING = frozenset("iframe frame frameset object embed applet form input button svg math style base template".split())
# Drawings of our own, told by their class, which the sanitiser leaves to no text; what moves or loads is in none.
_DRAWINGS = frozenset(("world", "bars"))
_MOVING = frozenset("animate animatemotion animatetransform set use image foreignobject filter pattern".split())
DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


@dataclass(slots=True)
class Element:
    """A start tag with its attributes and its line."""

    tag: str
    attributes: list[tuple[str, str]]
    line: int

    def get(self, name: str) -> str:
        """The attribute's value, empty where it is absent."""
        return next((value for key, value in self.attributes if key == name), "")


@dataclass(slots=True)
class HtmlPage:
    """One parsed page."""

    path: str
    elements: list[Element] = field(default_factory=list)
    title: str = ""
    scripts: list[tuple[str, str]] = field(default_factory=list)
    """Type and text of each script."""
    text: str = ""
    """All text outside scripts."""
    has_doctype: bool = False

    def find(self, *tags: str) -> list[Element]:
        """The elements of these names."""
        return [element for element in self.elements if element.tag in tags]

    @property
    def ids(self) -> list[str]:
        """The ids of all elements."""
        return [value for element in self.elements if (value := element.get("id"))]

    @property
    def links(self) -> list[str]:
        """Where its anchors lead."""
        return [element.get("href") for element in self.find("a") if element.get("href")]

    @property
    def is_indexed(self) -> bool:
        """Whether search engines may index it."""
        robots = [element for element in self.find("meta") if element.get("name") == "robots"]
        return not any("noindex" in element.get("content") for element in robots)

    @property
    def refresh(self) -> str:
        """Where the page sends its readers, empty for most."""
        for element in self.find("meta"):
            if element.get("http-equiv").lower() == "refresh":
                return element.get("content").partition("url=")[2]
        return ""


class _Parser(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page = HtmlPage(path)
        self._inside = ""
        self._texts: list[str] = []

    def handle_decl(self, decl: str) -> None:
        self.page.has_doctype = decl.lower() == "doctype html"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, [(name, value or "") for name, value in attrs], self.getpos()[0])
        self.page.elements.append(element)
        if tag == "script":
            self.page.scripts.append((element.get("type"), ""))
        if tag in ("script", "title"):
            self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            kind, text = self.page.scripts[-1]
            self.page.scripts[-1] = (kind, text + data)
            return
        if self._inside == "title":
            self.page.title += data
        self._texts.append(data)

    def finished(self) -> HtmlPage:
        self.close()
        self.page.text = "".join(self._texts)
        return self.page


def parse_html(path: str, text: str) -> HtmlPage:
    """A page as a lenient parser sees it."""
    parser = _Parser(path)
    parser.feed(text)
    return parser.finished()


@dataclass(frozen=True, slots=True)
class GeneratedSite:
    """The files of an output folder, and its pages parsed."""

    files: Mapping[str, bytes]
    pages: Mapping[str, HtmlPage]

    def resolve(self, page: str, address: str, base: str = "/") -> tuple[str, str] | None:
        """File and fragment that an address of a page leads to below `base`; None where it leaves the site."""
        whole = urlsplit(urljoin(f"https://host.invalid{base}{page}", address))
        path = unquote(whole.path)
        if whole.netloc != "host.invalid" or not path.startswith(base):
            return None
        path = path[len(base) :]
        return (f"{path}index.html" if not path or path.endswith("/") else path, unquote(whole.fragment))


def read_site(folder: Path) -> GeneratedSite:
    """The site in an output folder."""
    files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
    pages = {path: parse_html(path, data.decode("utf-8")) for path, data in files.items() if path.endswith(".html")}
    return GeneratedSite(files, pages)


# --- links -------------------------------------------------------------------------------------------------------


def link_problems(site: GeneratedSite, base: str = "/") -> list[str]:
    """Every internal address that is not relative, leaves the site, or leads to nothing; `base` is the site's path."""
    problems = []
    for page in site.pages.values():
        for element, address in _addresses(page):
            problem = _link_problem(site, page, address, base)
            if problem:
                problems.append(f"{page.path}:{element.line}: <{element.tag}> {address!r}: {problem}")
    return problems


def _addresses(page: HtmlPage) -> Iterator[tuple[Element, str]]:
    for element in page.elements:
        for name, value in element.attributes:
            if name in _URL_ATTRIBUTES:
                yield element, value
        if element.tag == "meta" and element.get("http-equiv").lower() == "refresh":
            yield element, element.get("content").partition("url=")[2]


def _link_problem(site: GeneratedSite, page: HtmlPage, address: str, base: str) -> str:
    if address == "data:," or urlsplit(address).scheme in ("http", "https", "mailto"):
        return ""
    if not address or urlsplit(address).scheme or "\\" in address:
        return "is empty or of a scheme that does not belong into a page"
    if address.startswith("/") and (page.path != "404.html" or not address.startswith(base)):
        return "is not relative"
    return _target_problem(site, page, address, base)


def _target_problem(site: GeneratedSite, page: HtmlPage, address: str, base: str) -> str:
    found = site.resolve(page.path, address, base)
    if found is None:
        return "leaves the site"
    target, fragment = found
    if target not in site.files:
        return f"leads to {target}, which is not there"
    if fragment and fragment not in site.pages[target].ids:
        return f"names the fragment {fragment}, which {target} lacks"
    return ""


def reachable(site: GeneratedSite, start: str = "index.html") -> set[str]:
    """The pages that a reader can walk to from the start page."""
    seen = {start}
    queue = [start]
    while queue:
        page = site.pages[queue.pop()]
        for address in page.links:
            found = None if urlsplit(address).scheme else site.resolve(page.path, address)
            if found and found[0] in site.pages and found[0] not in seen:
                seen.add(found[0])
                queue.append(found[0])
    return seen


# --- pages -------------------------------------------------------------------------------------------------------


def page_problems(page: HtmlPage) -> list[str]:
    """What a page lacks or has twice."""
    problems = []
    html = page.find("html")
    if not page.has_doctype:
        problems.append("has no doctype")
    if len(html) != 1 or not html[0].get("lang") or html[0].get("dir") not in ("ltr", "rtl"):
        problems.append("has no language or direction")
    if not page.title.strip():
        problems.append("has no title")
    if len(page.find("h1")) != 1 and not page.refresh:
        problems.append(f"has {len(page.find('h1'))} h1")
    problems += [f"has the id {name!r} {number} times" for name, number in Counter(page.ids).items() if number > 1]
    levels = [int(element.tag[1]) for element in page.elements if re.fullmatch("h[1-6]", element.tag)]
    problems += [f"jumps from h{one} to h{two}" for one, two in pairwise(levels) if two > one + 1]
    return [f"{page.path}: {problem}" for problem in problems]


def safety_problems(page: HtmlPage) -> list[str]:
    """Everything on a page that could run, load from elsewhere, or lead to a dangerous address."""
    problems = []
    for kind, text in page.scripts:
        if kind != "application/ld+json":
            problems.append(f"has a script: {text[:60]!r}")
            continue
        try:
            json.loads(text)
        except ValueError as error:
            problems.append(f"has JSON-LD that does not parse: {error}")
    for element in page.elements:
        problems += [f"line {element.line}: {problem}" for problem in _element_problems(element)]
    return [f"{page.path}: {problem}" for problem in problems]


def _element_problems(element: Element) -> Iterator[str]:
    tag = element.tag
    if tag in _MOVING or (tag in _RUNNING and not (tag == "svg" and element.get("class") in _DRAWINGS)):
        yield f"<{tag}>"
    if tag in _LOADING and tag != "script" and urlsplit(element.get("src")).netloc:
        yield f"<{tag}> loads {element.get('src')!r}"
    if tag == "link" and "stylesheet" in element.get("rel") and urlsplit(element.get("href")).netloc:
        yield f"a style sheet from {element.get('href')!r}"
    if tag == "meta" and element.get("http-equiv").lower() not in ("", "content-security-policy", "refresh"):
        yield f"meta http-equiv {element.get('http-equiv')!r}"
    for name, value in element.attributes:
        if name.startswith("on") or name in ("style", "srcdoc", "formaction", "ping"):
            yield f"<{tag} {name}={value!r}>"
        if name in _URL_ATTRIBUTES and not _is_harmless(value) and not (tag == "link" and value == "data:,"):
            yield f"<{tag} {name}={value!r}>"


def _is_harmless(address: str) -> bool:
    """Whether an address is http(s), mailto or plainly relative, as browsers read it."""
    if re.search(r"[\x00-\x20\\]", address) or address.startswith("//"):
        return False
    parts = urlsplit(address)
    if parts.scheme == "mailto":
        return True
    if parts.scheme in ("http", "https"):
        return bool(parts.hostname) and "@" not in parts.netloc
    return not parts.scheme and ":" not in address.partition("/")[0]


def name_problems(paths: list[str]) -> list[str]:
    """Paths that some file system cannot hold, or cannot tell apart."""
    problems = []
    for path in paths:
        problems += [f"{path}: bad name {part!r}" for part in path.split("/") if _is_bad_name(part)]
        if re.search(r'[\x00-\x1f\\:*?"<>|]', path):
            problems.append(f"{path}: bad character")
    folded = Counter(path.casefold() for path in paths)
    return problems + [f"{path}: {number} paths differ in case alone" for path, number in folded.items() if number > 1]


def _is_bad_name(part: str) -> bool:
    return len(part.encode()) > 255 or bool(DEVICE.match(part)) or not part.rstrip(". ") or part.endswith((" ", "."))


# --- files for machines ------------------------------------------------------------------------------------------


def xml_problems(site: GeneratedSite) -> list[str]:
    """XML files that a strict parser refuses."""
    problems = []
    for path, data in site.files.items():
        if path.endswith(".xml"):
            try:
                ET.fromstring(data)
            except ET.ParseError as error:
                problems.append(f"{path}: {error}")
    return problems


def sitemap_paths(site: GeneratedSite, base_url: str) -> list[str]:
    """The output paths that the sitemap lists, through its index; each part must be there and be named once."""
    spaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    index = ET.fromstring(site.files["sitemap.xml"])
    parts = [_local(node.text or "", base_url) for node in index.iterfind("s:sitemap/s:loc", spaces)]
    assert sorted(parts) == sorted(path for path in site.files if path.startswith("sitemaps/"))
    paths = []
    for part in parts:
        for url in ET.fromstring(site.files[part]).iterfind("s:url", spaces):
            paths.append(_local(url.findtext("s:loc", "", spaces), base_url))
            lastmod = url.findtext("s:lastmod", None, spaces)
            assert lastmod is None or re.fullmatch(r"\d{4}-\d\d-\d\d(T[\d:]+(Z|[+-]\d\d:\d\d))?", lastmod)
    return paths


def _local(address: str, base_url: str) -> str:
    assert address.startswith(base_url), address
    path = unquote(address.removeprefix(base_url))
    return f"{path}index.html" if not path or path.endswith("/") else path
