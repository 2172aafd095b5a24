"""Knows how a report corrects another (更正): each problem that names one of the other's is said of that one's issue.

What does not fit is told, and counts as any other problem: nothing that was seen on a site is lost for a wrong number.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from ledger.escalation.firing import accounted
from ledger.escalation.reported.told import corrected
from ledger.intake.planning.opening import issue_id, point_of
from ledger.intake.planning.plan import Underway
from ledger.issue.issue import Issue
from ledger.issue.refusals import Refusal
from ledger.policy.rules import Rules
from ledger.registry.actors import Actor
from ledger.reports.said import FieldReport, Problem, problems_of
from mobile_schema.events.report_events import ReportCorrected, Statement
from mobile_schema.fields import as_utc

Receipt = Mapping[str, Any]


def corrections_of(  # noqa: PLR0917 - what which report says, by whom, amid what, when, by which rules
    report: FieldReport, receipt: Receipt, reporter: Actor, underway: Underway, at: datetime, rules: Rules
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """What became of the corrections of a report, as its receipt tells, and the problems left to open issues."""
    earlier = underway.receipt(report.corrects)
    told: list[dict[str, Any]] = []
    left: list[Problem] = []
    for problem in problems_of(report):
        if problem.corrects is None:
            left.append(problem)
            continue
        found = _corrected_issue(earlier, problem, receipt, underway.stands)
        told.append(_outcome(problem, found))
        if isinstance(found, Issue):
            due = accounted(found, at, rules)
            underway.then(corrected(due, _correction(report, problem), reporter, at, rules))
        else:
            left.append(problem)
    return told, left


def _corrected_issue(
    earlier: Receipt | None, problem: Problem, receipt: Receipt, stands: Callable[[str], Issue | None]
) -> Issue | Refusal:
    """The issue that a problem of a report corrects, as it stands, or why it corrects none.

    `earlier` is the report that `receipt`'s corrects, if the ledger has it: of another person it does not exist.
    """
    if earlier is None or earlier["reporter"] != receipt["reporter"]:
        return Refusal.UNKNOWN_REPORT
    same = all(earlier[name] == receipt[name] for name in ("project_code", "type"))
    if not same or "withdrawn" in earlier:
        return Refusal.CORRECTION_NOT_POSSIBLE
    issue = stands(_issue_of(earlier, problem.corrects or 0))
    if issue is None:
        return Refusal.UNKNOWN_ISSUE
    if any(each.report_id == receipt["_id"] for each in issue.corrections):
        return Refusal.CORRECTION_NOT_POSSIBLE
    return issue


def _correction(report: FieldReport, problem: Problem) -> ReportCorrected:
    """What a problem of a report says of the issue that it corrects."""
    return ReportCorrected(
        report_id=report.report_id,
        place=problem.index,
        corrects=report.corrects or "",
        says=Statement(
            category=problem.category,
            severity=problem.severity,
            description=problem.description,
            measure_proposed=problem.measure_proposed,
            incident_kind=problem.incident_kind,
            captured_at=as_utc(report.captured_at),
            location=point_of(report),
            attachments=problem.attachments,
            works_stopped=problem.works_stopped,
        ),
    )


def _outcome(problem: Problem, found: Issue | Refusal) -> dict[str, Any]:
    """What became of a correction, as its receipt tells."""
    if isinstance(found, Issue):
        return {"place": problem.index, "issue_id": found.id, "serial": found.serial, "refused": None}
    return {"place": problem.index, "issue_id": None, "serial": None, "refused": found.value}


def _issue_of(receipt: Receipt, place: int) -> str:
    """The id of the issue that the problem in a place of a report is about: one that it opened, or corrected itself."""
    for each in receipt.get("corrections", ()):
        if each["place"] == place and each["issue_id"] is not None:
            return str(each["issue_id"])
    return issue_id(receipt["_id"], place)
