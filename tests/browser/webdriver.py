"""Drives a headless Chromium by the W3C WebDriver protocol, with the standard library alone."""

from __future__ import annotations

import base64
import contextlib
import json
import re
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class WebDriverError(Exception):
    """The browser could not do what it was asked."""


def missing_program() -> str | None:
    """Which of the two programs is not installed; None where both are."""
    if not any(shutil.which(name) for name in _CHROMIUMS):
        return "chromium"
    return None if shutil.which("chromedriver") else "chromedriver"


class Browser:
    """One browser window with a profile of its own; a context manager."""

    def __init__(self, width: int = 1280, height: int = 900) -> None:
        self._profile = tempfile.TemporaryDirectory(prefix="browser-", ignore_cleanup_errors=True)
        self._driver = subprocess.Popen(
            ["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self._base = ""
        try:
            self._base = f"http://127.0.0.1:{self._driver_port()}"
            self._base += f"/session/{self._new_session()}"
            self.resize(width, height)
        except BaseException:
            self.quit()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.quit()

    def navigate(self, url: str) -> None:
        """Open a page and wait until it is loaded."""
        self._ask("POST", "/url", {"url": url})

    def script(self, code: str, *arguments: object) -> Any:
        """What the body of a JavaScript function returns; a promise is waited for."""
        return self._ask("POST", "/execute/sync", {"script": code, "args": arguments})

    def wait_for(self, code: str, *arguments: object, seconds: float = 5) -> Any:
        """The first truthy value that `code` returns. Raises WebDriverError after `seconds` without one."""
        end = time.monotonic() + seconds
        while True:
            try:
                value, why = self.script(code, *arguments), "was never true"
            except WebDriverError as error:  # the page is just being replaced
                value, why = None, str(error)
            if value:
                return value
            if time.monotonic() > end:
                raise WebDriverError(f"{code!r}: {why}")
            time.sleep(0.02)

    def resize(self, width: int, height: int) -> None:
        """Set the size of the window."""
        self._ask("POST", "/window/rect", {"width": width, "height": height})

    def screenshot(self) -> bytes:
        """What the window shows, as PNG."""
        return base64.b64decode(self._ask("GET", "/screenshot"))

    def console(self) -> list[str]:
        """What was logged since the last call: errors, refused scripts, failed requests."""
        return [entry["message"] for entry in self._ask("POST", "/se/log", {"type": "browser"})]

    def devtools(self, command: str, **parameters: object) -> Any:
        """Run a command of the Chrome DevTools Protocol, for example to emulate dark mode or to block requests."""
        return self._ask("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def color_scheme(self, name: str) -> None:
        """Let pages believe that the user prefers `light` or `dark`."""
        features = [{"name": "prefers-color-scheme", "value": name}]
        self.devtools("Emulation.setEmulatedMedia", features=features)

    def quit(self) -> None:
        """Close the browser and its driver."""
        if "/session/" in self._base:
            with contextlib.suppress(WebDriverError, OSError):
                self._ask("DELETE", "")
        self._driver.terminate()
        self._driver.wait(10)
        if self._driver.stdout:
            self._driver.stdout.close()
        self._profile.cleanup()

    def _driver_port(self) -> int:
        assert self._driver.stdout is not None
        for line in self._driver.stdout:
            found = re.search(r"started successfully on port (\d+)", line)
            if found:
                return int(found[1])
        raise WebDriverError("chromedriver did not start")

    def _new_session(self) -> str:
        binary = next(filter(None, map(shutil.which, _CHROMIUMS)))
        options = {"binary": binary, "args": [*ARGUMENTS, f"--user-data-dir={Path(self._profile.name)}"]}
        wanted = {"browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        return str(self._ask("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})["sessionId"])

    def _ask(self, method: str, path: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self._base + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return json.load(response)["value"]
        except urllib.error.HTTPError as error:
            with error:
                value = json.load(error)["value"]
            raise WebDriverError(f"{value['error']}: {value['message'].splitlines()[0]}") from None
