"""WordPress shortcodes to plain HTML: captions and links stay, words stay, machinery goes and is counted."""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass
from functools import partial

_TAG = re.compile(
    r"(?P<escaped>\[)?\[(?P<closes>/)?(?P<name>[A-Za-z][\w-]{0,60})"
    r"(?P<arguments>(?:[\s=/](?:[^\[\]\"'<>]|\"[^\"<>]{0,2000}\"|'[^'<>]{0,2000}')*)?)\](?(escaped)(?P<unescaped>\])?)"
)
_CLOSER = re.compile(r"\[/([A-Za-z][\w-]{0,60})\]")
_ARGUMENT = re.compile(r"""([A-Za-z][\w-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))""")
_ADDRESS = re.compile(r"https?://[^\s\"'<>\[\]]+")
_IMAGE = re.compile(r"\s*(?:<a\s[^>]{0,2000}>\s*)?<img\s[^>]{0,4000}>(?:\s*</a>)?", re.IGNORECASE)

_GALLERIES = frozenset("gallery playlist slideshow tiled-gallery".split())
_CODE = frozenset({"code", "sourcecode"})
_FRAMED = frozenset({"caption", "wp_caption"})
_MEDIA = frozenset(
    "archiveorg audio bandcamp dailymotion embed facebook flickr gist googlemaps googlevideo instagram issuu mixcloud "
    "pinterest reddit scribd slideshare soundcloud spotify ted tiktok tweet twitter video videopress vimeo vine "
    "wpvideo youtube".split()
)
_KNOWN = _GALLERIES | _FRAMED | _MEDIA
# Names that stand alone and without arguments in real posts; any other lone word in brackets is prose: `[sic]`.
_LONE = frozenset("archives contact-form contact-form-7 nextpage sitemap subscribe toc".split())
_PLAYERS = {"youtube": "https://www.youtube.com/watch?v={}", "vimeo": "https://vimeo.com/{}"}
_PLAYER_ID = re.compile(r"[\w-]{4,20}")


@dataclass(frozen=True, slots=True)
class PlainPost:
    """A post's HTML without shortcodes, and how many of which kind (`galleries`, `shortcodes`) said nothing."""

    html: str
    left_out: Counter[str]


def expand_shortcodes(text: str) -> PlainPost:
    """A post's HTML with its shortcodes made plain; brackets of prose stay as they are."""
    left_out: Counter[str] = Counter()
    if "[" not in text:
        return PlainPost(text, left_out)
    text = _expand_pairs(text)
    paired = frozenset(name.lower() for name in _CLOSER.findall(text))
    return PlainPost(_TAG.sub(partial(_expand, paired=paired, left_out=left_out), text), left_out)


def _expand_pairs(text: str) -> str:
    """Shortcodes that say what their inside is: an image with its caption, code, an address."""
    out: list[str] = []
    done = 0
    unclosed: set[str] = set()
    for tag in _TAG.finditer(text):
        name = tag["name"].lower()
        if tag.start() < done or tag["closes"] or tag["escaped"] or name in unclosed:
            continue
        if name not in _FRAMED and name not in _CODE and name != "embed":
            continue
        closer = f"[/{tag['name']}]"
        end = text.find(closer, tag.end())
        if end < 0:
            unclosed.add(name)
            continue
        out += (text[done : tag.start()], _pair(name, tag["arguments"], text[tag.end() : end]))
        done = end + len(closer)
    return "".join((*out, text[done:])) if out else text


def _pair(name: str, arguments: str, inside: str) -> str:
    if name in _FRAMED:
        return _figure(arguments, inside)
    if name in _CODE:
        # As the marks of other shortcodes in it are code.
        return f"<pre>{html.escape(html.unescape(inside), quote=False).replace('[', '&#91;')}</pre>"
    address = _ADDRESS.search(inside)
    return _link(address[0]) if address else inside


def _figure(arguments: str, inside: str) -> str:
    """The image, and its caption: an argument until WordPress 3.3, since then the text behind the image."""
    image = _IMAGE.match(inside)
    picture, words = (image[0], inside[image.end() :]) if image else ("", inside)
    caption = words.strip() or _arguments(arguments).get("caption", "")
    return f"\n\n<figure>{picture}<figcaption>{caption}</figcaption></figure>\n\n"


def _arguments(text: str) -> dict[str, str]:
    return {name.lower(): one or two or bare for name, one, two, bare in _ARGUMENT.findall(text)}


def _expand(tag: re.Match[str], *, paired: frozenset[str], left_out: Counter[str]) -> str:
    """One mark: nothing, a link, or itself where it is prose."""
    name = tag["name"].lower()
    if not _is_shortcode(tag, name, paired):
        return tag[0]
    if tag["escaped"]:
        # `[[gallery]]` is how a post shows the word; a lone bracket before a shortcode is a bracket.
        return tag[0][1:-1] if tag["unescaped"] else "[" + _replacement(tag, name, paired, left_out)
    return _replacement(tag, name, paired, left_out)


def _is_shortcode(tag: re.Match[str], name: str, paired: frozenset[str]) -> bool:
    if tag["closes"] or name in paired or name in _KNOWN or name in _LONE:
        return True
    return "_" in name or _ARGUMENT.search(tag["arguments"]) is not None


def _replacement(tag: re.Match[str], name: str, paired: frozenset[str], left_out: Counter[str]) -> str:
    if tag["closes"]:
        return ""
    if name in _MEDIA:
        address = _media_address(name, tag["arguments"])
        if address:
            return _link(address)
    if name not in paired:
        left_out["galleries" if name in _GALLERIES else "shortcodes"] += 1
    return ""


def _media_address(name: str, arguments: str) -> str | None:
    found = _ADDRESS.search(arguments)
    if found:
        return html.unescape(found[0])
    player = _PLAYERS.get(name)
    values = _arguments(arguments)
    key = values.get("id") or (arguments.split() or [""])[0].lstrip("=")
    return player.format(key) if player and _PLAYER_ID.fullmatch(key) else None


def _link(address: str) -> str:
    shown = html.escape(html.unescape(address))
    return f'\n\n<p><a href="{shown}">{shown}</a></p>\n\n'
