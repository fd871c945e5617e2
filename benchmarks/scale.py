"""What the coordinating process needs for an archive of any size, its pages not rendered: simulated.

    python benchmarks/scale.py ARTICLES

Entries are made up (some 30 a day, ten topics, one keyword in fifty articles, forty sources), and go the way that those
of content files go: into the tables, through the plan, into the record of outputs. What workers do is left out.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from site_gen.archive import Settings, TableArchive, fill
from site_gen.archive.features import make_terms
from site_gen.archive.tables import Reading
from site_gen.config import Config
from site_gen.engine.builds import Builds
from site_gen.engine.planning import Planning
from site_gen.engine.rendering import Rendered
from site_gen.entries import Chain, Entry, Label, day_prefix
from site_gen.model import DateSource, Timestamp
from site_gen.output.record import split
from site_gen.pages.frame import Frame

_PER_DAY = 30
_SUMMARY = "What was decided on the evening of the meeting, by whom, and what it means for the people of the town. " * 2


def main() -> None:
    """Run the simulation."""
    parser = argparse.ArgumentParser(description="The coordinating process on an archive of any size, simulated.")
    parser.add_argument("articles", type=int)
    parser.add_argument("--folder", type=Path, default=None, help="where the database is made")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="scale-", dir=given.folder))
    try:
        simulate(given.articles, folder)
    finally:
        shutil.rmtree(folder)


def simulate(number: int, folder: Path) -> None:
    """Print, step by step, seconds and the greatest memory so far."""
    config = Config(base_url="https://news.example.org/")
    with Builds(folder) as builds:
        began = _tell("start", time.perf_counter())
        fill(builds.db, Settings(config.lang, config.keyword_min_articles), readings(number))
        began = _tell("into the tables", began)
        frame = Frame.of(TableArchive(builds.db), config, "style.css")
        planning = Planning(builds.record, _AnyTemplate())
        jobs = planning.everything(frame)
        rendered = [Rendered(job.path, f"site/{job.path}", 9000, sha256(job.path.encode()).digest()) for job in jobs]
        began = _tell(f"plan, and record of {len(rendered):,} pages", began)
        builds.db.executemany(
            "UPDATE outputs SET size = ?, mtime_ns = ?, ctime_ns = ?, digest = ? WHERE folder = ? AND name = ?",
            ((page.size, 1, 1, page.digest, *split(page.path)) for page in rendered),
        )
        builds.commit()
        _tell("what was written, commit", began)
        size = sum(path.stat().st_size for path in folder.iterdir())
        print(f"database: {size / 1e6:,.0f} MB")


def readings(number: int) -> Iterator[Reading]:
    """Content files as they are read, made up."""
    first = date(1900, 1, 1)
    for place in range(number):
        day = first + timedelta(days=place // _PER_DAY)
        file = f"{day:%Y/%m/%d}/what-the-council-decided-{place}.md"
        mark = sha256(file.encode())
        entry = Entry(
            file=file,
            path=f"{file[:-3]}.html",
            chain=Chain.DATED,
            position=day_prefix(day) + place.to_bytes(6, "big") + b"slug\0" + mark.digest()[:6],
            id=mark.hexdigest()[:32],
            title=f"What the council decided about matter {place} and why",
            lang="en",
            published=Timestamp(day),
            date_source=DateSource.METADATA,
            topics=(Label("Politics", f"topic-{place % 10}"),),
            keywords=(Label(f"Matter {place // 50}", f"matter {place // 50}"),),
            source=Label(f"Paper {place % 40}", f"paper {place % 40}"),
            authors=("A. Name",),
            summary=_SUMMARY,
            body=mark.hexdigest(),
        )
        folder, _, name = file.rpartition("/")
        terms = make_terms(entry.title, entry.summary, [keyword.key for keyword in entry.keywords])
        yield Reading(folder, name, 5000, 1, 1, mark.digest(), entry, (), terms)


class _AnyTemplate(dict[str, str]):
    """The same digest for every template."""

    def __missing__(self, name: str) -> str:
        return name


def _tell(step: str, began: float) -> float:
    now = time.perf_counter()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{step:>45} {now - began:8.1f} s  {memory:8,.0f} MB", flush=True)
    return now


if __name__ == "__main__":
    main()
