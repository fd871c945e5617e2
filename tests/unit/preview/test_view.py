"""How build results become what is shown."""

from __future__ import annotations

import json

from site_gen.preview.view import Snapshot, View

ONE = Snapshot({"index.html": b"1"})
TWO = Snapshot({"index.html": b"2"}, ("content/x.md:3: unknown key",))


def test_a_change_has_pages_loaded_again() -> None:
    view = View("run").built(ONE)
    assert view.version == "run-1"
    assert view.built(TWO).version == "run-2"


def test_the_same_files_change_no_version() -> None:
    view = View("run").built(ONE).built(Snapshot({"index.html": b"1"}, ("new problem",)))
    assert view.version == "run-1"
    assert json.loads(view.message())["problems"] == ["new problem"]


def test_an_error_comes_and_goes_without_loading_pages_again() -> None:
    view = View("run").built(ONE)
    broken = view.failed("page.html:3: unexpected '}'\nsecond line")
    assert (broken.snapshot, broken.version) == (ONE, view.version)
    assert json.loads(broken.message()) == {
        "version": "run-1",
        "error": "page.html:3: unexpected '}'\nsecond line",
        "problems": [],
        "more": 0,
    }
    assert "\n" not in broken.message()
    assert broken.built(ONE) == view


def test_a_browser_is_told_fifty_problems_and_how_many_more() -> None:
    view = View("run").built(Snapshot({}, tuple(f"x.md:{line}: wrong" for line in range(60))))
    message = json.loads(view.message())
    assert (len(message["problems"]), message["more"]) == (50, 10)


def test_an_error_page_is_loaded_again_when_its_error_changes() -> None:
    view = View("run").failed("one")
    assert (view.version, view.failed("one").version, view.failed("two").version) == ("run-1", "run-1", "run-2")
    assert view.built(ONE).version == "run-2"
