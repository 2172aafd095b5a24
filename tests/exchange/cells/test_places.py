"""A point is WGS-84 whatever the map it was read from, and within two metres of the published pairs."""

from math import cos, hypot, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.cells.chinese_crs import Point, to_wgs84
from exchange.cells.places import location_of
from exchange.tables.mapping import Place
from exchange.tables.row import Row
from mobile_schema.vocabulary import SourceCrs
from tests.ledger.factories import START

METRES_A_DEGREE = 111_320.0
# The pairs that the authors of the formula's first free implementation publish with it (eviltransform).
GCJ02 = [
    ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),
    ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),
    ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),
]
# The example of Baidu's own converter (geoconv, from=1, to=5). The pairs of eviltransform are not used here: its
# BD-09 waves with pi where Baidu's does with pi * 3000 / 180, and is up to 40 m off.
BD09 = [((29.575429778924, 114.21892734521), (29.579086404502, 114.23074789746))]
# What coordtransform publishes for one point: BD-09 as GCJ-02.
BD09_AS_GCJ02 = ((39.915, 116.404), (39.90865673957631, 116.39762729119315))
OUTSIDE = [(39.7392, -104.9903), (-27.4698, 153.0251), (-22.9068, -43.1729), (0.0, 0.0), (90.0, 180.0)]


def metres(one: Point, other: Point) -> float:
    north, east = one[0] - other[0], (one[1] - other[1]) * cos(radians(one[0]))
    return hypot(north, east) * METRES_A_DEGREE


@pytest.mark.parametrize(("wgs84", "shown"), GCJ02)
def test_gcj_02_is_within_two_metres_of_the_published_pairs(wgs84: Point, shown: Point) -> None:
    assert metres(to_wgs84(shown, SourceCrs.GCJ02), wgs84) < 0.05


@pytest.mark.parametrize(("wgs84", "shown"), BD09)
def test_bd_09_is_within_two_metres_of_the_published_pairs(wgs84: Point, shown: Point) -> None:
    assert metres(to_wgs84(shown, SourceCrs.BD09), wgs84) < 2


def test_bd_09_is_the_same_place_as_its_published_gcj_02() -> None:
    baidu, mars = BD09_AS_GCJ02
    assert metres(to_wgs84(baidu, SourceCrs.BD09), to_wgs84(mars, SourceCrs.GCJ02)) < 0.05


@pytest.mark.parametrize("point", OUTSIDE)
@pytest.mark.parametrize("crs", SourceCrs)
def test_outside_china_a_point_stays_where_it_is(point: Point, crs: SourceCrs) -> None:
    assert to_wgs84(point, crs) == point


@given(st.floats(18, 53), st.floats(74, 134))
def test_in_china_a_point_moves_by_some_hundred_metres_at_most(latitude: float, longitude: float) -> None:
    moved = to_wgs84((latitude, longitude), SourceCrs.GCJ02)
    assert 1 < metres(moved, (latitude, longitude)) < 1500


def located(lat: str, lon: str, crs: SourceCrs = SourceCrs.WGS84) -> tuple[float, float]:
    place = Place(latitude="lat", longitude="lon", source_crs=crs)
    made = location_of(Row(2, {"lat": lat, "lon": lon}), place, START)
    assert (made["status"], made["source_crs"]) == ("fixed", crs)
    return made["latitude"], made["longitude"]


def test_a_row_of_a_chinese_map_is_reported_in_wgs_84_and_says_where_it_was_measured() -> None:
    latitude, longitude = located("37.736", "112.565", SourceCrs.GCJ02)
    assert 500 < metres((latitude, longitude), (37.736, 112.565)) < 600


@pytest.mark.parametrize(
    ("lat", "lon"),
    [("37,736", "112,565"), ("37.736°", "112.565°"), ("３７．７３６", "112，565"), ("+37.736", "1.12565E+02")],
)
def test_degrees_are_read_with_a_decimal_comma_too(lat: str, lon: str) -> None:
    assert located(lat, lon) == (37.736, 112.565)
