"""Documents that cannot become articles: kept in quarantine with a reason, while all others go on."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.integration.archives import MUSEUM, Archive, news, outcomes

REASONS = {
    "empty.txt": "is empty",
    "white_space.txt": "is empty",
    "bom_alone.txt": "is empty",
    "binary.txt": "holds NUL bytes; it is no text file",
    "nul_bytes.txt": "holds NUL bytes; it is no text file",
    "png.txt": "holds NUL bytes; it is no text file",
    "control_characters.txt": "holds many control characters; it is a binary file",
    "utf16_broken.txt": "begins as utf-16 but breaks at byte",
    "one_line.txt": "holds one line; a title and a text were expected",
    "title_alone.txt": "",
    "sidecar_broken.txt": "has a sidecar that cannot be read: inbox/sidecar_broken.json:2: is not valid JSON",
    "sidecar_list.txt": "must be a JSON object",
    "sidecar_latin.txt": "is not valid JSON: UnicodeDecodeError",
    "sidecar_deep.txt": "is not valid JSON: RecursionError",
}


@pytest.fixture
def museum(archive: Archive) -> Archive:
    shutil.copytree(MUSEUM / "documents", archive.root / "inbox", dirs_exist_ok=True)
    archive.document("good.txt", news("Bridge closes", 1))
    archive.document("long_line.txt", b"A title\n" + b"word " * 2_000_000)
    return archive


def test_each_is_kept_with_its_reason_and_the_rest_is_built(museum: Archive) -> None:
    report = museum.build()
    expected = {**REASONS, "long_line.txt": "has a line of more than 200,000 characters"}
    reasons = {item.source.removeprefix("inbox/"): item.message for item in report.ingest.quarantined}
    assert set(reasons) == set(expected)
    assert {name: reason for name, reason in reasons.items() if expected[name] not in reason} == {}
    assert outcomes(report.ingest)["good.txt"] == "new"
    assert report.articles == 1
    records = [json.loads(path.read_text()) for path in (museum.root / ".site-gen/quarantine").glob("*.json")]
    assert {record["document"]: record["reason"] for record in records} == {
        f"inbox/{name}": reason for name, reason in reasons.items()
    }
    for record in records:
        copy = museum.root / ".site-gen/quarantine" / record["copy"]
        assert copy.read_bytes() == (museum.root / record["document"]).read_bytes()


def test_the_command_line_names_them_and_exits_with_1(museum: Archive) -> None:
    for verb in ("ingest", "build"):
        done = museum.run(verb)
        assert done.exit_code == 1
        assert "quarantined: inbox/empty.txt: is empty" in done.stderr
        assert "16 documents = " in done.stdout
        assert "15 quarantined" in done.stdout
    table = json.loads(museum.run("build", "--json").stdout)["ingest"]
    assert (table["documents"], table["quarantined"], table["unchanged"]) == (16, 15, 1)
    assert len(table["quarantine"]) == 15


def test_a_mended_document_leaves_quarantine(museum: Archive) -> None:
    museum.ingest()
    for name in REASONS:
        museum.document(name, news(f"Mended: {name}", len(name)))
        (museum.root / "inbox" / name).with_suffix(".json").unlink(missing_ok=True)
    (museum.root / "inbox/long_line.txt").unlink()
    report = museum.ingest()
    assert report.quarantined == ()
    left = [path.name for path in (museum.root / ".site-gen/quarantine").glob("*.json")]
    # What was taken away cannot be mended: its record and its copy are all that is left of it.
    assert [name for name in left if "long-line" not in name] == []
    assert museum.run("ingest").exit_code == 0


def test_a_document_that_breaks_later_keeps_its_article(archive: Archive) -> None:
    archive.document("a.txt", news("Bridge closes", 1))
    archive.ingest()
    before = archive.files("content")
    archive.document("a.txt", b"")
    assert outcomes(archive.ingest()) == {"a.txt": "quarantined"}
    assert archive.files("content") == before
    archive.document("a.txt", news("Bridge closes", 1))
    assert outcomes(archive.ingest()) == {"a.txt": "unchanged"}
    assert list((archive.root / ".site-gen/quarantine").iterdir()) == []


def test_other_files_are_left_out_and_counted(archive: Archive) -> None:
    archive.write("inbox/README.md", "x")
    archive.write("inbox/photo.jpg", b"\xff\xd8")
    archive.write("inbox/logo.png", b"\x89PNG\r\n\x1a\n")
    archive.write("inbox/.hidden.txt", "x")
    report = archive.ingest()
    assert report.documents == 0
    assert report.left_out == {"images": 2, "notes about a folder": 1}
    assert "left out: 2 images, 1 notes about a folder" in archive.run("ingest").stdout


def test_an_unknown_form_is_quarantined_with_a_reason(archive: Archive) -> None:
    archive.write("inbox/report.pdf", b"%PDF-1.7 ...")
    archive.write("inbox/data.xml", "<orders><order/></orders>")
    archive.write("inbox/empty.json", "{}")
    reasons = {item.source: item.message for item in archive.ingest().quarantined}
    assert "PDF" in reasons["inbox/report.pdf"]
    assert "<orders>" in reasons["inbox/data.xml"]
    assert len(reasons) == 3
