"""Content files into the tables: all of them into empty ones, or what changed into full ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from site_gen.archive.index import TableArchive
from site_gen.archive.listings import Listings
from site_gen.archive.making import make_entry, make_entry_terms
from site_gen.archive.relating import MANY, relate
from site_gen.archive.settling import hold_entries, settle_all
from site_gen.archive.tables import SCHEMA, Reading, add_counts, add_readings, count_all, note_change, take_entry
from site_gen.config import Config
from site_gen.database import Connection, Database
from site_gen.entries import Delta
from site_gen.model import ContentFile
from site_gen.topics import NO_SETTINGS, TopicSettings, make_vocabulary


@dataclass(frozen=True, slots=True)
class Settings:
    """What the tables depend on beside the content."""

    lang: str
    """Of the interface: it names the topics."""
    least: int
    """Articles that a keyword, a person or a sub-topic needs before it has a listing."""
    topics: TopicSettings = NO_SETTINGS
    """What `topics.toml` says of topics and keywords."""


def fill(db: Connection, settings: Settings, readings: Iterable[Reading]) -> None:
    """Put content files into empty tables."""
    add_readings(db, readings, partial(hold_entries, db))
    count_all(db)
    settle_all(db)
    Listings(db, settings.lang, settings.least, make_vocabulary(settings.topics)).refresh_all()


def change(db: Connection, settings: Settings, readings: Iterable[Reading], gone: Iterable[tuple[str, str]]) -> Delta:
    """Replace what changed, remove what is `gone` (folder, name), and tell what that touches."""
    delta = Delta()
    changed = list(readings)
    pairs = [(take_entry(db, reading.folder, reading.name), reading) for reading in changed]
    lost = [take_entry(db, folder, name) for folder, name in gone]
    add_readings(db, changed)
    for old, reading in pairs:
        if old is not None or reading.entry is not None:
            note_change(db, delta, old, reading.entry)
    for old in lost:
        if old is not None:
            note_change(db, delta, old, None)
    for entry, step in (
        *((old, -1) for old, _ in pairs),
        *((old, -1) for old in lost),
        *((reading.entry, 1) for reading in changed),
    ):
        if entry is not None:
            add_counts(db, entry, step)
    before = [old for old in (*(old for old, _ in pairs), *lost) if old is not None]
    relate(db, delta, before, changed, anew=len(changed) + len(lost) >= MANY)
    listings = Listings(db, settings.lang, settings.least, make_vocabulary(settings.topics))
    delta.names |= listings.refresh(delta.series)
    return delta


def make_archive(files: Iterable[ContentFile], config: Config) -> TableArchive:
    """The archive of content files that stand in no folder, in memory."""
    db = Database(None, SCHEMA).connection
    settings = Settings(config.lang, config.keyword_min_articles, config.topics.shown)
    vocabulary = make_vocabulary(settings.topics)
    readings = []
    for file in files:
        folder, _, name = file.path.rpartition("/")
        entry = make_entry(file, config.lang, vocabulary)
        readings.append(Reading(folder, name, 0, 0, 0, b"", entry, file.warnings, make_entry_terms(file, entry)))
    fill(db, settings, readings)
    return TableArchive(db)
