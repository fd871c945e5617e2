"""What stands at addresses that were: tombstones of withdrawn articles, and redirects from former addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from site_gen.entries import Chain, Entry, Listing, folder_of
from site_gen.folding import fold_name, fold_person
from site_gen.model import Page
from site_gen.pages.check import PathIndex
from site_gen.pages.context import RedirectPage, TombstonePage
from site_gen.pages.frame import Frame, Planned
from site_gen.urls import alias_path, listing_path, make_slug

SERIES = "redirects"
TOPICS = "topics.toml"
"""What the redirects of merged topics and aliases of keywords come from."""


def plan_tombstone(frame: Frame, entry: Entry) -> Planned:
    """A tombstone at the address of a withdrawn article: that it was withdrawn and when, and no word of it."""
    context = TombstonePage(frame.site, frame.unindexed(entry.path), entry.published, entry.updated)
    return Planned(Page(entry.path, "tombstone.html", context, frame.origin(entry)), f"file {entry.file}")


@dataclass(frozen=True, slots=True)
class Redirects:
    """The redirect pages, and the aliases for which there can be none."""

    pages: tuple[Planned, ...]
    problems: tuple[str, ...]


def plan_redirects(frame: Frame, conflict: Callable[[str], str]) -> Redirects:
    """A redirect at each alias, unless the alias is unsafe or something stands there.

    `conflict` says what of all other files stands at a path, or nothing; of two equal aliases the first one counts.
    """
    taken = PathIndex()
    redirects: list[Planned] = []
    problems = []
    for entry in frame.archive.with_aliases():
        for alias in entry.aliases:
            path = alias_path(alias)
            found = "it cannot be an address" if path is None else conflict(path) or taken.conflict(path)
            if path is None or found:
                problems.append(f"{frame.origin(entry)}: alias '{alias}' is left out: {found}")
                continue
            taken.add(path, frame.origin(entry))
            context = RedirectPage(frame.site, frame.unindexed(path, _title(entry)), entry.path)
            page = Page(path, "redirect.html", context, f"{frame.origin(entry)} (alias)")
            redirects.append(Planned(page, SERIES, len(redirects) + 1))
    for path, listing in _former_listings(frame):
        # An address that something else has by now is no former one.
        if not (conflict(path) or taken.conflict(path)):
            taken.add(path, TOPICS)
            target = listing_path(listing.folder)
            context = RedirectPage(frame.site, frame.unindexed(path, listing.name), target)
            redirects.append(Planned(Page(path, "redirect.html", context, TOPICS), SERIES, len(redirects) + 1))
    return Redirects(tuple(redirects), tuple(problems))


def _former_listings(frame: Frame) -> Iterator[tuple[str, Listing]]:
    """The addresses of topics that were merged, and of keywords and people that are aliases, with where they lead."""
    settings = frame.config.topics
    for topic, target in settings.merged:
        listing = frame.archive.listing(f"topic {target}")
        if listing is not None:
            yield listing_path(f"topics/{topic}"), listing
    for kind, fold, pairs in (("keyword", fold_name, settings.aliases), ("person", fold_person, settings.people)):
        for name, target in pairs:
            listing = frame.archive.listing(f"{kind} {fold(target)}")
            if listing is not None:
                key = fold(name)
                slug = make_slug(key, sha256(key.encode("utf-8", "replace")).hexdigest())
                yield listing_path(f"{folder_of(kind)}/{slug}"), listing


def _title(entry: Entry) -> str:
    """The title of what the redirect leads to; a withdrawn article's is not shown, nor is a headline list's."""
    return entry.title if entry.chain in (Chain.DATED, Chain.UNDATED) else ""
