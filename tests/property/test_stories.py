"""Stories and related articles after any history of edits: the tables and the plan are those of a clean archive."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import msgspec
import pytest

from site_gen.archive import (
    SCHEMA,
    Reading,
    Settings,
    TableArchive,
    change,
    echoes,
    fill,
    kin,
    likeness,
    make_entry,
    make_entry_terms,
    settling,
)
from site_gen.config import Config
from site_gen.database import Connection, Database
from site_gen.entries import Delta
from site_gen.model import Article, ContentFile, Kind, Status, Timestamp
from site_gen.pages.frame import Frame, Planned
from site_gen.pages.plan import plan_all, plan_row, plan_stale

_SETTINGS = Settings("fr", 2)
_CONFIG = Config(page_size=3, feed_size=5)
_FIRST = date(2025, 1, 1)
_PLACES = "Lorient Mexique Navalny Bergen Oaxaca Zagreb Tarente Malmö Porto Utrecht".split()
_WORDS = "naufrage séisme verdict grève incendie référendum pompage tempête fioul rançon".split()
_TOPICS: list[tuple[str, ...]] = [
    (),
    ("sport",),
    ("Harbour", "sport"),
    ("disaster-accident-and-emergency-incident", "maritime-accident-and-incident"),
]
_encode = msgspec.msgpack.Encoder(order="deterministic").encode

Held = dict[str, ContentFile]


def make_file(chance: random.Random, path: str, days: int) -> ContentFile:
    """An article about one of a hundred events, near to the day on which that is in the news."""
    place, word = chance.randrange(len(_PLACES)), chance.randrange(len(_WORDS))
    day = _FIRST + timedelta(days=(place * 7 + word * 3 + chance.randrange(9)) % days)
    hour = None if chance.random() < 0.5 else time(chance.randrange(24))
    person = f"{_PLACES[place][:3]}{_WORDS[word][:3]}".capitalize()
    article = Article(
        id=path,
        title=f"{_WORDS[word].capitalize()} à {_PLACES[place]}: {chance.choice(_WORDS)}, selon {person}",
        slug=_slug(path),
        body=f"On parle de {person} et de {chance.choice(_PLACES)}, dit {chance.choice(_PLACES)}.",
        published=None if chance.random() < 0.05 else Timestamp(day, hour),
        captured=Timestamp(day) if chance.random() < 0.5 else None,
        topics=chance.choice(_TOPICS),
        places=chance.choice([(), ("FR",), ("MX", "FR")]),
        people=chance.choice([(), ("Ann Orr",), ("Zoé Le Gal", "Ann Orr")]),
        story=chance.choice([None] * 20 + ["pin-a", "none"]),
        status=chance.choice([Status.PUBLISHED] * 12 + [Status.DRAFT, Status.WITHDRAWN]),
    )
    return ContentFile(path, article, "")


def _slug(path: str) -> str:
    return path.removesuffix(".md").replace("/", "-")


def make_list(chance: random.Random, path: str, days: int, held: Held) -> ContentFile:
    """A headline list: its first line tells anew what an article tells, of the others some have an article."""
    known = [held[path].article for path in sorted(held)]
    told = chance.choice([article for article in known if article.published] or [make_file(chance, path, days).article])
    event, _, person = told.title.partition(": ")
    first = f"{event}: {chance.choice(_WORDS)}, selon {person.rpartition(' ')[2]}"
    others = [article.title for article in known] + [make_file(chance, path, days).article.title]
    lines = [first, *chance.sample(others, min(5, len(others)))]
    captured = told.published and Timestamp(told.published.day + timedelta(days=chance.randrange(4)))
    body = "".join(f"- {line}\n" for line in lines)
    article = Article(id=path, title=lines[0], slug=_slug(path), body=body, kind=Kind.HEADLINES, captured=captured)
    return ContentFile(path, article, "")


def make_any(chance: random.Random, path: str, days: int, held: Held) -> ContentFile:
    """A new content file: one in six is a headline list."""
    return make_list(chance, path, days, held) if chance.random() < 0.17 else make_file(chance, path, days)


def make_archive(chance: random.Random, number: int, days: int) -> Held:
    held: Held = {}
    for place in range(number):
        held[f"a/{place}.md"] = make_any(chance, f"a/{place}.md", days, held)
    return held


def edit(chance: random.Random, file: ContentFile, days: int) -> ContentFile:
    """The same article with another title, date, summary, pin, text or address."""
    other = make_file(chance, file.path, days).article
    kind = chance.choice(["title", "published", "summary", "story", "body", "slug", "topics", "places", "people"])
    value = {"summary": chance.choice([None, "A."]), "slug": f"slug-{chance.randrange(99)}-{file.article.id[-5:-3]}"}
    return replace(file, article=replace(file.article, **{kind: value.get(kind, getattr(other, kind))}))


def read(files: Iterable[ContentFile]) -> Iterator[Reading]:
    for file in files:
        folder, _, name = file.path.rpartition("/")
        entry = make_entry(file, "fr")
        yield Reading(folder, name, 0, 0, 0, b"", entry, (), make_entry_terms(file, entry))


def clean(files: Iterable[ContentFile]) -> Connection:
    db = Database(None, SCHEMA).connection
    fill(db, _SETTINGS, read(files))
    return db


def tables(db: Connection) -> list[Any]:
    """What stands in the tables, with names of files in the place of numbers."""
    names = dict(db.execute("SELECT number, folder || '/' || name FROM entries"))
    articles = db.execute("SELECT number, * FROM kin ORDER BY moment")
    lines = db.execute("SELECT number, moment, place, title, terms, follows FROM echoes ORDER BY moment, place")
    members = db.execute("SELECT number, series, position FROM members WHERE series LIKE 'story %' ORDER BY 2, 3")
    return [
        [(names[number], moment, *rest) for number, moment, _, *rest in articles],
        [(names[number], *rest) for number, *rest in lines],
        [(names[number], *rest) for number, *rest in members],
        db.execute("SELECT * FROM stories ORDER BY slug").fetchall(),
        db.execute("SELECT * FROM terms ORDER BY term, moment").fetchall(),
        db.execute("SELECT * FROM echo_terms ORDER BY term, moment, place").fetchall(),
    ]


class Site:
    """The pages of an archive, kept up to date row by row, as builds do it."""

    def __init__(self, db: Connection) -> None:
        self.frame = self._frame(db)
        self.pages: dict[str, tuple[str, int, bytes]] = {}
        self._put(plan_all(self.frame))

    @staticmethod
    def _frame(db: Connection) -> Frame:
        return Frame.of(TableArchive(db), _CONFIG, "assets/style.css")

    def _put(self, planned: Iterable[Planned]) -> None:
        for plan in planned:
            content = _encode((plan.page.context, plan.page.text, plan.page.digest, plan.lastmod, plan.part))
            self.pages[plan.page.path] = (plan.series, plan.number, content)

    def follow(self, db: Connection, delta: Delta) -> None:
        """Plan again what a change may touch."""
        former, self.frame = self.frame, self._frame(db)
        if former.site != self.frame.site:
            self.pages.clear()
            self._put(plan_all(self.frame))
            return
        stale = plan_stale(self.frame, delta)
        rows = [(series, numbers, list(plan_row(self.frame, series, numbers))) for series, numbers in stale]
        for series, numbers, _ in rows:
            for path, (held, number, _) in list(self.pages.items()):
                if held == series and number in numbers:
                    del self.pages[path]
        for _, _, planned in rows:
            self._put(planned)


def set_last(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Set how many holders of a term count. Where they are few, a change has to reach beyond those it pushes out."""
    weigh = likeness._weight
    monkeypatch.setattr(likeness, "_BUSY", likeness._BUSY * number**2 // likeness.LAST**2)
    monkeypatch.setattr(likeness, "LAST", number)
    weights = [[weigh(flags, older) for older in range(number + 1)] for flags in range(len(likeness.WEIGHTS))]
    monkeypatch.setattr(likeness, "WEIGHTS", weights)
    for module in (kin, settling, echoes):
        monkeypatch.setattr(module, "LAST", number)


@pytest.mark.parametrize("last", [likeness.LAST, 3])
@pytest.mark.parametrize("seed", range(12))
def test_any_history_ends_in_a_clean_archive(seed: int, last: int, monkeypatch: pytest.MonkeyPatch) -> None:
    set_last(monkeypatch, last)
    chance = random.Random(seed)
    days = chance.choice([20, 60, 120])
    held = make_archive(chance, chance.randrange(140), days)
    files = list(held.values())
    chance.shuffle(files)
    db = clean(files)
    site = Site(db)
    for _ in range(8):
        changed: Held = {}
        for _ in range(chance.randint(1, 3)):
            path = f"a/{chance.randrange(160)}.md"
            is_new = path not in held or chance.random() < 0.2
            changed[path] = make_any(chance, path, days, held) if is_new else edit(chance, held[path], days)
        gone = [path for path in held if path not in changed and chance.random() < 0.01]
        held = {path: file for path, file in (held | changed).items() if path not in gone}
        delta = change(db, _SETTINGS, read(changed.values()), [("a", path.removeprefix("a/")) for path in gone])
        site.follow(db, delta)
        other = clean(held[path] for path in sorted(held))
        assert tables(db) == tables(other)
        wanted = Site(other).pages
        assert site.pages.keys() == wanted.keys()
        assert [path for path in wanted if site.pages[path] != wanted[path]] == []


@pytest.mark.parametrize("kind", [Kind.ARTICLE, Kind.HEADLINES])
def test_what_another_article_opens_then_is_reckoned_with(kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the first of four akin ones the second opens the affair: their town says less to the one after all."""
    set_last(monkeypatch, 3)
    wreck = "Naufrage devant Lorient"
    titles = [wreck, f"{wreck}: pompage", f"{wreck}: mazout", f"{wreck}: enquête ouverte", "Enquête ouverte à Lorient"]
    held: Held = {}
    for number, title in enumerate(titles):
        is_last = number == len(titles) - 1
        at = Timestamp(_FIRST + timedelta(days=number))
        body = f"- {title}" if is_last else "On parle du Senan et de Bergen."
        article = Article(id=f"{number}", title=title, slug=f"{number}", body=body, published=at, captured=at)
        held[f"a/{number}.md"] = ContentFile(
            f"a/{number}.md",
            replace(article, kind=kind, published=None) if is_last and kind is not Kind.ARTICLE else article,
            "",
        )
    db = clean(held.values())
    table = "kin" if kind is Kind.ARTICLE else "echoes"
    query = f"SELECT follows FROM {table} ORDER BY moment DESC LIMIT 1"
    fourth = db.execute("SELECT moment FROM kin ORDER BY moment LIMIT 1 OFFSET 3").fetchone()
    assert db.execute(query).fetchone() == fourth
    del held["a/0.md"]
    change(db, _SETTINGS, read(()), [("a", "0.md")])
    assert db.execute(query).fetchone() == (None,)
    assert tables(db) == tables(clean(held.values()))


def test_many_changes_at_once_end_in_a_clean_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    """From some number on all is worked out anew; the engine plans every page then."""
    monkeypatch.setattr("site_gen.archive.changing.MANY", 5)
    chance = random.Random(4)
    held = make_archive(chance, 90, 60)
    db = clean(held.values())
    changed = {path: make_any(chance, path, 60, held) for path in (f"a/{number}.md" for number in range(70, 110))}
    held |= changed
    for path in ("a/3.md", "a/4.md"):
        del held[path]
    change(db, _SETTINGS, read(changed.values()), [("a", "3.md"), ("a", "4.md")])
    assert tables(db) == tables(clean(held.values()))


def test_the_histories_hold_stories_of_all_kinds() -> None:
    """What the tests above are about is there: several pages of past stories, pins, related articles, headlines."""
    db = clean(make_archive(random.Random(1), 250, 120).values())
    site = Site(db)
    assert {"stories/page-1.html", "stories/page-2.html", "stories/pin-a/index.html"} <= site.pages.keys()
    assert db.execute("SELECT count(*) FROM stories WHERE count > 2").fetchone()[0] > 1
    assert db.execute("SELECT count(*) FROM kin WHERE related <> x''").fetchone()[0] > 20
    slugs = [slug for (slug,) in db.execute("SELECT slug FROM stories")]
    assert sum(len(site.frame.archive.echoes(slug, 20)) for slug in slugs) > 1
