"""Knows the tree of regions from their codes alone: GB/T 2260, province (PP0000) → city (PPCC00) → county.

Shanxi has no county that answers to the province directly; elsewhere such counties carry the city digits 90
(省直辖县级行政区划), and here too their parent is the province.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from mobile_schema.vocabulary import Level

RANK: Final[Mapping[Level, int]] = {
    level: rank for rank, level in enumerate((Level.COUNTY, Level.CITY, Level.PROVINCE))
}
"""How high a level is: more is higher."""

_UNDER_PROVINCE = "90"
# For readers of schemas; which counties have a city `level_of` says.
_SIX_DIGITS: Final = r"^[1-9][0-9]{5}$"


@lru_cache(maxsize=4096)
def level_of(code: str) -> Level:
    """The level of a region code. Raises ValueError when it is none: six digits, a province, city or county."""
    if len(code) != 6 or not (code.isascii() and code.isdigit()) or code.startswith("00"):
        raise ValueError(f"不是行政区划代码 / not a region code: {code!r}")
    if code.endswith("0000"):
        return Level.PROVINCE
    if code.startswith("00", 2):
        raise ValueError(f"县级代码没有所属市 / a county without a city: {code!r}")
    return Level.CITY if code.endswith("00") else Level.COUNTY


def _checked(code: str) -> str:
    try:
        level_of(code)
    except ValueError:
        raise ValueError(f"不是行政区划代码 / not a GB/T 2260 region code: {code}") from None
    return code


RegionCode = Annotated[str, Field(pattern=_SIX_DIGITS), AfterValidator(_checked)]
"""A region code as it comes from outside: in a query, a body, a policy."""


def parent(code: str) -> str | None:
    """The region above; None above a province. Raises ValueError on a malformed code."""
    level = level_of(code)
    if level is Level.PROVINCE:
        return None
    if level is Level.CITY or code.startswith(_UNDER_PROVINCE, 2):
        return code[:2] + "0000"
    return code[:4] + "00"


@lru_cache(maxsize=4096)
def ancestors(code: str) -> tuple[str, ...]:
    """The line down to a region, itself last: (province, city, county), shorter for higher regions."""
    above = parent(code)
    return (code,) if above is None else (*ancestors(above), code)


def is_within(code: str, subtree: str) -> bool:
    """Whether a region is `subtree` or lies in it."""
    return subtree in ancestors(code)


def on_one_line(one: str, other: str) -> bool:
    """Whether one of two regions is the other, or lies in it."""
    return is_within(one, other) or is_within(other, one)


@lru_cache(maxsize=4096)
def region_at(code: str, level: Level) -> str:
    """The region of `level` over a region, or the region itself when it is of that level or higher."""
    for region in ancestors(code):
        if level_of(region) is level:
            return region
    return code


def higher(one: Level, other: Level) -> Level:
    """The higher of two levels."""
    return max(one, other, key=RANK.__getitem__)
