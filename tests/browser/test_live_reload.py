"""In a real browser: an edit arrives by itself, and errors come and go."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from site_gen.errors import TemplateError
from site_gen.preview import Snapshot, serve

if TYPE_CHECKING:
    from tests.browser.webdriver import Browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:Callback with id :RuntimeWarning"),  # see Watcher.start
]

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>T</title><link rel="icon" href="data:,">
<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;self&#39;">
</head><body><h1>{text}</h1>{lines}</body></html>
"""
PANEL = "return document.querySelector('site-gen-preview').shadowRoot.querySelector('section')"


@dataclass(frozen=True)
class Site:
    """A folder of pages and the address of its preview."""

    folder: Path
    url: str

    def write(self, text: str, name: str = "index.html") -> None:
        """Save a page as many editors do: a new file takes the place of the old."""
        draft = self.folder / f"{name}.new"
        draft.write_text(PAGE.format(text=text, lines="<p>line</p>" * 200))
        draft.replace(self.folder / name)

    def rebuild(self, _: frozenset[Path] | None) -> Snapshot:
        """The pages of the folder; ERROR breaks the build, PROBLEM is a problem."""
        files = {path.name: path.read_bytes() for path in self.folder.glob("*.html")}
        for name, data in files.items():
            if b"ERROR" in data:
                raise TemplateError(name, 3, "unexpected <img src=x onerror=alert(1)>\nsecond line")
        return Snapshot(files, tuple(f"{name}:3: a <b>problem</b>" for name in files if b"PROBLEM" in files[name]))


@contextmanager
def shown(folder: Path, text: str, base_path: str) -> Iterator[Site]:
    """A preview of one page."""
    Site(folder, "").write(text)
    urls: queue.Queue[str] = queue.Queue()
    stop = threading.Event()
    arguments = {
        "watch": [folder],
        "ignore": [],
        "base_path": base_path,
        "host": "127.0.0.1",
        "port": 0,
        "announce": lambda _: None,
        "ready": urls.put,
        "stop": stop,
    }
    thread = threading.Thread(target=serve, args=(Site(folder, "").rebuild,), kwargs=arguments)
    thread.start()
    yield Site(folder, urls.get(timeout=10))
    stop.set()
    thread.join(5)
    assert not thread.is_alive()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A preview of one page, at a base path."""
    with shown(tmp_path, "one", "/repo/") as running:
        yield running


def heading(browser: Browser, text: str) -> None:
    """Wait until the page's heading is `text`."""
    browser.wait_for("return document.querySelector('h1')?.textContent === arguments[0]", text)


def connected(browser: Browser) -> None:
    """Wait until the script runs; it is deferred, so the page is whole then."""
    browser.wait_for("return document.querySelector('site-gen-preview') !== null")


def test_an_edit_arrives_and_the_place_on_the_page_is_kept(browser: Browser, site: Site) -> None:
    browser.navigate(site.url)
    connected(browser)
    browser.script("scrollTo(0, 1500)")
    browser.wait_for("return scrollY === 1500")
    begun = time.monotonic()
    site.write("two")
    heading(browser, "two")
    assert time.monotonic() - begun < 2
    browser.wait_for("return scrollY === 1500")
    site.write("three")
    heading(browser, "three")
    assert browser.console() == []


def test_an_error_shows_over_the_last_good_page_and_goes_away(browser: Browser, site: Site) -> None:
    browser.navigate(site.url)
    connected(browser)
    site.write("ERROR")
    panel = browser.wait_for(f"{PANEL}?.innerText")
    assert "The site could not be built; this is its last good state" in panel
    assert "index.html:3: unexpected <img src=x onerror=alert(1)>\nsecond line" in panel
    assert browser.script(f"{PANEL}.className") == "error"
    assert browser.script(f"{PANEL}.getBoundingClientRect().width === document.documentElement.clientWidth")
    assert browser.script(f"{PANEL}.querySelector('img')") is None
    heading(browser, "one")
    site.write("one")
    browser.wait_for(f"{PANEL} === null")
    assert browser.console() == []


def test_problems_are_listed_and_can_be_hidden(browser: Browser, site: Site) -> None:
    browser.navigate(site.url)
    site.write("PROBLEM")
    heading(browser, "PROBLEM")
    panel = browser.wait_for(f"{PANEL}?.innerText")
    assert "1 problem" in panel
    assert "index.html:3: a <b>problem</b>" in panel
    browser.script(f"{PANEL}.querySelector('button').click()")
    assert browser.script(PANEL) is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_panel_can_be_read_in_light_and_dark(browser: Browser, site: Site, scheme: str) -> None:
    browser.color_scheme(scheme)
    site.write("PROBLEM")
    browser.navigate(site.url)
    browser.wait_for(f"{PANEL}?.innerText")
    colors = browser.script(f"const style = getComputedStyle({PANEL[7:]}); return [style.color, style.backgroundColor]")
    dark, light = sorted(sum(map(int, color[4:-1].split(","))) for color in colors)
    assert (dark, light) < (200, 999)
    assert light - dark > 450
    assert (sum(map(int, colors[1][4:-1].split(","))) < 300) is (scheme == "dark")
    browser.color_scheme("light")


def test_a_page_that_vanished_and_came_back(browser: Browser, site: Site) -> None:
    site.write("other", "other.html")
    browser.navigate(f"{site.url}other")
    heading(browser, "other")
    connected(browser)
    (site.folder / "other.html").unlink()
    heading(browser, "404: not found")
    site.write("again", "other.html")
    heading(browser, "again")


def test_a_site_that_never_built_shows_why_until_it_does(browser: Browser, tmp_path: Path) -> None:
    with shown(tmp_path, "ERROR", "/") as site:
        browser.navigate(site.url)
        heading(browser, "The site could not be built")
        assert "index.html:3: unexpected <img" in browser.script("return document.body.innerText")
        site.write("well")
        heading(browser, "well")
