"""The plan against the record: which pages have to be rendered, which files have to go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec.structs import replace

from site_gen.config import Config
from site_gen.engine.rendering import Job
from site_gen.output.record import STATIC, Output, Record
from site_gen.pages.frame import Frame, Planned
from site_gen.pages.paging import Numbers
from site_gen.pages.plan import plan_all, plan_row
from site_gen.pages.redirects import SERIES as REDIRECTS
from site_gen.pages.redirects import plan_redirects
from site_gen.pages.sitemap import plan_index, plan_part

_encode = msgspec.msgpack.Encoder().encode
_PUT_EVERY = 1000


@dataclass(slots=True)
class Planning:
    """One comparison of plan and record. Iterate over its methods' results to get what has to be rendered."""

    record: Record
    templates: Mapping[str, str]
    """Digest of each template."""
    damaged: frozenset[str] = frozenset()
    """Output paths that do not hold what was written there."""
    removed: dict[str, Output] = field(default_factory=dict)
    """What stands in the output folder and belongs to no page any more."""
    fresh: set[str] = field(default_factory=set)
    """Paths that were not in the record."""
    pages: int = 0
    parts: set[str] = field(default_factory=set)
    """Parts of the sitemap that name other pages or other days than before."""
    disputes: list[tuple[str, str, str]] = field(default_factory=list)
    """(path, what is planned there, what stands there and stays)."""
    copies: list[tuple[str, Path | bytes]] = field(default_factory=list)
    """Static files that have to be copied: path, and the file or what it is to hold."""
    static_paths: list[str] = field(default_factory=list)
    _waiting: list[Output] = field(default_factory=list)
    _replanned: frozenset[str] | None = None
    """Rows that give up their paths; None where all but the static files do."""

    def everything(self, frame: Frame) -> Iterator[Job]:
        """Every page but redirects and sitemap; what the record holds beside them is to be removed."""
        former = {output.path: output for output in self.record.every()}
        self._replanned = None
        for planned in plan_all(frame):
            yield from self._compare(planned, former.pop(planned.page.path, None))
        self._flush()
        for path, output in former.items():
            if not self._is_apart(output):
                self._remove(path, output)

    def rows(self, frame: Frame, rows: Iterable[tuple[str, Numbers]]) -> Iterator[Job]:
        """The pages of some rows; what the record holds of these and is planned no more is to be removed."""
        planned_rows = [(series, numbers, list(plan_row(frame, series, numbers))) for series, numbers in rows]
        self._replanned = frozenset((*(series for series, _, _ in planned_rows), REDIRECTS))
        planned_paths = {planned.page.path for _, _, pages in planned_rows for planned in pages}
        for series, numbers, pages in planned_rows:
            for output in self.record.of_row(series):
                if output.path not in planned_paths and output.number in numbers:
                    self._remove(output.path, output)
            for planned in pages:
                yield from self._compare(planned, self.record.get(planned.page.path))
        self._flush()

    def with_damaged(self, rows: Iterable[tuple[str, Numbers]]) -> Iterator[tuple[str, Numbers]]:
        """Rows to plan, and those of which a page does not hold what was written there."""
        wanted: dict[str, Numbers] = {}
        for series, numbers in rows:
            held = wanted.get(series)
            wanted[series] = numbers if held is None else held.joined(numbers)
        for path in sorted(self.damaged):
            output = self.record.get(path)
            if output is not None and not self._is_apart(output):
                numbers = Numbers(None, frozenset((output.number,)))
                held = wanted.get(output.series)
                wanted[output.series] = numbers if held is None else held.joined(numbers)
        yield from wanted.items()

    def is_damaged(self, kind: str) -> bool:
        """Whether an output of rows that are planned apart (`redirects`, `sitemap`) does not hold what was written."""
        outputs = (self.record.get(path) for path in self.damaged)
        return any(output is not None and output.series.partition(" ")[0] == kind for output in outputs)

    @staticmethod
    def _is_apart(output: Output) -> bool:
        return output.series.partition(" ")[0] in (STATIC, "sitemap", REDIRECTS)

    def static(self, files: Mapping[str, Path | bytes]) -> None:
        """The user's own files: which of them have to be copied, and which are to be removed."""
        former = {output.path: output for output in self.record.of_row(STATIC)}
        rows = []
        for path, source in files.items():
            self.static_paths.append(path)
            held = former.pop(path, None)
            other = None if held else self.record.get(path)
            if other is not None and other.series != REDIRECTS and path not in self.removed:
                self.disputes.append((path, f"static file {path}", other.origin))
            key = _describe(source)
            self.removed.pop(path, None)
            if held is None or held.key != key or path in self.damaged:
                self.copies.append((path, source))
                self.fresh.update(() if held else (path,))
                rows.append(replace(held or Output(path, STATIC, 1, f"static file {path}", b""), key=key))
        for path, output in former.items():
            self._remove(path, output)
        self.record.put(rows)

    def redirects(self, frame: Frame) -> tuple[list[Job], tuple[str, ...]]:
        """The redirects, and the aliases for which there can be none."""
        found = plan_redirects(frame, lambda path: self.record.conflict(path, without=(REDIRECTS,)))
        return list(self._row(REDIRECTS, found.pages)), found.problems

    def sitemap(self, config: Config, *, whole: bool) -> Iterator[Job]:
        """The files of the sitemap that have to be made: those of parts that changed, or of all parts."""
        held = self.record.parts() if config.base_url else {}
        known = {output.series for output in self.record.every_of("sitemap ")}
        wanted = {f"sitemap {part}" for part in (held if whole else self.parts)} | (known if whole else set())
        for series in sorted(wanted):
            part = series.removeprefix("sitemap ")
            pages = plan_part(config, part, self.record.of_part(part)) if part in held else ()
            yield from self._row(series, pages)
        files = self.record.sitemap_files()
        index = plan_index(config, files) if config.base_url else ()
        yield from self._row("sitemap", index)

    def _row(self, series: str, pages: Iterable[Planned]) -> Iterator[Job]:
        """All pages of one row, which were planned elsewhere."""
        former = {output.path: output for output in self.record.of_row(series)}
        self._replanned = frozenset((series, REDIRECTS))
        for planned in pages:
            yield from self._compare(planned, former.pop(planned.page.path, None) or self.record.get(planned.page.path))
        for path, output in former.items():
            self._remove(path, output)
        self._flush()

    def _compare(self, planned: Planned, former: Output | None) -> Iterator[Job]:
        """Remember a page as it is planned; a job where its bytes may differ from those that stand there."""
        page = planned.page
        self.pages += 1
        context = _encode(page.context)
        key = sha256(self.templates[page.template].encode() + page.digest.encode() + b"\0" + context).digest()[:16]
        self.removed.pop(page.path, None)
        if former is None:
            self.fresh.add(page.path)
            former = Output(page.path, planned.series, planned.number, page.origin, b"")
        elif former.series != planned.series:
            self.fresh.add(page.path)
            is_free = former.series != STATIC if self._replanned is None else former.series in self._replanned
            if not is_free:
                self.disputes.append((page.path, page.origin, former.origin))
        self._note_part(planned, former)
        is_good = former.key == key and page.path not in self.damaged
        wanted = replace(
            former,
            series=planned.series,
            number=planned.number,
            origin=page.origin,
            key=key,
            part=planned.part,
            lastmod=planned.lastmod,
        )
        if wanted != former:
            self._waiting.append(wanted)
            if len(self._waiting) >= _PUT_EVERY:
                self._flush()
        if not is_good:
            kind = type(page.context).__name__
            yield Job(page.path, page.template, kind, context, page.origin, page.text, page.digest, former.digest)

    def _note_part(self, planned: Planned, former: Output) -> None:
        is_new = planned.page.path in self.fresh
        if is_new or (former.part, former.lastmod) != (planned.part, planned.lastmod):
            self.parts.update(part for part in (former.part, planned.part) if part)

    def _remove(self, path: str, output: Output) -> None:
        self.removed[path] = output
        self.record.remove((path,))
        if output.part:
            self.parts.add(output.part)

    def _flush(self) -> None:
        self.record.put(self._waiting)
        self._waiting.clear()


def _describe(source: Path | bytes) -> bytes:
    """What a static file is made from: bytes, or a file as the file system describes it."""
    if isinstance(source, bytes):
        return sha256(source).digest()[:16]
    info = source.stat()
    return sha256(f"{info.st_size} {info.st_mtime_ns} {info.st_ctime_ns}".encode()).digest()[:16]
