"""The steps of a clean build, one after the other in one process, on an archive as `bench.py` makes it.

    python benchmarks/stages.py ARCHIVE

Prints the microseconds of processor time that each step takes an article, and a page where pages are what it does.
"""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from site_gen.archive import Settings, TableArchive, fill
from site_gen.archive.making import make_entry, make_entry_terms
from site_gen.archive.tables import SCHEMA, Reading
from site_gen.config import Config, load_config
from site_gen.content import parse_content, possible_bodies
from site_gen.database import Connection, Database
from site_gen.engine.placing import Placing
from site_gen.engine.rendering import stage
from site_gen.model import ContentFile, Page
from site_gen.pages.frame import Frame, make_site
from site_gen.pages.plan import plan_all
from site_gen.render.environment import make_environment
from site_gen.render.markdown import to_html
from site_gen.render.rendering import render_page
from site_gen.trees import walk_tree


@dataclass(slots=True)
class Table:
    """Steps and what they took."""

    articles: int = 0
    pages: int = 0
    rows: list[tuple[str, float, Callable[[], int]]] = field(default_factory=list)

    def count_articles(self) -> int:
        """How many articles there are."""
        return self.articles

    def count_pages(self) -> int:
        """How many pages there are."""
        return self.pages

    @contextmanager
    def step(self, name: str, number: Callable[[], int]) -> Iterator[None]:
        """Measure a step that does something with so many articles or pages."""
        gc.collect()
        began = time.process_time()
        yield
        self.rows.append((name, time.process_time() - began, number))

    def show(self) -> None:
        """Print it as Markdown."""
        print(f"{self.articles:,} articles, {self.pages:,} pages\n")
        print("| step | seconds | µs each | µs an article |\n|---|---|---|---|")
        for name, seconds, number in self.rows:
            print(f"| {name} | {seconds:.2f} | {seconds / number() * 1e6:.0f} | {seconds / self.articles * 1e6:.0f} |")
        whole = sum(seconds for _, seconds, _ in self.rows)
        print(f"| all | {whole:.2f} | | {whole / self.articles * 1e6:.0f} |")


def main() -> None:
    """Run the steps."""
    parser = argparse.ArgumentParser(description="The steps of a clean build, measured one after the other.")
    parser.add_argument("archive", type=Path)
    root = parser.parse_args().archive
    gc.disable()  # a build collects rarely, and keeps far less than this does
    folder = Path(tempfile.mkdtemp(dir=root.parent, prefix="stages-"))
    try:
        measure(root, folder).show()
    finally:
        shutil.rmtree(folder)


def measure(root: Path, folder: Path) -> Table:
    """Measure each step; `folder` is on the disk that a site would be on."""
    table = Table()
    config = load_config(root)
    content = root / config.content
    readings = read(table, content, config.lang)
    pages = plan(table, config, into_tables(table, config, readings, folder))
    bodies = read_again(table, content, pages)
    with table.step("Markdown and sanitiser", table.count_articles):
        for body in bodies:
            to_html(body)
    write(table, folder, rendered(table, pages, config.lang))
    return table


def read(table: Table, content: Path, lang: str) -> list[Reading]:
    """Find and read content files."""
    with table.step("walk and stat", table.count_articles):
        paths = [Path(at, name) for at, _, names in os.walk(content) for name in names if name.endswith(".md")]
        marks = [path.stat() for path in paths]
    table.articles = len(paths)
    with table.step("read files", table.count_articles):
        data = [path.read_bytes() for path in paths]
    with table.step("digests", table.count_articles):
        digests = [sha256(each).digest() for each in data]
    names = [path.relative_to(content).as_posix() for path in paths]
    with table.step("front matter and checks", table.count_articles):
        files = [parse_content(name, each) for name, each in zip(names, data, strict=True)]
    good = [file for file in files if isinstance(file, ContentFile)]
    assert len(good) == len(files)
    with table.step("what listings show of it", table.count_articles):
        entries = [make_entry(file, lang) for file in good]
    with table.step("what it is known by among others", table.count_articles):
        terms = [make_entry_terms(file, entry) for file, entry in zip(good, entries, strict=True)]
    return [
        Reading(*name.rpartition("/")[::2], mark.st_size, mark.st_mtime_ns, mark.st_ctime_ns, digest, entry, (), own)
        for name, mark, digest, entry, own in zip(names, marks, digests, entries, terms, strict=True)
    ]


def into_tables(table: Table, config: Config, readings: list[Reading], folder: Path) -> Connection:
    """Fill the tables."""
    db = Database(folder / "build.sqlite", SCHEMA).connection
    with table.step("into the tables", table.count_articles):
        fill(db, Settings(config.lang, config.keyword_min_articles), readings)
    with table.step("commit", table.count_articles):
        db.commit()
    return db


def plan(table: Table, config: Config, db: Connection) -> list[Page]:
    """Plan every page, and send it to a process and back."""
    archive = TableArchive(db)
    frame = Frame(config, archive, make_site(archive, config, "style.css"))
    with table.step("plan", table.count_pages):
        pages = [planned.page for planned in plan_all(frame)]
    table.pages = len(pages)
    encode = msgspec.msgpack.Encoder().encode
    with table.step("encode contexts, and their keys", table.count_pages):
        encoded = [encode(page.context) for page in pages]
        for data in encoded:
            sha256(data).digest()
    decoders = {kind: msgspec.msgpack.Decoder(kind) for kind in {type(page.context) for page in pages}}
    with table.step("decode contexts", table.count_pages):
        for page, data in zip(pages, encoded, strict=True):
            decoders[type(page.context)].decode(data)
    return pages


def read_again(table: Table, content: Path, pages: list[Page]) -> list[str]:
    """The texts of article pages, as a process finds them."""
    bodies = []
    with table.step("read texts again", table.count_articles):
        for page in pages:
            if page.text:
                data = (content / page.text).read_bytes()
                bodies += [body for body in possible_bodies(data) if sha256(body.encode()).hexdigest() == page.digest]
    return bodies


def rendered(table: Table, pages: list[Page], lang: str) -> list[tuple[str, bytes]]:
    """The bytes of each page, but for the texts of articles: (path, bytes)."""
    environment = make_environment([], lang)
    by_template: dict[str, list[Page]] = {}
    for page in pages:
        without: Any = replace(page.context, body="") if page.text else page.context
        by_template.setdefault(page.template, []).append(replace(page, context=without))
    found = []
    for template, chosen in sorted(by_template.items()):
        with table.step(f"template {template}", chosen.__len__):
            found += [(page.path, render_page(environment, page).data) for page in chosen]
    return found


def write(table: Table, folder: Path, pages: list[tuple[str, bytes]]) -> None:
    """Write pages and put them where they belong, one by one as an incremental build does."""
    placing = Placing(folder / "site", folder / "staging")
    with table.step("digests of pages", table.count_pages):
        for _, data in pages:
            sha256(data).digest()
    with table.step("write", table.count_pages):
        staged = [(path, stage(str(placing.staging), path, data, is_whole=True)) for path, data in pages]
    with table.step("move into place, and look at it", table.count_pages):
        for path, at in staged:
            placing.place(path, at)
        for _ in walk_tree(placing.folder):
            pass


if __name__ == "__main__":
    main()
