"""How the sample documents of this repository are read: what a person who looks at each of them would say."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from site_gen.ingest.assemble import Parsed, parse_document
from site_gen.ingest.documents import SourceFile, find_sources, known_of
from site_gen.ingest.formats.base import Document, ReadOptions
from site_gen.model import DateSource

ROOT = Path(__file__).resolve().parents[2]
SOURCES = {
    source.path: source
    for source in find_sources([ROOT / "inbox"], ROOT)
    if isinstance(source, SourceFile) and source.path.suffix == ".txt"
}
DOCUMENTS = tuple(SOURCES)


def parsed(path: Path) -> Parsed:
    source = SOURCES[path]
    known = known_of(source, ROOT)
    assert isinstance(known, tuple)
    (result,) = parse_document(Document(source.shown, path.read_bytes(), known[0], ""), ReadOptions(), None)
    assert isinstance(result, Parsed), result
    return result


@dataclass(frozen=True)
class Expected:
    """What is to be found in one document."""

    paragraphs: int
    crossheads: int = 0
    headlines: int = 0
    authors: tuple[str, ...] = ()
    code: str | None = None
    credit: str | None = None
    dateline: str | None = None
    published: str | None = None
    furniture: int = 0


EXPECTED = {
    "agence-littoral/2025-09-12-ferry": Expected(
        10, 0, 18, ("A. Morel",), "AL", "AL", "LORIENT (AL)", "2025-09-12T12:25:00+02:00"
    ),
    "agence-littoral/a1047": Expected(9, 1, 14, ("P. Lestrade",), "AL", None, None, "2025-05-20T13:05:00+02:00"),
    "agence-littoral/a1052": Expected(10, 2, 22, ("S. Kervadec",), "AL", "AL", None, "2025-09-13T18:40:00", 1),
    "courrier-du-lac/2025-07-02-canicule": Expected(
        8, 0, 8, ("R. Dubath",), None, None, None, "2025-07-02T11:52:00", 4
    ),
    "courrier-du-lac/a2031": Expected(8, 2, 0, ("Jean-Noël Perrachon",), None, None, None, "2025-09-01T06:30:00", 2),
    "meridian-post/2025-06-12-parcels": Expected(
        9, 0, 0, ("Helen Abernathy-Cole",), None, "Reuters", None, "2025-06-12T07:45:00", 3
    ),
    "nordmark-zeitung/2025-06-03-kuestenbahn": Expected(
        7, 1, 0, ("jd-kt/lw",), None, "HPA", "HAMBURG (HPA)", "2025-06-03T14:05:00", 4
    ),
    "nordmark-zeitung/n0912": Expected(7, 2, 0, ("br/hks",), None, None, None, "2025-10-08T15:20:00+02:00"),
    "nordmark-zeitung/2025-10-02-landtagswahl": Expected(
        7, 3, 0, ("Antje Brodersen-Kühl",), None, None, None, "2025-10-02T06:00:00", 1
    ),
    "diario-del-estrecho/2025-09-13-camioneros": Expected(
        8, 2, 0, (), None, "ADE", "GIJÓN, 13 sep (ADE)", "2025-09-13"
    ),
    "diario-del-estrecho/d340": Expected(7, 0, 7, (), None, None, None, None, 5),
    "sada-al-sahel/2025-06-03-mina": Expected(7, 2, 0, (), None, "ص س", "طنجة (ص س)", "2025-06-03T10:30:00", 1),
    "alpenbote/2025-08-17-bergsturz": Expected(8, 2, 0, ("str/ab",), None, None, None, "2025-08-17T13:45:00+02:00"),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_sample_is_read_as_a_person_would(name: str) -> None:
    result = parsed(ROOT / "inbox" / f"{name}.txt")
    article = result.article
    assert article is not None
    blocks = [block for block in article.body.split("\n\n") if block.strip()]
    crossheads = sum(block.startswith("## ") for block in blocks)
    published = article.published.isoformat() if article.published else None
    wanted = EXPECTED[name]
    if wanted.published is None:
        published = None
    assert wanted == Expected(
        len(blocks) - crossheads,
        crossheads,
        len(result.headlines.body.strip().split("\n")) if result.headlines else 0,
        article.authors,
        article.source.code,
        article.credit,
        article.dateline,
        published,
        len(result.furniture),
    )


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_language_is_that_of_its_source(path: Path) -> None:
    languages = {"diario-del-estrecho": "es", "la-voz-austral": "es", "sada-al-sahel": "ar", "alpenbote": "de"}
    languages |= {"nordmark-zeitung": "de", "harbour-gazette": "en", "meridian-post": "en"}
    result = parsed(path)
    for found in (result.article, result.headlines):
        assert found is None or found.lang == languages.get(path.parent.name, "fr")


def test_every_article_has_a_topic_or_says_that_it_has_none() -> None:
    articles = [article for path in DOCUMENTS if (article := parsed(path).article)]
    assert len(articles) == 51
    assert sum(bool(article.topics) for article in articles) >= 46


def test_dates_say_where_they_come_from() -> None:
    articles = [article for path in DOCUMENTS if (article := parsed(path).article)]
    for article in articles:
        assert (article.published is None) == (article.date_source in (DateSource.NONE, DateSource.CAPTURED))
