from collections.abc import Callable
from typing import Any

from site_gen.config import Config
from site_gen.model import ContentFile
from site_gen.pages.context import Link

Builder = Callable[..., ContentFile]
Contexts = Callable[..., Any]


def test_an_archive_without_places_has_no_page_of_them(content: Builder, contexts: Contexts) -> None:
    planned = contexts([content("a", "2025-01-01")])
    assert not [path for path in planned if path.startswith("places/")]
    assert not planned["index.html"].site.has_places
    assert planned["2025/01/01/a.html"].places == ()


def test_an_article_leads_to_its_places_and_each_has_a_listing(content: Builder, contexts: Contexts) -> None:
    files = [content(f"a{day}", f"2025-01-0{day}", places=("UA", "FR")[: day % 2 + 1]) for day in range(1, 8)]
    planned = contexts(files, Config(lang="fr", page_size=5))
    assert planned["index.html"].site.has_places
    article = planned["2025/01/01/a1.html"]
    assert article.places == (Link("Ukraine", "places/ua/index.html"), Link("France", "places/fr/index.html"))
    listing = planned["places/ua/index.html"]
    assert (listing.kind, listing.name) == ("place", Link("Ukraine", "places/ua/index.html", 7))
    assert [item.title for group in listing.groups for item in group.items] == [
        "a7",
        "a6",
        "a5",
        "a4",
        "a3",
        "a2",
        "a1",
    ]


def test_the_overview_groups_by_continent_in_the_language_of_the_interface(
    content: Builder, contexts: Contexts
) -> None:
    files = [content("a", "2025-01-01", places=("ZA", "FR", "AT")), content("b", "2025-01-02", places=("FR", "AQ"))]
    overview = contexts(files, Config(lang="de"))["places/index.html"]
    assert [(each.name, [(link.name, link.count) for link in each.places]) for each in overview.continents] == [
        ("Afrika", [("Südafrika", 1)]),
        ("Antarktis", [("Antarktis", 1)]),
        ("Europa", [("Frankreich", 2), ("Österreich", 1)]),
    ]


def test_the_map_draws_all_land_once_and_links_what_has_articles(content: Builder, contexts: Contexts) -> None:
    world = contexts([content("a", "2025-01-01", places=("FR", "MT", "LU", "AQ"))])["places/index.html"].map
    areas = {area.link.path: area for area in world.areas}
    assert list(areas) == ["places/fr/index.html", "places/lu/index.html", "places/mt/index.html"]
    france, luxembourg, malta = areas.values()
    assert (bool(france.outline), france.dot) == (True, None)
    assert luxembourg.outline
    assert luxembourg.dot
    assert not malta.outline
    assert malta.dot
    assert france.outline not in world.rest
    without = contexts([content("a", "2025-01-01", places=("MT",))])["places/index.html"].map
    assert france.outline in without.rest
    assert len(without.rest.encode()) < 60_000


def test_the_shade_tells_the_order_of_magnitude(content: Builder, contexts: Contexts) -> None:
    counts = {"FR": 60, "DE": 20, "IT": 4, "ES": 1}
    files = [
        content(f"{code}{n}", "2025-01-01", places=(code,)) for code, count in counts.items() for n in range(count)
    ]
    areas = contexts(files)["places/index.html"].map.areas
    assert {area.link.name: area.shade for area in areas} == {"France": 4, "Germany": 3, "Italy": 2, "Spain": 1}
    equal = contexts([content("a", "2025-01-01", places=("FR", "DE"))])["places/index.html"].map.areas
    assert {area.shade for area in equal} == {1}
