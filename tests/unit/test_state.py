"""The state database: damage and foreign versions cost time, nothing else."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from site_gen.state import State


def test_what_is_remembered(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        state.add_written([("a.md", "1"), ("a.md", "2"), ("a.md", "1")])
        state.set_outputs({"index.html": "d"})
        state.add_line_counts("s", ["x", "y"], {1: 2, -5: 1})
        state.add_line_counts("s", ["z"], {1: 1})
        state.set_furniture({"d.txt": [(3, "Anzeige", "advertisement")]})
    with State(tmp_path) as state:
        assert state.was_written("a.md", "2")
        assert not state.was_written("b.md", "1")
        assert state.outputs() == {"index.html": "d"}
        assert state.counted("s") == {"x", "y", "z"}
        assert state.line_counts("s") == {1: 3, -5: 1}
        assert state.line_counts("other") == {}
        assert list(state.furniture()) == [("d.txt", 3, "Anzeige", "advertisement")]


def test_nothing_is_kept_of_a_block_that_raises(tmp_path: Path) -> None:
    def broken() -> None:
        with State(tmp_path) as state:
            state.set_outputs({"index.html": "d"})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()
    with State(tmp_path) as state:
        assert state.outputs() == {}


def test_a_database_cut_at_any_place_is_started_anew(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        state.set_outputs({f"{number}.html": "d" for number in range(200)})
    whole = (tmp_path / "state.sqlite").read_bytes()
    for cut in range(0, len(whole), 997):
        for name in ("state.sqlite-wal", "state.sqlite-shm"):
            (tmp_path / name).unlink(missing_ok=True)
        (tmp_path / "state.sqlite").write_bytes(whole[:cut])
        with State(tmp_path) as state:
            assert state.outputs() in ({}, {f"{number}.html": "d" for number in range(200)})
            state.set_outputs({"x": "y"})


@pytest.mark.parametrize("data", [b"not a database at all, but long enough to be looked at" * 20, b"\x00" * 5000])
def test_garbage_is_started_anew(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "state.sqlite").write_bytes(data)
    with State(tmp_path) as state:
        assert state.was_reset
        assert state.outputs() == {}


def test_the_database_of_another_version_is_started_anew(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "state.sqlite")
    db.execute("PRAGMA user_version=99")
    db.close()
    with State(tmp_path) as state:
        assert state.was_reset
