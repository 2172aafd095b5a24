"""Knows how another policy or another calendar changes an issue."""

from typing import Final

from ledger.issue.folding.mutators import Changes, Mutators
from ledger.issue.issue import Issue
from mobile_schema.events.envelope import EventEnvelope
from mobile_schema.events.facts import Event
from mobile_schema.events.timing_events import ClocksRecomputed, PolicyMoved


def _policy_moved(issue: Issue, event: PolicyMoved, envelope: EventEnvelope) -> Changes:
    return {"policy": event.policy, "policy_version": event.policy_version}


def _only_clocks(issue: Issue, event: Event, envelope: EventEnvelope) -> Changes:
    return {}


MUTATORS: Final[Mutators] = {
    PolicyMoved: _policy_moved,
    ClocksRecomputed: _only_clocks,
}
