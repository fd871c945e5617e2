"""Files that are no plain files: links that lead outside, pipes, unreadable ones, a link as output folder."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from site_gen.errors import OutputError
from tests.integration.archives import Archive, news

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a POSIX file system")

SECRET = "the secret of the house next door"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A folder outside the archive with files that must never show."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "secret.md").write_text(f"---\ntitle: Secret\n---\n{SECRET}\n", encoding="utf-8")
    (folder / "secret.txt").write_text(f"Secret\n{SECRET}, told at length to all readers.\n", encoding="utf-8")
    return folder


def run(archive: Archive, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line as a program that is killed where it hangs, as on the opening of a pipe."""
    process = archive.start(*arguments)
    try:
        out, err = process.communicate(timeout=30)
    finally:
        process.kill()
    return subprocess.CompletedProcess(arguments, process.returncode, out, err)


def assert_kept_secret(archive: Archive) -> None:
    for folder in ("output", ".site-gen"):
        found = [path for path in (archive.root / folder).rglob("*") if path.is_file()]
        assert not [path for path in found if SECRET.encode() in path.read_bytes()]
        assert not [path for path in found if path.is_symlink()]


def test_links_in_content_that_lead_outside_are_refused(archive: Archive, secret: Path) -> None:
    archive.article("a.md", title="A")
    (archive.root / "content/file.md").symlink_to(secret / "secret.md")
    (archive.root / "content/folder").symlink_to(secret)
    (archive.root / "content/folder.md").symlink_to(secret)
    (archive.root / "content/dangling.md").symlink_to(secret / "none.md")
    (archive.root / "content/loop.md").symlink_to(archive.root / "content/loop.md")
    (archive.root / "content/inside.md").symlink_to(archive.root / "content/a.md")
    report = archive.build()
    named = {failure.source.rpartition("/")[2] for failure in report.failures}
    assert named == {"file.md", "folder.md", "dangling.md", "loop.md"}
    assert_kept_secret(archive)
    assert "undated/a.html" in archive.files("output")


def test_links_in_the_inbox_that_lead_outside_are_refused(archive: Archive, secret: Path) -> None:
    archive.document("a.txt", news("Bridge closes"))
    (archive.root / "inbox/file.txt").symlink_to(secret / "secret.txt")
    (archive.root / "inbox/folder").symlink_to(secret)
    (archive.root / "inbox/dangling.txt").symlink_to(secret / "none.txt")
    (archive.root / "inbox/loop.txt").symlink_to(archive.root / "inbox/loop.txt")
    report = archive.build()
    assert {failure.source for failure in report.ingest.quarantined} == {
        "inbox/file.txt",
        "inbox/folder",
        "inbox/dangling.txt",
        "inbox/loop.txt",
    }
    assert report.ingest.counts["new"] == 1
    assert_kept_secret(archive)


def test_a_sidecar_that_leads_outside_tells_nothing(archive: Archive, secret: Path) -> None:
    archive.document("a.txt", news("Bridge closes"))
    (secret / "facts.json").write_text(f'{{"source": "{SECRET}"}}', encoding="utf-8")
    (archive.root / "inbox/a.json").symlink_to(secret / "facts.json")
    report = archive.build()
    assert {failure.source: failure.message for failure in report.ingest.quarantined} == {
        "inbox/a.json": "is a link that leads out of its folder",
        "inbox/a.txt": "has a sidecar that is a link which leads out of its folder",
    }
    assert_kept_secret(archive)


def test_links_in_static_that_lead_outside_are_left_out(archive: Archive, secret: Path) -> None:
    archive.write("static/images/own.txt", "own")
    (archive.root / "static/file.txt").symlink_to(secret / "secret.txt")
    (archive.root / "static/folder").symlink_to(secret)
    (archive.root / "static/dangling").symlink_to(secret / "none")
    (archive.root / "static/alias.txt").symlink_to(archive.root / "static/images/own.txt")
    archive.build()
    files = archive.files("output")
    assert files["images/own.txt"] == files["alias.txt"] == b"own"
    assert not [path for path in files if path.startswith(("file", "folder", "dangling"))]
    assert_kept_secret(archive)


def test_pipes_are_never_opened(archive: Archive) -> None:
    archive.article("a.md", title="A")
    archive.document("a.txt", news("Bridge closes"))
    for path in ("content/pipe.md", "inbox/pipe.txt", "inbox/sidecar.json", "static/pipe"):
        (archive.root / path).parent.mkdir(exist_ok=True)
        os.mkfifo(archive.root / path)
    archive.write("inbox/sidecar.txt", news("Bridge opens", 2))
    done = run(archive, "build")
    assert done.returncode == 1, done.stderr
    assert "content/pipe.md: is no regular file; it was not opened" in done.stderr
    assert "inbox/pipe.txt: is no regular file; it was not opened" in done.stderr
    assert "Traceback" not in done.stderr
    assert "undated/a.html" in archive.files("output")
    assert run(archive, "ingest", str(archive.root / "inbox/pipe.txt")).returncode == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_files_are_named_and_the_rest_is_built(archive: Archive) -> None:
    archive.article("a.md", title="A")
    closed = [archive.article("b.md", title="B"), archive.document("b.txt", news("Bridge closes"))]
    for path in closed:
        path.chmod(0)
    done = archive.run("build")
    assert done.exit_code == 1
    assert "content/b.md: cannot be read: Permission denied; check its permissions" in done.stderr
    assert "inbox/b.txt: cannot be read: Permission denied; check its permissions" in done.stderr
    assert "undated/a.html" in archive.files("output")


def test_a_link_as_output_folder_is_refused(archive: Archive, secret: Path) -> None:
    archive.article("a.md", title="A")
    (archive.root / "output").symlink_to(secret)
    before = sorted(secret.iterdir())
    with pytest.raises(OutputError, match=r"output: is a link; name the folder itself"):
        archive.build()
    assert sorted(secret.iterdir()) == before


def test_a_link_inside_the_output_folder_is_not_followed(archive: Archive, secret: Path) -> None:
    archive.article("a.md", title="A", published="2025-01-02")
    (archive.root / "output").mkdir()
    (archive.root / "output/2025").symlink_to(secret)
    (archive.root / "output/index.html").symlink_to(secret / "secret.txt")
    before = {path: path.read_bytes() for path in secret.iterdir()}
    done = archive.run("build")
    assert done.exit_code == 1
    assert "is a link inside the output folder; remove it" in done.stderr
    assert {path: path.read_bytes() for path in secret.iterdir()} == before


def test_a_file_as_output_folder_is_refused(archive: Archive) -> None:
    archive.article("a.md", title="A")
    archive.write("output", "a file")
    done = archive.run("build")
    assert done.exit_code == 1
    assert "is a file; move it away or name another 'output' in site.toml" in done.stderr
    assert archive.text("output") == "a file"


def test_a_folder_where_a_page_belongs_is_named(archive: Archive) -> None:
    archive.article("a.md", title="A")
    archive.write("output/index.html/mine.txt", "mine")
    done = archive.run("build")
    assert done.exit_code == 1
    assert "index.html: cannot be written" in done.stderr
    assert archive.text("output/index.html/mine.txt") == "mine"


def test_names_that_are_no_utf_8_are_shown_and_do_no_harm(archive: Archive) -> None:
    folder = os.fsencode(archive.root)
    try:
        with open(folder + b"/inbox/caf\xe9.txt", "wb") as file:  # noqa: PTH123 - pathlib takes no bytes
            file.write(news("Bridge closes").encode())
    except OSError:
        pytest.skip("the file system takes UTF-8 names alone")
    with open(folder + b"/content/caf\xe9.md", "wb") as file:  # noqa: PTH123
        file.write(b"---\ntitle: Coffee\n---\nText.\n")
    report = archive.build()
    assert report.ingest.counts["new"] == 1
    assert report.articles == 2
    assert archive.run("build", "--json").exit_code == 0
    second = archive.build()
    assert (second.written, second.ingest.counts["unchanged"]) == (0, 1)
