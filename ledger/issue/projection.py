"""Knows how one event changes an issue: `apply` is pure, and folding it over the events rebuilds the issue."""

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from ledger.issue.folding import assigned, handled, mergers, postponed, reported, rules, solved, steps, voided
from ledger.issue.folding.clocks import changed
from ledger.issue.folding.mutators import Mutators
from ledger.issue.folding.opened import opened
from ledger.issue.issue import Issue
from ledger.registry.actors import SYSTEM_ID
from mobile_schema.events.envelope import EventEnvelope
from mobile_schema.events.escalation_events import AlertAcknowledged
from mobile_schema.events.handling_events import ONLY_SAID
from mobile_schema.events.timing_events import IssueResumed

_MUTATORS: Final[Mutators] = {
    **assigned.MUTATORS,
    **solved.MUTATORS,
    **postponed.MUTATORS,
    **mergers.MUTATORS,
    **voided.MUTATORS,
    **rules.MUTATORS,
    **steps.MUTATORS,
    **reported.MUTATORS,
    **handled.MUTATORS,
}


def replay(envelopes: Iterable[EventEnvelope]) -> Issue:
    """The issue that these events, in version order from 1, make. Raises ValueError on a gap or on none."""
    issue: Issue | None = None
    for envelope in envelopes:
        issue = apply(issue, envelope)
    if issue is None:
        raise ValueError("no events, no issue")
    return issue


def apply(issue: Issue | None, envelope: EventEnvelope) -> Issue:
    """The issue after one more event. Raises ValueError when the event is not the next one."""
    if envelope.version != (issue.version if issue else 0) + 1:
        raise ValueError(f"event {envelope.version} of {envelope.issue_id} is not the next one")
    if issue is None:
        return opened(envelope)
    event = envelope.data
    changes = _MUTATORS[type(event)](issue, event, envelope)
    if event.clocks is not None:
        clocks = changes.get("obligations", issue.obligations)
        resting = changes.get("suspension", issue.suspension) is not None
        since = event.resumed_at if isinstance(event, IssueResumed) else envelope.at
        changes["obligations"] = changed(clocks, event.clocks, since, resting=resting)
    if event.notices:
        passed = (post for notice in event.notices for post in notice.vacant_posts)
        changes["vacant_posts"] = tuple(dict.fromkeys((*changes.get("vacant_posts", issue.vacant_posts), *passed)))
    if envelope.actor.person_id != SYSTEM_ID and not isinstance(event, (AlertAcknowledged, *ONLY_SAID)):
        changes["active_at"] = envelope.at
    return replace(issue, version=envelope.version, updated_at=envelope.at, **changes)
