"""Knows what a figure leaves unsaid that stays as figures had it: in which programmes a project is, its plan by month.

What its month said already stays as it was; a month that is new has it from the one before, a plan by month within its
year. So the same report again is the same, whatever became known meanwhile.
"""

from typing import Any

from msgspec import structs

from ledger.figures.figure import Figure
from mobile_schema.reports.figure import Programme


def carried(wanted: Figure, latest: Figure | None, before: Figure | None) -> Figure:
    """`wanted` with what it does not say itself; `latest` is of its month, `before` the last of an earlier one."""
    known = latest or before
    if known is None:
        return wanted
    names = [*Programme] if known.month[:4] != wanted.month[:4] else [*Programme, "plan_months"]
    unsaid: dict[str, Any] = {str(name): getattr(known, name) for name in names if getattr(wanted, name) is None}
    return structs.replace(wanted, **unsaid)
