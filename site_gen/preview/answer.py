"""Requests to responses, without sockets: every rule about who is answered what; pure."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from site_gen.preview.address import Control, Found, Missing, Redirect, resolve
from site_gen.preview.page import content_type, error_page, with_reload
from site_gen.preview.view import View

_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^:\[\]/@\s]+)(?::[0-9]{1,5})?")
_WILDCARDS = ("0.0.0.0", "::", "")  # noqa: S104  # compared with, not listened on
_HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Request:
    """What matters of a request."""

    method: str
    target: str
    """As it stands in the request line."""
    host: str | None = None
    origin: str | None = None
    fetch_site: str | None = None
    """The header `Sec-Fetch-Site`."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response; `stream` means that the events follow instead of a body."""

    status: int
    body: bytes = b""
    type: str = "text/plain; charset=utf-8"
    extra: tuple[tuple[str, str], ...] = ()
    stream: bool = False

    def headers(self) -> list[tuple[str, str]]:
        """All headers. None of them lets another origin read anything."""
        fixed = [
            ("Content-Type", self.type),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ]
        length = [] if self.stream else [("Content-Length", str(len(self.body)))]
        return [*fixed, *length, *self.extra]


def answer(request: Request, view: View, *, base_path: str, host: str) -> Answer:
    """The response to a request while `view` is shown at `base_path` by a server that listens on `host`."""
    if not is_known_host(request.host, host):
        return Answer(421, b"This preview answers to localhost only.\n")
    if request.method not in ("GET", "HEAD"):
        return Answer(405, b"Only GET and HEAD are served.\n", extra=(("Allow", "GET, HEAD"),))
    found = resolve(request.target, view.snapshot.files if view.snapshot else {}, base_path)
    if isinstance(found, Redirect):
        return Answer(302, extra=(("Location", found.location),))
    if isinstance(found, Control):
        return _control(found.name, request)
    return _page(found, view, base_path)


def _page(found: Found | Missing, view: View, base_path: str) -> Answer:
    if view.snapshot is None:
        body = error_page("The site could not be built", view.error or "The first build is not done yet.")
        return Answer(500, with_reload(body, base_path, view.version, panel=False), _HTML)
    files = view.snapshot.files
    if isinstance(found, Found):
        return _file(found.path, files[found.path], view, base_path)
    if "404.html" in files:
        return _file("404.html", files["404.html"], view, base_path, status=404)
    body = error_page("404: not found", "No page of this site has this address.")
    return Answer(404, with_reload(body, base_path, view.version), _HTML)


def _file(path: str, data: bytes, view: View, base_path: str, *, status: int = 200) -> Answer:
    kind = content_type(path, data)
    body = with_reload(data, base_path, view.version) if kind == _HTML else data
    return Answer(status, body, kind)


def _control(name: str, request: Request) -> Answer:
    if name == "reload.js":
        return Answer(200, _script(), "text/javascript; charset=utf-8")
    if name != "events":
        return Answer(404, b"Not found.\n")
    if not is_same_origin(request):
        return Answer(403, b"Events are for pages of this preview only.\n")
    return Answer(200, type="text/event-stream; charset=utf-8", stream=True)


@cache
def _script() -> bytes:
    return Path(__file__).with_name("reload.js").read_bytes()


def is_known_host(header: str | None, bound: str) -> bool:
    """Whether a Host header names this machine, so that no foreign name was made to point at it (DNS rebinding).

    A server that listens everywhere is also known by any IP address: a rebound request always carries a name.
    """
    found = _HOST.fullmatch(header or "")
    if found is None:
        return False
    name = found[1].strip("[]").lower()
    if name in ("localhost", "127.0.0.1", "::1", bound.strip("[]").lower()):
        return True
    return bound in _WILDCARDS and is_ip_address(name)


def is_ip_address(text: str) -> bool:
    """Whether `text` is an IP address in digits."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server that listens on `host`."""
    name = host.strip("[]")
    return name == "localhost" or (is_ip_address(name) and ipaddress.ip_address(name).is_loopback)


def is_same_origin(request: Request) -> bool:
    """Whether a request comes from a page of the preview itself, or from no page at all."""
    if request.fetch_site not in (None, "same-origin", "none"):
        return False
    return request.origin is None or request.origin.lower() == f"http://{request.host}".lower()
