"""Knows how points of Chinese maps become WGS-84: GCJ-02 (Amap, Tencent) and BD-09 (Baidu), within centimetres.

GCJ-02 has no published inverse: the known forward formula (Krasovsky 1940) is iterated. Outside China, in the wide box
of that formula, both systems leave points where they are.
"""

from math import atan2, cos, hypot, pi, radians, sin, sqrt
from typing import Final

from mobile_schema.vocabulary import SourceCrs

Point = tuple[float, float]
"""Latitude and longitude in degrees."""

_SEMI_MAJOR: Final = 6_378_245.0
_ECCENTRICITY_SQUARED: Final = 0.006_693_421_622_965_943
_BAIDU: Final = pi * 3000 / 180
_ROUNDS: Final = 10


def to_wgs84(point: Point, crs: SourceCrs) -> Point:
    """The same place in WGS-84, to seven decimals (a centimetre); what is WGS-84 or outside China as it is."""
    if crs is SourceCrs.WGS84 or _outside(point):
        return point
    wanted = _bd09_to_gcj02(point) if crs is SourceCrs.BD09 else point
    latitude, longitude = wanted
    for _ in range(_ROUNDS):
        shown = _to_gcj02((latitude, longitude))
        latitude, longitude = latitude + wanted[0] - shown[0], longitude + wanted[1] - shown[1]
    return round(latitude, 7), round(longitude, 7)


def _outside(point: Point) -> bool:
    latitude, longitude = point
    return not (0.8293 <= latitude <= 55.8271 and 72.004 <= longitude <= 137.8347)


def _bd09_to_gcj02(point: Point) -> Point:
    y, x = point[0] - 0.006, point[1] - 0.0065
    far = hypot(x, y) - 0.00002 * sin(y * _BAIDU)
    angle = atan2(y, x) - 0.000003 * cos(x * _BAIDU)
    return far * sin(angle), far * cos(angle)


def _to_gcj02(point: Point) -> Point:
    latitude, longitude = point
    east, north = longitude - 105, latitude - 35
    bend = 1 - _ECCENTRICITY_SQUARED * sin(radians(latitude)) ** 2
    metres_north = _SEMI_MAJOR * (1 - _ECCENTRICITY_SQUARED) / (bend * sqrt(bend)) * pi / 180
    metres_east = _SEMI_MAJOR / sqrt(bend) * cos(radians(latitude)) * pi / 180
    return latitude + _shift_north(east, north) / metres_north, longitude + _shift_east(east, north) / metres_east


def _shift_north(x: float, y: float) -> float:
    plain = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    return plain + (_ripple(x) + _waves(y, 20, 40, 3) + 160 * sin(y * pi / 12) + 320 * sin(y * pi / 30)) * 2 / 3


def _shift_east(x: float, y: float) -> float:
    plain = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    return plain + (_ripple(x) + _waves(x, 20, 40, 3) + 150 * sin(x * pi / 12) + 300 * sin(x * pi / 30)) * 2 / 3


def _ripple(x: float) -> float:
    return 20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)


def _waves(value: float, short: float, long: float, ratio: float) -> float:
    return short * sin(value * pi) + long * sin(value * pi / ratio)
