import random
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.archive import make_archive
from site_gen.config import Config
from site_gen.model import ContentFile, Kind, Source, Status
from site_gen.pages.check import check_plan
from site_gen.pages.plan import Plan, plan_pages

Builder = Callable[..., ContentFile]
CONFIG = Config(page_size=5, keyword_min_articles=1, latest=3, base_url="https://e.org/a/")

names = st.sampled_from(["sport", "Sport", "Népal", "nepal", "C", "C++", "index", "page-1", "feed", "..", "a/b", "🔥"])
words = names | st.text(max_size=6)
articles = st.fixed_dictionaries(
    {
        "day": st.none() | st.dates(date(2024, 12, 30), date(2025, 1, 2)).map(date.isoformat),
        "title": words,
        "body": words.map("- {}".format),
        "kind": st.sampled_from(Kind),
        "status": st.sampled_from(Status),
        "topics": st.lists(words, max_size=2).map(tuple),
        "keywords": st.lists(words, max_size=2).map(tuple),
        "places": st.lists(st.sampled_from(["FR", "MT", "AQ"]), max_size=2, unique=True).map(tuple),
        "people": st.lists(words, max_size=2).map(tuple),
        "aliases": st.lists(words | st.sampled_from(["2025", "a.html/b", "topics/sport"]), max_size=2).map(tuple),
        "source": st.builds(Source, name=st.none() | words, document=st.sampled_from([None, "d", "e"])),
    }
)


def plan(files: list[ContentFile]) -> Plan:
    return plan_pages(make_archive(files, CONFIG), CONFIG, "assets/style.css")


@settings(deadline=None)
@given(st.lists(articles, max_size=14))
def test_pages_of_any_content_can_be_written_side_by_side(content: Builder, found: list[dict[str, Any]]) -> None:
    files = [content(f"s{number}", path=f"{number}.md", **fields) for number, fields in enumerate(found)]
    assert check_plan(plan(files).pages) == ()


@settings(deadline=None)
@given(st.lists(articles, max_size=10), st.randoms(use_true_random=False))
def test_the_plan_does_not_depend_on_the_order_of_the_files(
    content: Builder, found: list[dict[str, Any]], order: random.Random
) -> None:
    files = [content(f"s{number % 4}", path=f"{number}.md", **fields) for number, fields in enumerate(found)]
    assert plan(files) == plan(order.sample(files, len(files)))


@settings(deadline=None)
@given(st.lists(articles, max_size=10))
def test_every_path_in_a_context_leads_to_a_page(content: Builder, found: list[dict[str, Any]]) -> None:
    files = [content(f"s{number}", path=f"{number}.md", **fields) for number, fields in enumerate(found)]
    pages = plan(files).pages
    known = {page.path for page in pages} | {"", "assets/style.css"}
    named = {path for page in pages for path in _paths(page.context)}
    assert {"index.html", "feed.xml", "assets/style.css"} <= named <= known


def _paths(value: Any) -> set[str]:
    """Every address in a context: the fields that hold paths, all the way down."""
    if isinstance(value, tuple):
        return set().union(*(_paths(item) for item in value))
    if not hasattr(value, "__struct_fields__"):
        return set()
    found = set()
    for name in value.__struct_fields__:
        field = getattr(value, name)
        if name in ("path", "feed", "stylesheet", "target") or (name in _PAGINATION and isinstance(field, str)):
            found.add(field)
        else:
            found |= _paths(field)
    return found


_PAGINATION = ("newer", "older", "newest", "oldest")


def test_articles_with_one_address_are_told(content: Builder) -> None:
    files = [content("a", "2025-01-01", path="1.md"), content("a", "2025-01-01", path="2.md")]
    problem = "content/2.md: page '2025/01/01/a.html': content/1.md has the same address"
    assert check_plan(plan(files).pages) == (problem,)


def test_every_page_names_its_template_and_its_origin(content: Builder) -> None:
    files = [
        content("a", "2025-01-01", topics=("sport",), keywords=("k",), source=Source(name="S"), aliases=("x",)),
        content("l", kind=Kind.HEADLINES),
        content("u"),
        content("gone", status=Status.WITHDRAWN),
    ]
    pages = plan(files).pages
    assert {page.template for page in pages} == set(
        "article.html tombstone.html listing.html overview.html dates.html year.html month.html day.html home.html "
        "headlines.html headlines_index.html redirect.html 404.html feed.xml sitemap.xml sitemap_index.xml "
        "robots.txt".split()
    )
    origins = {page.path: page.origin for page in pages}
    assert all(origins.values())
    assert origins["topics/sport/index.html"] == "topic sport"
    assert origins["2025/01/01/a.html"] == "content/x/a.md"


def test_newer_and_older_form_one_chain(content: Builder) -> None:
    files = [content(f"a{n}", f"2025-01-{n % 5 + 1:02}") for n in range(12)]
    contexts: list[Any] = [page.context for page in plan(files).pages[::-1] if page.template == "article.html"]
    for newer, older in pairwise(contexts):
        assert newer.older.path == older.page.path
        assert older.newer.path == newer.page.path
