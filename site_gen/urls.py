"""Titles, topics and dates to slugs, addresses and paths. The one user of slugify.

Every address is ASCII, lower case, and names its file (`topics/sport/index.html`), so that one output works on a
web server, from a folder on disk and from a zip, on file systems with and without case.
"""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
from urllib.parse import urlsplit

from site_gen.model import Timestamp, clean_line

MAX_SLUG = 80
_GERMAN = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("Ä", "Ae"), ("Ö", "Oe"), ("Ü", "Ue"))
# Names that a page of ours or a device of Windows already has.
_RESERVED = re.compile(r"(index|404|feed|sitemap|robots|page-\d+|\d{1,4})$|(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


def make_slug(text: str, key: str, lang: str | None = None) -> str:
    """The slug of a title or name; `key` (an id) makes it one where the text alone gives none or a reserved one."""
    from slugify import slugify  # names are made once, and read ever after

    pairs = _GERMAN if lang == "de" else ()
    # One table of letters, whatever else is installed: addresses must not depend on the machine.
    slug = slugify(
        clean_line(text)[:400],
        max_length=MAX_SLUG,
        word_boundary=True,
        replacements=pairs,
        backend="text-unidecode",
    )
    if not slug:
        return f"article-{_mark(key, 8)}"
    return f"{slug}-{_mark(key, 6)}" if _RESERVED.match(slug) else slug


def distinct_slug(slug: str, key: str) -> str:
    """`slug` made distinct by the first characters of `key`: for a second article with the same address."""
    return f"{slug[: MAX_SLUG - 7].rstrip('-')}-{_mark(key, 6)}"


def _mark(key: str, length: int) -> str:
    """The beginning of an id; one that was written by hand may hold anything, and gives that of its digest."""
    plain = re.fullmatch(r"[0-9a-z]+", key) is not None and len(key) >= length
    return (key if plain else hashlib.sha256(key.encode("utf-8", "replace")).hexdigest())[:length]


def is_slug(text: str) -> bool:
    """Whether `text` can be the last part of an address as it is."""
    return re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,119}", text) is not None and _RESERVED.match(text) is None


def date_folder(published: Timestamp | None) -> str:
    """The folder of an article, in content/ as in output/: `2025/09/12` or `undated`."""
    if published is None:
        return "undated"
    return f"{published.day.year:04d}/{published.day.month:02d}/{published.day.day:02d}"


def article_path(published: Timestamp | None, slug: str) -> str:
    """Output path of an article: `2025/09/12/slug.html`."""
    return f"{date_folder(published)}/{slug}.html"


def headlines_path(slug: str) -> str:
    """Output path of a headline list."""
    return f"headlines/{slug}.html"


def listing_path(folder: str, number: int | None = None) -> str:
    """Output path of page `number` of a listing; None is its newest page, at the bare address."""
    name = "index.html" if number is None else f"page-{number}.html"
    return f"{folder}/{name}" if folder else name


@functools.lru_cache(maxsize=8192)
def day_folder(year: int, month: int | None = None, day: int | None = None) -> str:
    """Output folder of a year, month or day."""
    parts = [f"{year:04d}"] + [f"{part:02d}" for part in (month, day) if part is not None]
    return "/".join(parts)


def root_prefix(path: str) -> str:
    """What leads from a page back to the root: `../../` for a page two folders deep, empty at the root."""
    return "../" * path.count("/")


def public_url(base_url: str, path: str) -> str:
    """The absolute address of an output path; `index.html` is left out, as servers do."""
    if path == "index.html":
        return base_url
    return base_url + (path.removesuffix("index.html") if path.endswith("/index.html") else path)


def collision_key(path: str) -> str:
    """What two output paths share where a file system without case or normal form would mix them up."""
    return path.lower() if path.isascii() else unicodedata.normalize("NFKC", path).casefold()


def safe_url(url: str | None, schemes: tuple[str, ...] = ("http", "https", "mailto")) -> str | None:
    """`url` where it is absolute, of an allowed scheme, and holds nothing that browsers read differently."""
    if not url or re.search(r"[\x00-\x20\x7f-\xa0\\<>\"`]", url) or not _SCHEME.match(url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in schemes:
        return None
    if parts.scheme.lower() == "mailto":
        return url if parts.path else None
    return url if host and "@" not in parts.netloc else None


def alias_path(alias: str) -> str | None:
    """The output path at which an alias (a former address, with or without slashes) redirects; None if unsafe."""
    try:
        text = urlsplit(alias).path if alias.startswith(("http://", "https://")) else alias
    except ValueError:  # `http://[`
        return None
    text = text.strip().strip("/")
    parts = text.split("/")
    if not text or len(text) > 400 or any(not _is_path_part(part) for part in parts):
        return None
    return text if text.endswith((".html", ".htm")) else f"{text}/index.html"


def _is_path_part(part: str) -> bool:
    """Letters, digits and a few marks; no dots at an end, no device names, at most 100 bytes."""
    if re.fullmatch(r"[\w.~%+=@,-]+", part) is None or part.strip(".") != part:
        return False
    if re.match(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)", part):
        return False
    return len(part.encode("utf-8", "replace")) <= 100
