"""Knows what is answered of projects' figures, for OpenAPI."""

from enum import StrEnum
from typing import Any, Literal

from pydantic import AwareDatetime, RootModel

from api.accepting.several import SyncAnswer, TakenReceipt
from api.http.views import View
from ledger.figures.judging import FigureVerdict, JudgedFigure
from ledger.figures.milestones import Milestone
from mobile_schema.reports.figure import Kind, Programme, Stage
from mobile_schema.vocabulary import Level


class JudgedView(View):
    """`version` counts the figures of the project's month; `flags` are what is odd about one that came in."""

    verdict: FigureVerdict
    id: str | None
    project: str | None
    version: int | None
    slug: str
    reason: str
    field: str
    flags: list[str]
    project_is_new: bool


class JudgedFigures(View):
    items: list[JudgedView]


class FiguresTaken(RootModel[TakenReceipt | SyncAnswer]):
    """Of one its receipt; of several a line for each."""


class FiguresKnown(RootModel[JudgedFigures | TakenReceipt]):
    """With `dry_run` what would become of each; else the receipt of one that came again."""


class SourceView(View):
    sha256: str | None
    filename: str
    sheet: str
    row: int


class FigureView(View):
    """A figure as `figure.reported.v1` has it: money in 分, progress in hundredths of a per cent. With a reason in
    `withdrawn` its month counts as not reported; `restores` is the version that this one says again, where an import
    was taken back."""

    id: str
    project: str
    name: str
    month: str
    version: int
    corrects: str | None
    at: AwareDatetime
    by: str
    kind: Kind | None
    stage: Stage | None
    plan_year: int | None
    done_year: int | None
    total: int | None
    progress: int | None
    due_start: str | None
    due_complete: str | None
    due_produce: str | None
    started_on: str | None
    resumed: bool | None
    regions: list[str]
    region_count: int
    unit: str
    leader: str
    plan_months: list[int] | None
    key_project: bool | None
    transition: bool | None
    note: str
    source: SourceView
    flags: list[str]
    zone: str | None
    withdrawn: str
    restores: str | None


class MilestoneView(View):
    """Start (开工), completion (竣工), production (投产): the day planned and by whom, the real day or the first month
    that has it there, null while none has; `late`: the planned day is over and it is not there, or it came later."""

    milestone: Milestone
    planned: str | None
    planned_by: Literal["figure", "registry"] | None
    real: str | None
    real_month: str | None
    late: bool


class ProjectFigures(View):
    """By month and version, withdrawn ones too, of which nothing else here is made; `unit_id` is responsible for the
    project, `may_report` says whether who asks may report, `may_withdraw` which months that one may withdraw; `leader`
    is its lead leader (包联领导), `programmes` are those that it is in. `milestones` is empty to who may read nothing
    of it."""

    project: str
    unit_id: str | None
    may_report: bool
    may_withdraw: list[str]
    leader: str
    programmes: list[Programme]
    milestones: list[MilestoneView]
    items: list[FigureView]


class MonthStanding(StrEnum):
    """How a project's month stands: nobody reported it, or it was, and was odd."""

    MISSING = "missing"
    REPORTED = "reported"
    FLAGGED = "flagged"


class ProjectMonth(View):
    """A project and a month: its last figure, and the last of an earlier month; `unit_id` is responsible for it."""

    code: str
    name_zh: str
    name_en: str
    level: Level
    regions: list[str]
    unit_id: str | None
    unit_name_zh: str | None
    unit_name_en: str | None
    standing: MonthStanding
    may_report: bool
    figure: FigureView | None
    before: FigureView | None


class ProjectMonths(View):
    """By the projects' codes; `counts` are of all that were asked for in any standing."""

    month: str
    counts: dict[MonthStanding, int]
    items: list[ProjectMonth]
    next_cursor: str | None


def judged_view(one: JudgedFigure) -> dict[str, Any]:
    """`JudgedView`."""
    figure = one.figure
    return {
        "verdict": one.verdict,
        "id": figure and figure.id,
        "project": figure and figure.project,
        "version": figure and figure.version,
        "slug": one.slug,
        "reason": one.reason,
        "field": one.field,
        "flags": list(one.flags),
        "project_is_new": one.project_is_new,
    }
