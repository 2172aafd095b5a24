"""Knows how extensions (延期) and suspensions (挂起) change an issue."""

from typing import Final

from ledger.issue.folding.clocks import rest, run_on
from ledger.issue.folding.mutators import Changes, Mutators
from ledger.issue.issue import Issue
from ledger.issue.parts import ExtensionRequest, Suspension, SuspensionRequest
from mobile_schema.events.envelope import EventEnvelope
from mobile_schema.events.facts import Event
from mobile_schema.events.timing_events import (
    ExtensionApproved,
    ExtensionRefused,
    ExtensionRequested,
    IssueResumed,
    IssueSuspended,
    SuspensionRefused,
    SuspensionRequested,
)
from mobile_schema.vocabulary import State

NOTHING_ASKED: Changes = {"extension_request": None, "suspension_request": None}
"""What was asked of an issue that ended is asked no more, should it come back."""


def _extension_requested(issue: Issue, event: ExtensionRequested, envelope: EventEnvelope) -> Changes:
    return {
        "extension_request": ExtensionRequest(
            obligation=event.obligation,
            due_at=event.due_at,
            reason=event.reason,
            requested_by=envelope.actor.person_id,
            requested_at=envelope.at,
        ),
        "fixers": issue.fixers_with(envelope.actor.person_id),
    }


def _extension_decided(issue: Issue, event: Event, envelope: EventEnvelope) -> Changes:
    return {"extension_request": None}


def _suspension_requested(issue: Issue, event: SuspensionRequested, envelope: EventEnvelope) -> Changes:
    return {
        "suspension_request": SuspensionRequest(
            reason=event.reason,
            until=event.until,
            requested_by=envelope.actor.person_id,
            requested_at=envelope.at,
        ),
        "fixers": issue.fixers_with(envelope.actor.person_id),
    }


def _suspension_refused(issue: Issue, event: SuspensionRefused, envelope: EventEnvelope) -> Changes:
    return {"suspension_request": None}


def _suspended(issue: Issue, event: IssueSuspended, envelope: EventEnvelope) -> Changes:
    return {
        "state": State.SUSPENDED,
        "suspension_request": None,
        "suspension": Suspension(reason=event.reason, until=event.until, since=envelope.at, back_to=issue.state),
        "obligations": rest(issue.obligations, envelope.at),
    }


def _resumed(issue: Issue, event: IssueResumed, envelope: EventEnvelope) -> Changes:
    back_to = issue.suspension.back_to if issue.suspension else issue.state
    return {"state": back_to, "suspension": None, "obligations": run_on(issue.obligations, event.resumed_at)}


MUTATORS: Final[Mutators] = {
    ExtensionRequested: _extension_requested,
    ExtensionApproved: _extension_decided,
    ExtensionRefused: _extension_decided,
    SuspensionRequested: _suspension_requested,
    SuspensionRefused: _suspension_refused,
    IssueSuspended: _suspended,
    IssueResumed: _resumed,
}
