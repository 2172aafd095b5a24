"""Knows a permit of a project (手续): which kinds there are, what is reported of one, and what is kept of it."""

from enum import StrEnum
from typing import Annotated, ClassVar, Final

from pydantic import AwareDatetime, Field

from mobile_schema.events.facts import Fact
from mobile_schema.fields import NO_NUL_PATTERN, Contract, Day, Name, ProjectCode, ReportId, ShortText


class PermitKind(StrEnum):
    """手续: what has to be granted before a project may go on; `other` is told by its name."""

    INITIATION = "initiation"
    PLANNING = "planning"
    LAND = "land"
    ENVIRONMENT = "environment"
    ENERGY = "energy"
    WATER_SOIL = "water-soil"
    SAFETY = "safety"
    FOREST = "forest"
    HERITAGE = "heritage"
    FIRE = "fire"
    CONSTRUCTION = "construction"
    ACCEPTANCE = "acceptance"
    OTHER = "other"


class PermitState(StrEnum):
    """How far a permit has come."""

    REQUIRED = "required"
    APPLIED = "applied"
    GRANTED = "granted"
    REFUSED = "refused"
    NOT_NEEDED = "not_needed"


PERMIT_KINDS: Final = dict(
    zip(
        PermitKind,
        (
            *("立项", "规划许可", "用地", "环评", "节能审查", "水土保持", "安全评价", "林地", "文物", "消防"),
            *("施工许可", "竣工验收", "其他"),
        ),
        strict=True,
    )
)
PERMIT_STATES: Final = dict(zip(PermitState, ("待申请", "办理中", "已办结", "不予许可", "不需办理"), strict=True))

_Called = Annotated[str, Field(max_length=60, pattern=NO_NUL_PATTERN)]
LimitDays = Annotated[int, Field(ge=1, le=366, description="working days from the day of application")]


class NewPermit(Contract):
    """手续办理情况: how a permit of a project stands, as a whole; the next report of it takes its place.

    `name` tells several of one kind apart, and names what is `other`. Its limit (限期办结) is a day, `limit_on`, or so
    many working days from `applied_on`, `limit_days`; those of one `parallel` set (并联) all run from the day on which
    the first of them was applied for. `decided_on` is the day on which it was granted or refused.
    """

    report_id: ReportId
    kind: PermitKind
    name: _Called = ""
    state: PermitState
    unit: Name
    applied_on: Day | None = None
    limit_on: Day | None = None
    limit_days: LimitDays | None = None
    decided_on: Day | None = None
    number: ShortText = ""
    parallel: _Called = ""


class PermitReported(Fact):
    """手续入账: what was reported of a permit. `version` counts the reports of it from 1; each names the one before it,
    which it takes the place of, in `corrects`.
    """

    TYPE: ClassVar[str] = "permit.reported.v1"
    TITLE: ClassVar[tuple[str, str]] = ("手续入账", "a permit was reported")

    id: ReportId
    project: ProjectCode
    kind: PermitKind
    name: str
    version: Annotated[int, Field(ge=1)]
    corrects: str | None
    at: AwareDatetime
    by: str
    state: PermitState
    unit: str
    applied_on: Day | None
    limit_on: Day | None
    limit_days: int | None
    decided_on: Day | None
    number: str
    parallel: str
