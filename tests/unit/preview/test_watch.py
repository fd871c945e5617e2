"""What is watched, what matters, and what happens where the system refuses."""

from __future__ import annotations

import errno
import logging
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from site_gen.preview.watch import Scope, Watch, Watcher, plan_watches

pytestmark = pytest.mark.filterwarnings("ignore:Callback with id :RuntimeWarning")  # see Watcher.start

ROOT = Path("/archive")
SCOPE = Scope((ROOT / "content", ROOT / "site.toml", ROOT / "__pycache__"), (ROOT / "content" / "out",))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("content", True),
        ("content/x.md", True),
        ("content/2025/09/x.md", True),
        ("site.toml", True),
        (".", True),
        ("site.toml.tmp", False),
        ("content2/x.md", False),
        ("output/index.html", False),
        ("content/out", False),
        ("content/out/x.md", False),
        ("content/outer.md", True),
        ("content/x.md~", False),
        ("content/.#x.md", False),
        ("content/#x.md#", False),
        ("content/.x.md.swp", False),
        ("content/.x.md.swx", False),
        ("content/4913", False),
        ("content/a/4913", False),
        ("content/14913", True),
        ("content/.DS_Store", False),
        ("content/__pycache__/x", False),
        ("content/.git/HEAD", False),
        ("content/.gitkeep", True),
        ("__pycache__/x", True),
    ],
)
def test_which_paths_matter(path: str, expected: bool) -> None:
    assert SCOPE.concerns(ROOT / path) is expected


def plan(targets: list[str], folders: list[str]) -> set[tuple[str, bool]]:
    watches = plan_watches([Path(target) for target in targets], lambda path: path.as_posix() in folders)
    return {(watch.folder.as_posix(), watch.recursive) for watch in watches}


def test_a_folder_is_watched_with_what_is_beneath_and_whether_it_goes() -> None:
    assert plan(["/a/content"], ["/", "/a", "/a/content"]) == {("/a/content", True), ("/a", False)}


def test_a_file_is_watched_by_its_folder() -> None:
    assert plan(["/a/site.toml", "/a/topics.toml"], ["/", "/a"]) == {("/a", False)}


def test_what_is_not_there_is_awaited_from_the_nearest_folder() -> None:
    assert plan(["/a/b/c/content"], ["/", "/a"]) == {("/a", False)}


def test_no_folder_is_watched_twice() -> None:
    folders = ["/", "/a", "/a/content", "/a/content/x"]
    assert plan(["/a/content", "/a/content/x"], folders) == {("/a/content", True), ("/a", False)}
    assert plan(["/a", "/a/content", "/a/site.toml"], folders) == {("/a", True), ("/", False)}
    assert Watch(Path("/a"), recursive=True) in plan_watches([Path("/a")], lambda _: True)


def ignore(_: object) -> None:
    """Takes what a test does not look at."""


def until(holds: Callable[[], bool], seconds: float = 4) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end and not holds():
        time.sleep(0.02)
    return holds()


def refusing(error: int, after: int) -> Callable[[], BaseObserver]:
    """An observer that the system allows `after` watches."""

    def make() -> BaseObserver:
        if after < 0:
            raise OSError(error, "inotify instance limit reached")
        observer = Observer()
        left = [after]
        schedule = observer.schedule

        def limited(*args: object, **settings: object) -> object:
            if left[0] == 0:
                raise OSError(error, "inotify watch limit reached")
            left[0] -= 1
            return schedule(*args, **settings)  # type: ignore[arg-type]

        observer.schedule = limited  # type: ignore[method-assign, assignment]
        return observer

    return make


@pytest.mark.parametrize(
    ("error", "after"), [(errno.EMFILE, -1), (errno.ENOSPC, 0), (errno.ENOSPC, 1), (errno.ENOSPC, 2)]
)
def test_polling_where_the_system_allows_no_more_watches(tmp_path: Path, error: int, after: int) -> None:
    (tmp_path / "content").mkdir()
    seen: list[Path | None] = []
    said: list[str] = []
    watcher = Watcher([tmp_path / "content"], [], seen.append, said.append, refusing(error, after))
    watcher.start()
    try:
        assert len(said) == 1
        assert said[0].startswith("too many folders to watch (inotify ")
        (tmp_path / "content" / "x.md").write_text("x")
        assert until(lambda: tmp_path / "content" / "x.md" in seen)
    finally:
        watcher.stop()


def test_the_limit_is_met_later(tmp_path: Path) -> None:
    said: list[str] = []
    watcher = Watcher([tmp_path / "content"], [], ignore, said.append, refusing(errno.ENOSPC, 2))
    watcher.start()
    try:
        assert said == []
        (tmp_path / "content").mkdir()
        assert watcher.refresh()
        assert len(said) == 1
    finally:
        watcher.stop()


def test_other_errors_are_not_hidden(tmp_path: Path) -> None:
    watcher = Watcher([tmp_path], [], ignore, ignore, refusing(errno.EIO, 0))
    with pytest.raises(OSError, match="limit reached"):
        watcher.start()
    watcher.stop()


def test_lost_events_mean_look_everywhere(tmp_path: Path) -> None:
    seen: list[Path | None] = []
    watcher = Watcher([tmp_path], [], seen.append, ignore)
    watcher.start()
    try:
        logging.getLogger("watchdog.observers.inotify_c").warning("Inotify queue overflowed; events were lost")
        logging.getLogger("watchdog.observers.inotify_c").warning("something else")
        assert seen == [None]
    finally:
        watcher.stop()
    assert not logging.getLogger("watchdog").handlers


class BrokenObserver(PollingObserver):
    """An observer one of whose threads has died."""

    def run(self) -> None:
        """End at once."""


def test_a_watcher_that_broke_down_is_started_again(tmp_path: Path) -> None:
    seen: list[Path | None] = []
    said: list[str] = []
    made: list[BaseObserver] = []

    def make() -> BaseObserver:
        made.append(Observer() if made else BrokenObserver())
        return made[-1]

    watcher = Watcher([tmp_path], [], seen.append, said.append, make)
    watcher.start()
    try:
        assert until(lambda: not made[0].is_alive())
        watcher.revive()
        watcher.revive()
        assert (len(made), said, seen) == (2, ["the file watcher broke down and was started again"], [None])
        (tmp_path / "x.md").write_text("x")
        assert until(lambda: tmp_path / "x.md" in seen)
    finally:
        watcher.stop()


def test_the_warning_about_folders_made_at_once_is_no_noise(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        watcher = Watcher([tmp_path], [], ignore, ignore)
        watcher.start()
        watcher.stop()
        warnings.warn("Callback with id '1' already exists for watch x.", RuntimeWarning, stacklevel=1)
        with pytest.raises(RuntimeWarning):
            warnings.warn("Something else", RuntimeWarning, stacklevel=1)


def test_folders_made_at_once_are_all_watched(tmp_path: Path) -> None:
    seen: list[Path | None] = []
    watcher = Watcher([tmp_path], [], seen.append, ignore)
    watcher.start()
    try:
        files = [tmp_path / str(number) / "a" / "b" / "x.md" for number in range(50)]
        for file in files:
            file.parent.mkdir(parents=True)
            file.write_text("x")
        assert until(lambda: set(files) <= set(seen))
        seen.clear()
        for file in files:
            file.write_text("y")
        assert until(lambda: set(files) <= set(seen))
    finally:
        watcher.stop()
