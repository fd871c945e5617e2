"""The overview of the countries and territories: a map of the world, and a list by continent that says the same."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files

import msgspec

from site_gen.entries import Label, Listing
from site_gen.folding import fold_name
from site_gen.model import Page
from site_gen.pages.context import Continent, MapArea, PlacesPage, WorldMap
from site_gen.pages.frame import Frame, Planned, newest_change, place_link
from site_gen.territories import CONTINENTS, continent_name
from site_gen.urls import listing_path

SHADES = 4


class _World(msgspec.Struct, frozen=True):
    """`data/world.json`: where the territories are in a drawing of the world; `tools/world_map.py` makes it."""

    source: str
    width: int
    height: int
    outlines: Mapping[str, str]
    dots: Mapping[str, tuple[float, float]]


@functools.cache
def _load_world() -> _World:
    return msgspec.json.decode(files("site_gen").joinpath("data", "world.json").read_bytes(), type=_World)


def plan_places(frame: Frame, _kind: str = "place") -> Iterator[Planned]:
    """The overview of the places, where there are any."""
    listings = frame.archive.listings("place")
    if not listings:
        return
    path = listing_path("places")
    lang = frame.config.lang
    context = PlacesPage(frame.site, frame.info(path), _draw(listings), _by_continent(listings, lang))
    lastmod = newest_change(frame.archive.newest_articles(1))
    page = Page(path, "places.html", context, "overview places")
    yield Planned(page, "overview place", lastmod=lastmod, part="listings")


def _draw(listings: Sequence[Listing]) -> WorldMap:
    world = _load_world()
    most = max(listing.count for listing in listings)
    by_code = {listing.slug.upper(): listing for listing in listings}
    areas = [
        MapArea(
            place_link(Label(listing.name, listing.slug), listing.count),
            world.outlines.get(code, ""),
            world.dots.get(code),
            _shade(listing.count, most),
        )
        for code, listing in by_code.items()
        if code in world.outlines or code in world.dots
    ]
    rest = "".join(outline for code, outline in world.outlines.items() if code not in by_code)
    areas.sort(key=lambda area: area.dot is not None)
    return WorldMap(world.width, world.height, rest, tuple(areas))


def _shade(count: int, most: int) -> int:
    """From 1 to 4 by the order of magnitude: a few countries have most of the news."""
    return 1 + min(SHADES - 1, int(SHADES * math.log(count) / math.log(most))) if count > 1 else 1


def _by_continent(listings: Sequence[Listing], lang: str) -> tuple[Continent, ...]:
    found = []
    for code, codes in CONTINENTS.items():
        places = [listing for listing in listings if listing.slug.upper() in codes]
        if places:
            links = tuple(place_link(Label(listing.name, listing.slug), listing.count) for listing in places)
            found.append(Continent(continent_name(code, lang), links))
    return tuple(sorted(found, key=lambda continent: fold_name(continent.name)))
