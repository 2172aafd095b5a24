"""Knows the monthly figure of one project: what a unit reports of plan, work done and stage, and what is kept of it.

Money is a whole number of 分 (0.01 元): sums are exact, whatever unit a file was written in.
"""

from enum import StrEnum
from typing import Annotated, ClassVar, Final

from pydantic import AwareDatetime, Field

from mobile_schema.events.facts import Fact
from mobile_schema.fields import NO_NUL_PATTERN, Contract, Day, Name, ProjectCode, Sha256, ShortText

MOST_FEN: Final = 10**17
"""A thousand million million 元: what is more was never meant."""
MONTH_PATTERN: Final = r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$"
MOST_ROWS: Final = 500

Fen = Annotated[int, Field(ge=-MOST_FEN, le=MOST_FEN, description="分, 0.01 元")]
Month = Annotated[str, Field(pattern=MONTH_PATTERN, description="the month at whose end it stood so: 2019-08")]
PlanMonths = Annotated[tuple[Fen, ...], Field(min_length=12, max_length=12, description="January to December, 分")]
Progress = Annotated[int, Field(ge=-100_000, le=100_000, description="hundredths of a per cent")]


class Stage(StrEnum):
    """项目阶段: how far a project has come."""

    PLANNED = "planned"
    RESERVE = "reserve"
    PRELIMINARY = "preliminary"
    STARTED = "started"
    BUILDING = "building"
    STOPPED = "stopped"
    RESUMED = "resumed"
    COMPLETED = "completed"
    PRODUCING = "producing"
    TERMINATED = "terminated"


class Kind(StrEnum):
    """建设性质: begun this year, or carried over from the year before."""

    NEW = "new"
    CARRIED_OVER = "carried-over"


class Programme(StrEnum):
    """Which programme a project is in, each as the field of a figure that says so: 重点工程 (notice G6, T17), 转型项目
    (notice G5)."""

    KEY_PROJECT = "key_project"
    TRANSITION = "transition"


STAGES: Final = dict(
    zip(Stage, ("谋划", "储备", "前期", "开工", "在建", "停工", "复工", "竣工", "投产", "终止"), strict=True)
)
KINDS: Final = {Kind.NEW: "新建", Kind.CARRIED_OVER: "续建"}
PROGRAMMES: Final = {Programme.KEY_PROJECT: "重点工程", Programme.TRANSITION: "转型"}


class FigureSource(Contract):
    """Where a figure was found: the file by its SHA-256 and name, the sheet, the row as people count; or typed in."""

    sha256: Sha256 | None = None
    filename: ShortText = ""
    sheet: ShortText = ""
    row: Annotated[int, Field(ge=0, le=2_000_000)] = 0


class NewFigure(Contract):
    """月报: what a project's month came to, cumulative from January to the month's end.

    The project is named by its code, or by its name alone; `regions` by code or name. `region_count` counts the cities
    or counties it lies in, more than one is 跨市. `zone` is its development zone (开发区), by id or name. `due_start`,
    `due_complete` and `due_produce` are the days planned for its start (开工), completion (竣工) and production (投产);
    `leader` is its lead leader (包联领导), in words. `plan_months` is the year's plan by month, what each is to add;
    `key_project` and `transition` say whether it is a 重点工程, a 转型项目: these three stay as they were known where
    they are not said. With `registered` it is refused where the registry does not know the project; a name that nobody
    knows and that is near to a known one is refused unless it is `new`, a project of its own. What a row of a file
    (`source.sha256`) leaves out, and what it says null of, stays as it was known of that month; what is typed in is
    whole but for those three.
    """

    project: ProjectCode | None = None
    name: Annotated[str, Field(max_length=120, pattern=NO_NUL_PATTERN)] = ""
    month: Month
    kind: Kind | None = None
    stage: Stage | None = None
    plan_year: Fen | None = None
    done_year: Fen | None = None
    total: Fen | None = None
    progress: Progress | None = None
    due_start: Day | None = None
    due_complete: Day | None = None
    due_produce: Day | None = None
    started_on: Day | None = None
    resumed: bool | None = None
    regions: Annotated[tuple[Name, ...], Field(max_length=40)] = ()
    region_count: Annotated[int, Field(ge=0, le=200)] | None = None
    zone: ShortText = ""
    unit: ShortText = ""
    leader: ShortText = ""
    plan_months: PlanMonths | None = None
    key_project: bool | None = None
    transition: bool | None = None
    note: ShortText = ""
    source: FigureSource = FigureSource()
    registered: bool = False
    new: bool = False


class FigureReported(Fact):
    """月报入账: a project's figure of a month. What corrects it is another one, which names it in `corrects`.

    `version` counts the figures of this project and month from 1. `flags` are what was odd about it. With a reason in
    `withdrawn` its month counts as not reported from `at` on, until the next version; where an import was taken back
    `restores` names the version that this one says again.
    """

    TYPE: ClassVar[str] = "figure.reported.v1"
    TITLE: ClassVar[tuple[str, str]] = ("月报入账", "a figure was reported")

    id: str
    project: ProjectCode
    name: str
    month: Month
    version: Annotated[int, Field(ge=1)]
    corrects: str | None
    at: AwareDatetime
    by: str
    kind: Kind | None
    stage: Stage | None
    plan_year: Fen | None
    done_year: Fen | None
    total: Fen | None
    progress: Progress | None
    due_start: Day | None
    started_on: Day | None
    resumed: bool | None
    regions: tuple[str, ...]
    region_count: int
    unit: str
    source: FigureSource
    flags: tuple[str, ...] = ()
    note: str = ""
    zone: str | None = None
    due_complete: Day | None = None
    due_produce: Day | None = None
    leader: str = ""
    plan_months: PlanMonths | None = None
    key_project: bool | None = None
    transition: bool | None = None
    withdrawn: str = ""
    restores: str | None = None
