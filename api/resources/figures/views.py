"""Knows what is answered of projects' figures, for OpenAPI."""

from typing import Any

from pydantic import AwareDatetime, RootModel

from api.accepting.several import SyncAnswer, TakenReceipt
from api.http.views import View
from ledger.figures.judging import FigureVerdict, JudgedFigure
from mobile_schema.reports.figure import Kind, Stage


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
    """A figure as `figure.reported.v1` has it: money in 分, progress in hundredths of a per cent."""

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
    started_on: str | None
    resumed: bool | None
    regions: list[str]
    region_count: int
    unit: str
    source: SourceView
    flags: list[str]


class ProjectFigures(View):
    """By month and version."""

    project: str
    items: list[FigureView]


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
