"""Whether all that is planned can stand side by side, asked before the first file is put in place."""

from __future__ import annotations

from site_gen.archive import TableArchive
from site_gen.engine.planning import Planning
from site_gen.errors import PlanError
from site_gen.output.record import STATIC


def check_paths(planning: Planning, archive: TableArchive, content: str, fresh: set[str] | None) -> None:
    """Raise PlanError where what is planned cannot stand side by side; `fresh` are the new paths, None for all."""
    problems = [
        f"{content}/{file}: page '{path}': {content}/{files[0]} has the same address"
        for path, files in archive.same_address()
        for file in files[1:]
    ]
    problems += planning.record.clashes(fresh)
    for _, origin, other in planning.disputes:
        static, page = (origin, other) if origin.startswith("static file ") else (other, origin)
        problems.append(f"{static}: {page} has the same address")
    if fresh is None or fresh:
        for path in planning.static_paths:
            found = planning.record.conflict(path, without=STATIC)
            if found:
                problems.append(f"static file {path}: {found}")
    if problems:
        raise PlanError(tuple(dict.fromkeys(problems)))
