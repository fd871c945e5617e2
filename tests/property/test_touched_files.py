"""What one edit may touch, file by file: what differs between two clean builds is what an incremental one writes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from site_gen.build import BuildOptions
from site_gen.render.defaults import default_template_folder
from tests.integration.archives import Archive, make_archive, story, tree

_ALONE = BuildOptions(ingest=False, workers=1)
_TOPICS = ("politics", "sport", "weather", "Harbour")
_PLACES = ("FR", "UA", "MT")
_PEOPLE = ("Ann Orr", "Ben Hay", "Zoé Le Gal")
_ARTICLES = 120
_FIRST_DAY = date(2025, 1, 1)


def day_of(number: int) -> date:
    """Four articles in three days, from New Year until the end of March."""
    return _FIRST_DAY + timedelta(days=number * 3 // 4)


def content_path(number: int) -> str:
    """The content file of a numbered article."""
    return f"{day_of(number):%Y/%m/%d}/report-{number:03d}.md"


def write(archive: Archive, number: int, **others: object) -> None:
    """Write a numbered article, with other facts than it has by its number."""
    facts: dict[str, object] = {
        "title": f"Report {number:03d}",
        "published": f"{day_of(number)}T{8 + number % 4:02d}:00:00+01:00",
        "topics": [_TOPICS[number % 4]],
        "keywords": [f"Bridge {number % 6}"],
        "places": [_PLACES[number % 3]],
        "people": [_PEOPLE[number % 3]],
        "source": {"name": f"Paper {number % 3}", "document": f"inbox/{number}.txt"},
    }
    archive.article(content_path(number), story(number).replace("\n", "\n\n"), **(facts | others))


@dataclass(frozen=True, slots=True)
class Site:
    """A built archive and its files, by path."""

    archive: Archive
    files: dict[str, bytes]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """An archive of 120 articles of three months, two undated ones and a headline list, built. Read only."""
    archive = make_archive(
        tmp_path_factory.mktemp("built") / "archive",
        title="Test",
        base_url="https://x.example/y/",
        page_size=10,
        feed_size=10,
        latest=10,
    )
    for number in range(_ARTICLES):
        write(archive, number)
    write(archive, 40, aliases=["/old/forty/"])
    archive.article("note.md", "A note.", title="A note", topics=["sport"])
    archive.article("letter.md", "A letter.", title="A letter", topics=["sport"])
    archive.article(
        "list.md",
        "- Report 060\n- Report 058\n- Something else",
        title="Report 060 (+2)",
        slug="seen",
        kind="headlines",
        captured="2025-02-16T10:00:00Z",
        source={"document": "inbox/50.txt"},
        headline_topics={"sport": "Something", "politics-and-government": "058"},
    )
    archive.build(_ALONE)
    return Site(archive, archive.files("output"))


@pytest.fixture
def site(built: Site, tmp_path: Path) -> Archive:
    """A copy of the built archive, and of what it remembers; building it as it is writes nothing."""
    copy = Archive(tmp_path / "archive")
    shutil.copytree(built.archive.root, copy.root)
    report = copy.build(_ALONE)
    assert (report.written, report.removed) == (0, 0)
    return copy


# --- the edits -------------------------------------------------------------------------------------------------


def edit_text(archive: Archive) -> None:
    path = archive.root / "content" / content_path(60)
    path.write_text(path.read_text(encoding="utf-8") + "\nA *late* correction.\n", encoding="utf-8")


def edit_first_words(archive: Archive) -> None:
    path = archive.root / "content" / content_path(60)
    path.write_text(path.read_text(encoding="utf-8").replace("The council", "A council"), encoding="utf-8")


def edit_title(archive: Archive) -> None:
    write(archive, 60, title="Another title")


def add(published: str) -> Callable[[Archive], None]:
    def edit(archive: Archive) -> None:
        facts = {
            "topics": ["sport"],
            "keywords": ["Bridge 1"],
            "places": ["UA"],
            "people": ["Ben Hay"],
            "source": {"name": "Paper 1"},
        }
        archive.article("new.md", "A new text.", title="New", published=published, **facts)

    return edit


def delete(number: int) -> Callable[[Archive], None]:
    return lambda archive: (archive.root / "content" / content_path(number)).unlink()


def edit_facts(number: int, **facts: object) -> Callable[[Archive], None]:
    return lambda archive: write(archive, number, **facts)


def rename(archive: Archive) -> None:
    path = archive.root / "content" / content_path(40)
    path.rename(path.with_name("other.md"))


def move(archive: Archive) -> None:
    path = archive.root / "content" / content_path(60)
    (archive.root / "content/elsewhere").mkdir()
    path.rename(archive.root / "content/elsewhere" / path.name)


def edit_template(name: str, *, change: bool = True) -> Callable[[Archive], None]:
    """Put a template of the user in the place of ours, which says one thing more, or the same."""

    def edit(archive: Archive) -> None:
        text = (default_template_folder() / name).read_text(encoding="utf-8")
        changed = text.replace("{% block main %}", "{% block main %}<p>Ours.</p>", 1)
        assert changed != text
        archive.write(f"templates/{name}", changed if change else text)

    return edit


def edit_setting(key: str, value: str) -> Callable[[Archive], None]:
    def edit(archive: Archive) -> None:
        text, number = re.subn(rf"(?m)^{key} = .*$", f"{key} = {value}", archive.text("site.toml"))
        assert number == 1
        archive.write("site.toml", text)

    return edit


# --- what they touch -------------------------------------------------------------------------------------------

_COUNTS = "index.html 2025/index.html dates/index.html"
"""Where the number of articles stands, of the archive and of its days."""
_OVERVIEWS = "topics/index.html keywords/index.html places/index.html people/index.html sources/index.html"
_LISTING_MAPS = "sitemaps/topics.xml sitemaps/keywords.xml sitemaps/places.xml sitemaps/people.xml sitemaps/sources.xml"

EDITS: dict[str, tuple[Callable[[Archive], object], str, str]] = {
    # name: the edit, the files that it writes, those that it removes
    "text": (edit_text, "2025/02/15/report-060.html", ""),
    # Listings show the beginning of an article that has no summary.
    "first words": (
        edit_first_words,
        "2025/02/15/report-060.html 2025/02/15/index.html topics/politics-and-government/page-2.html "
        "keywords/bridge-0/index.html places/fr/page-3.html people/ann-orr/page-3.html sources/paper-0/page-3.html",
        "",
    ),
    "title": (
        edit_title,
        "2025/02/15/report-060.html 2025/02/14/report-059.html 2025/02/15/report-061.html 2025/02/15/index.html "
        "2025/02/index.html topics/politics-and-government/page-2.html keywords/bridge-0/index.html "
        "places/fr/page-3.html people/ann-orr/page-3.html sources/paper-0/page-3.html headlines/seen.html "
        "headlines/index.html "
        # The day of the list that named the former title has a headline without an article now.
        "2025/02/16/index.html",
        "",
    ),
    "newest article": (
        add("2025-04-02"),
        "2025/04/02/new.html 2025/03/31/report-119.html 2025/04/02/index.html 2025/03/31/index.html "
        f"2025/04/index.html 2025/03/index.html {_COUNTS} {_OVERVIEWS} feed.xml topics/sport/feed.xml "
        "topics/sport/index.html keywords/bridge-1/index.html places/ua/index.html people/ben-hay/index.html "
        "sources/paper-1/index.html "
        f"sitemap.xml sitemaps/2025-04.xml sitemaps/dates-2025.xml sitemaps/listings.xml {_LISTING_MAPS}",
        "",
    ),
    "newest article on the last day": (
        add("2025-03-31T20:00:00+02:00"),
        "2025/03/31/new.html 2025/03/31/report-119.html 2025/03/31/index.html 2025/03/index.html "
        f"{_COUNTS} {_OVERVIEWS} feed.xml topics/sport/feed.xml "
        "topics/sport/index.html keywords/bridge-1/index.html places/ua/index.html people/ben-hay/index.html "
        "sources/paper-1/index.html "
        f"sitemaps/2025-03.xml {_LISTING_MAPS}",
        "",
    ),
    # The first pages of its listings stay: they are numbered from the oldest.
    "older article": (
        add("2025-02-10T23:00:00+01:00"),
        "2025/02/10/new.html 2025/02/10/report-054.html 2025/02/11/report-055.html 2025/02/10/index.html "
        f"2025/02/index.html {_COUNTS} {_OVERVIEWS} topics/sport/page-2.html topics/sport/index.html "
        "keywords/bridge-1/page-1.html keywords/bridge-1/index.html "
        "places/ua/page-2.html people/ben-hay/page-2.html sources/paper-1/page-2.html places/ua/page-3.html "
        "people/ben-hay/page-3.html sources/paper-1/page-3.html "
        "places/ua/index.html people/ben-hay/index.html sources/paper-1/index.html "
        f"sitemaps/2025-02.xml {_LISTING_MAPS}",
        "",
    ),
    # Where the newest page would hold less than a page, the one before it becomes the newest.
    "newest article deleted": (
        delete(119),
        "2025/03/30/report-118.html 2025/03/30/index.html 2025/03/index.html "
        f"{_COUNTS} {_OVERVIEWS} feed.xml topics/harbour/feed.xml topics/harbour/index.html "
        "topics/harbour/page-1.html keywords/bridge-5/index.html places/mt/index.html people/zoe-le-gal/index.html "
        "sources/paper-2/index.html "
        "places/mt/page-2.html people/zoe-le-gal/page-2.html sources/paper-2/page-2.html sitemap.xml "
        "sitemaps/2025-03.xml "
        "sitemaps/dates-2025.xml sitemaps/listings.xml "
        f"{_LISTING_MAPS}",
        "2025/03/31/report-119.html 2025/03/31/index.html topics/harbour/page-2.html keywords/bridge-5/page-1.html "
        "places/mt/page-3.html people/zoe-le-gal/page-3.html sources/paper-2/page-3.html",
    ),
    "other date": (
        edit_facts(60, published="2025-02-17T20:00:00+01:00"),
        "2025/02/17/report-060.html 2025/02/14/report-059.html 2025/02/15/report-061.html "
        "2025/02/17/report-063.html 2025/02/18/report-064.html 2025/02/15/index.html 2025/02/17/index.html "
        "2025/02/index.html topics/politics-and-government/page-2.html keywords/bridge-0/index.html "
        "places/fr/page-3.html people/ann-orr/page-3.html sources/paper-0/page-3.html sitemaps/2025-02.xml "
        "headlines/seen.html",
        "2025/02/15/report-060.html",
    ),
    "other topic": (
        edit_facts(61, topics=["weather"]),
        "2025/02/15/report-061.html 2025/02/15/index.html 2025/index.html index.html topics/index.html "
        "topics/sport/index.html topics/sport/page-2.html topics/weather/index.html topics/weather/page-2.html "
        "keywords/bridge-1/index.html places/ua/page-3.html people/ben-hay/page-3.html sources/paper-1/page-3.html "
        "sitemaps/topics.xml",
        "",
    ),
    # The newest page of its topic names the busiest keywords and places.
    "other keyword": (
        edit_facts(61, keywords=["Ferry"]),
        "2025/02/15/report-061.html keywords/index.html keywords/bridge-1/index.html topics/sport/index.html "
        "sitemaps/keywords.xml",
        "keywords/bridge-1/page-1.html",
    ),
    "other place": (
        edit_facts(61, places=["AQ"]),
        "2025/02/15/report-061.html places/index.html places/aq/index.html places/ua/index.html "
        "topics/sport/index.html places/ua/page-2.html sitemaps/places.xml",
        "places/ua/page-3.html",
    ),
    "other person": (
        edit_facts(61, people=["Eva Ley"]),
        "2025/02/15/report-061.html people/ben-hay/index.html people/index.html people/ben-hay/page-2.html "
        "topics/sport/index.html sitemaps/people.xml",
        "people/ben-hay/page-3.html",
    ),
    # Its address changes, and its alias leads to the new one.
    "file renamed": (
        rename,
        "2025/01/31/other.html 2025/01/30/report-039.html 2025/01/31/report-041.html 2025/01/31/index.html "
        "2025/01/index.html topics/politics-and-government/page-2.html keywords/bridge-4/page-1.html "
        "places/ua/page-2.html people/ben-hay/page-2.html sources/paper-1/page-2.html sitemaps/2025-01.xml "
        "old/forty/index.html",
        "2025/01/31/report-040.html",
    ),
    # Its address is its date and its name; its page names the identity, which is made from the path.
    "file moved": (move, "2025/02/15/report-060.html", ""),
    "draft": (
        edit_facts(119, status="draft"),
        "2025/03/30/report-118.html 2025/03/30/index.html 2025/03/index.html "
        f"{_COUNTS} {_OVERVIEWS} feed.xml topics/harbour/feed.xml topics/harbour/index.html "
        "topics/harbour/page-1.html keywords/bridge-5/index.html places/mt/index.html people/zoe-le-gal/index.html "
        "sources/paper-2/index.html "
        "places/mt/page-2.html people/zoe-le-gal/page-2.html sources/paper-2/page-2.html sitemap.xml "
        "sitemaps/2025-03.xml "
        "sitemaps/dates-2025.xml sitemaps/listings.xml "
        f"{_LISTING_MAPS}",
        "2025/03/31/report-119.html 2025/03/31/index.html topics/harbour/page-2.html keywords/bridge-5/page-1.html "
        "places/mt/page-3.html people/zoe-le-gal/page-3.html sources/paper-2/page-3.html",
    ),
    "alias": (
        edit_facts(40, aliases=["/older/forty/"]),
        "older/forty/index.html",
        "old/forty/index.html",
    ),
    "article template": (edit_template("article.html"), "*/report-*.html undated/note.html undated/letter.html", ""),
    "listing template": (
        edit_template("listing.html"),
        "topics/*/*.html keywords/*/*.html places/*/*.html people/*/*.html sources/*/*.html undated/index.html",
        "",
    ),
    "a template that is ours word for word": (edit_template("article.html", change=False), "", ""),
    "title of the archive": (edit_setting("title", '"Other"'), "*.html *feed.xml", ""),
    # The overviews stay: they count articles.
    "size of a page": (
        edit_setting("page_size", "12"),
        f"topics/*/*.html keywords/*/*.html places/*/*.html people/*/*.html sources/*/*.html {_LISTING_MAPS}",
        "topics/*/page-2.html keywords/*/page-1.html places/*/page-3.html people/*/page-3.html sources/*/page-3.html",
    ),
    "size of a feed": (edit_setting("feed_size", "9"), "*feed.xml", ""),
    "articles of the home page": (edit_setting("latest", "9"), "index.html", ""),
    "folder of documents": (lambda archive: archive.write("inbox/x.txt", "Not read."), "", ""),
    "static file": (lambda archive: archive.write("static/a/b.txt", "Mine."), "a/b.txt", ""),
}


def matching(patterns: str, paths: Iterable[str]) -> set[str]:
    """The paths that patterns stand for: a star is anything; a path without one stands for itself."""
    expressions = [re.escape(pattern).replace(r"\*", ".*") for pattern in patterns.split()]
    found = {path for path in paths if any(re.fullmatch(expression, path) for expression in expressions)}
    return found | {pattern for pattern in patterns.split() if "*" not in pattern}


def clean(archive: Archive, folder: Path) -> dict[str, bytes]:
    """What a build from nothing makes of the same archive."""
    shutil.copytree(archive.root, folder, ignore=shutil.ignore_patterns("output", ".site-gen"))
    copy = Archive(folder)
    copy.build(_ALONE)
    return copy.files("output")


def marks(folder: Path) -> dict[str, tuple[int, int]]:
    """What tells whether a file was written: its number in the file system and its time."""
    found = {path.relative_to(folder).as_posix(): path.stat() for path in folder.rglob("*") if path.is_file()}
    return {path: (info.st_ino, info.st_mtime_ns) for path, info in found.items()}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_writes_what_differs_and_nothing_else(built: Site, site: Archive, tmp_path: Path, name: str) -> None:
    edit, written, removed = EDITS[name]
    before = marks(site.root / "output")
    edit(site)
    wanted = clean(site, tmp_path / "clean")
    gone = built.files.keys() - wanted.keys()
    changed = {path for path, data in wanted.items() if built.files.get(path) != data}
    assert changed == matching(written, wanted)
    assert gone == matching(removed, built.files)
    report = site.build(_ALONE)
    assert site.files("output") == wanted
    after = marks(site.root / "output")
    assert {path for path, mark in after.items() if before.get(path) != mark} == changed
    assert (report.written, report.removed) == (len(changed), len(gone))


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_that_is_undone_brings_the_former_site_back(built: Site, site: Archive, name: str) -> None:
    EDITS[name][0](site)
    site.build(_ALONE)
    edited = site.files("output")
    for folder in ("content", "templates", "static", "inbox"):
        shutil.rmtree(site.root / folder, ignore_errors=True)
    shutil.copytree(built.archive.root, site.root, dirs_exist_ok=True, ignore=_only_inputs)
    report = site.build(_ALONE)
    assert tree(site.root / "output") == built.files
    assert report.written == sum(edited.get(path) != data for path, data in built.files.items())


def _only_inputs(_: str, names: list[str]) -> list[str]:
    return [name for name in names if name in {"output", ".site-gen"}]


def test_rows_that_grow_and_shrink_have_the_pages_of_a_clean_build(tmp_path: Path) -> None:
    """A row of pages of 5, by one article and by several, over each border between two numbers of pages."""
    archive = make_archive(tmp_path / "archive", title="Test", page_size=5)
    sizes = [*range(3, 22), *range(21, 2, -1), 9, 10, 9, 15, 14, 20, 9, 21, 10, 3]
    held = 0
    for step, size in enumerate(sizes):
        for number in range(held, size):
            write(archive, number, topics=["sport"])
        for number in range(size, held):
            delete(number)(archive)
        held = size
        archive.build(_ALONE)
        assert archive.files("output") == clean(archive, tmp_path / f"clean-{step}"), f"{size} articles"


_MANY = 130
"""Keywords of one archive; at ten articles a page, 60 of them stand on a page."""


def named(archive: Archive, number: int, *more: str) -> None:
    """Write an article with thirteen keywords of its own, under three letters, and perhaps some more."""
    own = [f"{'BÉS'[name % 3]}{name:03d}" for name in range(number * 13, number * 13 + 13)]
    write(archive, number, keywords=[*own, *more], source={"name": "Gazette"})


def test_an_article_touches_the_letters_of_its_keywords_alone(tmp_path: Path) -> None:
    archive = make_archive(tmp_path / "archive", title="Test", page_size=10, keyword_min_articles=1)
    for number in range(_MANY // 13):
        named(archive, number)
    archive.build(_ALONE)
    before = archive.files("output")
    letters = {f"keywords/-{letter}/index.html" for letter in "bes"}
    assert {path for path in before if "/-" in path} == letters

    def changed(step: str) -> set[str]:
        """What a build writes anew of the overviews, which is what differs between clean builds."""
        nonlocal before
        archive.build(_ALONE)
        files = archive.files("output")
        assert files == clean(archive, tmp_path / step)
        found = {path for path in files.keys() | before.keys() if files.get(path) != before.get(path)}
        before = files
        return {path for path in found if path == "keywords/index.html" or "/-" in path}

    # A count.
    archive.article("new.md", "A new text.", title="New", published="2025-04-02", keywords=["B000"])
    assert changed("count") == {"keywords/index.html", "keywords/-b/index.html"}
    # An article without keywords.
    archive.article("newer.md", "A new text.", title="Newer", published="2025-04-03", topics=["sport"])
    assert changed("nothing") == set()
    # A name: the letter has one more, and the overview tells how many it has.
    named(archive, 0, "S999")
    assert changed("name") == {"keywords/index.html", "keywords/-s/index.html"}
    # A letter: all of them lead to it.
    named(archive, 0, "Мир")
    assert (
        changed("letter") == {"keywords/index.html", "keywords/-s/index.html", "keywords/-u043c/index.html"} | letters
    )
    # More names than a page of a letter holds.
    named(archive, 0, *(f"S8{name:02d}" for name in range(20)))
    gone = {"keywords/-u043c/index.html"}
    assert changed("pages") == {"keywords/index.html", "keywords/-s/page-2.html"} | letters | gone
    # Fewer than the overview shows.
    for number in range(_MANY // 13):
        write(archive, number, keywords=[f"B{number}"])
    assert changed("few") == {"keywords/index.html", "keywords/-s/page-2.html"} | letters


def test_an_article_at_the_end_touches_few_files_whatever_the_size(built: Site, site: Archive) -> None:
    """Ten articles, one after the other: listings grow by their newest page, and now and then by the one before it."""
    for number in range(_ARTICLES, _ARTICLES + 10):
        write(site, number)
        report = site.build(_ALONE)
        assert report.written <= 34
        assert report.removed == 0
    numbered = {path: data for path, data in built.files.items() if "/page-" in path}
    files = site.files("output")
    # A page that was full stays as it is, but for the link of the last one to the one that came after it.
    changed = {path.rpartition("/")[0] for path, data in numbered.items() if files[path] != data}
    kept = {path for path, data in numbered.items() if files[path] == data}
    assert len(kept) >= len(numbered) - len(changed)
    assert kept


def tell(archive: Archive, day: int, title: str, **others: object) -> str:
    """Write an article about one ship, some days after the newest numbered one; its page."""
    slug = f"senan-{day}"
    text = "The Senan of Atlanval lies off Lorient, says Prigentel, and Enezval waits for its fuel."
    facts = {"topics": ["Ships"], "slug": slug, "published": f"2025-04-{day:02d}"} | others
    archive.article(f"2025/04/{day:02d}/{slug}.md", text, title=title, **facts)
    return f"2025/04/{day:02d}/{slug}.html"


def written_by(archive: Archive, edit: Callable[[], object]) -> set[str]:
    """The files that a build writes after an edit."""
    before = marks(archive.root / "output")
    edit()
    archive.build(_ALONE)
    return {path for path, mark in marks(archive.root / "output").items() if before.get(path) != mark}


def test_an_article_joins_a_story_without_a_change_of_the_others(site: Archive, tmp_path: Path) -> None:
    first = tell(site, 2, "The Senan runs aground off Lorient")
    site.build(_ALONE)
    assert not (site.root / "output/stories").exists()
    second = tell(site, 4, "Fuel of the Senan drifts from Lorient to Enezval")
    site.build(_ALONE)
    (story,) = (site.root / "output/stories").glob("*/index.html")
    folder = story.parent.relative_to(site.root / "output").as_posix()
    assert f"{folder}/index.html" in site.text(f"output/{first}")
    write(site, 121, published="2025-04-05", title="A quiet day")  # so that no neighbour in time is of the story
    site.build(_ALONE)

    written = written_by(site, lambda: tell(site, 6, "The Senan off Lorient: Enezval gets its fuel back"))
    told = {path for path in written if path.startswith("stories/")}
    assert told == {f"{folder}/index.html", f"{folder}/feed.xml", "stories/index.html"}
    assert "2025/04/06/senan-6.html" in written
    assert not written & {first, second}
    page = site.text("output/2025/04/06/senan-6.html")
    assert second.rpartition("/")[2] in page
    assert site.files("output") == clean(site, tmp_path / "clean")

    # A headline without an article is found on the page of the story.
    lines = "- Lorient: the Senan leaves Enezval without its fuel\n- Report 060"
    list_facts = {"kind": "headlines", "captured": "2025-04-07", "title": "Seen", "slug": "seen-too"}
    written = written_by(site, lambda: site.article("seen-too.md", lines, **list_facts))
    assert {path for path in written if path.startswith("stories/")} == {f"{folder}/index.html"}
    assert "the Senan leaves Enezval" in site.text(f"output/{folder}/index.html")

    # A pin names the address, and takes the whole story along.
    written = written_by(site, lambda: tell(site, 4, "Fuel of the Senan drifts from Lorient to Enezval", story="senan"))
    assert {first, second, "stories/senan/index.html", "stories/senan/feed.xml"} <= written
    assert not story.exists()
    assert site.files("output") == clean(site, tmp_path / "pinned")


# --- the years of large topics ---------------------------------------------------------------------------------


def write_dated(archive: Archive, day: str, **others: object) -> None:
    """Write an article of sport that is named by its day."""
    archive.article(f"{day}.md", f"A text of {day}.", **{"title": day, "published": day, "topics": ["sport"], **others})


def years_of_sport(files: Iterable[str]) -> set[str]:
    """What stands below the years of a topic."""
    return {path.removeprefix("topics/sport/") for path in files if path.startswith("topics/sport/2")}


@pytest.fixture
def years(tmp_path: Path) -> Archive:
    """A topic of 26 articles in 2024 and 10 in 2025, a page of which holds five of them or ten of a year."""
    archive = make_archive(tmp_path / "years", title="Test", page_size=5, base_url="https://x.example/")
    for number in range(36):
        write_dated(archive, f"{2024 + number // 26}-{1 + number % 26 // 9:02d}-{1 + number % 9:02d}")
    archive.build(_ALONE)
    pages = {"2024/index.html", "2024/page-1.html", "2025/index.html"}
    assert years_of_sport(archive.files("output")) == pages
    return archive


def rebuilt(archive: Archive, edit: Callable[[], object], clean_folder: Path) -> set[str]:
    """What a build writes after an edit; the site is that of a clean build then."""
    written = written_by(archive, edit)
    assert archive.files("output") == clean(archive, clean_folder)
    return written


def test_a_new_article_of_a_large_topic_touches_the_newest_page_of_its_year(years: Archive, tmp_path: Path) -> None:
    written = rebuilt(years, lambda: write_dated(years, "2025-03-01"), tmp_path / "one")
    assert years_of_sport(written) == {"2025/index.html"}
    assert {path for path in written if path.startswith("topics/")} == {
        "topics/index.html",
        "topics/sport/feed.xml",
        "topics/sport/index.html",
        "topics/sport/2025/index.html",
    }
    # The first one of a year is told to the year before, once.
    written = rebuilt(years, lambda: write_dated(years, "2026-01-01"), tmp_path / "two")
    assert years_of_sport(written) == {"2025/index.html", "2026/index.html"}


def test_an_older_article_moves_the_pages_of_its_own_year_alone(years: Archive, tmp_path: Path) -> None:
    written = rebuilt(years, lambda: write_dated(years, "2024-03-30"), tmp_path / "one")
    assert years_of_sport(written) == {"2024/index.html"}
    written = rebuilt(years, lambda: write_dated(years, "2024-01-01", title="Other"), tmp_path / "two")
    assert years_of_sport(written) == {"2024/page-1.html"}


def test_a_keyword_that_gets_a_page_is_named_by_the_topics_of_its_articles(years: Archive, tmp_path: Path) -> None:
    for day in ("2025-01-01", "2025-01-02"):
        write_dated(years, day, keywords=["Ferry"])
    years.build(_ALONE)
    assert "keywords/ferry" not in years.text("output/topics/sport/index.html")
    written = rebuilt(
        years, lambda: write_dated(years, "2023-01-01", topics=["health"], keywords=["Ferry"]), tmp_path / "one"
    )
    assert "topics/sport/index.html" in written
    assert "keywords/ferry" in years.text("output/topics/sport/index.html")


def test_years_have_pages_as_long_as_their_topic_is_large(tmp_path: Path) -> None:
    """Over each border: fifteen articles, two years, a year that comes and goes between two others."""
    archive = make_archive(tmp_path / "archive", title="Test", page_size=5)
    early = [f"2021-05-{day:02d}" for day in range(1, 14)]
    steps: list[tuple[list[str], set[str]]] = [
        (early, set()),
        ([*early, "2025-01-01"], set()),
        ([*early, "2025-01-01", "2025-01-02"], {"2021", "2025"}),
        ([*early, "2023-01-01", "2025-01-02"], {"2021", "2023", "2025"}),
        ([*early, "2025-01-01", "2025-01-02"], {"2021", "2025"}),
        ([*early, "2025-01-01"], set()),
        ([*early, "2021-06-01", "2021-06-02", "2021-06-03"], set()),
        ([*early, "2021-06-01", "2021-06-02", "2021-06-03", "2022-01-01"], {"2021", "2022"}),
        ([*early, "2021-06-01", "2021-06-02", "2021-06-03"], set()),
        ([], set()),
    ]
    for number, (days, expected) in enumerate(steps):
        for path in (archive.root / "content").glob("*.md"):
            if path.stem not in days:
                path.unlink()
        for day in days:
            write_dated(archive, day)
        archive.build(_ALONE)
        files = archive.files("output")
        assert files == clean(archive, tmp_path / f"clean-{number}"), f"step {number}"
        assert {path.partition("/")[0] for path in years_of_sport(files)} == expected, f"step {number}"
