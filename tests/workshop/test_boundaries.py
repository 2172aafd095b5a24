"""Boundaries of Shanxi's counties: all of them, each border once, small enough for a page."""

import csv
import gzip
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from workshop import boundaries


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that a build makes."""
    file = tmp_path_factory.mktemp("borders") / "shanxi.topo.json"
    boundaries.write(file)
    return file


def _counties() -> set[str]:
    text = (files("ledger.registry") / "data" / "regions.csv").read_text(encoding="utf-8")
    return {row["code"] for row in csv.DictReader(text.splitlines()) if row["level"] == "county"}


def _square(west: float, east: float) -> dict[str, Any]:
    corners = [[west, 0], [east, 0], [east, 1], [west, 1], [west, 0]]
    return {"type": "Polygon", "coordinates": [corners]}


def test_neighbours_have_their_border_once() -> None:
    made = boundaries.topology({"140105": _square(0, 1), "140106": _square(1, 2)})
    left, right = (each["arcs"][0][0] for each in made["objects"]["counties"]["geometries"])
    shared = {*left} & {-1 - arc for arc in right}
    assert (len(made["arcs"]), len(shared)) == (3, 1)


def test_an_area_without_neighbours_is_a_ring() -> None:
    made = boundaries.topology({"140105": _square(0, 1)})
    (arc,) = made["arcs"]
    assert len(arc) == 5
    assert [sum(step[axis] for step in arc[1:]) for axis in (0, 1)] == [0, 0]


def test_a_page_has_every_county_and_no_other(written: Path) -> None:
    geometries = json.loads(written.read_text(encoding="utf-8"))["objects"]["counties"]["geometries"]
    assert {each["id"] for each in geometries} == _counties()
    assert len(geometries) == 117


def test_they_are_small(written: Path) -> None:
    assert len(gzip.compress(written.read_bytes())) < 25 * 1024
