"""The sockets: finds a free port and answers on it. The one user of werkzeug."""

from __future__ import annotations

import errno
import socket
import threading
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from site_gen.errors import SiteGenError
from site_gen.preview.answer import Answer, Request, answer
from site_gen.preview.live import Stage

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PORTS_TO_TRY = 20
"""How many ports after the wanted one are tried before any free one is taken."""
_BACKLOG = 128


def listen(host: str, port: int, announce: Callable[[str], None]) -> socket.socket:
    """A listening socket at `port`, or at the next free one. Raises SiteGenError where `host` cannot be listened on."""
    try:
        family = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0][0]
    except (OSError, UnicodeError, OverflowError) as error:
        raise SiteGenError(f"cannot serve on {host}:{port}: {error}; try --host 127.0.0.1") from error
    last = min(port + PORTS_TO_TRY, 65535)
    for candidate in (*range(port, last + 1), 0):
        try:
            bound = socket.create_server((host, candidate), family=family, backlog=_BACKLOG)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise SiteGenError(f"cannot serve on {host}:{port}: {error.strerror}; try another --port") from error
            continue
        if candidate != port:
            announce(f"port {port} is taken: serving on port {bound.getsockname()[1]}")
        return bound
    raise SiteGenError(f"cannot serve on {host}:{port}: no port is free")


def site_url(host: str, port: int, base_path: str) -> str:
    """The address at which the site is opened in a browser of this machine."""
    name = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host).strip("[]")  # noqa: S104
    return f"http://{f'[{name}]' if ':' in name else name}:{port}{base_path}"


class Application:
    """The preview as a WSGI application."""

    def __init__(self, stage: Stage, base_path: str, host: str) -> None:
        self._stage = stage
        self._base_path = base_path
        self._host = host

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(
            environ["REQUEST_METHOD"],
            _target(environ),
            environ.get("HTTP_HOST"),
            environ.get("HTTP_ORIGIN"),
            environ.get("HTTP_SEC_FETCH_SITE"),
        )
        reply = answer(request, self._stage.view, base_path=self._base_path, host=self._host)
        start_response(_status_line(reply), reply.headers())
        if request.method == "HEAD":
            return []
        return self._stage.events() if reply.stream else [reply.body]


def _target(environ: WSGIEnvironment) -> str:
    """The request target as it came, a character a byte: werkzeug encoded it once more."""
    return str(environ["REQUEST_URI"]).encode("latin-1").decode("utf-8")


def _status_line(reply: Answer) -> str:
    return f"{reply.status} {HTTPStatus(reply.status).phrase}"


class _RequestHandler(WSGIRequestHandler):
    """Answers one connection; says nothing on the terminal and nothing about itself."""

    protocol_version = "HTTP/1.1"
    timeout = 20  # seconds: a connection that was opened and left is closed
    server_version = "site-gen"
    sys_version = ""

    def run_wsgi(self) -> None:
        try:
            urlsplit(self.path)
        except ValueError:
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        super().run_wsgi()

    def version_string(self) -> str:
        return "site-gen"

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002  # named by werkzeug
        """No line a request: the terminal is for builds."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Neither is one formatted."""


class Server(ThreadedWSGIServer):
    """Answers on a socket that listens already, in threads of its own."""

    def __init__(self, bound: socket.socket, application: Application, announce: Callable[[str], None]) -> None:
        host, port = bound.getsockname()[:2]
        self._announce = announce
        super().__init__(host, port, application, _RequestHandler, fd=bound.fileno())
        bound.close()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.1,), name="preview", daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Stop answering and close the socket."""
        if self._thread.is_alive():
            self.shutdown()
            self._thread.join(timeout=1)
        self.server_close()

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002  # named by werkzeug
        """Only errors reach this: a bug of ours while answering."""
        if type == "error":
            text = message % args if args else message
            self._announce(f"preview: {text.strip().splitlines()[-1]}")

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A broken connection is no news."""
