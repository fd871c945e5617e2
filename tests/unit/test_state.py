"""The state database: damage and foreign versions cost time, nothing else."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from site_gen.state import FileRecord, State


def test_what_is_remembered(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        state.add_written([("a.md", "1"), ("a.md", "2"), ("a.md", "1")])
        state.add_line_counts("s", ["x", "y"], {1: 2, -5: 1})
        state.add_line_counts("s", ["z"], {1: 1})
        state.set_furniture({"d.txt": [(3, "Anzeige", "advertisement")]})
    with State(tmp_path) as state:
        assert state.was_written("a.md", "2")
        assert not state.was_written("b.md", "1")
        assert state.counted("s") == 3
        assert state.is_counted("s", "z")
        assert not state.is_counted("other", "z")
        assert state.line_counts("s") == {1: 3, -5: 1}
        assert state.line_counts("other") == {}
        assert list(state.furniture()) == [("d.txt", 3, "Anzeige", "advertisement")]


def test_nothing_is_kept_of_a_block_that_raises(tmp_path: Path) -> None:
    def broken() -> None:
        with State(tmp_path) as state:
            state.add_written([("a.md", "d")])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()
    with State(tmp_path) as state:
        assert not state.was_written("a.md", "d")


def test_a_database_cut_at_any_place_is_started_anew(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        state.add_written((f"{number}.md", "d") for number in range(200))
    whole = (tmp_path / "state.sqlite").read_bytes()
    for cut in range(0, len(whole), 997):
        for name in ("state.sqlite-wal", "state.sqlite-shm"):
            (tmp_path / name).unlink(missing_ok=True)
        (tmp_path / "state.sqlite").write_bytes(whole[:cut])
        with State(tmp_path) as state:
            assert len({state.was_written(f"{number}.md", "d") for number in range(200)}) == 1
            state.add_written([("x.md", "y")])


@pytest.mark.parametrize("data", [b"not a database at all, but long enough to be looked at" * 20, b"\x00" * 5000])
def test_garbage_is_started_anew(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "state.sqlite").write_bytes(data)
    with State(tmp_path) as state:
        assert state.reset
        assert not state.was_written("a.md", "d")


def test_the_database_of_another_version_is_started_anew(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "state.sqlite")
    db.execute("PRAGMA user_version=99")
    db.close()
    with State(tmp_path) as state:
        assert state.reset == "it is of version 99, and version 3 is read"


def test_a_database_that_cannot_be_opened_is_not_dropped(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        state.add_written([("a.md", "d")])
    (tmp_path / "state.sqlite").rename(tmp_path / "kept")
    (tmp_path / "state.sqlite").mkdir()
    with pytest.raises(OSError, match="unable to open"):
        State(tmp_path)
    (tmp_path / "state.sqlite").rmdir()
    (tmp_path / "kept").rename(tmp_path / "state.sqlite")
    with State(tmp_path) as state:
        assert state.reset is None
        assert state.was_written("a.md", "d")


def test_warnings_are_those_of_the_last_reading(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        state.set_warnings({"b.txt": ("no date", "no year"), "a.txt": ("no date",)})
        state.set_warnings({"b.txt": ("no year",), "c.txt": ()})
        assert list(state.warnings()) == [("a.txt", "no date"), ("b.txt", "no year")]


def test_of_many_files_that_share_a_key_the_last_are_looked_at(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        for number in range(700):
            own = number.to_bytes(9, "big")
            keys = (b"the series", own)
            state.ledger.add_file(FileRecord(f"{number:03d}.md", "article", "", pristine=True, keys=keys))
        found = state.ledger.most_common("article", [b"the series", (3).to_bytes(9, "big")], 1000)
        assert set(found) == {"003.md", *(f"{number:03d}.md" for number in range(188, 700))}
        best = state.ledger.most_common("article", [b"the series", (650).to_bytes(9, "big")], 2)
        assert best == ("650.md", "188.md")
