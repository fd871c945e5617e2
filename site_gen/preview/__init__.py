"""The local preview: a server that shows the site from memory, and a watcher that rebuilds it on every edit.

`serve` composes the parts. The pure ones know neither sockets nor clocks: `address` (request path → what to serve),
`page` (what a browser gets instead of the bare file), `answer` (request → response), `view` (build results → what is
shown), `debounce` (file events → when to rebuild). The effects are in `live` (who waits for news), `watch` (the file
system, the one user of watchdog) and `server` (sockets, the one user of werkzeug).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from site_gen.preview.view import Snapshot

__all__ = ["Snapshot", "serve"]


def serve(  # noqa: PLR0913  # what a caller decides, each by name
    rebuild: Callable[[frozenset[Path] | None], Snapshot],
    *,
    watch: Sequence[Path],
    ignore: Sequence[Path],
    base_path: str,
    host: str,
    port: int,
    announce: Callable[[str], None],
    ready: Callable[[str], None] | None = None,
    stop: threading.Event | None = None,
) -> None:
    """Show the site that `rebuild` returns and rebuild it on every edit, until Ctrl-C or until `stop` is set.

    `rebuild(None)` is a full build; `rebuild(paths)` says that something was seen at these paths (a folder stands for
    everything beneath it): look again. It runs in the calling thread. `announce` gets one-line messages, `ready` the
    address once the first build is done. Raises SiteGenError where `host` and `port` cannot be listened on.
    """
    from site_gen.preview.session import Session  # watchdog and werkzeug load only when they are used

    session = Session(
        rebuild=rebuild,
        watch=tuple(watch),
        ignore=tuple(ignore),
        base_path=base_path,
        host=host,
        port=port,
        announce=announce,
        ready=ready,
        stop=stop or threading.Event(),
    )
    session.run()
