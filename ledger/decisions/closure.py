"""Knows the gate to 销号: evidence by category, a verifier who did not do the work, a recheck for major issues.

Every way to close (API, import, bulk) passes here, since `lifecycle.decide` is the only way to the event.
That the verifier is not of those who did the work is `permissions.demand_permission`'s part of the gate.
"""

from ledger.decisions.case import Case
from ledger.issue.commands import ApproveClosure, RequestClosure
from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.registry.entries import EvidenceKind
from mobile_schema.events.facts import EvidenceItem
from mobile_schema.events.issue_events import ClosureRequested, IssueClosed
from mobile_schema.vocabulary import RecheckResult, Severity


def request_closure(case: Case, command: RequestClosure) -> ClosureRequested:
    """The request. Raises CommandRefused when a kind of evidence that the issue's category demands is not there.

    `missing` names those; `files` is those of them that words alone do not show.
    """
    missing = [
        kind
        for kind in case.rules.catalogue.evidence_for(case.issue.category)
        if not any(item.kind == kind.code and _shows(item, kind) for item in command.evidence)
    ]
    if missing:
        names = "、".join(f"{kind.name_zh}(须为文件)" if kind.file else kind.name_zh for kind in missing)
        raise CommandRefused(
            Refusal.EVIDENCE_MISSING,
            f"缺少销号材料:{names} / evidence missing",
            missing=[kind.code for kind in missing],
            files=[kind.code for kind in missing if kind.file],
        )
    return ClosureRequested(statement=command.statement, evidence=command.evidence)


def approve_closure(case: Case, command: ApproveClosure) -> IssueClosed:
    """The end of an issue. Raises CommandRefused unless someone else verified, and on site when it is major."""
    issue = case.issue
    if issue.recheck is not None and issue.recheck.result != RecheckResult.SOLVED:
        raise CommandRefused(Refusal.RECHECK_MISSING, "复核结论为未解决,不能销号 / the recheck found it not solved")
    if issue.severity == Severity.MAJOR and not (issue.recheck and issue.recheck.on_site):
        raise CommandRefused(
            Refusal.RECHECK_MISSING, "重大问题须先现场复核 / a major issue needs a recheck on site first"
        )
    return IssueClosed(grade=command.grade, note=command.note)


def verified(issue: Issue) -> bool:
    """Whether a recheck stands in the way of no closure: none said otherwise, and a major issue has its own on site."""
    if issue.recheck is None:
        return issue.severity != Severity.MAJOR
    return issue.recheck.result == RecheckResult.SOLVED and (issue.recheck.on_site or issue.severity != Severity.MAJOR)


def _shows(item: EvidenceItem, kind: EvidenceKind) -> bool:
    """A kind that is only named, with neither a file nor a word, is no evidence; a photo only told of is none."""
    return item.sha256 is not None or bool(not kind.file and item.text and item.text.strip())
