"""The map of the world: every territory can be found on it, inside the drawing."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from itertools import accumulate
from typing import Any

import pytest

from site_gen.territories import TERRITORIES
from tools.world_map import cut, outline, place

UNSEEN = {"AQ", "BV", "UM"}
"""Antarctica and what nobody lives on."""
WORLD = files("site_gen").joinpath("data", "world.json")


@pytest.fixture(scope="module")
def world() -> Any:
    return json.loads(WORLD.read_text(encoding="utf-8"))


def rings(path: str) -> list[list[tuple[int, int]]]:
    """The points of a path as `outline` writes it."""
    found = []
    for x, y, steps in re.findall(r"M(\d+) (\d+)l([-\d ]+)z", path):
        numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
        assert len(numbers) % 2 == 0
        xs, ys = accumulate(numbers[::2], initial=int(x)), accumulate(numbers[1::2], initial=int(y))
        found.append(list(zip(xs, ys, strict=True)))
    return found


def test_every_territory_is_drawn_or_has_a_dot(world: Any) -> None:
    drawn = {*world["outlines"], *world["dots"]}
    assert drawn == TERRITORIES - UNSEEN
    assert "public domain" in world["source"]
    assert len(WORLD.read_bytes()) < 60_000


def test_outlines_are_whole_and_inside_the_drawing(world: Any) -> None:
    width, height = world["width"], world["height"]
    for code, path in world["outlines"].items():
        assert re.fullmatch(r"(?:M\d+ \d+l[-\d ]+z)+", path), code
        points = [point for ring in rings(path) for point in ring]
        assert all(0 <= x <= width and 0 <= y <= height for x, y in points), code
        # Nothing but a line from edge to edge is wider than Russia.
        assert all(max(x for x, _ in ring) - min(x for x, _ in ring) < width * 0.4 for ring in rings(path)), code
    for code, (x, y) in world["dots"].items():
        assert 0 < x < width, code
        assert -1 < y < height, code


def test_countries_are_where_they_are(world: Any) -> None:
    def middle(code: str) -> tuple[float, float]:
        ring = max(rings(world["outlines"][code]), key=len)
        return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)

    assert middle("US")[0] < middle("FR")[0] < middle("CN")[0] < middle("AU")[0]
    assert middle("NO")[1] < middle("FR")[1] < middle("NG")[1] < middle("ZA")[1]
    assert middle("CO")[0] < middle("GF")[0] < middle("FR")[0]
    assert place(0, 0)[0] == world["width"] / 2


def test_a_ring_over_the_edge_of_the_map_is_cut() -> None:
    ring = [(170.0, 10.0), (-170.0, 10.0), (-170.0, 0.0), (170.0, 0.0), (170.0, 10.0)]
    spans = sorted((min(x for x, _ in part), max(x for x, _ in part)) for part in cut(ring))
    assert spans == [(-180, -170), (170, 180)]
    whole = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 0.0)]
    assert [part[:-1] for part in cut(whole)] == [whole]


def test_an_outline_tells_steps_without_needless_signs() -> None:
    square = [(0.0, 0.0), (0.0, 20.0), (20.0, 20.0), (20.0, 0.0), (0.0, 0.0)]
    path, size = outline([square])
    assert re.fullmatch(r"M1000 \d+l[-\d ]+z", path)
    assert " -" not in path
    assert size > 1000
