"""Maps over several processes: in order, a few items at a time, and past workers that die or hang."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from site_gen import executor
from site_gen.executor import Map, Processes, ordered_map


def doubled(numbers: list[int]) -> list[int]:
    return [2 * number for number in numbers]


def deadly(numbers: list[int]) -> list[int]:
    if 13 in numbers:
        os.kill(os.getpid(), signal.SIGKILL)
    return doubled(numbers)


def endless(numbers: list[int]) -> list[int]:
    if 13 in numbers:
        time.sleep(600)
    return doubled(numbers)


def job(function: Callable[[list[int]], list[int]] = doubled, patience: float = 60) -> Map[list[int], int, int]:
    return Map(function, list, lambda number: -number, patience)


def batches(number: int) -> list[list[int]]:
    return [[3 * at, 3 * at + 1, 3 * at + 2] for at in range(number)]


def expected(number: int, lost: int | None = None) -> list[tuple[list[int], list[int]]]:
    return [(batch, [-item if item == lost else 2 * item for item in batch]) for batch in batches(number)]


def test_one_process_does_little_work() -> None:
    assert list(ordered_map(job(), batches(4), Processes(4))) == expected(4)


def test_several_processes_give_the_same_in_the_same_order(monkeypatch: pytest.MonkeyPatch) -> None:
    with_processes(monkeypatch)
    assert list(ordered_map(job(), batches(40), Processes(3))) == expected(40)


def with_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executor, "_ALONE_SECONDS", -1.0)


def test_items_are_taken_a_few_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    with_processes(monkeypatch)
    taken = 0

    def items() -> Iterator[list[int]]:
        nonlocal taken
        for batch in batches(60):
            taken += 1
            yield batch

    most = 0
    for done, _ in enumerate(ordered_map(job(), items(), Processes(2)), 1):
        most = max(most, taken - done)
    assert taken == 60
    assert most <= 2 * 3


def test_a_worker_that_dies_costs_the_guilty_item_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    with_processes(monkeypatch)
    assert list(ordered_map(job(deadly), batches(12), Processes(2))) == expected(12, lost=13)


def test_a_worker_that_hangs_costs_the_guilty_item_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    with_processes(monkeypatch)
    assert list(ordered_map(job(endless, patience=4), batches(8), Processes(2))) == expected(8, lost=13)


def test_where_no_process_can_be_started_the_work_is_done_here(tmp_path: Path) -> None:
    script = tmp_path / "no_guard.py"
    script.write_text(
        "from site_gen import executor\n"
        "executor._ALONE_SECONDS = -1.0\n"
        "job = executor.Map(sorted, list, lambda item: -1)\n"
        "print([result for _, result in executor.ordered_map(job, [[2, 1], [4, 3]], executor.Processes(2))])\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert done.stdout == "[[1, 2], [3, 4]]\n"
