"""Knows how the work on an issue changes it, the request to strike it off (销号), and what is said of that."""

from typing import Final

from ledger.issue.folding.handled import still_reached
from ledger.issue.folding.mutators import Changes, Mutators
from ledger.issue.folding.postponed import NOTHING_ASKED
from ledger.issue.folding.steps import passed_by
from ledger.issue.issue import Issue
from ledger.issue.parts import ClosureRequest, Recheck
from mobile_schema.events.envelope import EventEnvelope
from mobile_schema.events.solving_events import (
    ClosureRequested,
    ClosureReturned,
    IssueClosed,
    IssueReopened,
    PlanFiled,
    ProgressReported,
    RecheckRecorded,
)
from mobile_schema.vocabulary import RecheckResult, State


def _plan_filed(issue: Issue, event: PlanFiled, envelope: EventEnvelope) -> Changes:
    return _worked_on(issue, envelope) | {
        "milestones": event.milestones,
        "plan_is_late": event.late,
        "reached": still_reached(issue, event.milestones),
    }


def _progressed(issue: Issue, event: ProgressReported, envelope: EventEnvelope) -> Changes:
    return _worked_on(issue, envelope) | {
        "measures": event.measures or issue.measures,
        "percent": event.percent if event.percent is not None else issue.percent,
        "last_progress_at": envelope.at,
        "works_stopped": issue.works_stopped and not event.works_resumed,
    }


def _worked_on(issue: Issue, envelope: EventEnvelope) -> Changes:
    return {"state": State.IN_PROGRESS, "fixers": issue.fixers_with(envelope.actor.person_id)}


def _closure_requested(issue: Issue, event: ClosureRequested, envelope: EventEnvelope) -> Changes:
    return {
        "state": State.CLOSURE_REQUESTED,
        "fixers": issue.fixers_with(envelope.actor.person_id),
        "recheck": None,
        "closure": ClosureRequest(
            statement=event.statement,
            evidence=event.evidence,
            requested_by=envelope.actor.person_id,
            requested_at=envelope.at,
        ),
    }


def _rechecked(issue: Issue, event: RecheckRecorded, envelope: EventEnvelope) -> Changes:
    """That a duplicate was found solved says nothing of the issue that it was merged into."""
    passed = {"vacant_posts": passed_by(issue, event)}
    if event.duplicate is not None and event.result is RecheckResult.SOLVED:
        return passed
    return passed | {
        "recheck": Recheck(
            result=event.result,
            on_site=event.on_site,
            note=event.note,
            report_id=event.report_id,
            by=envelope.actor.person_id,
            at=envelope.at,
            attachments=event.attachments,
        )
    }


def _closed(issue: Issue, event: IssueClosed, envelope: EventEnvelope) -> Changes:
    return {
        "state": State.CLOSED,
        "grade": event.grade,
        "closed_at": envelope.at,
        "closed_by": envelope.actor.person_id,
        "instructions": (),
        **NOTHING_ASKED,
    }


def _returned(issue: Issue, event: ClosureReturned, envelope: EventEnvelope) -> Changes:
    return {
        "state": State.RETURNED,
        "return_reasons": event.reasons,
        "times_returned": issue.times_returned + 1,
    }


def _reopened(issue: Issue, event: IssueReopened, envelope: EventEnvelope) -> Changes:
    """What was closed on paper begins as what is handed out does."""
    begins = State.REPORTED if issue.unit_id is None else State.ASSIGNED
    return {
        "state": begins if issue.state is State.ON_PAPER else State.REOPENED,
        "times_reopened": issue.times_reopened + 1,
        "grade": None,
        "closed_at": None,
        "closed_by": None,
    }


MUTATORS: Final[Mutators] = {
    PlanFiled: _plan_filed,
    ProgressReported: _progressed,
    ClosureRequested: _closure_requested,
    RecheckRecorded: _rechecked,
    IssueClosed: _closed,
    ClosureReturned: _returned,
    IssueReopened: _reopened,
}
