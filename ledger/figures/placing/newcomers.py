"""Knows the projects first heard of in one batch: of two names there that are near, one may be mistaken too."""

from typing import Final

from ledger.figures.placing.near import KnownNames
from ledger.figures.placing.where import PlacedFigure, plain
from ledger.figures.reach import Reach
from ledger.registry.regions import on_one_line

_CITY: Final = 4
"""Digits of a region's code that its city has too: a large file is compared by cities."""


class Newcomers:
    """Each with its code and regions, by its name."""

    def __init__(self) -> None:
        self._names: dict[str, KnownNames] = {}
        self._known: dict[str, PlacedFigure] = {}

    def add(self, where: PlacedFigure) -> None:
        """One that came in."""
        self._known[plain(where.name)] = where
        self._names.setdefault(_city(where), KnownNames()).add(plain(where.name))

    def near(self, where: PlacedFigure, within: Reach | None) -> dict[str, list[str]]:
        """Names near to one that is not among them, with their codes: of its place, and within reach."""
        name = plain(where.name)
        if name in self._known or (names := self._names.get(_city(where))) is None:
            return {}
        found = [self._known[each] for each in names.near(name)]
        return {each.name: [each.project] for each in found if _may_be(each, where, within)}


def _city(where: PlacedFigure) -> str:
    return where.regions[0][:_CITY]


def _may_be(known: PlacedFigure, where: PlacedFigure, within: Reach | None) -> bool:
    shares = any(on_one_line(one, other) for one in known.regions for other in where.regions)
    return shares and (within is None or within.reports(known.project, known.regions))
