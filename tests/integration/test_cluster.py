"""Builds on a Dask cluster: a real scheduler and workers, each a process of its own, on loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from site_gen import cluster, executor
from site_gen.build import BuildOptions, build, verify
from site_gen.cluster import Cluster
from site_gen.errors import ClusterError
from site_gen.executor import Map
from tests.integration.archives import Archive, differences, make_archive, news, story, tree

pytest.importorskip("distributed", reason="needs the extra 'cluster'")


@dataclass(slots=True)
class Machines:
    """A scheduler and its workers."""

    folder: Path
    address: str = ""
    scheduler: subprocess.Popen[bytes] | None = None
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, workers: int, **environment: str) -> None:
        place = self.folder / "scheduler.json"
        local = ("--no-dashboard", "--host", "127.0.0.1")
        if self.scheduler is None:
            self.scheduler = self._run("scheduler", *local, "--port", "0", "--scheduler-file", str(place))
            _wait_for(place.exists)
        for _ in range(workers):
            self.workers.append(
                self._run("worker", "--scheduler-file", str(place), "--nthreads", "1", *local, **environment)
            )
        from distributed import Client

        with Client(scheduler_file=str(place), set_as_default=False) as client:  # type: ignore[no-untyped-call]
            if self.workers:
                client.wait_for_workers(sum(worker.poll() is None for worker in self.workers), timeout=60)
            self.address = client.scheduler.address

    def _run(self, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        # A group of its own: a worker has a nanny, which would start it again.
        with (self.folder / f"{arguments[0]}-{len(self.workers)}.log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", *arguments],
                cwd=self.folder,
                env={**os.environ, **environment},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, number: int) -> None:
        os.killpg(self.workers[number].pid, signal.SIGKILL)
        self.workers[number].wait()

    def stop(self) -> None:
        for process in (*self.workers, self.scheduler):
            if process is not None and process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _wait_for(condition: object, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    folder = tmp_path / "machines"
    folder.mkdir()
    found = Machines(folder)
    try:
        yield found
    finally:
        found.stop()


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hand work out from the second item on, in small pieces."""
    monkeypatch.setattr(executor, "_ALONE_SECONDS", -1.0)
    monkeypatch.setattr(cluster, "_SECONDS", 0.02)


def fill(archive: Archive, number: int = 240) -> None:
    for at in range(number):
        archive.document(f"{at % 3}/{at}.txt", news(f"Report number {at} of the day", at % 35))
    for at in range(number):
        day = f"2024-{at % 12 + 1:02d}-{at % 27 + 1:02d}"
        archive.article(f"own/{at}.md", story(at), title=f"Article {at}", published=day, topics=["sport"])


def test_a_cluster_builds_the_same_bytes(tmp_path: Path, machines: Machines) -> None:
    machines.start(2)
    here, there = (make_archive(tmp_path / name, base_url="https://x.example/") for name in ("here", "there"))
    for archive in (here, there):
        fill(archive)
    report = here.build(BuildOptions(workers=1))
    assert there.build(BuildOptions(scheduler=machines.address)).as_json()["pages"] == report.pages
    for folder in ("content", "output"):
        assert differences(tree(here.root / folder), tree(there.root / folder)) == []
    assert verify(there.root) == ()
    assert not list((there.root / ".site-gen").glob("cluster-*"))


def test_the_configuration_names_the_scheduler(tmp_path: Path, machines: Machines) -> None:
    machines.start(1)
    archive = make_archive(tmp_path / "archive")
    fill(archive, 120)
    with (archive.root / "site.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[build]\nexecutor = "dask"\nscheduler = "{machines.address}"\n')
    ran = archive.run("build")
    assert ran.exit_code == 0, ran.output
    assert archive.run("build", "--verify").exit_code == 0


def test_a_cluster_assigns_the_same_topics(tmp_path: Path, machines: Machines) -> None:
    machines.start(2)
    here, there = (make_archive(tmp_path / name) for name in ("here", "there"))
    for archive in (here, there):
        fill(archive, 120)
        archive.ingest()
        archive.write("topics.toml", '[topics.own]\nname = "Own"\nrules = ["9: report, number"]\n')
    done = json.loads(here.run("topics", "assign", "--workers", "1", "--json").output)
    ran = there.run("topics", "assign", "--scheduler", machines.address, "--json")
    assert ran.exit_code == 0, ran.output
    assert json.loads(ran.output) == done
    assert done["topics_changed"] > 60
    assert differences(tree(here.root / "content"), tree(there.root / "content")) == []


def test_a_worker_that_dies_is_replaced_by_the_others(tmp_path: Path, machines: Machines) -> None:
    machines.start(2)
    here, there = (make_archive(tmp_path / name) for name in ("here", "there"))
    for archive in (here, there):
        fill(archive)
    here.build(BuildOptions(workers=1))
    killed: list[int] = []

    def kill(stage: str, _done: int, _total: int, number: int) -> None:
        if stage == "pages" and number > 100 and not killed:
            killed.append(number)
            machines.kill(0)

    build(there.root, BuildOptions(scheduler=machines.address), kill)
    assert killed
    assert differences(tree(here.root / "output"), tree(there.root / "output")) == []


def test_other_templates_on_a_worker_are_found_out(
    tmp_path: Path, machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    machines.start(1)
    archive = make_archive(tmp_path / "archive")
    fill(archive, 120)
    monkeypatch.setattr(cluster, "contents_digest", lambda _: "what this machine sees")
    with pytest.raises(ClusterError, match=r"sees other files in .*templates"):
        archive.build(BuildOptions(scheduler=machines.address))
    assert tree(archive.root / "output") == {}


def test_another_release_on_a_worker_is_found_out(
    tmp_path: Path, machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    machines.start(1)
    archive = make_archive(tmp_path / "archive")
    fill(archive, 120)
    monkeypatch.setattr(cluster, "release_digest", lambda: "what runs on this machine")
    with pytest.raises(ClusterError, match="another version of site-gen"):
        archive.build(BuildOptions(scheduler=machines.address))


def test_where_nobody_answers_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    archive = make_archive(tmp_path / "archive")
    fill(archive, 120)
    with pytest.raises(ClusterError, match="no scheduler answers there; start one"):
        archive.build(BuildOptions(scheduler="tcp://127.0.0.1:9"))


def test_a_scheduler_without_workers_is_said(
    tmp_path: Path, machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    machines.start(0)
    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    archive = make_archive(tmp_path / "archive")
    fill(archive, 120)
    with pytest.raises(ClusterError, match="has no workers; start some"):
        archive.build(BuildOptions(scheduler=machines.address))


def test_an_address_that_is_none_is_refused(tmp_path: Path) -> None:
    ran = make_archive(tmp_path / "archive").run("build", "--scheduler", "somewhere")
    assert ran.exit_code == 2
    assert "the address of a Dask scheduler" in ran.output


def test_little_work_needs_no_cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executor, "_ALONE_SECONDS", 60.0)
    archive = make_archive(tmp_path / "archive")
    archive.article("a.md", title="One", published="2024-01-01")
    assert archive.build(BuildOptions(scheduler="tcp://127.0.0.1:9")).articles == 1


def deadly(numbers: list[int]) -> list[int]:
    if 13 in numbers:
        os.kill(os.getpid(), signal.SIGKILL)
    return [2 * number for number in numbers]


def endless(numbers: list[int]) -> list[int]:
    if 13 in numbers:
        time.sleep(600)
    return [2 * number for number in numbers]


# On a busy machine a worker takes seconds to come back.
@pytest.mark.parametrize(("function", "patience"), [(deadly, 60), (endless, 8)])
def test_a_deadly_piece_of_work_is_found_and_named(
    tmp_path: Path, machines: Machines, function: object, patience: float
) -> None:
    machines.start(1, PYTHONPATH=str(Path(__file__).parents[2]), DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="1")
    workers = Cluster(machines.address, tmp_path / "state", tmp_path / "templates")
    job: Map[list[int], int, int] = Map(function, list, lambda number: -number, patience)  # type: ignore[arg-type]
    try:
        found = list(workers.run(job, iter([[3 * at, 3 * at + 1, 3 * at + 2] for at in range(10)])))
    finally:
        workers.close()
    assert [number for _, results in found for number in results] == [
        -13 if number == 13 else 2 * number for number in range(30)
    ]
