"""Ingest of many forms at once: killed and carried on, with faults in it, again and again; nothing is lost."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from site_gen.ingest.outcome import Outcome
from tests.integration.archives import Archive, differences, make_archive, news, outcomes


def rows(number: int, start: int = 0) -> str:
    """JSON Lines of articles that are about different things."""
    return "".join(json.dumps(row(at), ensure_ascii=False) + "\n" for at in range(start, start + number))


def row(at: int, more: str = "") -> dict[str, str]:
    words = " ".join(f"w{at * 7919 % 10007 + step}x{step * at % 997}" for step in range(60))
    return {
        "id": f"r{at}",
        "url": f"https://news.example/2025/{at}",
        "title": f"Report {at} from the islands",
        "published": f"2025-03-{at % 28 + 1:02d}T08:00:00+01:00",
        "text": f"The council met on island {at}. {words}.\n\nIt will meet again.{more}",
    }


@pytest.mark.slow
def test_an_ingest_that_is_killed_again_and_again_ends_like_one_that_is_not(tmp_path: Path) -> None:
    whole, killed = (make_archive(tmp_path / name) for name in ("whole", "killed"))
    for archive in (whole, killed):
        archive.write("inbox/rows.jsonl", rows(1500))
    whole.ingest()
    command = [sys.executable, "-m", "site_gen", "ingest", "--quiet", "--workers", "1", "--root", str(killed.root)]
    for files in (100, 500, 900):
        process = subprocess.Popen(command)
        deadline = time.monotonic() + 60
        while process.poll() is None and len(list((killed.root / "content").rglob("*.md"))) < files:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
    report = killed.ingest()
    assert report.counts["unchanged"] > 0
    assert report.documents == 1500
    assert differences(whole.files("content"), killed.files("content")) == []
    assert killed.ingest().counts["unchanged"] == 1500


def test_with_faults_in_it_every_document_is_accounted_for(archive: Archive) -> None:
    broken = '{"title": "cut\n' + '{"title": "no text", "url": "https://news.example/none"}\n'
    archive.write("inbox/rows.jsonl", rows(5) + broken)
    archive.write("inbox/rows.csv", "title,text\nA ferry sails again,The ferry sails again on Sunday after repairs.\n")
    archive.write("inbox/cut.warc.gz", b"\x1f\x8b\x08\x00garbage")
    archive.write("inbox/cut.zip", b"PK\x03\x04garbage")
    archive.write("inbox/order.xml", "<order/>")
    archive.write("inbox/empty.html", "")
    with zipfile.ZipFile(archive.root / "inbox/pages.zip", "w") as pages:
        pages.writestr("a.txt", news("Bridge closes", 1))
        pages.writestr("../escape.txt", news("Bridge opens", 2))
        pages.writestr("photo.jpg", b"\xff\xd8\xff\xe0")
    report = archive.ingest()
    assert report.tally[Outcome.NEW] == 5 + 1 + 1
    assert report.left_out == {"images": 1}
    refused = {item.source.removeprefix("inbox/").partition("#")[0] for item in report.quarantined}
    assert refused >= {"rows.jsonl", "cut.warc.gz", "cut.zip", "order.xml", "empty.html"}
    assert any("escape" in item.source for item in report.quarantined)
    again = archive.ingest()
    assert again.tally == {Outcome.UNCHANGED: 7, Outcome.QUARANTINED: len(report.quarantined)}
    assert again.left_out == report.left_out


def test_an_update_keeps_the_former_version(archive: Archive) -> None:
    archive.write("inbox/rows.jsonl", rows(3))
    archive.ingest()
    changed = [row(0), row(1, " The harbour master resigned."), row(2)]
    archive.write("inbox/rows.jsonl", "".join(json.dumps(item) + "\n" for item in changed))
    report = archive.ingest()
    assert (report.counts["updated"], report.counts["unchanged"], report.versions) == (1, 2, 1)
    (version,) = (archive.root / ".site-gen/versions").rglob("*.md")
    assert "harbour master" not in version.read_text(encoding="utf-8")


def test_one_text_under_two_addresses_is_one_article_across_runs(archive: Archive) -> None:
    one = row(1)
    two = {**one, "id": "other", "url": "https://news.example/sport/1", "text": one["text"] + " Read in the harbour."}
    archive.write("inbox/one.jsonl", json.dumps(one) + "\n")
    archive.ingest()
    archive.write("inbox/two.jsonl", json.dumps(two) + "\n")
    report = archive.ingest()
    assert list(outcomes(report).values()) in (["unchanged", "merged"], ["unchanged", "updated"])
    (text,) = archive.files("content").values()
    assert b"also:" in text


def test_quarantine_is_listed_shown_and_retried(archive: Archive) -> None:
    archive.write(
        "inbox/dump.jsonl", '{"kop": "Brug dicht", "tekst": "De brug over de rivier is dicht voor herstel."}\n'
    )
    assert archive.run("ingest").exit_code == 1
    listed = archive.run("quarantine", "list")
    assert "1 document in quarantine" in listed.stdout
    (entry,) = json.loads(archive.run("quarantine", "list", "--json").stdout)
    shown = archive.run("quarantine", "show", entry["document"])
    assert "Brug dicht" in shown.stdout
    assert archive.run("quarantine", "show", "inbox/none").exit_code == 2
    assert archive.run("quarantine", "retry").exit_code == 1
    settings = (archive.root / "site.toml").read_text(encoding="utf-8")
    archive.write("site.toml", settings + '\n[fields]\ntitle = "kop"\ntext = "tekst"\n')
    assert archive.run("quarantine", "retry", entry["document"]).exit_code == 0
    assert "0 documents in quarantine" in archive.run("quarantine", "list").stdout
