"""One command, measured: seconds, processor seconds and memory of all its processes together."""

from __future__ import annotations

import os
import resource
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_EVERY = 0.5
"""Seconds between two looks at the memory: a look takes as long as rendering some twenty pages."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took."""

    wall: float
    """Seconds."""
    cpu: float
    """Processor seconds of it and of all processes that it started and waited for."""
    memory: float
    """Most proportional set size of all its processes at one time, in MB; 0 where the system does not tell."""


def measure(command: Sequence[str], cwd: Path) -> Cost:
    """Run a command to its end. Raises CalledProcessError where it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, start_new_session=True)
    watch = _Memory(process.pid)
    watch.start()
    status = process.wait()
    wall = time.perf_counter() - began
    watch.stop()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if status:
        raise subprocess.CalledProcessError(status, command)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, cpu, watch.most / 1e6)


class _Memory(threading.Thread):
    """Looks at the processes of a session again and again."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self._session = session
        self._ended = threading.Event()
        self.most = 0

    def run(self) -> None:
        while not self._ended.wait(_EVERY):
            self.most = max(self.most, sum(map(_memory_of, _processes_of(self._session))))

    def stop(self) -> None:
        """Look no more."""
        self._ended.set()
        self.join()


def _processes_of(session: int) -> list[int]:
    found = []
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            try:
                if os.getsid(int(path.name)) == session:
                    found.append(int(path.name))
            except ProcessLookupError:
                continue
    return found


def _memory_of(process: int) -> int:
    """Bytes of memory of a process, what it shares with others counted in parts."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    line = next((line for line in text.splitlines() if line.startswith("Pss:")), "Pss: 0 kB")
    return int(line.split()[1]) * 1024
