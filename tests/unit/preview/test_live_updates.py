"""An edit on disk arrives in the browser, however an editor saves."""

from __future__ import annotations

import os
import shutil
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.preview.conftest import Running, Start


pytestmark = pytest.mark.filterwarnings("ignore:Callback with id :RuntimeWarning")  # see Watcher.start


def write(path: Path, text: str = "<body>two</body>") -> None:
    path.write_text(text)


def replace(path: Path) -> None:
    draft = path.with_name(f".{path.name}.tmp123")
    write(draft)
    draft.replace(path)


def back_up_and_write(path: Path) -> None:
    path.rename(path.with_name(f"{path.name}~"))
    write(path)


def write_in_halves(path: Path) -> None:
    with path.open("w") as file:
        file.write("<body>t")
        file.flush()
        time.sleep(0.1)
        file.write("wo</body>")


def save_many_times(path: Path) -> None:
    for number in range(30):
        write(path, f"<body>{number}</body>")
        time.sleep(0.01)
    write(path)


def delete_and_write(path: Path) -> None:
    path.unlink()
    time.sleep(0.1)
    write(path)


def move_in(path: Path) -> None:
    elsewhere = path.parents[1] / "elsewhere.html"
    write(elsewhere)
    elsewhere.replace(path)


def give_time(path: Path) -> None:
    write(path)
    os.utime(path, (0, 0))


SAVES = [write, replace, back_up_and_write, write_in_halves, save_many_times, delete_and_write, move_in, give_time]


def until(seconds: float, holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.02)
    return holds()


@pytest.mark.parametrize("save", SAVES)
def test_every_way_to_save_is_seen(preview: Running, save: Callable[[Path], None]) -> None:
    with preview.events() as stream:
        save(preview.content / "index.html")
        stream.next()
        assert until(2, lambda: b"two" in preview.get("/")[1])
    preview.settle()
    assert len(preview.rebuilds) <= 8


def test_a_rebuild_does_not_cause_another(preview: Running) -> None:
    write(preview.content / "index.html")
    preview.settle()
    preview.settle()
    assert len(preview.rebuilds) <= 3
    assert preview.rebuilds[0] is None
    assert all(paths == frozenset({preview.content / "index.html"}) for paths in preview.rebuilds[1:])


def test_a_rebuild_that_changes_nothing_reloads_nothing(preview: Running) -> None:
    with preview.events() as stream:
        write(preview.content / "index.html", "<body>one</body>")
        preview.settle()
        assert len(preview.rebuilds) > 1
        write(preview.content / "index.html")
        assert stream.next()["version"].endswith("-2")


def test_junk_and_ignored_paths_are_not_seen(preview: Running) -> None:
    (preview.content / "ignored").mkdir()
    (preview.root / "output").mkdir()
    for name in (".index.html.swp", "4913", ".#index.html", "index.html~", ".DS_Store", "ignored/x.html"):
        write(preview.content / name)
    write(preview.root / "output" / "index.html")
    write(preview.root / "other.toml")
    preview.settle()
    assert preview.rebuilds == [None]


def test_new_folders_renamed_folders_and_deletions(preview: Running) -> None:
    deep = preview.content / "2025" / "09"
    deep.mkdir(parents=True)
    write(deep / "x.html")
    assert until(2, lambda: preview.get("/2025/09/x")[0] == 200)
    (preview.content / "2025").rename(preview.content / "2024")
    assert until(2, lambda: preview.get("/2024/09/x")[0] == 200)
    assert preview.get("/2025/09/x")[0] == 404
    write(preview.content / "2024" / "09" / "y.html")
    assert until(2, lambda: preview.get("/2024/09/y")[0] == 200)
    shutil.rmtree(preview.content / "2024")
    assert until(2, lambda: preview.get("/2024/09/x")[0] == 404)
    (preview.content / "index.html").rename(preview.root / "index.html")
    assert until(2, lambda: preview.get("/")[0] == 404)


def test_the_whole_folder_goes_and_comes_back(preview: Running) -> None:
    away = preview.root / "away"
    preview.content.rename(away)
    assert until(2, lambda: preview.get("/")[0] == 404)
    away.rename(preview.content)
    assert until(2, lambda: preview.get("/")[0] == 200)
    write(preview.content / "index.html")
    assert until(2, lambda: b"two" in preview.get("/")[1])
    shutil.rmtree(preview.content)
    assert until(2, lambda: preview.get("/")[0] == 404)
    preview.content.mkdir()
    write(preview.content / "index.html", "<body>three</body>")
    assert until(2, lambda: b"three" in preview.get("/")[1])
    preview.settle()
    write(preview.content / "index.html", "<body>four</body>")
    assert until(2, lambda: b"four" in preview.get("/")[1])


def test_a_folder_and_a_file_that_come_later(start: Start, tmp_path: Path) -> None:
    preview = start()
    (tmp_path / "content" / "deep").mkdir(parents=True)
    write(tmp_path / "content" / "deep" / "x.html")
    assert until(2, lambda: preview.get("/deep/x")[0] == 200)
    write(tmp_path / "site.toml", "title = 'A'")
    assert until(2, lambda: preview.get("/site.txt")[1] == b"title = 'A'")
    replace(tmp_path / "site.toml")
    assert until(2, lambda: b"two" in preview.get("/site.txt")[1])


def test_a_linked_folder_is_watched_where_it_is(start: Start, tmp_path: Path) -> None:
    real = tmp_path / "elsewhere"
    real.mkdir()
    (tmp_path / "content").symlink_to(real)
    preview = start()
    write(real / "index.html")
    assert until(2, lambda: preview.get("/")[0] == 200)
    assert preview.rebuilds[-1] == frozenset({tmp_path / "content" / "index.html"})


def test_a_link_that_comes_later(preview: Running) -> None:
    real = preview.root / "elsewhere"
    preview.content.rename(real)
    assert until(2, lambda: preview.get("/")[0] == 404)
    preview.content.symlink_to(real)
    assert until(2, lambda: preview.get("/")[0] == 200)
    preview.settle()
    write(real / "index.html")
    assert until(2, lambda: b"two" in preview.get("/")[1])


def test_a_burst_of_files(preview: Running) -> None:
    for number in range(300):
        write(preview.content / f"{number}.html")
    assert until(3, lambda: preview.get("/299")[0] == 200)
    preview.settle()
    assert len(preview.rebuilds) <= 8
    assert all(preview.get(f"/{number}")[0] == 200 for number in range(0, 300, 37))


def test_a_failed_build_is_told_and_mended(preview: Running) -> None:
    with preview.events() as stream:
        write(preview.content / "index.html", "ERROR")
        message = stream.next()
        assert message["error"] == "index.html:3: unexpected '}'"
        assert b"one" in preview.get("/")[1]
        write(preview.content / "index.html", "<body>one</body>")
        assert stream.next() == {**message, "error": None}
        write(preview.content / "index.html", "PROBLEM")
        message = stream.next()
        assert (message["error"], message["problems"]) == (None, ["index.html:1: a problem"])
    assert "build failed: index.html:3: unexpected '}'" in preview.said


def test_a_bug_in_the_build_does_not_end_the_preview(preview: Running) -> None:
    with preview.events() as stream:
        write(preview.content / "index.html", "BUG")
        error = stream.next()["error"]
        assert error.startswith("internal error at preview/conftest.py:")
        assert error.endswith(": KeyError: 'index.html'")
        write(preview.content / "index.html")
        assert stream.next()["error"] is None
    assert b"two" in preview.get("/")[1]


def test_what_a_failed_build_was_asked_for_is_asked_again(preview: Running) -> None:
    write(preview.content / "x.html", "ERROR")
    assert until(2, lambda: any("build failed" in line for line in preview.said))
    preview.settle()
    write(preview.content / "y.html")
    preview.settle()
    assert preview.rebuilds[-1] == frozenset({preview.content / "x.html", preview.content / "y.html"})


def test_a_preview_that_never_built_shows_why(start: Start, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    write(tmp_path / "content" / "index.html", "ERROR")
    preview = start()
    status, body, _ = preview.get("/")
    assert (status, b"unexpected" in body, b"reload.js" in body) == (500, True, True)
    with preview.events() as stream:
        write(tmp_path / "content" / "index.html")
        assert stream.next()["error"] is None
    assert preview.get("/")[0] == 200


def test_readers_during_rebuilds_see_whole_sites(start: Start, tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    write(content / "index.html", "<body>0</body>")
    preview = start(seconds=0.05)
    for number in range(10):
        write(content / "index.html", f"<body>{number}</body>")
        end = time.monotonic() + 0.1
        while time.monotonic() < end:
            status, body, _ = preview.get("/")
            assert status == 200
            assert body.endswith(b"</body>") or body.startswith(b"<script")  # never torn by the server


def test_an_edit_arrives_within_half_a_second(start: Start, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    write(tmp_path / "content" / "index.html", "start")
    preview = start(seconds=0.2)
    took = []
    with preview.events() as stream:
        for number in range(5):
            begun = time.monotonic()
            write(tmp_path / "content" / "index.html", str(number))
            while f"{number}".encode() not in preview.get("/")[1][:1]:
                stream.next()
            took.append(time.monotonic() - begun)
            preview.settle()
    assert min(took) < 0.5
    assert statistics.median(took) < 1  # where other programs keep the machine busy
