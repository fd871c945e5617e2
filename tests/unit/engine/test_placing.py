import errno
import hashlib
import os
from pathlib import Path

import pytest

from site_gen.engine.placing import WHOLE, Placing, check_folder
from site_gen.engine.rendering import stage
from site_gen.errors import OutputError
from site_gen.files import write_new
from site_gen.output.record import Output


@pytest.fixture
def placing(tmp_path: Path) -> Placing:
    return Placing(tmp_path / "output", tmp_path / "staging")


def place(placing: Placing, path: str, data: bytes) -> None:
    name = hashlib.sha256(path.encode()).hexdigest()
    write_new(str(placing.staging / name[:2] / name), data)
    placing.place(path, f"{name[:2]}/{name}")


def output(path: str, data: bytes) -> Output:
    return Output(path, "file a.md", 1, "content/a.md", b"k", digest=hashlib.sha256(data).digest())


def held(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_files_are_put_in_place_over_what_was_there(placing: Placing) -> None:
    place(placing, "a/b/c.html", b"page")
    place(placing, "index.html", b"home")
    place(placing, "index.html", b"new home")
    assert held(placing.folder) == {"a/b/c.html": b"page", "index.html": b"new home"}
    assert (placing.folder / "index.html").stat().st_mode & 0o777 == 0o644


def test_what_is_removed_goes_with_its_empty_folders(placing: Placing) -> None:
    place(placing, "x/y/z", b"2")
    place(placing, "x/w", b"3")
    assert list(placing.remove([output("x/y/z", b"2")])) == ["x/y/z"]
    assert held(placing.folder) == {"x/w": b"3"}
    assert not (placing.folder / "x/y").exists()


def test_what_was_edited_is_left(placing: Placing) -> None:
    place(placing, "a", b"edited")
    assert list(placing.remove([output("a", b"as written")])) == []
    assert held(placing.folder) == {"a": b"edited"}


def test_what_is_gone_already_needs_no_removal(placing: Placing) -> None:
    place(placing, "a", b"a file now")
    assert list(placing.remove([output("a/b", b"1"), output("c", b"1")])) == []


def test_state_and_output_may_lie_on_two_file_systems(placing: Placing, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = os.replace

    def refuse(source: str, target: str) -> None:
        if "staging" in str(source):
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    place(placing, "a/b", b"1")
    assert held(placing.folder) == {"a/b": b"1"}


def stage_whole(placing: Placing, *paths: str) -> list[tuple[str, str]]:
    return [(path, stage(str(placing.staging), path, path.encode(), is_whole=True)) for path in paths]


def test_a_whole_site_is_moved_folder_by_folder(placing: Placing, monkeypatch: pytest.MonkeyPatch) -> None:
    moved: list[str] = []
    replace = os.replace

    def note(source: Path, target: Path) -> None:
        moved.append(target.name)
        replace(source, target)

    pages = stage_whole(placing, "index.html", "2025/01/a.html", "2025/02/b.html")
    monkeypatch.setattr(os, "replace", note)
    placing.folder.mkdir()
    placing.place_all(pages)
    assert held(placing.folder) == {path: path.encode() for path, _ in pages}
    assert moved == ["2025", "index.html"]


def test_a_whole_site_leaves_alone_what_came_between(placing: Placing) -> None:
    pages = stage_whole(placing, "index.html", "2025/01/a.html")
    write_new(str(placing.folder / "2025/mine.txt"), b"mine")
    placing.place_all(pages)
    assert held(placing.folder) == {**{path: path.encode() for path, _ in pages}, "2025/mine.txt": b"mine"}


def test_a_whole_site_on_another_file_system_is_copied(placing: Placing, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = stage_whole(placing, "index.html", "2025/01/a.html")
    replace = os.replace

    def refuse(source: str, target: str) -> None:
        if "staging" in str(source):
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    placing.place_all(pages)
    assert held(placing.folder) == {path: path.encode() for path, _ in pages}


def test_pages_that_rule_each_other_out_are_staged_apart(placing: Placing) -> None:
    pages = stage_whole(placing, "a", "a/b")
    assert pages[0] == ("a", f"{WHOLE}/a")
    assert not pages[1][1].startswith(WHOLE)
    assert held(placing.staging) == {staged: path.encode() for path, staged in pages}


def test_a_link_inside_the_output_folder_is_not_followed(placing: Placing, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    placing.folder.mkdir()
    (placing.folder / "a").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="is a link inside the output folder"):
        place(placing, "a/b", b"1")
    assert held(tmp_path / "elsewhere") == {}


def test_a_link_at_the_place_of_a_page_is_replaced_and_not_followed(placing: Placing, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"1")
    placing.folder.mkdir()
    (placing.folder / "a").symlink_to(secret)
    place(placing, "a", b"2")
    assert not (placing.folder / "a").is_symlink()
    assert secret.read_bytes() == b"1"


def test_a_link_or_a_file_is_no_output_folder(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(OutputError, match="is a link"):
        check_folder(tmp_path / "link")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="is a file"):
        check_folder(tmp_path / "file")
    check_folder(tmp_path / "none")
