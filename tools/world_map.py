"""Makes `site_gen/data/world.json`, the map of the places overview, from Natural Earth.

Natural Earth's boundaries are in the public domain; the npm package `world-atlas` (ISC) holds them as TopoJSON:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/world_map.py package

The world is drawn in the Equal Earth projection, on whole units of a drawing that is 2,000 wide, so that the whole of
it takes 43 KB. Antarctica is left out. A territory that is too small to be hit gets a dot.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from babel.core import get_global

WIDTH = 2000
TOP, BOTTOM = 84.0, -57.0
"""Degrees of latitude that are shown."""
LEAST_AREA = 48.0
"""Square units below which a territory gets a dot."""
LEAST_RING = 4.0
"""Square units below which an island of a larger territory is left out."""
OUTPUT = Path(__file__).parents[1] / "site_gen" / "data" / "world.json"

Point = tuple[float, float]
Ring = list[Point]

# Names without a number of ISO's in Natural Earth.
_NAMED = {"Kosovo": "XK", "Somaliland": "SO", "N. Cyprus": "CY"}
# Natural Earth draws these as parts of others, or not at all: latitude and longitude.
_PLACED = {
    "BQ": (12.2, -68.3), "CC": (-12.2, 96.8), "CX": (-10.5, 105.7), "GI": (36.1, -5.3), "GP": (16.2, -61.5),
    "IO": (-6.3, 71.9), "MQ": (14.6, -61.0), "RE": (-21.1, 55.5), "SJ": (78.4, 17.0), "TK": (-9.2, -171.8),
    "TV": (-8.5, 179.2), "YT": (-12.8, 45.2), "GF": (4.0, -53.0),
}  # fmt: skip
_A = (1.340264, -0.081106, 0.000893, 0.003796)


def project(longitude: float, latitude: float) -> Point:
    """The Equal Earth projection (Šavrič, Patterson, Jenny 2018)."""
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    a1, a2, a3, a4 = _A
    square = theta * theta
    sixth = square**3
    x = math.radians(longitude) * math.cos(theta) * 2 / math.sqrt(3)
    x /= a1 + 3 * a2 * square + sixth * (7 * a3 + 9 * a4 * square)
    return x, -theta * (a1 + a2 * square + sixth * (a3 + a4 * square))


_HALF = project(180, 0)[0]
_SCALE = WIDTH / (2 * _HALF)
_Y_TOP = project(0, TOP)[1]


def place(longitude: float, latitude: float) -> Point:
    """Where a point of the globe stands in the drawing."""
    x, y = project(longitude, max(latitude, BOTTOM))
    return (x + _HALF) * _SCALE, (y - _Y_TOP) * _SCALE


def countries(topology: dict[str, Any]) -> dict[str, list[Ring]]:
    """The outer and inner rings of each territory by its code, in degrees."""
    arcs = list(_arcs(topology))
    aliases = get_global("territory_aliases")
    found: dict[str, list[Ring]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        numbers = aliases.get(shape.get("id", ""), [""])
        code = _NAMED.get(shape["properties"]["name"], numbers[0])
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for polygon in polygons:
            for ring in polygon:
                points = list(_joined(arcs, ring))
                # French Guiana is a part of France there, and a territory of its own with ISO.
                is_guiana = code == "FR" and points[0][0] < -40 and points[0][1] < 8
                found.setdefault("GF" if is_guiana else code, []).extend(cut(points))
    return found


def _arcs(topology: dict[str, Any]) -> Iterator[Ring]:
    (scale_x, scale_y), (x0, y0) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale_x + x0, y * scale_y + y0))
        yield points


def _joined(arcs: list[Ring], numbers: Iterable[int]) -> Iterator[Point]:
    for place_in_ring, number in enumerate(numbers):
        points = arcs[number] if number >= 0 else arcs[~number][::-1]
        yield from points[1 if place_in_ring else 0 :]


def cut(ring: Ring) -> Iterator[Ring]:
    """A ring in the parts that the edge of the map, at 180 degrees, cuts it into."""
    unrolled = [ring[0]]
    for longitude, latitude in ring[1:]:
        turns = round((unrolled[-1][0] - longitude) / 360)
        unrolled.append((longitude + 360 * turns, latitude))
    for shift in (-360, 0, 360):
        shifted = [(longitude + shift, latitude) for longitude, latitude in unrolled]
        part = _beside(_beside(shifted, -180, 1), 180, -1)
        if len(part) > 2:
            yield [*part, part[0]]


def _beside(ring: Ring, edge: float, side: int) -> Ring:
    """What of a ring stands on one side of a meridian: east of it (1) or west (-1)."""
    kept: Ring = []
    for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        if (x0 - edge) * side >= 0:
            kept.append((x0, y0))
        if (x0 - edge) * (x1 - edge) < 0:
            kept.append((edge, y0 + (y1 - y0) * (edge - x0) / (x1 - x0)))
    return kept


def outline(rings: Iterable[Ring]) -> tuple[str, float]:
    """The path of a territory in whole units, each step told from the last point; and its area."""
    parts, total = [], 0.0
    drawn = [[place(*point) for point in ring] for ring in rings]
    largest = max(map(area, drawn))
    for ring in drawn:
        size = area(ring)
        total += size
        if size < LEAST_RING and size < largest:
            continue
        points = [(round(x), round(y)) for x, y in ring]
        steps = [
            (x - before_x, y - before_y)
            for (before_x, before_y), (x, y) in pairwise(points)
            if (x, y) != (before_x, before_y)
        ]
        if len(steps) > 2:
            first = f"m{points[0][0]} {points[0][1]}" if not parts else f"M{points[0][0]} {points[0][1]}"
            parts.append(f"{first.upper()}l{_steps(merged(steps)[:-1])}z")
    return "".join(parts), total


def merged(steps: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Steps in one direction as one."""
    kept: list[tuple[int, int]] = []
    for dx, dy in steps:
        if kept and kept[-1][0] * dy == kept[-1][1] * dx and kept[-1][0] * dx + kept[-1][1] * dy > 0:
            kept[-1] = (kept[-1][0] + dx, kept[-1][1] + dy)
        else:
            kept.append((dx, dy))
    return kept


def _steps(steps: Iterable[tuple[int, int]]) -> str:
    """Numbers with a space between them where no sign parts them."""
    numbers = [str(number) for step in steps for number in step]
    return "".join(number if not at or number[0] == "-" else f" {number}" for at, number in enumerate(numbers))


def area(ring: Ring) -> float:
    """The area of a ring of points in the drawing."""
    return abs(sum(x * y1 - x1 * y for (x, y), (x1, y1) in pairwise(ring))) / 2


def centre(rings: list[Ring]) -> Point:
    """The middle of the box around the largest ring."""
    ring = max(([place(*point) for point in ring] for ring in rings), key=area)
    return tuple((min(axis) + max(axis)) / 2 for axis in zip(*ring, strict=True))  # type: ignore[return-value]


def make(package: Path) -> dict[str, Any]:
    """The whole file."""
    coarse, fine = (
        countries(json.loads((package / f"countries-{scale}.json").read_text())) for scale in ("110m", "50m")
    )
    outlines, dots = {}, {code: place(longitude, latitude) for code, (latitude, longitude) in _PLACED.items()}
    for code in sorted({*coarse, *fine} - {"", "AQ"}):
        path, size = outline(coarse.get(code) or fine[code])
        if code in coarse:
            outlines[code] = path
            dots.pop(code, None)
        if size < LEAST_AREA:
            dots[code] = centre(fine.get(code) or coarse[code])
    return {
        "source": "Natural Earth 4.1 (public domain) by way of world-atlas 2.0.2; made by tools/world_map.py",
        "width": WIDTH,
        "height": math.ceil(place(0, BOTTOM)[1]),
        "outlines": outlines,
        "dots": {code: [round(x, 1), round(y, 1)] for code, (x, y) in sorted(dots.items())},
    }


def main() -> None:
    """Write the file."""
    world = make(Path(sys.argv[1]))
    lines = [f" {json.dumps(key)}: {_value(value)}" for key, value in world.items()]
    OUTPUT.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _value(value: object) -> str:
    if not isinstance(value, dict):
        return json.dumps(value)
    return "{\n" + ",\n".join(f"  {json.dumps(code)}: {json.dumps(each)}" for code, each in value.items()) + "\n }"


if __name__ == "__main__":
    main()
