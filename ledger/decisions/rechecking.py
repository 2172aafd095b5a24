"""Knows what a recheck (复核) says, and when it was on site; whom it reaches, `ledger.escalation.rechecks` says."""

from ledger.decisions.case import Case, Visit
from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.solving import RecordRecheck
from ledger.registry.catalogue import Catalogue
from ledger.registry.regions import is_within
from mobile_schema.events.solving_events import RecheckRecorded


def record_recheck(case: Case, command: RecordRecheck) -> RecheckRecorded:
    """The look. Raises CommandRefused where it is said to be on site and no visit of the one who looked shows it."""
    visit = case.shown.visits.get(command.report_id or "")
    if command.on_site or (command.report_id is not None and visit is None):
        wrong = _not_there(case, visit)
        if wrong:
            raise CommandRefused(Refusal.NOT_ON_SITE, wrong, report_id=command.report_id)
    return RecheckRecorded(
        result=command.result,
        on_site=command.on_site,
        note=command.note,
        report_id=command.report_id,
        attachments=command.attachments,
    )


def _not_there(case: Case, visit: Visit | None) -> str | None:
    """Why a visit does not show that the actor was on the site of the issue and saw the work done."""
    asked = case.issue.closure
    if visit is None:
        return "现场复核须有复核人的进工地报告(report_id) / a recheck on site is shown by a visit (report_id)"
    if visit.reporter != case.actor.person_id:
        return "该进工地报告不是复核人所写 / the visit is another person's"
    if not is_to_the_site(visit.project_code, case.issue, case.rules.catalogue):
        return "该进工地报告不是本项目的 / the visit was to another project"
    if asked and visit.recorded_at and visit.recorded_at < asked.requested_at:
        return "该进工地报告早于销号申请 / the visit was before closure was asked for"
    return None


def is_to_the_site(project_code: str, issue: Issue, catalogue: Catalogue) -> bool:
    """Whether who visits a project is on the site of an issue: of one without a project, that is its region."""
    if issue.project_code is not None:
        return project_code == issue.project_code
    project = catalogue.projects.get(project_code)
    return project is not None and any(is_within(region, issue.region) for region in project.regions)
