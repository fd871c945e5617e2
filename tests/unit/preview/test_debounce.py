"""When a rebuild starts and what it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_gen.preview.debounce import Batch, Debouncer

A, B = Path("a"), Path("b")


def test_nothing_happened() -> None:
    debouncer = Debouncer()
    assert debouncer.due() is None
    assert debouncer.take(99.0) is None


def test_a_rebuild_starts_after_the_last_event() -> None:
    debouncer = Debouncer(quiet=0.05, patience=0.3)
    debouncer.add(A, 10.0)
    debouncer.add(B, 10.04)
    debouncer.add(A, 10.06)
    assert debouncer.due() == pytest.approx(10.11)
    assert debouncer.take(10.10) is None
    assert debouncer.take(10.12) == Batch(frozenset({A, B}))
    assert debouncer.take(99.0) is None


def test_events_without_end_cannot_put_it_off() -> None:
    debouncer = Debouncer(quiet=0.05, patience=0.3)
    times = [10 + step / 50 for step in range(31)]
    batches = []
    for now in times:
        debouncer.add(A, now)
        batches.append(debouncer.take(now))
    started = [now for now, batch in zip(times, batches, strict=True) if batch]
    assert started == pytest.approx([10.3])


def test_what_happens_during_a_rebuild_causes_one_more() -> None:
    debouncer = Debouncer(quiet=0.05, patience=0.3)
    debouncer.add(A, 10.0)
    assert debouncer.take(10.05)
    for step in range(100):  # the rebuild takes until 12.0
        debouncer.add(B, 10.1 + step / 100)
    assert debouncer.take(12.0) == Batch(frozenset({B}))
    assert debouncer.take(12.0) is None


def test_a_burst_is_no_list_of_changes() -> None:
    debouncer = Debouncer(max_events=5)
    for number in range(5):
        debouncer.add(Path(str(number)), 10.0)
    assert debouncer.take(11.0) == Batch(frozenset(Path(str(number)) for number in range(5)))
    for number in range(6):
        debouncer.add(Path(str(number)), 12.0)
    debouncer.add(A, 12.0)
    assert debouncer.take(13.0) == Batch(None)
    debouncer.add(A, 14.0)
    assert debouncer.take(15.0) == Batch(frozenset({A}))


def test_lost_events_mean_everything() -> None:
    debouncer = Debouncer()
    debouncer.add(A, 10.0)
    debouncer.add(None, 10.0)
    debouncer.add(B, 10.0)
    assert debouncer.take(11.0) == Batch(None)


def test_batches_join() -> None:
    assert Batch(frozenset({A})).joined(Batch(frozenset({B}))) == Batch(frozenset({A, B}))
    assert Batch(frozenset({A})).joined(Batch(None)) == Batch(None)
    assert Batch(None).joined(Batch(frozenset())) == Batch(None)
