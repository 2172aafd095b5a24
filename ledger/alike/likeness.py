"""Knows how alike two issues are, in words, place and time, and when that is worth a person's look.

Chinese is not cut into words: two texts are compared by the characters and pairs of characters that they have in
common, whatever their order.
"""

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from math import asin, cos, radians, sin, sqrt
from typing import Final

from msgspec import Struct
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel
from rapidfuzz.utils import default_process

from mobile_schema.events.facts import Point
from mobile_schema.vocabulary import Category, State

NEAR_METRES: Final = 300.0
FAR_METRES: Final = 5_000.0
_ALIKE: Final = 0.40
_ALIKE_IN_PLACE: Final = 0.25
_ALIKE_ELSEWHERE: Final = 0.70
_EARTH_METRES: Final = 6_371_000.0


class Sketch(Struct, frozen=True, kw_only=True):
    """What is compared of an issue."""

    project_code: str | None
    region: str
    category: Category
    description: str
    location: Point | None
    at: datetime


class Likeness(Struct, frozen=True, kw_only=True):
    """How alike two are: their words from 0 to 1, metres apart where both have a point, days apart."""

    words: float
    metres: float | None
    days: float
    same_project: bool
    same_category: bool

    @property
    def worth_a_look(self) -> bool:
        """Whether they may be one: their words say so, the more so in one place, and less far apart."""
        if self.metres is None:
            return self.words >= _ALIKE
        if self.metres <= NEAR_METRES:
            return self.words >= _ALIKE_IN_PLACE
        return self.words >= (_ALIKE if self.metres <= FAR_METRES else _ALIKE_ELSEWHERE)


class Similar(Struct, frozen=True, kw_only=True):
    """An issue that may be the same, and how alike it is."""

    issue_id: str
    serial: str
    state: State
    description: str
    project_code: str | None
    region: str
    unit_id: str | None
    reported_at: datetime
    likeness: Likeness


def likeness(one: Sketch, other: Sketch) -> Likeness:
    """How alike two issues are."""
    return Likeness(
        words=words_alike(one.description, other.description),
        metres=None if one.location is None or other.location is None else metres(one.location, other.location),
        days=abs((one.at - other.at).total_seconds()) / 86_400,
        same_project=one.project_code is not None and one.project_code == other.project_code,
        same_category=one.category == other.category,
    )


def words_alike(one: str, other: str) -> float:
    """How much of two texts is the same, from 0 to 1: Dice over their characters and pairs of characters."""
    pieces, theirs = _pieces(one), _pieces(other)
    # Of sorted pieces the longest common subsequence is what both have.
    return float(Indel.normalized_similarity(pieces, theirs)) if pieces and theirs else 0.0


def most_alike(text: str, others: Mapping[str, str], most: int) -> list[str]:
    """The keys of those texts that are most like one as they stand, the nearest first: a coarse look, at once."""
    found = process.extract(text, others, scorer=fuzz.ratio, processor=default_process, limit=most)
    return [key for _, _, key in found]


def metres(one: Point, other: Point) -> float:
    """How far two points are apart over the ground."""
    north, south = radians(one.latitude), radians(other.latitude)
    across = sin((north - south) / 2) ** 2
    along = sin(radians(one.longitude - other.longitude) / 2) ** 2
    return 2 * _EARTH_METRES * asin(sqrt(min(1.0, across + cos(north) * cos(south) * along)))


def _pieces(text: str) -> list[str]:
    plain = "".join(default_process(unicodedata.normalize("NFKC", text)).split())
    return sorted([*plain, *(plain[start : start + 2] for start in range(len(plain) - 1))])
