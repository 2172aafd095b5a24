"""Knows which targets are computed from projects' figures instead of being entered, and what they come to by month."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from ledger.figures.keeping import FIGURES
from ledger.figures.reserve import conversion
from ledger.mongo.connection import Store
from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import Zone
from oversight.targets.in_zones import InAZone, fewest, projects_in_zones
from oversight.targets.standing import TargetFigure
from oversight.targets.target import BegunInZones, Target, TargetsOfAYear

_CENT: Final = Decimal("0.01")
_EVER: Final = datetime(9999, 1, 1, tzinfo=UTC)
_MARGIN: Final = timedelta(seconds=10)
_FRESH_SECONDS: Final = 600


def computed_once(
    store: Store, targets: TargetsOfAYear, catalogue: Catalogue, as_of: datetime | None
) -> Mapping[str, Sequence[TargetFigure]]:
    """As `computed_figures`, of all that stands on the ledger where no moment is named.

    It takes seconds where thousands are in reserve, and figures come seldom: it is computed once for each position of
    the ledger, and over again after ten minutes, as clocks of machines that write may differ.
    """
    asked = ("targets", targets.model_dump_json(), as_of, *_position(store), int(time.monotonic() // _FRESH_SECONDS))
    found: Mapping[str, Sequence[TargetFigure]] = catalogue.found.of(
        asked, lambda: computed_figures(store, targets, catalogue.zones, as_of or _EVER)
    )
    return found


def _position(store: Store) -> tuple[datetime | None, int]:
    """When the last figure was kept, and how many were about then: what is written at once may be seen out of order."""
    last = store[FIGURES].find_one({"kept_at": {"$lt": _EVER}}, {"_id": 0, "kept_at": 1}, sort=[("kept_at", -1)])
    if last is None:
        return None, 0
    return last["kept_at"], store[FIGURES].count_documents({"kept_at": {"$gte": last["kept_at"] - _MARGIN}})


def computed_figures(
    store: Store, targets: TargetsOfAYear, zones: Mapping[str, Zone], as_of: datetime
) -> dict[str, list[TargetFigure]]:
    """By the codes of the targets that are computed: by month, as far as there are figures to compute them from."""
    asked = [each for each in targets.targets if each.computed is not None]
    in_zones = any(isinstance(each.computed, BegunInZones) for each in asked)
    known = projects_in_zones(store, targets.year, as_of) if in_zones else {}
    found: dict[str, list[TargetFigure]] = {}
    for target in asked:
        if isinstance(target.computed, BegunInZones):
            said = _of_zones(target.computed, zones, known)
        else:
            said = _of_reserve(store, targets.year, as_of)
        found[target.code] = [_figure(target, month, value, source, as_of) for month, value, source in said]
    return found


def _of_zones(
    asked: BegunInZones, zones: Mapping[str, Zone], known: Mapping[str, Sequence[InAZone]]
) -> Iterator[tuple[str, Decimal, str]]:
    for month, zone, count in fewest(asked, zones, known):
        yield month, Decimal(count), f"由月报算出:{zone.name_zh}新开工 {count} 个 / from figures: {count} begun"


def _of_reserve(store: Store, year: int, as_of: datetime) -> Iterator[tuple[str, Decimal, str]]:
    for month, (begun, reserve) in sorted(conversion(store, year, as_of).items()):
        share = (Decimal(100 * begun) / reserve).quantize(_CENT)
        yield (
            month,
            share,
            f"由月报阶段算出:储备 {reserve} 个,已开工 {begun} 个 / from figures: {begun} of {reserve} begun",
        )


def _figure(target: Target, month: str, value: Decimal, source: str, as_of: datetime) -> TargetFigure:
    return TargetFigure(f"{target.code}/{month}", target.code, month, 1, None, value, source, as_of, "")


def over(entered: Iterable[TargetFigure], computed: Iterable[TargetFigure]) -> list[TargetFigure]:
    """What counts of a target, by month: what is computed, in the other months what was entered last."""
    by_month = {each.month: each for each in (*entered, *computed)}
    return [by_month[month] for month in sorted(by_month)]
