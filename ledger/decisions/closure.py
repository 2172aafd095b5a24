"""Knows the gate to 销号: evidence by category, a verifier who did not do the work, a visit for major issues.

Every way to close (API, import, bulk) passes here, since `lifecycle.decide` is the only way to the event.
That the verifier is not of those who did the work is `permissions.demand_permission`'s part of the gate.
"""

from collections.abc import Mapping

from ledger.decisions.case import Case, Visit
from ledger.issue.commands import ApproveClosure, RecordRecheck, RequestClosure
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.registry.entries import EvidenceKind
from mobile_schema.events.facts import EvidenceItem
from mobile_schema.events.issue_events import ClosureRequested, IssueClosed, RecheckRecorded
from mobile_schema.statements import says_something
from mobile_schema.vocabulary import RecheckResult, Severity


def request_closure(case: Case, command: RequestClosure) -> ClosureRequested:
    """The request. Raises CommandRefused when a kind of evidence that the issue's category demands is not there.

    `missing` names those; `files` is those of them that only a stored photo shows.
    """
    missing = [
        kind
        for kind in case.rules.catalogue.evidence_for(case.issue.category)
        if not any(item.kind == kind.code and _shows(item, kind, case.shown.files) for item in command.evidence)
    ]
    if missing:
        names = "、".join(f"{kind.name_zh}(须为文件)" if kind.photo else kind.name_zh for kind in missing)
        raise CommandRefused(
            Refusal.EVIDENCE_MISSING,
            f"缺少销号材料:{names} / evidence missing",
            missing=[kind.code for kind in missing],
            files=[kind.code for kind in missing if kind.photo],
        )
    return ClosureRequested(statement=command.statement, evidence=command.evidence)


def record_recheck(case: Case, command: RecordRecheck) -> RecheckRecorded:
    """The look. Raises CommandRefused where it is said to be on site and no visit of the one who looked shows it."""
    visit = case.shown.visits.get(command.report_id or "")
    if command.on_site or (command.report_id is not None and visit is None):
        wrong = _not_there(case, visit)
        if wrong:
            raise CommandRefused(Refusal.NOT_ON_SITE, wrong, report_id=command.report_id)
    return RecheckRecorded(**vars(command))


def approve_closure(case: Case, command: ApproveClosure) -> IssueClosed:
    """The end of an issue. Raises CommandRefused unless someone else verified, and on site when it is major."""
    issue = case.issue
    if issue.recheck is not None and issue.recheck.result != RecheckResult.SOLVED:
        raise CommandRefused(Refusal.RECHECK_MISSING, "复核结论为未解决,不能销号 / the recheck found it not solved")
    if issue.severity == Severity.MAJOR and not (issue.recheck and issue.recheck.on_site and issue.recheck.report_id):
        raise CommandRefused(
            Refusal.RECHECK_MISSING, "重大问题须先现场复核 / a major issue needs a recheck on site first"
        )
    return IssueClosed(grade=command.grade, note=command.note)


def _not_there(case: Case, visit: Visit | None) -> str | None:
    """Why a visit does not show that the actor was on the site of the issue and saw the work done."""
    asked = case.issue.closure
    if visit is None:
        return "现场复核须有复核人的进工地报告(report_id) / a recheck on site is shown by a visit (report_id)"
    if visit.reporter != case.actor.person_id:
        return "该进工地报告不是复核人所写 / the visit is another person's"
    if visit.project_code != case.issue.project_code:
        return "该进工地报告不是本项目的 / the visit was to another project"
    if asked and visit.recorded_at and visit.recorded_at < asked.requested_at:
        return "该进工地报告早于销号申请 / the visit was before closure was asked for"
    return None


def _shows(item: EvidenceItem, kind: EvidenceKind, files: Mapping[str, str]) -> bool:
    """A kind that is only named, with neither a file nor a word, is no evidence; a photo only told of is none."""
    if kind.photo:
        return files.get(item.sha256 or "", "").startswith("image/")
    return item.sha256 in files or says_something(item.text)
