"""Knows what is answered of permits, for OpenAPI."""

from datetime import date
from typing import Any

from pydantic import AwareDatetime

from api.http.views import View
from ledger.permits.keeping import to_event
from ledger.permits.permit import Permit
from ledger.permits.standing import ParallelSet, Standing
from ledger.registry.catalogue import Catalogue
from mobile_schema.reports.permit import PermitKind, PermitState
from mobile_schema.vocabulary import Light


class PermitReportView(View):
    """A report of a permit as `permit.reported.v1` has it."""

    id: str
    project: str
    kind: PermitKind
    name: str
    version: int
    corrects: str | None
    at: AwareDatetime
    by: str
    state: PermitState
    unit: str
    applied_on: date | None
    limit_on: date | None
    limit_days: int | None
    decided_on: date | None
    number: str
    parallel: str


class PermitView(PermitReportView):
    """A permit by its last report, as it stands on `day`: the limit counted out (`due_on`), and the light, null where
    there is no limit, or it was refused or is not needed. `late`: the limit was over before it was decided.
    """

    project_name_zh: str
    project_name_en: str
    unit_name_zh: str
    unit_name_en: str | None
    runs_from: date | None
    due_on: date | None
    light: Light | None
    late: bool


class PermitItem(PermitView):
    """`may_report`: whether one may report this permit."""

    may_report: bool


class ParallelSetView(View):
    """并联: those of a project that run from one day; done once the last is."""

    name: str
    runs_from: date | None
    due_on: date | None
    done_on: date | None
    done: bool
    light: Light | None
    permits: int


class ProjectPermits(View):
    """`items` by kind and name; `sets` among them; `reports` are all that were made of them. `units` are those whose
    permit one may report anew: None of them where it may be any.
    """

    project: str
    day: date
    as_of: AwareDatetime
    may_report: bool
    units: list[str] | None
    items: list[PermitItem]
    sets: list[ParallelSetView]
    reports: list[PermitReportView]


class PermitList(View):
    """By project, kind and name."""

    day: date
    as_of: AwareDatetime
    items: list[PermitView]
    next_cursor: str | None


def told(standing: Standing, catalogue: Catalogue) -> dict[str, Any]:
    """`PermitView`."""
    permit = standing.permit
    project, unit = catalogue.projects[permit.project], catalogue.units.get(permit.unit)
    return {
        **reported(permit),
        "state": standing.state,
        "project_name_zh": project.name_zh,
        "project_name_en": project.name_en,
        "unit_name_zh": permit.unit if unit is None else unit.name_zh,
        "unit_name_en": unit and unit.name_en,
        "runs_from": _day(standing.runs_from),
        "due_on": _day(standing.due_on),
        "light": standing.light,
        "late": standing.late,
    }


def reported(permit: Permit) -> dict[str, Any]:
    """`PermitReportView`."""
    return to_event(permit)


def told_set(one: ParallelSet) -> dict[str, Any]:
    """`ParallelSetView`."""
    days = {name: _day(getattr(one, name)) for name in ("runs_from", "due_on", "done_on")}
    return {"name": one.name, **days, "done": one.done, "light": one.light, "permits": one.permits}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
