"""Knows how a target stands: the path by a month against what its lead unit entered, and the light of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from mobile_schema.vocabulary import Light
from oversight.targets.target import Target

NEAR: Final = Decimal("0.9")
"""From this share of the path on it is yellow, below it red."""
_LAST: Final = 12


@dataclass(frozen=True, slots=True)
class TargetFigure:
    """What a lead unit entered for the end of a month (2019-08), and where the number is from. A correction is the
    next `version` of the same month; the older one stays."""

    id: str
    target: str
    month: str
    version: int
    corrects: str | None
    value: Decimal
    source: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class TargetStanding:
    """`light` is None where nothing was entered: that is not known, and no zero."""

    target: Target
    last: TargetFigure | None
    due: Decimal | None
    light: Light | None


def standing(target: Target, figures: Iterable[TargetFigure]) -> TargetStanding:
    """By the latest month of `figures`, and the last version of it."""
    last = max(figures, key=lambda each: (each.month, each.version), default=None)
    if last is None:
        return TargetStanding(target, None, None, None)
    due = due_by(target, int(last.month[5:]))
    return TargetStanding(target, last, due, _light(last.value, due))


def due_by(target: Target, month: int) -> Decimal:
    """What should be reached at the end of a month (1 to 12), exact to the hundredth."""
    if target.kind == "rate" and not target.path:
        return target.value
    points = {0: Decimal(0), _LAST: target.value, **target.path} if target.kind == "total" else dict(target.path)
    points.setdefault(_LAST, target.value)
    before = max((each for each in points if each <= month), default=min(points))
    after = min(each for each in points if each >= max(month, before))
    if after == before:
        return points[before]
    share = Decimal(month - before) / (after - before)
    return (points[before] + (points[after] - points[before]) * share).quantize(Decimal("0.01"))


def _light(value: Decimal, due: Decimal) -> Light:
    if value >= due:
        return Light.GREEN
    return Light.YELLOW if due > 0 and value >= due * NEAR else Light.RED
