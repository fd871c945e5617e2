"""`site-gen serve` end to end: the real command, the real archive, a real browser, edits on disk."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browser.webdriver import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[2]
PANEL = "return document.querySelector('site-gen-preview')?.shadowRoot?.querySelector('section')?.textContent ?? ''"
ARTICLE = "2025/09/13/maree-noire-une-nappe-de-fioul-de-six-kilometres-derive-vers-enezval"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample archive, so that edits spoil nothing."""
    folder = tmp_path_factory.mktemp("archive")
    for name in ("inbox", "content"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "site.toml", folder)
    return folder


@contextmanager
def served(archive: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address of a running preview of the archive."""
    command = [sys.executable, "-m", "site_gen", "serve", "--root", str(archive), "--port", "0"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        url = ""
        for line in process.stdout:
            found = re.search(r"http://\S+", line)
            if found:
                url = found[0]
                break
        try:
            yield url, process
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(10)


def save(path: Path, text: str) -> None:
    """Save as editors do: a new file takes the place of the old one."""
    draft = path.with_name(f".{path.name}.new")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def test_edits_arrive_by_themselves(archive: Path, browser: Browser) -> None:
    content = archive / "content" / f"{ARTICLE}.md"
    before = content.read_text(encoding="utf-8")
    with served(archive) as (url, _):
        assert url.endswith("/archive/")
        browser.navigate(f"{url}{ARTICLE}.html")
        begun = time.monotonic()
        save(content, before + "\nUn paragraphe ajouté à la main.\n")
        browser.wait_for("return document.body.textContent.includes('ajouté à la main')", seconds=5)
        # On a quiet machine this takes 0.3 s; a loaded one must not fail the test.
        assert time.monotonic() - begun < 5

        browser.navigate(f"{url}2025/09/13/index.html")
        save(content, before.replace('title: "', 'title: "CORRIGÉ '))
        browser.wait_for("return document.body.textContent.includes('CORRIGÉ')", seconds=5)
        save(content, before)
        browser.wait_for("return !document.body.textContent.includes('CORRIGÉ')", seconds=5)


def test_errors_show_with_file_and_line_and_go_away(archive: Path, browser: Browser) -> None:
    content = archive / "content" / f"{ARTICLE}.md"
    before = content.read_text(encoding="utf-8")
    with served(archive) as (url, _):
        browser.navigate(f"{url}topics/index.html")
        save(content, before.replace("lang: fr", "lang: [fr"))
        browser.wait_for(PANEL + ".includes(arguments[0])", f"content/{ARTICLE}.md:", seconds=5)
        save(content, before)
        browser.wait_for(PANEL + " === ''", seconds=5)

        (archive / "templates").mkdir()
        save(archive / "templates" / "overview.html", "{% extends 'base.html' %}\n{% block nonsense %}\n{{ oops\n")
        browser.wait_for(PANEL + ".includes('overview.html:')", seconds=5)
        shutil.rmtree(archive / "templates")
        browser.wait_for(PANEL + " === ''", seconds=5)

        save(archive / "site.toml", (ROOT / "site.toml").read_text(encoding="utf-8") + "\nlanguage = 'fr'\n")
        browser.wait_for(PANEL + ".includes(\"unknown key 'language'\")", seconds=5)
        save(archive / "site.toml", (ROOT / "site.toml").read_text(encoding="utf-8"))
        browser.wait_for(PANEL + " === ''", seconds=5)


def test_a_new_document_becomes_an_article(archive: Path, browser: Browser) -> None:
    document = archive / "inbox" / "new.txt"
    text = "Brument: un pont rouvre après trois ans\n" + "Le pont de Brument a rouvert lundi à la circulation. " * 4
    with served(archive) as (url, _):
        browser.navigate(f"{url}undated/index.html")
        document.write_text(text, encoding="utf-8")
        browser.wait_for("return document.body.textContent.includes('un pont rouvre')", seconds=8)


def test_ctrl_c_ends_it_cleanly(archive: Path) -> None:
    with served(archive) as (_, process):
        process.send_signal(signal.SIGINT)
        assert process.wait(5) == 0
        assert process.stdout is not None
        assert "Traceback" not in process.stdout.read()
