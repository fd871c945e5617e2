from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_gen.errors import OutputError
from site_gen.model import RenderedPage
from site_gen.output.static import static_files
from site_gen.output.writing import WriteReport, write_site


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "output"


def write(folder: Path, pages: dict[str, bytes], former: WriteReport | None = None) -> WriteReport:
    rendered = (RenderedPage(path, data) for path, data in pages.items())
    return write_site(rendered, folder, folder.parent / "staging", former.outputs if former else {})


def held(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_pages_are_written_and_their_digests_told(folder: Path) -> None:
    report = write(folder, {"index.html": b"home", "a/b/c.html": b"page"})
    assert held(folder) == {"index.html": b"home", "a/b/c.html": b"page"}
    assert (report.written, report.unchanged, report.removed) == (("a/b/c.html", "index.html"), 0, ())
    assert report.outputs["index.html"] == hashlib.sha256(b"home").hexdigest()
    assert not (folder.parent / "staging").exists()


def test_only_what_differs_is_written(folder: Path) -> None:
    former = write(folder, {"a": b"1", "b": b"2"})
    report = write(folder, {"a": b"1", "b": b"3"}, former)
    assert (report.written, report.unchanged) == (("b",), 1)


def test_what_is_no_longer_planned_is_removed_with_its_folder(folder: Path) -> None:
    former = write(folder, {"a": b"1", "x/y/z": b"2", "x/w": b"3"})
    report = write(folder, {"a": b"1", "x/w": b"3"}, former)
    assert report.removed == ("x/y/z",)
    assert not (folder / "x/y").exists()
    assert (folder / "x/w").exists()


def test_what_was_edited_or_is_not_ours_is_left(folder: Path) -> None:
    former = write(folder, {"a": b"1", "b": b"2"})
    (folder / "a").write_bytes(b"edited")
    (folder / "foreign").write_bytes(b"mine")
    report = write(folder, {}, former)
    assert report.removed == ("b",)
    assert held(folder) == {"a": b"edited", "foreign": b"mine"}


def test_what_is_gone_already_needs_no_removal(folder: Path) -> None:
    former = write(folder, {"a/b": b"1", "c": b"2"})
    (folder / "a/b").unlink()
    (folder / "a").rmdir()
    (folder / "a").write_bytes(b"a file now")
    assert write(folder, {"c": b"2"}, former).removed == ()


def test_an_error_while_rendering_leaves_all_as_it_was(folder: Path) -> None:
    former = write(folder, {"a": b"1", "b": b"2"})

    def pages() -> Iterator[RenderedPage]:
        yield RenderedPage("a", b"new")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_site(pages(), folder, folder.parent / "staging", former.outputs)
    assert held(folder) == {"a": b"1", "b": b"2"}
    assert not (folder.parent / "staging").exists()


def test_a_full_disk_while_staging_leaves_all_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    former = write(folder, {"a": b"1", "b": b"2"})

    def fail(path: Path, _: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr("site_gen.output.writing.write_atomically", fail)
    with pytest.raises(OutputError, match="cannot be written: No space left on device"):
        write(folder, {"a": b"new"}, former)
    assert held(folder) == {"a": b"1", "b": b"2"}


def test_state_and_output_may_lie_on_two_file_systems(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if "staging" in self.parts and "staging" not in Path(target).parts:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    write(folder, {"a/b": b"1"})
    assert held(folder) == {"a/b": b"1"}


def test_an_error_names_the_place_and_not_the_staging(folder: Path) -> None:
    (folder / "a").mkdir(parents=True)
    (folder / "a/mine").write_bytes(b"mine")
    with pytest.raises(OutputError, match=r"output/a: cannot be written"):
        write(folder, {"a": b"1"})


def test_a_link_or_a_file_is_no_output_folder(folder: Path, tmp_path: Path) -> None:
    folder.symlink_to(tmp_path)
    with pytest.raises(OutputError, match="is a link"):
        write(folder, {"a": b"1"})
    folder.unlink()
    folder.write_bytes(b"")
    with pytest.raises(OutputError, match="is a file"):
        write(folder, {"a": b"1"})


def test_a_link_at_the_place_of_a_page_is_replaced_and_not_followed(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"1")
    folder.mkdir()
    (folder / "a").symlink_to(secret)
    write(folder, {"a": b"1"})
    assert not (folder / "a").is_symlink()
    assert secret.read_bytes() == b"1"


def test_static_files_come_in_order_and_without_links_that_lead_out(tmp_path: Path) -> None:
    static = tmp_path / "static"
    (static / "b").mkdir(parents=True)
    (static / "b/c.txt").write_bytes(b"c")
    (static / "a.txt").write_bytes(b"a")
    (tmp_path / "secret").write_bytes(b"s")
    (static / "link").symlink_to(tmp_path / "secret")
    (static / "loop").symlink_to(static / "loop")
    assert [path for path, _ in static_files(static)] == ["a.txt", "b/c.txt"]
    assert static_files(tmp_path / "none") == ()
