"""What is made of the result of a build."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from site_gen.errors import ConfigError, SiteGenError
from site_gen.preview.debounce import Batch
from site_gen.preview.live import Stage
from site_gen.preview.session import Builder, bug_report, summary
from site_gen.preview.view import Snapshot, View

A, B = Path("a"), Path("b")


class Builds:
    """A rebuild that does in turn what it was told to."""

    def __init__(self, *results: Snapshot | Exception) -> None:
        self.results = list(results)
        self.asked: list[frozenset[Path] | None] = []
        self.said: list[str] = []
        self.stage = Stage(View("run"))
        self.builder = Builder(self.rebuild, self.stage, self.said.append)

    def rebuild(self, paths: frozenset[Path] | None) -> Snapshot:
        self.asked.append(paths)
        result = self.results.pop(0)
        if isinstance(result, Exception):
            raise result
        return result


def test_what_a_failed_build_was_asked_for_stays_owed() -> None:
    builds = Builds(SiteGenError("x"), SiteGenError("y"), Snapshot({}), Snapshot({}))
    for path in (A, B, A, B):
        builds.builder.build(Batch(frozenset({path})))
    assert builds.asked == [frozenset({A}), frozenset({A, B}), frozenset({A, B}), frozenset({B})]


def test_after_a_bug_everything_is_built_again() -> None:
    builds = Builds(KeyError("x"), Snapshot({}), Snapshot({}))
    for path in (A, B, A):
        builds.builder.build(Batch(frozenset({path})))
    assert builds.asked == [frozenset({A}), None, frozenset({A})]


def test_every_line_of_an_error_is_told() -> None:
    builds = Builds(ConfigError(("site.toml:1: a", "site.toml:2: b")))
    builds.builder.build(Batch(None))
    assert builds.said == ["build failed: site.toml:1: a", "build failed: site.toml:2: b"]
    assert builds.stage.view.error == "site.toml:1: a\nsite.toml:2: b"


def test_one_line_about_a_build() -> None:
    assert summary(Snapshot({"a": b""}, ("x",)), 0.123) == "built 1 file in 0.12 s, 1 problem"
    files = {str(number): b"" for number in range(1234)}
    assert summary(Snapshot(files, ("x", "y")), 61.0) == "built 1,234 files in 61.00 s, 2 problems"
    assert summary(Snapshot({}), 0.0) == "built 0 files in 0.00 s"


def test_one_line_about_a_bug() -> None:
    assert bug_report(ValueError("two\nlines")) == "internal error: ValueError: two lines"


def test_the_package_is_cheap_to_import() -> None:
    code = "import sys, site_gen.preview; sys.exit(any(name in sys.modules for name in ('werkzeug', 'watchdog')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
