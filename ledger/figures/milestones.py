"""Knows when a project was to start, be completed and produce, and when it did: planned against real, and what is late.

What its last figure says of a planned day, or of its lead leader, goes before what the registry has. The real day is
the one reported; else the first month whose figure has it there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import takewhile
from typing import Final, Literal

from ledger.figures.figure import Figure, MonthFigure
from ledger.registry.entries import Project
from mobile_schema.reports.figure import Stage


class Milestone(StrEnum):
    """开工, 竣工, 投产."""

    START = "start"
    COMPLETE = "complete"
    PRODUCE = "produce"


PRODUCING: Final = frozenset({Stage.PRODUCING})
_COMPLETED: Final = PRODUCING | {Stage.COMPLETED}
_REACHED: Final = {
    Milestone.START: _COMPLETED | {Stage.STARTED, Stage.BUILDING, Stage.STOPPED, Stage.RESUMED},
    Milestone.COMPLETE: _COMPLETED,
    Milestone.PRODUCE: PRODUCING,
}
_SILENT: Final = frozenset({None, Stage.TERMINATED})
"""Stages that do not tell how far the works are."""


@dataclass(frozen=True, slots=True)
class Reached:
    """`planned` is a day, by a figure or the registry; `real` a day, or `real_month` the first month that has it there.
    `late`: the planned day is over and it is not there, or it came later; never of what was there in the first figure.
    """

    milestone: Milestone
    planned: str | None
    planned_by: Literal["figure", "registry"] | None
    real: str | None
    real_month: str | None
    late: bool


def milestones_of(figures: Sequence[Figure], project: Project | None, today: date) -> list[Reached]:
    """Start, completion and production of a project with these figures, by month and version, as they stand today."""
    months = list({each.month: each for each in figures}.values())
    return [_reached(milestone, months, project, today) for milestone in Milestone]


def planned_day(
    milestone: Milestone, last: Figure | MonthFigure | None, project: Project | None
) -> tuple[str | None, Literal["figure", "registry"] | None]:
    """The day planned, and who says so. A `MonthFigure` knows of no completion."""
    said, registered = (getattr(each, f"due_{milestone}", None) for each in (last, project))
    if said is not None:
        return str(said), "figure"
    return (None, None) if registered is None else (str(registered), "registry")


def leader_of(last: Figure | None, project: Project | None) -> str:
    """The lead leader (包联领导); blank where nobody named one."""
    return (last and last.leader) or (project and project.leader) or ""


def _reached(milestone: Milestone, months: Sequence[Figure], project: Project | None, today: date) -> Reached:
    last = months[-1] if months else None
    planned, by = planned_day(milestone, last, project)
    telling = [each for each in months if each.stage not in _SILENT or _is_there(each, milestone)]
    there = [_is_there(each, milestone) for each in telling]
    since = len(there) - sum(1 for _ in takewhile(bool, reversed(there)))
    if since == len(there):
        ended = last is not None and last.stage == Stage.TERMINATED
        late = planned is not None and planned < today.isoformat() and not ended
        return Reached(milestone, planned, by, None, None, late)
    begun = [each.started_on for each in telling[since:] if each.started_on is not None]
    if milestone is Milestone.START and begun:
        return Reached(milestone, planned, by, begun[-1], None, planned is not None and planned < begun[-1])
    month = telling[since].month
    return Reached(milestone, planned, by, None, month, planned is not None and since > 0 and planned[:7] < month)


def _is_there(figure: Figure, milestone: Milestone) -> bool:
    if milestone is Milestone.START and (figure.started_on is not None or figure.resumed is not None):
        return True
    return figure.stage in _REACHED[milestone]
