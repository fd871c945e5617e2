"""The facts that a web page gives about its article, each with where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from site_gen.ingest.enrich.addresses import canonical_url
from site_gen.ingest.enrich.language import language_code
from site_gen.ingest.formats.base import Known
from site_gen.ingest.formats.html.facts_people import site_names
from site_gen.ingest.formats.html.facts_title import find_title, plain_text
from site_gen.ingest.formats.html.jsonld import Node, first_text, texts
from site_gen.ingest.formats.html.signals import Signals

_MOST_KEYWORDS = 40
_LONGEST_KEYWORD = 80
_SECTION_METAS = (
    "article:section og:article:section parsely-section sailthru.section cxenseparse:category prism.section"
).split()
_TAG_METAS = (
    "article:tag og:article:tag video:tag parsely-tags sailthru.tags news_keywords keywords dc.subject "
    "dcterms.subject citation_keywords"
).split()
_HOME = frozenset("home accueil startseite inicio homepage actualités actualites news index start portada".split())
_LIST = re.compile(r"\s*[,;|]\s*")
_DESCRIPTIONS = (
    "og:description description twitter:description dc.description dcterms.description sailthru.description"
).split()


@dataclass(slots=True)
class Facts:
    """What a page says, dates and people apart."""

    title: str = ""
    url: str | None = None
    canonical: str | None = None
    """The address that the page defers to, where it is another than its own."""
    source: str | None = None
    lang: str | None = None
    other_lang: str | None = None
    """Where the page names a second language, that; the text must decide."""
    keywords: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    located: str = ""
    """Where it was written, or what it shows, as the page tells machines: `London, UK`."""
    is_cut: bool = False
    """Whether the page says that its text is for subscribers alone."""
    provenance: dict[str, str] = field(default_factory=dict)


def read_facts(signals: Signals, article: Node | None, known: Known) -> Facts:
    """The facts of a page; `article` is the article that its JSON-LD describes."""
    facts = Facts()
    names = site_names(signals, article)
    facts.title, origin = find_title(signals, article, [*names, *_hosts(signals, known)])
    _note(facts, "title", origin)
    _read_address(facts, signals, article, known)
    if names:
        facts.source = names[0]
        _note(facts, "source", "og:site_name" if "og:site_name" in signals.metas else "publisher")
    _read_language(facts, signals, article)
    _read_keywords(facts, signals, article)
    told = [first_text(article, "description") or ""] if article is not None else []
    told += [signals.meta(name) or "" for name in _DESCRIPTIONS]
    # What names the site speaks of the site.
    slogans = [name.casefold() for name in names if len(name) > 3]
    lines = dict.fromkeys(filter(None, map(plain_text, told)))
    facts.descriptions = tuple(text for text in lines if not any(name in text.casefold() for name in slogans))
    if article is not None:
        facts.located = plain_text(first_text(article, "dateline", "locationCreated", "contentLocation") or "")[:200]
    facts.is_cut = article is not None and str(article.get("isAccessibleForFree")).lower() in (
        "false",
        "http://schema.org/false",
    )
    return facts


def choose_article(signals: Signals) -> Node | None:
    """The article that a page's JSON-LD describes: of several, the one with the page's own address or title."""
    articles = signals.linked.articles
    if len(articles) < 2:
        return articles[0] if articles else None
    own = {canonical_url(url) for url in (signals.canonical, signals.meta("og:url"))} - {None}
    for article in articles:
        if {
            canonical_url(text) for name in ("url", "mainEntityOfPage", "@id") for text in texts(article.get(name))
        } & own:
            return article
    titles = {plain_text(text) for text in (signals.meta("og:title") or "", *signals.headings)} - {""}
    named = (one for one in articles if plain_text(first_text(one, "headline", "name") or "") in titles)
    return next(named, next((one for one in articles if "datePublished" in one), articles[0]))


def _note(facts: Facts, name: str, origin: str) -> None:
    if origin:
        facts.provenance[name] = origin


# --- address ---------------------------------------------------------------------------------------------------


def _hosts(signals: Signals, known: Known) -> Iterator[str]:
    """The site's name as its host spells it: `www.lelac.example.fr` gives `lelac.example.fr` and `lelac`."""
    for url in (signals.meta("og:url"), signals.canonical, known.url):
        try:
            host = urlsplit(url or "").hostname or ""
        except ValueError:
            continue
        if host:
            bare = host.removeprefix("www.")
            yield from (bare, bare.split(".")[0])
            return


def _read_address(facts: Facts, signals: Signals, article: Node | None, known: Known) -> None:
    base = _base(signals, known)
    own = canonical_url(signals.meta("og:url"), base)
    deferred = canonical_url(signals.canonical, base)
    linked = next((url for name in ("url", "mainEntityOfPage", "@id") for url in _addresses(article, name, base)), None)
    given = canonical_url(known.url)
    found = [(url, origin) for url, origin in ((own, "og:url"), (deferred, "canonical"), (linked, "json-ld")) if url]
    # A template that gives its home page as the address of everything gives nothing.
    told = [(url, origin) for url, origin in found if urlsplit(url).path.strip("/") or urlsplit(url).query]
    if (
        own
        and deferred
        and told[:2] == [(own, "og:url"), (deferred, "canonical")]
        and not _is_other_copy(own, deferred)
    ):
        told = told[1:]
    candidates = [*told, *([(given, "known")] if given else []), *found]
    if candidates:
        facts.url, origin = candidates[0]
        _note(facts, "url", origin)
    if deferred and facts.url and (deferred, "canonical") in told and deferred != facts.url:
        facts.canonical = deferred


def _is_other_copy(own: str, deferred: str) -> bool:
    """Whether two addresses of one host are those of copies, as of an article that is filed in two sections."""
    a, b = urlsplit(own), urlsplit(deferred)
    return a.hostname == b.hostname and a.path.rstrip("/") != b.path.rstrip("/")


def _base(signals: Signals, known: Known) -> str | None:
    for url in (known.url, signals.meta("og:url"), signals.canonical):
        if url and url.startswith(("http://", "https://")):
            try:
                return urljoin(url, signals.base) if signals.base else url
            except ValueError:
                continue
    return signals.base


def _addresses(article: Node | None, name: str, base: str | None) -> Iterator[str]:
    values = texts(article.get(name)) if article is not None else ()
    for value in values:
        url = canonical_url(value, base) if value.startswith(("http", "/")) else None
        if url:
            yield url


# --- language --------------------------------------------------------------------------------------------------


def _read_language(facts: Facts, signals: Signals, article: Node | None) -> None:
    """The declared language; templates often declare a wrong one, so a second opinion is kept where there is one."""
    told = [("html lang", signals.lang)]
    if article is not None:
        told.append(("json-ld", first_text(article, "inLanguage")))
    told += [(name, signals.meta(name)) for name in ("og:locale", "content-language", "dc.language", "language")]
    found = [(origin, code) for origin, value in told if (code := language_code(value)) is not None]
    if found:
        facts.lang = found[0][1]
        facts.other_lang = next((code for _, code in found if code != facts.lang), None)
        _note(facts, "lang", found[0][0])


# --- keywords --------------------------------------------------------------------------------------------------


def _read_keywords(facts: Facts, signals: Signals, article: Node | None) -> None:
    found: dict[str, str] = {}
    origins: dict[str, None] = {}
    for origin, words in _keyword_groups(signals, article):
        for word in words:
            line = plain_text(word).strip(" #,;")
            key = line.casefold()
            if (
                len(line) <= _LONGEST_KEYWORD
                and any(map(str.isalnum, line))
                and line != facts.title
                and key not in found
            ):
                found[key] = line
                origins[origin] = None
    facts.keywords = tuple(found.values())[:_MOST_KEYWORDS]
    _note(facts, "keywords", ", ".join(origins))


def _keyword_groups(signals: Signals, article: Node | None) -> Iterator[tuple[str, Iterable[str]]]:
    """Section first, then tags, each as the page writes it."""
    if article is not None:
        yield "json-ld", _listed(article.get("articleSection"))
    for name in _SECTION_METAS:
        yield name, signals.metas.get(name, ())
    yield "microdata", signals.items.values.get("articlesection", ())
    # The last of a trail is the page itself.
    crumbs = signals.linked.breadcrumbs
    inner = [crumb for crumb in crumbs if crumb.casefold() not in _HOME]
    yield "breadcrumbs", [crumb for crumb in inner if crumb != inner[-1] or len(crumb) <= 30][:4]
    if article is not None:
        yield "json-ld", _listed(article.get("keywords"))
    for name in _TAG_METAS:
        values = signals.metas.get(name, ())
        # Where a meta stands for each tag, a tag may hold a comma (`boats, yachts`).
        split = _split(values, least=3 if name.endswith(":tag") else 2)
        # A long list of search words is that of the site and no tags of the article.
        if name != "keywords" or len(split) <= 15:
            yield name, split
    yield "microdata", _split(signals.items.values.get("keywords", ()))
    yield "rel=tag", signals.tags


def _listed(value: object) -> list[str]:
    """Keywords of JSON-LD: an array of texts or terms, or one text with commas between them."""
    return _split(texts(value))


def _split(values: Iterable[str], least: int = 2) -> list[str]:
    """Keywords one by one; of several values each is one keyword, as is a value of fewer than `least` parts."""
    several = [plain_text(value) for value in values]
    parts = [part for part in _LIST.split(several[0]) if part] if len(several) == 1 else []
    return parts if len(parts) >= least else several
