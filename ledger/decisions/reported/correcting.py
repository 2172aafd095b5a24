"""Knows what a correction of a report would change on its issue, and what a supervisor's word on it does."""

from typing import Final

from ledger.decisions.case import Case
from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.reported.corrections import Correction
from ledger.issue.words.correcting import JudgeCorrection
from mobile_schema.events.report_events import CorrectionJudged, Statement

APPLIED: Final = ("description", "measure_proposed", "incident_kind", "captured_at", "location", "attachments")
"""What an issue says as a correction does, once that is accepted: words, place and photos."""
TOLD: Final = (*APPLIED, "category", "severity", "works_stopped")
"""What may differ. The rest of these has clocks behind it, and is a supervisor's own command to change."""


def differing(issue: Issue, says: Statement) -> tuple[str, ...]:
    """The fields of an issue that a statement says otherwise."""
    return tuple(name for name in TOLD if getattr(issue, name) != getattr(says, name))


def waiting(issue: Issue) -> tuple[Correction, ...]:
    """The corrections of an issue that wait for a supervisor's word."""
    return tuple(each for each in issue.corrections if each.waits)


def one_waits(case: Case) -> None:
    """Raises CommandRefused while no correction waits to be judged."""
    if not waiting(case.issue):
        raise CommandRefused(Refusal.CORRECTION_NOT_POSSIBLE, "没有待认定的更正 / no correction waits to be judged")


def judge_correction(case: Case, command: JudgeCorrection) -> CorrectionJudged:
    """The word on one correction. Raises CommandRefused where no such one waits for it."""
    found = [each for each in waiting(case.issue) if each.report_id == command.report_id]
    if not found:
        raise CommandRefused(
            Refusal.CORRECTION_NOT_POSSIBLE,
            "没有这份待认定的更正 / no such correction waits to be judged",
            report_id=command.report_id,
        )
    differ = differing(case.issue, found[0].says) if command.accepted else ()
    return CorrectionJudged(
        report_id=command.report_id,
        accepted=command.accepted,
        reason=command.reason,
        applied=tuple(name for name in APPLIED if name in differ),
    )
