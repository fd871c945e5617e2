"""What stands at addresses that were: tombstones of withdrawn articles, and redirects from former addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from site_gen.entries import Archive, Entry
from site_gen.model import Page
from site_gen.pages.check import PathIndex
from site_gen.pages.context import RedirectPage, TombstonePage
from site_gen.pages.frame import Frame, Planned
from site_gen.urls import alias_path


def plan_tombstones(frame: Frame) -> Iterator[Planned]:
    """A tombstone at the address of each withdrawn article: that it was withdrawn and when, and no word of it."""
    for entry in frame.archive.withdrawn:
        article = entry.article
        context = TombstonePage(frame.site, frame.unindexed(entry.path), article.published, article.updated)
        yield Planned(Page(entry.path, "tombstone.html", context, frame.origin(entry)), part="")


@dataclass(frozen=True, slots=True)
class Redirects:
    """The redirect pages, and the aliases for which there can be none."""

    pages: tuple[Page, ...]
    problems: tuple[str, ...]


def plan_redirects(frame: Frame, stylesheet: str, pages: Iterable[Page]) -> Redirects:
    """A redirect at each alias, unless the alias is unsafe or one of `pages` or an earlier alias stands there."""
    taken = PathIndex()
    taken.add(stylesheet, "the style sheet")
    for page in pages:
        taken.add(page.path, page.origin)
    redirects = []
    problems = []
    for entry in _with_aliases(frame.archive):
        for alias in entry.article.aliases:
            path = alias_path(alias)
            found = "it cannot be an address" if path is None else taken.conflict(path)
            if path is None or found:
                problems.append(f"{frame.origin(entry)}: alias '{alias}' is left out: {found}")
                continue
            taken.add(path, frame.origin(entry))
            context = RedirectPage(frame.site, frame.unindexed(path, _title(entry, frame)), entry.path)
            redirects.append(Page(path, "redirect.html", context, f"{frame.origin(entry)} (alias)"))
    return Redirects(tuple(redirects), tuple(problems))


def _with_aliases(archive: Archive) -> Iterator[Entry]:
    lists = (headlines.entry for headlines in archive.headlines)
    for entries in (archive.entries, lists, archive.withdrawn):
        yield from (entry for entry in entries if entry.article.aliases)


def _title(entry: Entry, frame: Frame) -> str:
    """The title of what the redirect leads to; a withdrawn article's is not shown."""
    is_shown = entry.file.path in frame.items
    return entry.article.title if is_shown else ""
