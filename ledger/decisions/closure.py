"""Knows the gate to 销号: evidence by category, a verifier who did not do the work, a recheck for major issues.

Every way to close (API, import, bulk) passes here, since `lifecycle.decide` is the only way to the event.
That the verifier is not of those who did the work is `permissions.demand_permission`'s part of the gate.
"""

from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.policy.rules import Rules
from ledger.registry.entries import EvidenceKind
from mobile_schema.events.facts import EvidenceItem
from mobile_schema.vocabulary import RecheckResult, Severity


def demand_evidence(issue: Issue, evidence: tuple[EvidenceItem, ...], rules: Rules) -> None:
    """Raises CommandRefused when a kind of evidence that the issue's category demands is not there.

    `missing` names those; `files` is those of them that words alone do not show.
    """
    missing = [
        kind
        for kind in rules.catalogue.evidence_for(issue.category)
        if not any(item.kind == kind.code and _shows(item, kind) for item in evidence)
    ]
    if missing:
        names = "、".join(f"{kind.name_zh}(须为文件)" if kind.file else kind.name_zh for kind in missing)
        raise CommandRefused(
            Refusal.EVIDENCE_MISSING,
            f"缺少销号材料:{names} / evidence missing",
            missing=[kind.code for kind in missing],
            files=[kind.code for kind in missing if kind.file],
        )


def _shows(item: EvidenceItem, kind: EvidenceKind) -> bool:
    """A kind that is only named, with neither a file nor a word, is no evidence; a photo only told of is none."""
    return item.sha256 is not None or bool(not kind.file and item.text and item.text.strip())


def check_approval(issue: Issue) -> None:
    """Raises CommandRefused unless someone else verified, and on site when the issue is major."""
    if issue.recheck is not None and issue.recheck.result != RecheckResult.SOLVED:
        raise CommandRefused(Refusal.RECHECK_MISSING, "复核结论为未解决,不能销号 / the recheck found it not solved")
    if issue.severity == Severity.MAJOR and not (issue.recheck and issue.recheck.on_site):
        raise CommandRefused(
            Refusal.RECHECK_MISSING, "重大问题须先现场复核 / a major issue needs a recheck on site first"
        )
