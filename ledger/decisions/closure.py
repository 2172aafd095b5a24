"""Knows the gate to 销号: evidence by category, a verifier who did not do the work, a visit for major issues.

Every way to close (API, import, bulk) passes here, since `lifecycle.decide` is the only way to the event.
That the verifier is not of those who did the work is `permissions.demand_permission`'s part of the gate.
"""

from collections.abc import Iterable, Mapping

from ledger.decisions.case import Case
from ledger.issue.issue import Issue
from ledger.issue.parts import Recheck
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.solving import RequestClosure
from ledger.registry.entries import EvidenceKind
from mobile_schema.events.facts import EvidenceItem
from mobile_schema.events.solving_events import ClosureRequested
from mobile_schema.statements import says_something
from mobile_schema.vocabulary import RecheckResult, Severity


def request_closure(case: Case, command: RequestClosure) -> ClosureRequested:
    """The request. Raises CommandRefused when a kind of evidence that the issue's category demands is not there.

    `missing` names those; `files` is those of them that only a stored photo shows.
    """
    missing = missing_evidence(case, command.evidence)
    if missing:
        names = "、".join(f"{kind.name_zh}(须为文件)" if kind.photo else kind.name_zh for kind in missing)
        raise CommandRefused(
            Refusal.EVIDENCE_MISSING,
            f"缺少销号材料:{names} / evidence missing",
            missing=[kind.code for kind in missing],
            files=[kind.code for kind in missing if kind.photo],
        )
    return ClosureRequested(statement=command.statement, evidence=command.evidence)


def missing_evidence(case: Case, evidence: Iterable[EvidenceItem]) -> list[EvidenceKind]:
    """The kinds that the category of an issue demands and these do not show."""
    shown = tuple(evidence)
    return [
        kind
        for kind in case.rules.catalogue.evidence_for(case.issue.category)
        if not any(item.kind == kind.code and _shows(item, kind, case.shown.files) for item in shown)
    ]


def is_verified(case: Case) -> None:
    """Raises CommandRefused unless someone else verified, and on site when the issue is major."""
    lacking = _lacks(case.issue)
    if lacking is not None:
        raise lacking


def verified(issue: Issue) -> bool:
    """Whether a recheck stands in the way of no closure: none said otherwise, and a major issue has its own visit."""
    return _lacks(issue) is None


def _lacks(issue: Issue) -> CommandRefused | None:
    if issue.recheck is not None and issue.recheck.result is not RecheckResult.SOLVED:
        detail = "复核结论为未解决,不能销号 / the recheck found it not solved"
        return CommandRefused(Refusal.RECHECK_MISSING, detail, recheck="solved")
    if issue.severity is Severity.MAJOR and not (issue.recheck and _on_site(issue.recheck)):
        detail = "重大问题须先现场复核 / a major issue needs a recheck on site first"
        return CommandRefused(Refusal.RECHECK_MISSING, detail, recheck="on_site")
    return None


def _on_site(recheck: Recheck) -> bool:
    return recheck.on_site and recheck.report_id is not None


def _shows(item: EvidenceItem, kind: EvidenceKind, files: Mapping[str, str]) -> bool:
    """A kind that is only named, with neither a file nor a word, is no evidence; a photo only told of is none."""
    if kind.photo:
        return files.get(item.sha256 or "", "").startswith("image/")
    return item.sha256 in files or says_something(item.text)
