"""What the preview shows: the result of a build becomes a `View`, which is replaced as a whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

MAX_PROBLEMS = 50
"""Problems that a browser is told; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A complete built site in memory."""

    files: Mapping[str, bytes]
    """Output path (`topics/sport/index.html`) to bytes."""
    problems: tuple[str, ...] = ()
    """What a person should mend, for example `content/2025/x.md:3: unknown key 'topic'`; shown in the browser."""


@dataclass(frozen=True, slots=True)
class View:
    """What is shown at one moment: the last good site, and why there is no newer one."""

    run: str
    """Name of this run of the server, so that a page from an earlier run is told apart."""
    number: int = 0
    """Counts what a browser must load again."""
    snapshot: Snapshot | None = None
    """The last good build; None until one succeeds."""
    error: str | None = None
    """Why the latest build failed; None where it did not."""

    @property
    def version(self) -> str:
        """What a page carries, to know whether it is still the one that is shown."""
        return f"{self.run}-{self.number}"

    def built(self, snapshot: Snapshot) -> View:
        """The view after a build; pages load again only where a file differs."""
        same = self.snapshot is not None and self.snapshot.files == snapshot.files
        return View(self.run, self.number if same else self.number + 1, snapshot)

    def failed(self, error: str) -> View:
        """The view after a failed build: the last good site, with the error; where there is none, an error page."""
        if self.snapshot is None and error != self.error:
            return View(self.run, self.number + 1, None, error)
        return replace(self, error=error)

    def message(self) -> str:
        """What a browser is told, as JSON on one line."""
        problems = self.snapshot.problems if self.snapshot else ()
        return json.dumps(
            {
                "version": self.version,
                "error": self.error,
                "problems": problems[:MAX_PROBLEMS],
                "more": max(0, len(problems) - MAX_PROBLEMS),
            }
        )
