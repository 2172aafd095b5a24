"""Knows what a report looks like in an answer: under its issue, alone, or as a line of a list.

A legitimate grievance (合理诉求) stands apart from what is alleged, and what is alleged is never called a fact.
"""

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import AwareDatetime

from api.http.views import View
from ledger.registry.catalogue import Catalogue
from ledger.reports.said import FieldReport, Problem, problems_of
from ledger.reports.wanted import Document, Kept
from mobile_schema.cloudevents import SITE_VISIT
from mobile_schema.reports.incident import LegitimateGrievance, ObstructionIncident, Referral
from mobile_schema.reports.report import Attachment, Location
from mobile_schema.reports.site_visit import Progress, SiteVisit
from mobile_schema.vocabulary import Category, IncidentKind, Severity

ReportType = Literal["site_visit", "incident"]


class WithdrawnSaid(View):
    """That who wrote a report took it back (撤回)."""

    at: AwareDatetime
    by: str
    reason: str


class ReportHead(View):
    """Whose report it is, of which project, and when: `seen_at` is `captured_at`, or where that cannot be,
    `received_at`. `reporter_name` is null where the registry does not know them. `corrects` is the report that it
    corrects (更正)."""

    report_id: str
    type: ReportType
    kind: str | None
    reporter: str
    reporter_name: str | None
    project_code: str
    project_name_zh: str | None
    project_name_en: str | None
    captured_at: AwareDatetime
    seen_at: AwareDatetime
    received_at: AwareDatetime
    recorded_at: AwareDatetime
    flags: list[str]
    corrects: str | None
    withdrawn: WithdrawnSaid | None


class ProblemSaid(View):
    """One problem as its report has it; `place` counts the findings from 0. Of an incident it is an allegation."""

    place: int
    category: Category
    severity: Severity
    description: str
    measure_proposed: str | None
    incident_kind: IncidentKind | None
    attachments: list[str]


class IncidentSaid(View):
    """What else was said of an alleged obstruction, as on the site; `minutes` is how long the works stood so far."""

    started_at: AwareDatetime
    ongoing: bool
    people: int | None
    alleged_parties: str | None
    works_stopped: bool
    minutes: int | None
    injuries: int | None
    referrals: list[Referral]


class ReportSaid(ReportHead):
    """What a report says beside its problems. `kept` is false once its bytes were deleted, as an office's own rules of
    retention may have it: then what they alone said is null or empty."""

    kept: bool
    sent_at: AwareDatetime | None
    location: Location | None
    progress: Progress | None
    incident: IncidentSaid | None
    grievance: LegitimateGrievance | None
    attachments: list[Attachment]


def head(receipt: Document, catalogue: Catalogue) -> dict[str, Any]:
    """`ReportHead` of a receipt."""
    person, project = catalogue.persons.get(receipt["reporter"]), catalogue.projects.get(receipt["project_code"])
    return {
        "report_id": receipt["_id"],
        "type": type_of(receipt),
        "kind": receipt.get("kind"),
        "reporter": receipt["reporter"],
        "reporter_name": person and person.name,
        "project_code": receipt["project_code"],
        "project_name_zh": project and project.name_zh,
        "project_name_en": project and project.name_en,
        "captured_at": receipt["captured_at"],
        "seen_at": receipt.get("seen_at", receipt["received_at"]),
        "received_at": receipt["received_at"],
        "recorded_at": receipt["recorded_at"],
        "flags": receipt["flags"],
        "corrects": receipt.get("corrects"),
        "withdrawn": receipt.get("withdrawn"),
    }


def type_of(receipt: Document) -> ReportType:
    """The type of a report, as a phone's queue names it."""
    return "site_visit" if receipt["type"] == SITE_VISIT else "incident"


def said(kept: Kept, catalogue: Catalogue) -> dict[str, Any]:
    """`ReportSaid`, with every file that the report names."""
    report = kept.said
    return {
        **head(kept.receipt, catalogue),
        "kept": report is not None,
        "sent_at": report and report.sent_at,
        "location": report and report.location.model_dump(),
        "progress": report.progress.model_dump() if isinstance(report, SiteVisit) and report.progress else None,
        "incident": _incident(report) if isinstance(report, ObstructionIncident) else None,
        "grievance": _grievance(report),
        "attachments": [] if report is None else [each.model_dump() for each in report.attachments],
    }


def problem(one: Problem) -> dict[str, Any]:
    """`ProblemSaid`."""
    return {
        "place": one.index,
        "category": one.category,
        "severity": one.severity,
        "description": one.description,
        "measure_proposed": one.measure_proposed,
        "incident_kind": one.incident_kind,
        "attachments": one.attachments,
    }


def problems(report: FieldReport | None) -> list[dict[str, Any]]:
    """Every problem of a report, in its order."""
    return [] if report is None else [problem(each) for each in problems_of(report)]


def of_problem(told: dict[str, Any], place: int, report: FieldReport | None) -> dict[str, Any]:
    """What was told of a report, as far as the problem in one place goes: what it is, and its own photos alone.

    The others are of other issues, which who reads this one may not know of.
    """
    found = next((each for each in problems(report) if each["place"] == place), None)
    shown: Iterable[str] = () if found is None else found["attachments"]
    return {
        **told,
        "problem": found,
        "attachments": [each for each in told["attachments"] if each["sha256"] in shown],
    }


def _incident(report: ObstructionIncident) -> dict[str, Any]:
    return {
        "started_at": report.started_at,
        "ongoing": report.ongoing,
        "people": report.people,
        "alleged_parties": report.alleged_parties,
        "works_stopped": report.works.stopped,
        "minutes": report.works.minutes,
        "injuries": report.injuries,
        "referrals": [referral.model_dump() for referral in report.referrals],
    }


def _grievance(report: FieldReport | None) -> dict[str, Any] | None:
    given = report.grievance if isinstance(report, ObstructionIncident) else None
    return None if given is None else given.model_dump()
