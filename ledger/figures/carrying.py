"""Knows what a figure leaves unsaid that stays as it was known: in which programmes a project is, its plan by month.

What its month said already stays as it was, so that the same report again is the same whatever became known meanwhile.
A month that is new is in the programmes that the registry has the project in then, else in those of the month before;
it has the plan by month of the one before in its year. What becomes of the registry later changes no month.
"""

from typing import Any, Final

from msgspec import structs

from ledger.figures.figure import Figure
from ledger.registry.entries import Project
from mobile_schema.reports.figure import Programme

_PROGRAMMES: Final = tuple(each.value for each in Programme)
_PLAN: Final = "plan_months"


def carried(wanted: Figure, latest: Figure | None, before: Figure | None, project: Project | None) -> Figure:
    """`wanted` with what it does not say itself; `latest` is of its month, `before` the last of an earlier one."""
    known = _of(latest) if latest is not None else _of_a_new_month(wanted.month[:4], before, project)
    return structs.replace(wanted, **{name: said for name, said in known.items() if getattr(wanted, name) is None})


def _of_a_new_month(year: str, before: Figure | None, project: Project | None) -> dict[str, Any]:
    known = {} if before is None else _of(before)
    if before is not None and before.month[:4] != year:
        known.pop(_PLAN)
    registered = {name: getattr(project, name, None) for name in _PROGRAMMES}
    return known | {name: said for name, said in registered.items() if said is not None}


def _of(figure: Figure) -> dict[str, Any]:
    return {name: getattr(figure, name) for name in (*_PROGRAMMES, _PLAN)}
