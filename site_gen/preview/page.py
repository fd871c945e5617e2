"""What a browser gets instead of the bare HTML file: the same page with the reload script, and error pages; pure."""

from __future__ import annotations

import html
import re

from site_gen.preview.address import CONTROL_FOLDER

_POLICY = re.compile(
    rb"<meta\b(?=[^>]*\bhttp-equiv\s*=\s*[\"']?content-security-policy(?![\w-]))"
    rb"[^>]*?\bcontent\s*=\s*(?:\"([^\">]*)\"|'([^'>]*)')[^>]*>",
    re.IGNORECASE,
)
_BODY_END = re.compile(rb"</body\s*>", re.IGNORECASE)
_REFUSALS = {"'none'", "'strict-dynamic'"}

TYPES = {
    "atom": "application/atom+xml; charset=utf-8",
    "avif": "image/avif",
    "css": "text/css; charset=utf-8",
    "gif": "image/gif",
    "htm": "text/html; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "ico": "image/x-icon",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "map": "application/json",
    "md": "text/markdown; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "pdf": "application/pdf",
    "png": "image/png",
    "rss": "application/rss+xml; charset=utf-8",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "wasm": "application/wasm",
    "webmanifest": "application/manifest+json",
    "webp": "image/webp",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "xml": "application/xml",
    "xsl": "text/xsl; charset=utf-8",
    "zip": "application/zip",
}
"""Content types by file ending; a table of ours, since the system's differs from machine to machine."""


def content_type(path: str, data: bytes) -> str:
    """The content type of an output file; an XML file that holds a feed is served as one."""
    kind = TYPES.get(path.rpartition(".")[2].lower(), "application/octet-stream")
    if kind == "application/xml":
        head = data[:1000]
        if b"<feed" in head:
            return TYPES["atom"]
        if b"<rss" in head:
            return TYPES["rss"]
    return kind


def with_reload(data: bytes, base_path: str, version: str, *, panel: bool = True) -> bytes:
    """An HTML page with the reload script before its end, and with a policy that lets that script work."""
    source = html.escape(f"{base_path}{CONTROL_FOLDER}/reload.js")
    off = "" if panel else ' data-panel="off"'
    tag = f'<script src="{source}" data-version="{html.escape(version)}"{off} defer></script>'.encode()
    page = _POLICY.sub(_loosened_tag, data)
    at = max((end.start() for end in _BODY_END.finditer(page)), default=len(page))
    return page[:at] + tag + page[at:]


def loosened(policy: str) -> str:
    """A content security policy under which scripts and event streams of the same origin work."""
    directives: dict[str, list[str]] = {}
    for directive in policy.split(";"):
        name, *values = directive.split() or [""]
        if name:
            directives.setdefault(name.lower(), values)
    if "default-src" in directives:
        for name in ("script-src", "connect-src"):
            directives.setdefault(name, directives["default-src"])
    for name in ("script-src", "script-src-elem", "connect-src"):
        if name in directives:
            kept = [value for value in directives[name] if value.lower() not in {*_REFUSALS, "'self'"}]
            directives[name] = ["'self'", *kept]
    return "; ".join(" ".join([name, *values]) for name, values in directives.items())


def _loosened_tag(found: re.Match[bytes]) -> bytes:
    policy = html.unescape((found[1] or found[2] or b"").decode("utf-8", "replace"))
    return f'<meta http-equiv="Content-Security-Policy" content="{html.escape(loosened(policy), quote=True)}">'.encode()


def error_page(title: str, message: str) -> bytes:
    """A plain page that tells why there is nothing else to show."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" '
        f'content="light dark"><title>{html.escape(title)}</title></head>\n<body><h1>{html.escape(title)}</h1>\n'
        f'<pre style="white-space: pre-wrap">{html.escape(message)}</pre>\n</body></html>\n'
    ).encode("utf-8", "replace")
