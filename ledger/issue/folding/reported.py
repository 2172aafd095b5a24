"""Knows how a correction of its report, the judgement of one, a withdrawal, a referral, a row that came again change an
issue."""

from typing import Final

from msgspec.structs import replace

from ledger.issue.folding.mutators import Changes, Mutators
from ledger.issue.folding.steps import passed_by
from ledger.issue.imported import Imported
from ledger.issue.issue import Issue
from ledger.issue.reported.corrections import Correction, Judgement, ReportTakenBack
from ledger.issue.reported.referrals import ReferralAnswer
from mobile_schema.events.envelope import EventEnvelope
from mobile_schema.events.import_events import RowChanged
from mobile_schema.events.referral_events import ReferralAnswered, ReferralLogged
from mobile_schema.events.report_events import CorrectionJudged, ReportCorrected, ReportWithdrawn


def _corrected(issue: Issue, event: ReportCorrected, envelope: EventEnvelope) -> Changes:
    correction = Correction(
        report_id=event.report_id,
        place=event.place,
        corrects=event.corrects,
        by=envelope.actor.person_id,
        at=envelope.at,
        says=event.says,
    )
    return {"corrections": (*issue.corrections, correction), "vacant_posts": passed_by(issue, event)}


def _judged(issue: Issue, event: CorrectionJudged, envelope: EventEnvelope) -> Changes:
    judgement = Judgement(
        accepted=event.accepted,
        by=envelope.actor.person_id,
        at=envelope.at,
        reason=event.reason,
        applied=event.applied,
    )
    said = {each.report_id: each.says for each in issue.corrections}[event.report_id]
    return {
        "corrections": tuple(
            replace(each, judged=judgement) if each.report_id == event.report_id else each for each in issue.corrections
        ),
        **{name: getattr(said, name) for name in event.applied},
    }


def _withdrawn(issue: Issue, event: ReportWithdrawn, envelope: EventEnvelope) -> Changes:
    """A look of a visit that was taken back shows nothing any more, and a correction waits for nobody."""
    changes: Changes = {"vacant_posts": passed_by(issue, event)}
    if event.report_id == issue.report_id:
        changes["taken_back"] = ReportTakenBack(at=envelope.at, by=envelope.actor.person_id, reason=event.reason)
    if issue.recheck is not None and issue.recheck.report_id == event.report_id:
        changes["recheck"] = None
    if any(each.report_id == event.report_id for each in issue.corrections):
        changes["corrections"] = tuple(
            replace(each, withdrawn_at=envelope.at) if each.report_id == event.report_id else each
            for each in issue.corrections
        )
    return changes


def _referred(issue: Issue, event: ReferralLogged, envelope: EventEnvelope) -> Changes:
    return {"referrals": (*issue.referrals, event.model_copy(update={"clocks": None, "notices": ()}))}


def _answered(issue: Issue, event: ReferralAnswered, envelope: EventEnvelope) -> Changes:
    answer = ReferralAnswer(
        place=event.place,
        state=event.state,
        answered_at=event.answered_at,
        case_number=event.case_number,
        note=event.note,
        by=envelope.actor.person_id,
        at=envelope.at,
    )
    return {"answers": (*issue.answers, answer)}


def _row_changed(issue: Issue, event: RowChanged, envelope: EventEnvelope) -> Changes:
    """Measures are the issue's own: those filed here where there are any, else those it came with."""
    before = issue.imported
    free = dict(before.free) if before else {}
    free |= {each.field: each.after for each in event.changed}
    changes: Changes = {
        "imported": Imported(
            file=event.file,
            claims=before.claims if before else None,
            said=event.said or (before.said if before else ()),
            free=tuple((name, text) for name, text in free.items() if text),
        )
    }
    measures = next((each.after for each in event.changed if each.field == "measures"), None)
    if measures is not None:
        changes["measures" if issue.measures else "measure_proposed"] = measures or None
    return changes


MUTATORS: Final[Mutators] = {
    RowChanged: _row_changed,
    ReportCorrected: _corrected,
    CorrectionJudged: _judged,
    ReportWithdrawn: _withdrawn,
    ReferralLogged: _referred,
    ReferralAnswered: _answered,
}
