"""Knows what reports look like in lists and alone, for OpenAPI."""

from pydantic import AwareDatetime

from api.http.views import FaultView, View
from api.resources.reports.views import CorrectionOutcome, RecheckOutcome
from api.shown.reports import ProblemSaid, ReportHead, ReportSaid
from mobile_schema.reports.report import Device
from mobile_schema.reports.site_visit import Progress, Recheck
from mobile_schema.vocabulary import Category, Grade, Light, Severity, State


class Became(View):
    """An issue that a report opened or corrected, as it stands now."""

    id: str
    serial: str
    state: State
    light: Light
    due_at: AwareDatetime | None
    category: Category
    severity: Severity
    description: str
    grade: Grade | None
    closed_at: AwareDatetime | None
    archived: bool


class _Outcome(View):
    """What became of a report. `progress` is said without its note in lists; `photos` are the files that it names, by
    their SHA-256; of `rechecks` and `corrections`, `refused` says why one did not count; `corrected_by` are the reports
    that correct this one."""

    no_problem_found: bool
    photos: list[str]
    issues: list[Became]
    rechecks: list[RecheckOutcome]
    corrections: list[CorrectionOutcome]
    corrected_by: list[str]


class ReportLine(ReportHead, _Outcome):
    """One line of a list of reports."""

    progress: Progress | None


class ReportPage(View):
    items: list[ReportLine]
    next_cursor: str | None


class RefusedReport(View):
    """A report that the ledger refused: why, and what is wrong with it."""

    report_id: str
    project_code: str | None
    at: AwareDatetime
    reason: str
    detail: str
    faults: list[FaultView]


class RefusedPage(View):
    items: list[RefusedReport]
    next_cursor: str | None


class ReportView(ReportSaid, _Outcome):
    """One report, whole. `problems` are its findings, or what an incident alleges; `looked_at` its rechecks as said,
    whose outcomes are in `rechecks`, in the same order."""

    device: Device | None
    problems: list[ProblemSaid]
    looked_at: list[Recheck]
