"""Knows a project's figure of a month as it is kept: never changed; what corrects it is the next version."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from msgspec import Struct

_NAMESPACE: Final = uuid.UUID("0c9c1a0e-9f0b-5a51-9a0e-5b8f6b1d2f77")
SAID: Final = (
    "kind",
    "stage",
    "plan_year",
    "done_year",
    "total",
    "progress",
    "due_start",
    "started_on",
    "resumed",
    "regions",
    "region_count",
    "zone",
    "unit",
    "note",
    "due_complete",
    "due_produce",
    "leader",
    "plan_months",
    "key_project",
    "transition",
)
"""What a figure says of its project."""


NO_CODE: Final = "0000-"
"""How the code of a project begins that came without one."""


class Figure(Struct, frozen=True):
    """One report of a project's month, as `figure.reported.v1` has it: money in 分, progress in hundredths of a per
    cent, days as texts (2019-08-31). `region_count` is what the report said of it, 0 where it said nothing. `withdrawn`
    is why its month counts as not reported, empty while it counts; where an import was taken back `restores` names the
    version that this one says again.
    A msgspec struct, as a ranking makes one of every project.
    """

    id: str
    project: str
    name: str
    month: str
    version: int
    corrects: str | None
    at: datetime
    by: str
    kind: str | None
    stage: str | None
    plan_year: int | None
    done_year: int | None
    total: int | None
    progress: int | None
    due_start: str | None
    started_on: str | None
    resumed: bool | None
    regions: tuple[str, ...]
    region_count: int
    unit: str
    source: Mapping[str, Any]
    flags: tuple[str, ...] = ()
    note: str = ""
    zone: str | None = None
    due_complete: str | None = None
    due_produce: str | None = None
    leader: str = ""
    plan_months: tuple[int, ...] | None = None
    key_project: bool | None = None
    transition: bool | None = None
    withdrawn: str = ""
    restores: str | None = None

    @property
    def plan_to_date(self) -> int | None:
        """What was to be done by the month's end, in 分; None without a plan by month."""
        return None if self.plan_months is None else sum(self.plan_months[: int(self.month[5:])])

    def says_the_same(self, other: "Figure") -> bool:
        """Whether nothing but its source, its moment and its reporter differ."""
        return all(getattr(self, name) == getattr(other, name) for name in SAID)


class MonthFigure(Struct, frozen=True, gc=False):
    """A project's figure of a month without where it came from: money in 分, days as texts, as in `Figure`."""

    project: str
    name: str
    kind: str | None
    stage: str | None
    plan_year: int | None
    done_year: int | None
    total: int | None
    due_start: str | None
    started_on: str | None
    resumed: bool | None
    region_count: int
    unit: str
    regions: tuple[str, ...]
    flags: tuple[str, ...] = ()
    zone: str | None = None
    due_produce: str | None = None
    key_project: bool | None = None
    transition: bool | None = None


FIELDS: Final = Figure.__struct_fields__


def figure_id(project: str, month: str, version: int) -> str:
    """The same for whoever makes the how-manieth figure of a project's month, so that it is written once."""
    return str(uuid.uuid5(_NAMESPACE, f"{project}\0{month}\0{version}"))


def months_between(earlier: str, later: str) -> int:
    """How many months lie from one to another."""
    return (int(later[:4]) - int(earlier[:4])) * 12 + int(later[5:]) - int(earlier[5:])


def earlier_by(count: int, month: str) -> str:
    """The month so many before another."""
    year, number = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 - count, 12)
    return f"{year:04}-{number + 1:02}"
