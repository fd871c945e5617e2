"""The sample archive shows every form that news comes in, and what becomes of copies, updates and drafts."""

from __future__ import annotations

import gzip
import re
import shutil
from collections import Counter

import pytest

from site_gen.ingest.report import IngestReport
from site_gen.model import Article, Status
from tests.integration.archives import REPOSITORY, Archive, copy_sample, read_contents
from tests.integration.sample_crawl import CRAWL, crawl

README = (REPOSITORY / "inbox/README.md").read_text(encoding="utf-8")
FORMS = {
    "courrier-du-lac/2025-09-24-vendanges.html": 1,
    "nordmark-zeitung/2025-10-22-sturmflut.html": 1,
    "meridian-post/crawl-2025-10.jsonl": 6,
    "agence-littoral/fil.rss": 3,
    "echo-des-marees/flux.atom": 2,
    "alpenbote/wordpress-export.xml": 3,
    "nordmark-zeitung/hpa-koalition.xml": 1,
    "harbour-gazette/hpa-buoy.json": 1,
    "diario-del-estrecho/archivo.csv": 3,
    "la-voz-austral/2025-10-30-faros.md": 1,
    "harbour-gazette/crawl.warc.gz": 3,
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The sample documents alone, without their content."""
    copied = copy_sample(tmp_path_factory.mktemp("sample") / "archive")
    shutil.rmtree(copied.root / "content")
    return copied


@pytest.fixture(scope="module")
def report(archive: Archive) -> IngestReport:
    return archive.ingest()


@pytest.fixture(scope="module")
def articles(archive: Archive, report: IngestReport) -> dict[str, Article]:
    """The articles that the inbox gives, by title."""
    files, failures = read_contents(archive.root / "content")
    assert report.quarantined == ()
    assert failures == []
    return {file.article.title: file.article for file in files}


def test_each_file_gives_its_documents(report: IngestReport) -> None:
    files = Counter(item.document.removeprefix("inbox/").partition("#")[0] for item in report.details)
    assert {name: count for name, count in files.items() if not name.endswith(".txt")} == FORMS


def test_the_readme_counts_and_names_the_documents(report: IngestReport, articles: dict[str, Article]) -> None:
    total = len(report.details)
    texts = sum(item.document.endswith(".txt") for item in report.details)
    assert f"\n{total} invented news documents" in README
    assert f"{texts} are text files" in README
    by_language = [int(count) for count in re.findall(r"(?:English|French|German|Spanish|Arabic) (\d+)", README)]
    assert sum(by_language) == total
    assert {name for name in FORMS if f"`{name}`" not in README} == set()
    assert {article.lang for article in articles.values()} == {"ar", "de", "en", "es", "fr"}


def test_a_copy_of_agency_news_is_one_article_with_it(articles: dict[str, Article]) -> None:
    article = articles['Ferry: le pompage des soutes du "Cap Sénan" est achevé']
    assert article.source.name == "Agence Littoral"
    assert [copy.url for copy in article.also] == ["https://echo-des-marees.example/mer/cap-senan-soutes-vides"]


def test_a_later_text_of_one_address_replaces_the_earlier(archive: Archive, articles: dict[str, Article]) -> None:
    article = articles["Storm Ludo: ferries cancelled as gales reach the west coast"]
    assert article.updated is not None
    assert "14,000 homes" in article.body
    (version,) = (archive.root / ".site-gen/versions").rglob("*.md")
    assert "14,000 homes" not in version.read_text(encoding="utf-8")


def test_a_draft_of_an_export_stays_a_draft(articles: dict[str, Article]) -> None:
    drafts = [article.title for article in articles.values() if article.status is Status.DRAFT]
    assert drafts == ["Was der Bergsturz kostet"]


def test_tables_lists_quotes_and_captions_survive(articles: dict[str, Article]) -> None:
    body = articles["Vendanges : le lac récolte peu, mais tôt"].body
    assert "| Les Ombrages | 47 | 1.900 | 1.800 | − 5 % |" in body
    assert "- une aide à la plantation de haies sur les terrasses" in body
    assert "\n> Mon grand-père" in body
    assert "Photo : Aline Duret](https://courrier-du-lac.example/images/coteau-de-rive.jpg)" in body


def test_the_crawl_is_what_its_script_writes() -> None:
    # Compressed bytes depend on the version of zlib; what is packed does not.
    assert gzip.decompress(CRAWL.read_bytes()) == gzip.decompress(crawl())
    assert CRAWL.stat().st_size < 20_000


def test_no_sample_names_an_address_that_could_be_real() -> None:
    named = re.compile(rb"https?://([^/\s\"'<>)&]+)")
    for path in sorted((REPOSITORY / "inbox").rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            text = gzip.decompress(data) if path.suffix == ".gz" else data
            hosts = {host.decode() for host in named.findall(text)}
            vocabularies = {"schema.org", "iptc.org", "www.w3.org", "wordpress.org", "purl.org"}
            assert {host for host in hosts - vocabularies if not host.endswith(".example")} == set(), path


def test_the_ship_that_ran_aground_has_its_stories(archive: Archive, report: IngestReport) -> None:
    assert report.quarantined == ()
    archive.build()
    stories = {path.parent.name for path in (archive.root / "output/stories").glob("*/index.html")}
    assert any(name.startswith("ferry-214-personnes-evacuees") for name in stories)
    assert any(name.startswith("maree-noire") for name in stories)
    later = next((archive.root / "output").rglob("ferry-le-pompage-des-soutes*.html")).read_text(encoding="utf-8")
    assert "Ferry: 214 personnes évacuées" in later.partition("<aside>")[2]
