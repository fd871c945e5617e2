"""Files that come along with news and are none themselves: images, styles, scripts, fonts, sound, indexes."""

from __future__ import annotations

import re

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "images"),
    (b"\xff\xd8\xff", "images"),
    (b"GIF87a", "images"),
    (b"GIF89a", "images"),
    (b"II*\x00", "images"),
    (b"MM\x00*", "images"),
    (b"\x00\x00\x01\x00", "images"),
    (b"wOFF", "fonts"),
    (b"wOF2", "fonts"),
    (b"OTTO", "fonts"),
    (b"ID3", "audio files"),
    (b"OggS", "audio files"),
    (b"fLaC", "audio files"),
    (b"\x1aE\xdf\xa3", "videos"),
    (b"FLV\x01", "videos"),
)
_RIFF = {b"WEBP": "images", b"WAVE": "audio files", b"AVI ": "videos"}
_BRANDS = {b"avif": "images", b"avis": "images", b"heic": "images", b"mif1": "images", b"M4A ": "audio files"}
_NAMES: dict[str, str] = {
    suffix: kind
    for kind, suffixes in {
        "images": "png jpg jpeg gif webp avif ico bmp svg svgz tif tiff heic",
        "fonts": "woff woff2 ttf otf eot",
        "audio files": "mp3 m4a ogg oga opus wav flac aac",
        "videos": "mp4 m4v webm mov avi mkv flv ogv ts m3u8",
        "scripts": "js mjs map wasm",
        "style sheets": "css less scss",
        "indexes": "cdx cdxj idx warcidx",
    }.items()
    for suffix in suffixes.split()
}
_CDX = re.compile(rb"\s?CDX(?: [A-Za-z]){3,}")
_SVG = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*|<!--.{0,2000}?-->\s*|<!DOCTYPE svg[^>]*>\s*){0,4}<svg\b", re.DOTALL
)


def resource_kind(head: bytes, name: str) -> str | None:
    """What kind of resource a file is by its first bytes and its name in lower case, in the plural; None for others.

    `images`, `fonts`, `audio files`, `videos`, `scripts`, `style sheets` or `indexes` (of web archives). What looks
    like a page is none of them, whatever its name: crawlers save pages under the names of their addresses.
    """
    kind = _by_magic(head)
    if kind is None and not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        kind = _NAMES.get(name.removesuffix(".gz").rpartition(".")[2]) if "." in name else None
    return kind


def _by_magic(head: bytes) -> str | None:
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "videos")
    if _CDX.match(head):
        return "indexes"
    return "images" if _SVG.match(head[:4096]) else None
