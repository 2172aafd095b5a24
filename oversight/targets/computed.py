"""Knows which targets are computed from projects' figures instead of being entered, and what they come to by month."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Final

from ledger.figures.reserve import conversion
from ledger.mongo.connection import Store
from oversight.targets.standing import TargetFigure
from oversight.targets.target import Target

_CENT: Final = Decimal("0.01")


def computed_figures(store: Store, target: Target, year: int, as_of: datetime) -> list[TargetFigure]:
    """By month, as far as there are figures to compute it from; none of a target that is entered."""
    if target.computed is None:
        return []
    return [
        TargetFigure(
            id=f"{target.code}/{month}",
            target=target.code,
            month=month,
            version=1,
            corrects=None,
            value=(Decimal(100 * begun) / reserve).quantize(_CENT),
            source=f"由月报阶段算出:储备 {reserve} 个,已开工 {begun} 个 / from figures: {begun} of {reserve} begun",
            at=as_of,
            by="",
        )
        for month, (begun, reserve) in sorted(conversion(store, year, as_of).items())
    ]


def over(entered: Iterable[TargetFigure], computed: Iterable[TargetFigure]) -> list[TargetFigure]:
    """What counts of a target, by month: what is computed, in the other months what was entered last."""
    by_month = {each.month: each for each in (*entered, *computed)}
    return [by_month[month] for month in sorted(by_month)]
