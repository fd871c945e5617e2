"""From the saving of a text to its new page, under `site-gen serve`.

    python benchmarks/serve.py ARCHIVE [EDITS]

As a browser does, it waits for the event and then asks for the page. Prints milliseconds: median, worst.
"""

from __future__ import annotations

import argparse
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from urllib.parse import urljoin
from urllib.request import urlopen

_PAUSE = 0.4
"""Seconds between two edits: a person needs longer."""


def main() -> None:
    """Run the measurement."""
    parser = argparse.ArgumentParser(description="From the saving of a text to its new page.")
    parser.add_argument("archive", type=Path)
    parser.add_argument("edits", type=int, nargs="?", default=50)
    given = parser.parse_args()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = str(Path(sys.executable).parent / "site-gen")
    command = [program, "serve", "--root", str(given.archive), "--no-ingest", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        found = measure(given.archive, f"http://127.0.0.1:{port}/", given.edits)
    finally:
        server.terminate()
        server.wait()
    print(f"{given.edits} edits: median {median(found) * 1e3:.0f} ms, worst {max(found) * 1e3:.0f} ms")


def measure(archive: Path, address: str, edits: int) -> list[float]:
    """The seconds that each edit took."""
    home = _first_answer(address)
    script = re.search(r'src="([^"]*reload\.js)"', home)
    assert script
    events = urlopen(urljoin(urljoin(address, script[1]), "events"))
    files = sorted((archive / "content").rglob("*.md"))
    found = []
    for number in range(edits):
        path = files[len(files) * number // edits]
        page = f"{address}{path.relative_to(archive / 'content').with_suffix('.html').as_posix()}"
        former = path.read_bytes()
        mark = f"Edited for the {number}th time."
        time.sleep(_PAUSE)
        began = time.perf_counter()
        path.write_bytes(former + f"\n{mark}\n".encode())
        while mark not in _get(page):
            while not events.readline().startswith(b"data:"):
                pass
        found.append(time.perf_counter() - began)
    return found


def _first_answer(address: str) -> str:
    while True:
        try:
            return _get(address)
        except OSError:
            time.sleep(0.2)


def _get(address: str) -> str:
    with urlopen(address) as answer:
        return str(answer.read().decode())


if __name__ == "__main__":
    main()
