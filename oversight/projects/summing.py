"""Knows what a board of projects adds up to: by stage, investment done of the year's plan, who is silent or flagged.

A project counts where it lies: under one place of a level, or across. What was terminated is in no sum of money.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from ledger.dispatch.silence import OVER
from ledger.figures.figure import MonthFigure, figure_id
from mobile_schema.reports.figure import Stage
from mobile_schema.vocabulary import Level
from oversight.campaigns.progress import ACROSS, place_in

UNKNOWN: Final = "unknown"
"""The stage of a project whose figure says none."""


@dataclass(frozen=True, slots=True)
class Last:
    """The last figure of a project, and of which month and version it is."""

    month: str
    version: int
    figure: MonthFigure

    @property
    def figure_id(self) -> str:
        """Under which it is kept whole."""
        return figure_id(self.figure.project, self.month, self.version)

    def is_silent(self, newest: str) -> bool:
        """Whether its last month is one since which it counts as silent, `newest` or an earlier one."""
        return self.month <= newest and self.figure.stage not in OVER


@dataclass(slots=True)
class Sums:
    """What some projects add up to; money in 分."""

    projects: int = 0
    plan: int = 0
    done: int = 0
    flagged: int = 0
    silent: int = 0
    stages: dict[str, int] = field(default_factory=dict)

    def add(self, cell: "Cell", newest: str) -> None:
        """Add those of a cell."""
        self.projects += cell.projects
        self.plan += cell.plan
        self.done += cell.done
        self.flagged += cell.flagged
        self.stages[cell.stage] = self.stages.get(cell.stage, 0) + cell.projects
        if cell.month <= newest and cell.stage not in OVER:
            self.silent += cell.projects

    @property
    def rate(self) -> float | None:
        """How much of the plan was done, in per cent to a decimal; None without a plan."""
        return round(1000 * self.done / self.plan) / 10 if self.plan else None


@dataclass(slots=True)
class Cell:
    """The projects that lie in the same regions, stand in the same stage, and reported last for the same month."""

    regions: tuple[str, ...]
    stage: str
    month: str
    projects: int = 0
    plan: int = 0
    done: int = 0
    flagged: int = 0


def cells_of(lasts: Iterable[Last], year: int) -> list[Cell]:
    """The cells of the projects whose last figure is of a year."""
    cells: dict[tuple[tuple[str, ...], str, str], Cell] = {}
    for last in lasts:
        if not last.month.startswith(f"{year}-"):
            continue
        figure = last.figure
        key = (figure.regions, figure.stage or UNKNOWN, last.month)
        cell = cells.get(key)
        if cell is None:
            cell = cells[key] = Cell(*key)
        cell.projects += 1
        cell.flagged += bool(figure.flags)
        if figure.stage != Stage.TERMINATED:
            cell.plan += figure.plan_year or 0
            cell.done += figure.done_year or 0
    return list(cells.values())


def summed(cells: Iterable[Cell], level: Level, newest: str) -> tuple[Sums, Mapping[str, Sums]]:
    """All of them, and each place of a level; `newest` is the last month since which a project is silent."""
    whole, places = Sums(), dict[str, Sums]()
    for cell in cells:
        whole.add(cell, newest)
        places.setdefault(place_in(cell.regions, level), Sums()).add(cell, newest)
    return whole, dict(sorted(places.items(), key=lambda each: (each[0] == ACROSS, each[0])))
