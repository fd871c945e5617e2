"""Whether all that is planned can stand side by side, asked before the first file is put in place."""

from __future__ import annotations

from site_gen.archive import TableArchive
from site_gen.engine.planning import Planning
from site_gen.errors import PlanError
from site_gen.output.record import STATIC
from site_gen.pages.redirects import SERIES as REDIRECTS


def check_paths(planning: Planning, archive: TableArchive, content: str, fresh: set[str] | None) -> None:
    """Raise PlanError where what is planned cannot stand side by side; `fresh` are the new paths, None for all.

    Redirects do not count: they are planned last, where nothing else stands.
    """
    problems = [
        f"{content}/{file}: page '{path}': {content}/{files[0]} has the same address"
        for path, files in archive.same_address()
        for file in files[1:]
    ]
    problems += planning.record.clashes(fresh, without=(STATIC, REDIRECTS))
    for path, origin, other in planning.disputes:
        static, page = (origin, other) if origin.startswith("static file ") else (other, origin)
        # A page may take the place of a static file that is there no more.
        if not static.startswith("static file ") or path in planning.static_paths:
            problems.append(f"{static}: {page} has the same address")
    if fresh is None or fresh:
        for path in planning.static_paths:
            found = planning.record.conflict(path, without=(STATIC, REDIRECTS))
            if found:
                problems.append(f"static file {path}: {found}")
    if problems:
        raise PlanError(tuple(dict.fromkeys(problems)))
