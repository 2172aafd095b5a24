"""Knows what a figure leaves unsaid that stays as it was known: in which programmes a project is, its plan by month.

What the month said already goes first, then what the registry says of the project, then its figure before. A plan by
month is of its year.
"""

from typing import Any

from msgspec import structs

from ledger.figures.figure import Figure
from ledger.registry.entries import Project
from mobile_schema.reports.figure import Programme


def carried(wanted: Figure, latest: Figure | None, before: Figure | None, project: Project | None) -> Figure:
    """`wanted` with what it does not say itself; `latest` is of its month, `before` the last of an earlier one."""
    of_year = before if before is not None and before.month[:4] == wanted.month[:4] else None
    programmes = {name.value: _first(name, wanted, latest, project, before) for name in Programme}
    return structs.replace(wanted, plan_months=_first("plan_months", wanted, latest, of_year), **programmes)


def programmes_of(last: Figure | None, project: Project | None) -> list[Programme]:
    """Those that a project is in: as its last figure says, else as the registry has it."""
    return [each for each in Programme if _first(each, last, project)]


def _first(name: str, *those: Figure | Project | None) -> Any:
    """What the first of those says that says anything of it."""
    told = (getattr(each, name) for each in those if each is not None)
    return next((each for each in told if each is not None), None)
