"""Runs of ingest, one after the other: nothing is lost, nothing comes twice, and no hand edit is written over."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from site_gen import executor
from site_gen.build import BuildOptions, run_ingest
from site_gen.ingest import assemble
from site_gen.lock import locked
from site_gen.model import Article, Kind
from site_gen.state import STATE_FOLDER
from tests.integration.archives import (
    Archive,
    copy_sample,
    differences,
    news,
    outcomes,
    read_contents,
    report_of,
    story,
    times,
)

TITLE = "Bridge closes for repairs"


def articles(archive: Archive, kind: Kind = Kind.ARTICLE) -> dict[str, Article]:
    """The articles of the content folder by path."""
    files, failures = read_contents(archive.root / "content")
    assert failures == []
    return {file.path: file.article for file in files if file.article.kind is kind}


def only_article(archive: Archive, kind: Kind = Kind.ARTICLE) -> tuple[str, Article]:
    found = articles(archive, kind)
    assert len(found) == 1, list(found)
    return next(iter(found.items()))


def edit(archive: Archive, path: str, old: str, new: str) -> None:
    text = archive.text(path)
    assert old in text
    archive.write(path, text.replace(old, new))


# --- the second run ------------------------------------------------------------------------------------------------


def assert_still(archive: Archive) -> None:
    """A further run finds everything as it is and writes nothing."""
    before = times(archive.root / "content")
    report = archive.ingest()
    assert report.written == ()
    assert report.redated == 0
    assert set(outcomes(report).values()) <= {"unchanged", "quarantined"}, outcomes(report)
    assert times(archive.root / "content") == before


def test_the_sample_archive_comes_to_rest(tmp_path: Path) -> None:
    archive = copy_sample(tmp_path / "archive")
    shutil.rmtree(archive.root / "content")
    first = archive.ingest()
    assert first.counts["new"] > 50
    assert first.quarantined == ()
    assert_still(archive)
    held = archive.files("content")
    again = archive.ingest(reread=True)
    assert set(outcomes(again).values()) == {"unchanged"}
    assert differences(held, archive.files("content")) == []


def test_documents_read_again_give_what_is_found_out_better_and_edited_files_stay(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as former:
        former.setattr(assemble, "find_places", lambda *_: ())
        former.setattr(assemble, "find_people", lambda *_: ())
        archive.document("a.txt", news("Swiss bridge closes for repairs", 1) + "The mayor Ann Orrell was glad of it.\n")
        archive.document("b.txt", news("French bridge closes for repairs", 2))
        archive.ingest()
    paths = {article.title: path for path, article in articles(archive).items()}
    edit(archive, f"content/{paths['French bridge closes for repairs']}", "topics: [", "topics: [sport, ")
    assert_still(archive)
    assert outcomes(archive.ingest(reread=True)) == {"a.txt": "updated", "b.txt": "unchanged"}
    found = {article.title: article for article in articles(archive).values()}
    swiss = found["Swiss bridge closes for repairs"]
    assert swiss.places == ("CH",)
    assert swiss.people == ("Ann Orrell",)
    assert (swiss.provenance["places"], swiss.provenance["people"]) == ("names", "names")
    assert found["French bridge closes for repairs"].places == ()
    assert_still(archive)
    assert set(outcomes(archive.ingest(reread=True)).values()) == {"unchanged"}


def test_the_content_of_the_sample_archive_is_that_of_its_inbox(tmp_path: Path) -> None:
    archive = copy_sample(tmp_path / "archive")
    before = archive.files("content")
    report = archive.ingest()
    assert set(outcomes(report).values()) == {"unchanged"}
    assert differences(before, archive.files("content")) == []


def test_a_new_document_touches_no_other_file(archive: Archive) -> None:
    archive.document("a.txt", news(TITLE, 1))
    archive.ingest()
    before = times(archive.root / "content")
    archive.document("b.txt", news("Ferry sails again", 2))
    report = archive.ingest()
    assert outcomes(report) == {"a.txt": "unchanged", "b.txt": "new"}
    after = times(archive.root / "content")
    assert {path: after[path] for path in before} == before
    assert len(after) == 2


def test_documents_are_read_from_any_folder(archive: Archive, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a.txt").write_text(news(TITLE, 1), encoding="utf-8")
    (elsewhere / "b.TXT").write_text(news("Ferry sails again", 2), encoding="utf-8")
    report = archive.ingest(elsewhere)
    assert outcomes(report) == {"a.txt": "new", "b.TXT": "new"}
    assert report_of(report, "a.txt").document == "../elsewhere/a.txt"
    assert outcomes(archive.ingest(elsewhere / "a.txt")) == {"a.txt": "unchanged"}
    missing = archive.ingest(elsewhere / "none.txt")
    assert [failure.message for failure in missing.quarantined] == ["does not exist"]


def test_a_path_that_is_given_twice_is_read_once(archive: Archive) -> None:
    path = archive.document("a.txt", news(TITLE, 1))
    report = archive.ingest(path, archive.root / "inbox", path)
    assert report.documents == 1


# --- copies --------------------------------------------------------------------------------------------------------


def test_two_files_with_one_text_are_one_article(archive: Archive) -> None:
    archive.document("a.txt", news(TITLE, 1))
    archive.document("b.txt", news(TITLE.upper(), 1))
    report = archive.ingest()
    assert outcomes(report) == {"a.txt": "new", "b.txt": "merged"}
    article = only_article(archive)[1]
    assert article.source.document == "inbox/a.txt"
    assert [entry.document for entry in article.also] == ["inbox/b.txt"]
    assert_still(archive)


def test_a_copy_that_comes_later_is_noted(archive: Archive) -> None:
    archive.document("b.txt", news(TITLE, 1))
    archive.ingest()
    archive.document("a.txt", news(TITLE, 1))
    report = archive.ingest()
    assert outcomes(report) == {"a.txt": "merged", "b.txt": "unchanged"}
    article = only_article(archive)[1]
    assert article.source.document == "inbox/b.txt"
    assert [entry.document for entry in article.also] == ["inbox/a.txt"]
    assert_still(archive)


def test_a_copy_of_a_file_edited_by_hand_leaves_it_alone(archive: Archive) -> None:
    archive.document("a.txt", news(TITLE, 1))
    archive.ingest()
    path = only_article(archive)[0]
    edit(archive, f"content/{path}", "slug: ", "slug: my-")
    before = archive.files("content")
    archive.document("b.txt", news(TITLE, 1))
    for outcome in ("merged", "unchanged"):
        report = archive.ingest()
        assert outcomes(report) == {"a.txt": "unchanged", "b.txt": outcome}
        assert report.conflicts == ()
        assert archive.files("content") == before


def test_a_renamed_document_is_the_same_article(archive: Archive) -> None:
    archive.document("a.txt", news(TITLE, 1))
    archive.ingest()
    (archive.root / "inbox/a.txt").rename(archive.root / "inbox/moved.txt")
    assert outcomes(archive.ingest()) == {"moved.txt": "merged"}
    only_article(archive)
    assert_still(archive)


def test_a_document_that_is_taken_away_leaves_its_article(archive: Archive) -> None:
    archive.document("a.txt", news(TITLE, 1))
    archive.ingest()
    (archive.root / "inbox/a.txt").unlink()
    report = archive.ingest()
    assert report.documents == 0
    only_article(archive)


# --- updates -------------------------------------------------------------------------------------------------------


def test_an_updated_document_is_rewritten_where_it_stands(archive: Archive) -> None:
    archive.document("a.txt", news(TITLE, 1), published="2025-03-04T10:00:00Z")
    archive.ingest()
    path, old = only_article(archive)
    archive.document("a.txt", news(f"{TITLE}, mayor says", 1) + "A new paragraph tells of the opening next spring.\n")
    report = archive.ingest()
    assert outcomes(report) == {"a.txt": "updated"}
    assert report.written == (path,)
    new_path, new = only_article(archive)
    assert (new_path, new.id, new.slug) == (path, old.id, old.slug)
    assert new.title == f"{TITLE}, mayor says"
    assert "next spring" in new.body
    assert_still(archive)


def test_facts_of_a_sidecar_are_taken_over(archive: Archive) -> None:
    facts = {
        "url": "https://paper.example/2025/bridge",
        "published": "2025-03-04T10:00:00+02:00",
        "captured": "2025-03-05T06:00:00Z",
        "source": "The Paper",
        "lang": "en-GB",
        "topics": ["sport", "Ferries"],
    }
    archive.document("a.txt", news(TITLE, 1), **facts)
    archive.ingest()
    path, article = only_article(archive)
    assert path == "2025/03/04/bridge-closes-for-repairs.md"
    assert (article.source.url, article.source.name, article.lang) == (facts["url"], "The Paper", "en-GB")
    assert article.topics == ("sport", "Ferries")
    assert article.captured is not None
    assert article.captured.isoformat() == "2025-03-05T06:00:00+00:00"
    archive.document("a.txt", news(TITLE, 1), **{**facts, "source": "The Other Paper", "typo": 1})
    report = archive.ingest()
    assert outcomes(report) == {"a.txt": "updated"}
    assert report.warnings == (
        "inbox/a.json: unknown key 'typo'; known keys: url, published, captured, source, lang, topics",
    )
    assert only_article(archive)[1].source.name == "The Other Paper"
    assert_still(archive)


def test_a_new_date_moves_the_article_and_leaves_an_alias(archive: Archive) -> None:
    archive.document("a.txt", news(TITLE, 1), published="2025-03-04")
    archive.build()
    archive.document("a.txt", news(TITLE, 1), published="2025-03-05")
    report = archive.build()
    assert outcomes(report.ingest) == {"a.txt": "updated"}
    path, article = only_article(archive)
    assert path == "2025/03/05/bridge-closes-for-repairs.md"
    assert article.aliases == ("2025/03/04/bridge-closes-for-repairs.html",)
    assert "refresh" in archive.text("output/2025/03/04/bridge-closes-for-repairs.html")
    assert not (archive.root / "content/2025/03/04").exists()
    assert_still(archive)


def test_one_address_with_a_new_text_is_an_update(archive: Archive) -> None:
    url = "https://paper.example/bridge"
    archive.document("a.txt", news(TITLE, 1), url=url, captured="2025-03-04T10:00:00Z")
    archive.ingest()
    path = only_article(archive)[0]
    archive.document("b.txt", news("Bridge opens again", 2), url=url, captured="2025-03-06T10:00:00Z")
    report = archive.ingest()
    assert outcomes(report) == {"a.txt": "unchanged", "b.txt": "updated"}
    new_path, article = only_article(archive)
    assert new_path == path
    assert article.title == "Bridge opens again"
    assert [entry.document for entry in article.also] == ["inbox/a.txt"]
    assert_still(archive)
    assert set(outcomes(archive.ingest(reread=True)).values()) == {"unchanged"}


@pytest.mark.parametrize("names", [("a.txt", "b.txt"), ("b.txt", "a.txt")])
def test_the_newer_of_two_versions_counts_in_any_order(archive: Archive, names: tuple[str, str]) -> None:
    url = "https://paper.example/bridge"
    archive.document(names[0], news(TITLE, 1), url=url, captured="2025-03-04T10:00:00Z")
    archive.document(names[1], news("Bridge opens again", 2), url=url, captured="2025-03-06T10:00:00Z")
    archive.ingest()
    assert only_article(archive)[1].title == "Bridge opens again"
    assert_still(archive)


def test_two_versions_without_a_date_do_not_take_turns(archive: Archive) -> None:
    url = "https://paper.example/bridge"
    archive.document("a.txt", news(TITLE, 1), url=url)
    archive.document("b.txt", news("Bridge opens again", 2), url=url)
    archive.ingest()
    held = archive.files("content")
    for reread in (False, True, False):
        report = archive.ingest(reread=reread)
        assert set(outcomes(report).values()) == {"unchanged"}
        assert archive.files("content") == held


def test_a_file_name_that_is_used_again_gives_a_second_article(archive: Archive) -> None:
    archive.document("latest.txt", news(TITLE, 1))
    archive.ingest()
    other = "A rare orchid grows beside the old runway, where a schoolgirl of eleven came upon it while flying a kite."
    archive.document("latest.txt", f"Rare orchid found on airfield\n{other}\n")
    report = archive.ingest()
    assert outcomes(report) == {"latest.txt": "new"}
    assert {article.title for article in articles(archive).values()} == {TITLE, "Rare orchid found on airfield"}
    assert_still(archive)


@pytest.mark.parametrize("swapped", [False, True])
def test_two_articles_of_one_title_and_day_get_two_addresses(archive: Archive, *, swapped: bool) -> None:
    names = ("b.txt", "a.txt") if swapped else ("a.txt", "b.txt")
    archive.document(names[0], news("Weather outlook", 1), published="2025-03-04")
    archive.document(names[1], news("Weather outlook", 2), published="2025-03-04")
    report = archive.ingest()
    assert set(outcomes(report).values()) == {"new"}
    paths = sorted(articles(archive))
    assert len(paths) == 2
    assert all(path.startswith("2025/03/04/weather-outlook") for path in paths)
    assert archive.run("build").exit_code == 0
    assert_still(archive)


# --- hand edits ----------------------------------------------------------------------------------------------------


@pytest.fixture
def edited(archive: Archive) -> Archive:
    """An archive with one article that was edited by hand, and whose document has changed since."""
    archive.document("a.txt", news(TITLE, 1), published="2025-03-04")
    archive.ingest()
    edit(archive, "content/2025/03/04/bridge-closes-for-repairs.md", "The council", "The brave council")
    archive.document("a.txt", news(TITLE, 1) + "A new paragraph tells of the opening next spring.\n")
    return archive


def test_a_hand_edit_is_never_written_over(edited: Archive) -> None:
    before = edited.files("content")
    for _ in range(2):
        report = edited.ingest()
        assert edited.files("content") == before
        assert outcomes(report) == {"a.txt": "unchanged"}
        (conflict,) = report.conflicts
        assert conflict.path == "content/2025/03/04/bridge-closes-for-repairs.md"
        assert conflict.document == "inbox/a.txt"
        assert "next spring" in edited.text(conflict.proposal)
    done = edited.run("ingest")
    assert "conflict: content/2025/03/04/bridge-closes-for-repairs.md was edited by hand" in done.stderr
    assert done.exit_code == 0


def test_a_file_with_an_open_conflict_is_not_read_again(edited: Archive) -> None:
    first = edited.ingest()
    # Same size and time: nothing tells that it changed, so whoever reads it again would find no article in it.
    document = edited.root / "inbox/a.txt"
    info = document.stat()
    document.write_bytes(b"." * info.st_size)
    os.utime(document, ns=(info.st_atime_ns, info.st_mtime_ns))
    again = edited.ingest()
    assert again.conflicts == first.conflicts
    assert outcomes(again) == {"a.txt": "unchanged"}
    (conflict,) = again.conflicts
    edit(edited, conflict.path, "brave", "bold")
    assert edited.ingest().counts["quarantined"] == 1


def test_a_conflict_goes_when_it_is_settled(edited: Archive) -> None:
    (conflict,) = edited.ingest().conflicts
    proposal = edited.text(conflict.proposal)
    digest = next(line for line in proposal.splitlines() if "sha256:" in line)
    held = edited.text(conflict.path)
    old_digest = next(line for line in held.splitlines() if "sha256:" in line)
    edited.write(conflict.path, held.replace(old_digest, digest) + "\nBoth texts, merged by hand.\n")
    before = edited.files("content")
    report = edited.ingest()
    assert report.conflicts == ()
    assert edited.files("content") == before
    assert not (edited.root / conflict.proposal).exists()


def test_taking_the_proposal_settles_a_conflict(edited: Archive) -> None:
    (conflict,) = edited.ingest().conflicts
    shutil.copy(edited.root / conflict.proposal, edited.root / conflict.path)
    assert edited.ingest().conflicts == ()
    assert_still(edited)


def test_a_content_file_that_a_hand_broke_is_left_alone(archive: Archive) -> None:
    archive.document("a.txt", news(TITLE, 1), published="2025-03-04")
    archive.ingest()
    path = "content/2025/03/04/bridge-closes-for-repairs.md"
    edit(archive, path, "---\nid:", "---\n\tid:")
    before = archive.files("content")
    report = archive.build()
    assert archive.files("content") == before
    assert len(report.ingest.conflicts) == 1
    assert not report.ok


def test_an_article_does_not_move_onto_a_broken_file(archive: Archive) -> None:
    archive.document("a.txt", news(TITLE, 1), published="2025-03-04")
    archive.ingest()
    archive.write("content/2025/03/05/bridge-closes-for-repairs.md", "---\n\tmine\n---\nWritten by hand.\n")
    before = archive.files("content")
    archive.document("a.txt", news(TITLE, 1), published="2025-03-05")
    report = archive.ingest()
    assert archive.files("content") == before
    assert [item.path for item in report.conflicts] == ["content/2025/03/05/bridge-closes-for-repairs.md"]


def test_a_withdrawal_by_hand_lasts(archive: Archive) -> None:
    archive.document("a.txt", news(TITLE, 1), published="2025-03-04")
    archive.ingest()
    edit(archive, "content/2025/03/04/bridge-closes-for-repairs.md", "status: published", "status: withdrawn")
    archive.document("a.txt", news(TITLE, 1) + "A new paragraph tells of the opening next spring.\n")
    archive.build()
    assert TITLE not in archive.text("output/2025/03/04/bridge-closes-for-repairs.html")


# --- a lost or broken state ----------------------------------------------------------------------------------------


def _other_database(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE written (a, b, c)")
        db.execute("PRAGMA user_version=1")
    db.close()


BREAKS: dict[str, Callable[[Path], object]] = {
    "deleted": lambda path: path.unlink(),
    "garbage": lambda path: path.write_bytes(b"garbage" * 999),
    "half": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "torn": lambda path: path.write_bytes(path.read_bytes()[:4096] + b"\xff" * (path.stat().st_size - 4096)),
    "another database": _other_database,
}


@pytest.mark.parametrize("how", BREAKS)
def test_a_lost_state_loses_and_doubles_nothing(archive: Archive, how: str) -> None:
    for number in range(5):
        archive.document(f"{number}.txt", news(f"Report number {number}", number), published=f"2025-03-0{number + 1}")
    archive.ingest()
    edit(archive, "content/2025/03/01/report-number-0.md", "The council", "The brave council")
    archive.build()
    content, output = archive.files("content"), archive.files("output")
    for path in (archive.root / STATE_FOLDER).glob("state.sqlite-*"):
        path.unlink()
    BREAKS[how](archive.root / STATE_FOLDER / "state.sqlite")
    done = archive.run("build")
    assert done.exit_code == 0, done.stderr
    assert archive.files("content") == content
    assert archive.files("output") == output
    archive.document("0.txt", news("Report number 0", 0) + "A paragraph was added to it on the next day.\n")
    archive.document("1.txt", news("Report number 1", 1) + "A paragraph was added to it on the next day.\n")
    report = archive.ingest()
    # Without the state nobody knows which files were edited, so that none is written over.
    assert archive.files("content") == content
    assert {item.document for item in report.conflicts} >= {"inbox/0.txt"}


def test_a_state_that_had_to_be_started_anew_is_told(archive: Archive) -> None:
    archive.document("a.txt", news(TITLE, 1), published="2025-03-04")
    archive.ingest()
    archive.write(".site-gen/state.sqlite", b"no database, whatever its name says" * 200)
    done = archive.run("ingest")
    assert "warning: the state had to be started anew because file is not a database" in done.stderr
    assert archive.ingest().warnings == ()


def test_a_state_that_a_kill_left_behind_makes_no_file_look_edited(archive: Archive) -> None:
    archive.document("a.txt", news(TITLE, 1))
    archive.ingest()
    path = only_article(archive)[0]
    # As when the run was killed after it had remembered what it was about to write.
    (archive.root / "content" / path).unlink()
    archive.ingest()
    archive.document("a.txt", news(TITLE, 1) + "A paragraph was added to it on the next day.\n")
    assert outcomes(archive.ingest()) == {"a.txt": "updated"}


# --- headline lists ------------------------------------------------------------------------------------------------

HEADLINES = ("Ferry sails six times a day", "Rare orchid found on airfield", "Chess champion of nine years")
LISTED = "".join(f"• {line}\n" for line in HEADLINES)


def test_a_list_beside_an_article_is_a_file_of_its_own(archive: Archive) -> None:
    archive.document("a.txt", f"{news(TITLE, 1)}\n{LISTED}", captured="2025-03-04T10:00:00Z")
    report = archive.ingest()
    assert report.headline_lists == 1
    assert report.counts == {"new": 1, "updated": 0, "unchanged": 0, "merged": 0, "withdrawn": 0, "quarantined": 0}
    assert only_article(archive)[1].title == TITLE
    path, found = only_article(archive, Kind.HEADLINES)
    assert path.startswith("headlines/")
    assert [f"• {line[2:]}" for line in found.body.splitlines()] == LISTED.splitlines()
    assert found.source.document == "inbox/a.txt"
    assert HEADLINES[0] not in only_article(archive)[1].body
    assert_still(archive)


def test_identical_lists_are_one_file(archive: Archive) -> None:
    for number in range(3):
        archive.document(f"{number}.txt", f"{news(f'Report number {number}', number)}\n{LISTED}")
    report = archive.ingest()
    assert report.headline_lists == 3
    assert len(articles(archive)) == 3
    found = only_article(archive, Kind.HEADLINES)[1]
    assert [entry.document for entry in found.also] == ["inbox/1.txt", "inbox/2.txt"]
    assert_still(archive)


def test_a_document_of_a_list_alone_is_no_failure(archive: Archive) -> None:
    archive.document("a.txt", LISTED, captured="2025-03-04T10:00:00Z")
    report = archive.build()
    assert outcomes(report.ingest) == {"a.txt": "new"}
    assert articles(archive) == {}
    only_article(archive, Kind.HEADLINES)
    assert_still(archive)


def test_a_headline_is_linked_when_its_article_comes(archive: Archive) -> None:
    archive.document("a.txt", LISTED)
    archive.build()
    page = str(archive.the_only("output/headlines/*-*.html").relative_to(archive.root))
    assert "../undated/" not in archive.text(page)
    archive.document("b.txt", news(HEADLINES[1], 2))
    archive.build()
    assert f'<a href="../undated/rare-orchid-found-on-airfield.html">{HEADLINES[1]}</a>' in archive.text(page)
    assert_still(archive)


def test_headlines_beside_it_date_an_undated_article(archive: Archive) -> None:
    archive.document("a.txt", f"{news(TITLE, 1)}\n{LISTED}")
    archive.ingest()
    assert only_article(archive)[1].captured is None
    archive.document("b.txt", news(HEADLINES[1], 2), published="2025-03-04")
    report = archive.ingest()
    assert report.redated == 1
    article = next(item for item in articles(archive).values() if item.title == TITLE)
    assert article.published is None
    assert article.captured is not None
    assert (article.captured.isoformat(), article.date_source) == ("2025-03-04", "headlines")
    assert_still(archive)
    archive.document("c.txt", news(HEADLINES[2], 3), published="2025-03-06")
    assert archive.ingest().redated == 1
    assert_still(archive)


def test_headlines_date_no_article_that_was_edited_by_hand(archive: Archive) -> None:
    archive.document("a.txt", f"{news(TITLE, 1)}\n{LISTED}")
    archive.ingest()
    path = only_article(archive)[0]
    edit(archive, f"content/{path}", "The council", "The brave council")
    before = archive.text(f"content/{path}")
    archive.document("b.txt", news(HEADLINES[1], 2), published="2025-03-04")
    archive.ingest()
    assert archive.text(f"content/{path}") == before


# --- the command line ----------------------------------------------------------------------------------------------


def test_json_tells_the_same_as_the_text(archive: Archive) -> None:
    archive.document("a.txt", news(TITLE, 1))
    archive.document("b.txt", news(TITLE, 1))
    archive.document("c.txt", "one line")
    done = archive.run("ingest", "--json")
    table = json.loads(done.stdout)
    assert done.exit_code == 1
    assert {name: table[name] for name in ("documents", "new", "merged", "quarantined", "updated", "unchanged")} == {
        "documents": 3,
        "new": 1,
        "merged": 1,
        "quarantined": 1,
        "updated": 0,
        "unchanged": 0,
    }
    assert [item["document"] for item in table["details"]] == ["inbox/a.txt", "inbox/b.txt", "inbox/c.txt"]
    (entry,) = table["quarantine"]
    assert (entry["document"], entry["reason"]) == ("inbox/c.txt", "holds one line; a title and a text were expected")
    line = "3 documents = 0 new + 0 updated + 2 unchanged + 0 merged + 0 withdrawn + 1 quarantined"
    assert line in archive.run("ingest").stdout


def test_exit_statuses(archive: Archive) -> None:
    archive.document("a.txt", news(TITLE, 1))
    assert archive.run("ingest").exit_code == 0
    archive.document("b.txt", "")
    assert archive.run("ingest").exit_code == 1
    assert archive.run("ingest", "--quiet").stdout == ""
    assert archive.run("ingest", "none.txt").exit_code == 2
    archive.write("site.toml", "titel = 'x'\n")
    done = archive.run("ingest")
    assert (done.exit_code, done.stderr) == (2, "site-gen: site.toml:1: unknown key 'titel'; did you mean 'title'?\n")


def test_a_second_run_is_turned_away(archive: Archive) -> None:
    archive.document("a.txt", news(TITLE, 1))
    with locked(archive.root / STATE_FOLDER):
        for verb in ("ingest", "build"):
            process = archive.start(verb)
            _, err = process.communicate(timeout=60)
            assert process.returncode == 75
            assert err.startswith("site-gen: another site-gen is at work in ")
    assert archive.files("content") == {}
    # The file stays after a kill; it is its lock that counts.
    assert (archive.root / STATE_FOLDER / "lock").exists()
    assert archive.run("build").exit_code == 0


def test_the_program_runs_from_anywhere(archive: Archive) -> None:
    archive.document("a.txt", news(TITLE, 1))
    process = archive.start("build", "--json")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    table = json.loads(out)
    assert (table["articles"], table["ingest"]["new"]) == (1, 1)


def many(number: int) -> Callable[[Archive], None]:
    def fill(archive: Archive) -> None:
        for one in range(number):
            archive.document(f"{one % 7}/{one}.txt", f"Report number {one} of the day\n{story(one)}\n")

    return fill


def test_workers_change_nothing(new_archive: Callable[..., Archive]) -> None:
    trees: list[dict[str, bytes]] = []
    for workers in (1, 3):
        archive = new_archive()
        many(320)(archive)
        archive.build(BuildOptions(workers=workers))
        trees.append(archive.files("content"))
    assert differences(trees[0], trees[1]) == []
    assert len(trees[0]) == 320


def test_a_lost_state_is_found_again_by_several_processes(
    new_archive: Callable[..., Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executor, "_ALONE_SECONDS", -1.0)
    archive = new_archive()
    many(200)(archive)
    archive.ingest()
    content = archive.files("content")
    dumps = []
    for workers in (1, 3):
        shutil.rmtree(archive.root / STATE_FOLDER)
        archive.write("content/broken.md", "---\nno end")
        report = run_ingest(archive.root, BuildOptions(workers=workers))
        assert (report.counts["unchanged"], report.counts["new"]) == (200, 0)
        with closing(sqlite3.connect(archive.root / STATE_FOLDER / "state.sqlite")) as db:
            dumps.append([line for line in db.iterdump() if "broken.md" not in line])
        (archive.root / "content/broken.md").unlink()
        assert archive.files("content") == content
    assert dumps[0] == dumps[1]


def test_progress_is_told(archive: Archive) -> None:
    many(4)(archive)
    seen: list[tuple[str, int, int, int]] = []
    report = run_ingest(archive.root, BuildOptions(workers=1), lambda *step: seen.append(step))
    size = sum(path.stat().st_size for path in (archive.root / "inbox").rglob("*.txt"))
    assert seen[-1] == ("documents", size, size, 4)
    assert [step[1] for step in seen] == sorted(step[1] for step in seen)
    assert report.counts["new"] == 4
