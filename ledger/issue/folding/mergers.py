"""Knows how mergers (并案) and their undoing change the duplicate and the issue it belongs to."""

from typing import Final

from ledger.issue.folding.clocks import adopt, release, run_from
from ledger.issue.folding.mutators import Changes, Mutators
from ledger.issue.folding.steps import told
from ledger.issue.issue import Issue
from ledger.issue.parts import Merger
from mobile_schema.events.envelope import EventEnvelope
from mobile_schema.events.set_aside_events import DuplicateAbsorbed, DuplicateReleased, IssueMerged, IssueParted
from mobile_schema.vocabulary import State


def _merged(issue: Issue, event: IssueMerged, envelope: EventEnvelope) -> Changes:
    return {
        "state": State.MERGED,
        "merger": Merger(into=event.into, into_serial=event.into_serial, back_to=issue.state),
    }


def _parted(issue: Issue, event: IssueParted, envelope: EventEnvelope) -> Changes:
    back_to = issue.merger.back_to if issue.merger else issue.state
    clocks = told(run_from(issue.obligations, envelope.at), event.told)
    return {"state": back_to, "merger": None, "obligations": clocks}


def _absorbed(issue: Issue, event: DuplicateAbsorbed, envelope: EventEnvelope) -> Changes:
    return {
        "duplicates": (*issue.duplicates, event.issue_id),
        "obligations": adopt(issue.obligations, event.issue_id, event.adopted, envelope.at),
    }


def _released(issue: Issue, event: DuplicateReleased, envelope: EventEnvelope) -> Changes:
    return {
        "duplicates": tuple(duplicate for duplicate in issue.duplicates if duplicate != event.issue_id),
        "obligations": release(issue.obligations, event.issue_id),
    }


MUTATORS: Final[Mutators] = {
    IssueMerged: _merged,
    IssueParted: _parted,
    DuplicateAbsorbed: _absorbed,
    DuplicateReleased: _released,
}
