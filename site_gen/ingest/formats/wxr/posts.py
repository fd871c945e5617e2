"""One item of an export to its drafts: one a language, or why there is none."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import unquote, urlsplit

from site_gen.ingest.enrich.addresses import canonical_url
from site_gen.ingest.enrich.authors import split_authors
from site_gen.ingest.enrich.language import detect_language, language_code
from site_gen.ingest.formats.wxr import dating
from site_gen.ingest.formats.wxr.channel import Channel
from site_gen.ingest.formats.wxr.content import by_language, visible_html
from site_gen.ingest.formats.wxr.fields import Item
from site_gen.ingest.formats.wxr.lines import plain_line
from site_gen.ingest.formats.wxr.shortcodes import expand_shortcodes
from site_gen.ingest.identity import folded
from site_gen.ingest.markup import html_blocks
from site_gen.model import Block, DateSource, Draft, Status, clean_line

# What WordPress itself keeps in the table of posts beside posts and pages, as readers would call it.
_MACHINERY = {
    "attachment": "attachments",
    "revision": "revisions",
    "nav_menu_item": "menu items",
    "wp_navigation": "menu items",
    "wp_block": "reusable blocks",
    "custom_css": "style sheets",
    "customize_changeset": "theme settings",
    "wp_global_styles": "theme settings",
    "wp_template": "theme templates",
    "wp_template_part": "theme templates",
    "wp_font_family": "fonts",
    "wp_font_face": "fonts",
    "oembed_cache": "cached embeds",
    "user_request": "privacy requests",
}
_DISCARDED = {"trash": "posts in the bin", "auto-draft": "unsaved drafts"}
_UNPUBLISHED = frozenset({"draft", "pending", "private", "future"})
# Taxonomies that say how a post is shown or kept, not what it is about.
_TECHNICAL = frozenset(
    "author language link_category nav_menu post_format post_translations term_language term_translations wp_theme "
    "wp_pattern_category wp_template_part_area yst_prominent_words".split()
)
# The category that posts get which were given none, in the languages that WordPress names it in.
_NO_CATEGORY = frozenset("uncategorized uncategorised non-classe sin-categoria unkategorisiert senza-categoria".split())
_UPLOAD = re.compile(r"(?:-\d+x\d+)?\.[a-z]{3,4}$", re.IGNORECASE)
_SURE = 200
"""Letters of a text from which on its language is told better by itself than by the settings of the site."""
# Languages so near to each other that a detector takes the one for the other.
_NEAR = tuple(map(frozenset, ("no nb nn da".split(), "hr sr bs sh".split(), "id ms".split(), "pt gl es".split())))
_NO_TEXT = "has a title but no text; a plugin may keep its text outside the export"
_NOTHING_TO_READ = "has a title but no words: it holds images, frames or forms alone"


class NoArticleError(Exception):
    """An item is no article; the message says why and what to do about it."""


@dataclass(frozen=True, slots=True)
class Image:
    """An attachment: its address and what is said of it."""

    url: str
    caption: str


@dataclass(frozen=True, slots=True)
class Site:
    """What must be known beside an item: the channel, and the images by the id of their attachment."""

    channel: Channel
    images: Mapping[str, Image] = field(default_factory=dict)


def left_out_as(item: Item) -> str | None:
    """What an item is that is left out on purpose, in the plural; None for an item to be read."""
    kind = item.text("wp:post_type") or "post"
    if kind in _MACHINERY:
        return _MACHINERY[kind]
    status = item.text("wp:status")
    if status in _DISCARDED:
        return _DISCARDED[status]
    if item.text("content:encoded") or item.text("excerpt:encoded"):
        return None
    if kind not in ("post", "page"):
        return f"items of the type {clean_line(kind)[:40]} without a text"
    return "drafts without a text" if status in _UNPUBLISHED else None


def read_post(item: Item, site: Site, left_out: Counter[str]) -> Iterator[Draft]:
    """The drafts of an item: one, or one a language. Raises NoArticleError; adds to `left_out` what is not text."""
    draft = _facts(item, site.channel)
    titles = by_language(item.text("title"))
    bodies = by_language(item.text("content:encoded"))
    excerpts = by_language(item.text("excerpt:encoded"))
    codes = dict.fromkeys(code for versions in (bodies, titles) if versions for code in versions)
    if not codes:
        yield _with_text(draft, item, item.texts, site, left_out)
        return
    reason: NoArticleError | None = None
    found = False
    for code in codes:
        texts = dict(item.texts)
        for name, versions in (("title", titles), ("content:encoded", bodies), ("excerpt:encoded", excerpts)):
            if versions:
                texts[name] = versions.get(code, "")
        try:
            yield _with_text(_in_language(draft, code, is_first=not found), item, texts, site, left_out)
            found = True
        except NoArticleError as error:
            reason = reason or error
            left_out["versions without a text"] += 1
    if reason and not found:
        left_out["versions without a text"] = 0
        raise reason


def _in_language(draft: Draft, code: str, *, is_first: bool) -> Draft:
    """The facts of one version: the address of the post is that of its first language alone."""
    provenance = {**draft.provenance, "lang": "content:encoded"} if language_code(code) else draft.provenance
    lang = language_code(code) or draft.lang
    draft = replace(draft, fragment=f"{draft.fragment}-{code}", lang=lang, provenance=provenance)
    return draft if is_first else replace(draft, url=None, guid=f"{draft.guid}#{code}", aliases=())


def _with_text(draft: Draft, item: Item, texts: Mapping[str, str], site: Site, left_out: Counter[str]) -> Draft:
    title = plain_line(texts.get("title", ""))
    if not title:
        raise NoArticleError("has no title; give it one in the export")
    plain = expand_shortcodes(texts.get("content:encoded", ""))
    excerpt = texts.get("excerpt:encoded", "").strip()
    blocks = html_blocks(visible_html(plain.html), draft.url or site.channel.home) if plain.html.strip() else ()
    origin = "content:encoded"
    if not blocks and excerpt:
        blocks, origin, excerpt = html_blocks(visible_html(expand_shortcodes(excerpt).html)), "excerpt:encoded", ""
    if not blocks:
        raise NoArticleError(_NOTHING_TO_READ if plain.html.strip() else _NO_TEXT)
    left_out.update(plain.left_out)
    standfirst = _standfirst(excerpt, blocks)
    blocks = (*_featured_image(item, site, plain.html), *blocks)
    lang, lang_origin = (draft.lang, "") if draft.lang else _language_of(title, blocks, site.channel.lang)
    provenance = {**draft.provenance, "title": "title", "body": origin} | ({"lang": lang_origin} if lang_origin else {})
    if standfirst:
        provenance["standfirst"] = "excerpt:encoded"
    return replace(draft, title=title, standfirst=standfirst, blocks=blocks, lang=lang, provenance=provenance)


def _language_of(title: str, blocks: tuple[Block, ...], declared: str | None) -> tuple[str | None, str]:
    """The language of the site, unless the text is long enough to tell another one; and where it is from."""
    if declared is None:
        return None, ""
    text = " ".join([title, *(block.text for block in blocks)])[:2000]
    found = detect_language(text) if sum(map(str.isalpha, text)) >= _SURE else None
    is_near = any(found in near and declared in near for near in _NEAR)
    return (declared, "language") if found in (None, declared) or is_near else (found, "detected")


def _standfirst(excerpt: str, blocks: tuple[Block, ...]) -> str | None:
    """The excerpt, where it is not just the beginning of the text."""
    text = plain_line(expand_shortcodes(excerpt).html)
    start = folded(text)[:200]
    if not start or folded(" ".join(block.text for block in blocks[:4])).startswith(start):
        return None
    return text


def _featured_image(item: Item, site: Site, body: str) -> tuple[Block, ...]:
    """A link to the image above the post with its caption, unless the text shows it in some size."""
    image = site.images.get(item.meta.get("_thumbnail_id", "").strip())
    url = canonical_url(image.url, site.channel.home) if image else None
    if image is None or url is None or not image.caption or _UPLOAD.sub("", url[url.rindex("/") :]) in body:
        return ()
    shown = html.escape(image.caption)
    return html_blocks(f'<figure><img src="{html.escape(url)}"><figcaption>{shown}</figcaption></figure>')


def _facts(item: Item, channel: Channel) -> Draft:
    """All of a post but its text."""
    at, date_origin = dating.published(item)
    changed = dating.updated(item, at)
    url = canonical_url(item.text("link"), channel.home)
    names = _byline(item, channel)
    people, credit = split_authors(names, are_people=channel.people.issuperset(names))
    keywords = _keywords(item)
    status, warnings = _status(item)
    disagreement = dating.disagreement(item, at)
    known = {
        "published": date_origin,
        "updated": "wp:post_modified" if changed else "",
        "url": "link" if url else "",
        "authors": "dc:creator" if people else "",
        "keywords": "category" if keywords else "",
        "lang": "category" if _language(item) else "",
    }
    return Draft(
        fragment=clean_line(item.text("wp:post_id"))[:40],
        published=at,
        updated=changed,
        date_source=DateSource.METADATA if at else DateSource.NONE,
        url=url,
        guid=_guid(item, channel),
        source=channel.title,
        lang=_language(item),
        authors=people,
        credit=credit,
        keywords=keywords,
        status=status,
        aliases=_aliases(item.text("link"), channel.home),
        extra=_extra(item, at.isoformat() if at else None),
        provenance={name: origin for name, origin in known.items() if origin},
        warnings=(*item.warnings, *warnings, *([disagreement] if disagreement else [])),
    )


def _status(item: Item) -> tuple[Status, tuple[str, ...]]:
    status = item.text("wp:status")
    if item.text("wp:post_password"):
        return Status.DRAFT, ("is protected by a password on its site; it is kept as a draft",)
    if status == "publish":
        return Status.PUBLISHED, ()
    if status in _UNPUBLISHED:
        return Status.DRAFT, ()
    name = f"the status '{clean_line(status)[:40]}'" if status else "no status"
    return Status.DRAFT, (f"has {name}, which is none of a published post; it is kept as a draft",)


def _extra(item: Item, published: str | None) -> dict[str, object]:
    kind = clean_line(item.text("wp:post_type"))[:40]
    extra: dict[str, object] = {}
    if kind not in ("", "post"):
        extra["type"] = kind
    if item.text("wp:status") == "future" and published:
        extra["embargo"] = published
    return extra


def _guid(item: Item, channel: Channel) -> str | None:
    """The guid, made one of the site where it is none of the whole web."""
    guid = clean_line(item.text("guid"))[:1000]
    if "://" in guid:
        return guid
    name = guid or clean_line(item.text("wp:post_id"))[:40]
    return f"{(channel.home or '').rstrip('/')}/#{name}" if name else None


def _byline(item: Item, channel: Channel) -> tuple[str, ...]:
    """The names of the authors: those of a plugin for several authors, else the one whom WordPress knows."""
    several = tuple(clean_line(term.name) for term in item.terms if term.taxonomy == "author" and term.name)
    login = clean_line(item.text("dc:creator"))
    one = channel.authors.get(login.casefold(), login)
    names = several or ((one,) if one else ())
    return tuple(channel.authors.get(name.casefold(), name) for name in names)


def _keywords(item: Item) -> tuple[str, ...]:
    names: dict[str, str] = {}
    for term in item.terms:
        if term.taxonomy in _TECHNICAL or term.slug.lower() in _NO_CATEGORY:
            continue
        versions = by_language(term.name)
        name = plain_line(next(iter(versions.values())) if versions else term.name) or unquote(term.slug)
        if name:
            names.setdefault(name.casefold(), name)
    return tuple(names.values())


def _language(item: Item) -> str | None:
    """The language that a plugin for several languages gives the post."""
    slugs = (term.slug for term in item.terms if term.taxonomy == "language")
    return next((code for slug in slugs if (code := language_code(slug))), None)


def _aliases(link: str, home: str | None) -> tuple[str, ...]:
    """The path of the post on its site, below the site's first page; none for an address that is a query."""
    try:
        post, site = urlsplit(link), urlsplit(home or link)
    except ValueError:
        return ()
    base = f"{site.path.rstrip('/')}/" if home else "/"
    if post.query or post.hostname != site.hostname or not post.path.startswith(base):
        return ()
    path = clean_line(unquote(post.path[len(base) :])).lstrip("/")
    return (path,) if path and ".." not in path and "\\" not in path else ()
