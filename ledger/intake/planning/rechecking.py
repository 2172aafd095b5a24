"""Knows what becomes of the rechecks (复核、回头看) of a visit: each recorded on its issue, or told as refused."""

from datetime import datetime
from typing import Any

from ledger.access.scopes import READ, scope_of, scopes_of
from ledger.decisions.case import Shown, Visit
from ledger.decisions.rechecking import is_to_the_site
from ledger.escalation.firing import accounted
from ledger.escalation.rechecks import counts_for, rechecked
from ledger.intake.planning.plan import Underway
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.solving import RecordRecheck
from ledger.policy.rules import Rules
from ledger.registry.actors import Actor
from ledger.reports.said import FieldReport
from mobile_schema.reports.site_visit import Recheck, SiteVisit
from mobile_schema.statements import says_something


def rechecks_of(
    report: FieldReport, reporter: Actor, underway: Underway, at: datetime, rules: Rules
) -> list[dict[str, Any]]:
    """What became of each, as the receipt of the visit tells; one that is refused is told, and the visit kept."""
    if not isinstance(report, SiteVisit):
        return []
    return [_recheck(report, recheck, reporter, underway, at, rules) for recheck in report.rechecks]


def _recheck(  # noqa: PLR0917 - what was looked at on which visit, by whom, amid what, when, by which rules
    visit: SiteVisit, recheck: Recheck, reporter: Actor, underway: Underway, at: datetime, rules: Rules
) -> dict[str, Any]:
    seen = underway.stands(recheck.issue_id)
    if seen is not None and not scope_of(reporter, READ).meets(scopes_of(seen)):
        seen = None  # what its reporter may not know of is not there
    issue = underway.stands(counts_for(seen)) if seen else None
    if seen is None or issue is None:
        return {"issue_id": recheck.issue_id, "refused": Refusal.UNKNOWN_ISSUE.value}
    command = RecordRecheck(
        result=recheck.result,
        on_site=is_to_the_site(visit.project_code, seen, rules.catalogue),
        note=recheck.note if says_something(recheck.note) else None,
        report_id=visit.report_id,
        attachments=recheck.attachments,
    )
    shown = Shown(visits={visit.report_id: Visit(visit.project_code, reporter.person_id, None)})
    try:
        underway.then(rechecked(seen, accounted(issue, at, rules), command, reporter, at, rules, shown))
    except CommandRefused as refused:
        return {"issue_id": seen.id, "serial": seen.serial, "refused": refused.reason.value}
    return {"issue_id": seen.id, "serial": seen.serial, "refused": None}
