"""Whatever changes in an archive with large topics: what is planned anew for it gives the plan of a clean build."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.archive import Settings, TableArchive, change, fill
from site_gen.archive.making import make_entry, make_entry_terms
from site_gen.archive.tables import SCHEMA, Reading
from site_gen.config import Config
from site_gen.database import Database
from site_gen.model import Article, ContentFile, Source, Timestamp
from site_gen.pages.frame import Frame, Planned
from site_gen.pages.plan import plan_all, plan_row, plan_stale

CONFIG = Config(page_size=5, keyword_min_articles=3, base_url="https://e.org/")
SETTINGS = Settings(CONFIG.lang, CONFIG.keyword_min_articles)
FILES = 48
Held = dict[str, tuple[str, int, object]]
"""By path the row of a page, its number and its context."""
History = tuple[list[dict[str, Any]], list[dict[int, Any]]]
"""The files that are there at first, and what is written and (None) removed then, step by step."""

TITLES = ("One", "Two", "The Senan runs aground off Lorient", "Fuel of the Senan drifts from Lorient to Enezval")
SHIP = "The Senan of Atlanval lies off Lorient, says Prigentel, and Enezval waits for its fuel."
"""What makes articles a story."""
_MANY_YEARS = (*["2025-03-01"] * 6, "2025-04-02", "2025-12-31", "2024-01-01", "2024-02-29", "2022-07-01", "2021-05-05")
_FEW_YEARS = (*["2025-03-01"] * 40, "2024-01-01", "2025-12-31")


def articles(days: tuple[str | None, ...], topic: str) -> st.SearchStrategy[dict[str, Any]]:
    """What articles say, most of which are of one topic and of the first of some days."""
    own = ((topic,), (topic.lower(),)) if topic == "Harbour" else ((topic,),) * 2
    return st.fixed_dictionaries(
        {
            "day": st.sampled_from((*days, None)),
            "title": st.sampled_from(TITLES),
            "topics": st.sampled_from([*own * 3, ("sport", "soccer"), ("Harbour",), ("harbour", "sport"), ()]),
            "keywords": st.sampled_from([(), (), ("Ferry",), ("ferry", "Bridge"), ("FERRY",)]),
            "places": st.sampled_from([(), ("FR",), ("MT", "FR")]),
            "people": st.sampled_from([(), (), ("Ann Orr",), ("ANN ORR", "Zoé Le Gal"), ("Ferry",)]),
        }
    )


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Archives in which a topic has pages for its years, or nearly: it has them from fifteen articles on.

    A year has numbered pages from twenty on.
    """
    facts = articles(
        draw(st.sampled_from([_MANY_YEARS, _FEW_YEARS])), draw(st.sampled_from(["sport", "sport", "Harbour"]))
    )
    edits = st.dictionaries(st.integers(0, FILES - 1), st.none() | facts, min_size=1, max_size=9)
    begin = draw(st.lists(facts, min_size=10, max_size=FILES))
    return begin, draw(st.lists(edits, min_size=1, max_size=6))


def read(number: int, found: Mapping[str, Any]) -> Reading:
    """A content file as it is read."""
    name = f"a{number:02d}"
    article = Article(
        id=name,
        title=found["title"],
        slug=name,
        published=Timestamp.parse(found["day"]) if found["day"] else None,
        captured=Timestamp.parse("2024-06-01"),
        topics=found["topics"],
        keywords=found["keywords"],
        places=found["places"],
        people=found["people"],
        source=Source(name="Gazette"),
        body=SHIP if "Senan" in found["title"] else "A text.",
    )
    file = ContentFile(f"x/{name}.md", article, "")
    entry = make_entry(file, CONFIG.lang)
    return Reading("x", f"{name}.md", 0, 0, 0, repr(found).encode(), entry, (), make_entry_terms(file, entry))


def hold(planned: Iterable[Planned]) -> Held:
    return {plan.page.path: (plan.series, plan.number, plan.page.context) for plan in planned}


@settings(deadline=None, max_examples=int(os.environ.get("SITE_GEN_HISTORIES", "60")))
@given(histories())
def test_stale_rows_are_all_that_differs(history: History) -> None:
    begin, steps = history
    db = Database(None, SCHEMA).connection
    fill(db, SETTINGS, (read(number, found) for number, found in enumerate(begin)))
    frame = Frame.of(TableArchive(db), CONFIG, "style.css")
    held = hold(plan_all(frame))
    there = set(range(len(begin)))
    for step in steps:
        written = [read(number, found) for number, found in step.items() if found]
        gone = [number for number, found in step.items() if not found and number in there]
        delta = change(db, SETTINGS, written, [("x", f"a{number:02d}.md") for number in gone])
        there = {*there, *(number for number, found in step.items() if found)} - set(gone)
        site = frame.site
        frame = Frame.of(TableArchive(db), CONFIG, "style.css")
        wanted = hold(plan_all(frame))
        if frame.site == site:
            rows = [
                (series, numbers, hold(plan_row(frame, series, numbers)))
                for series, numbers in plan_stale(frame, delta)
            ]
            stale = {
                path: row
                for path, row in held.items()
                if any(row[0] == series and row[1] in numbers for series, numbers, _ in rows)
            }
            held = {path: row for path, row in held.items() if path not in stale}
            for _, _, pages in rows:
                held.update(pages)
            differing = [path for path in held.keys() | wanted.keys() if held.get(path) != wanted.get(path)]
            assert differing == []
        held = wanted
