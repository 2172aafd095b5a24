"""Knows what each event did to each clock: told by folding the events with the projection itself and looking."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from ledger.issue.clocks import ObligationState
from ledger.issue.issue import Issue
from ledger.issue.projection import apply
from mobile_schema.events.envelope import EventEnvelope
from mobile_schema.events.facts import Event
from mobile_schema.events.handling_events import IssueCorrected
from mobile_schema.events.set_aside_events import DuplicateAbsorbed, DuplicateReleased, IssueParted, IssueUnvoided
from mobile_schema.events.timing_events import ClocksRecomputed, ExtensionRequested, PolicyMoved
from oversight.explain.told.clocks import ChangeKind

_SET_ANEW: Final[dict[type[Event], ChangeKind]] = {
    PolicyMoved: "moved",
    ClocksRecomputed: "recomputed",
    IssueParted: "parted",
    IssueCorrected: "corrected",
}
_RUN_AGAIN: Final[dict[type[Event], ChangeKind]] = {IssueUnvoided: "unvoided", IssueCorrected: "corrected"}


@dataclass(frozen=True, slots=True)
class Turn:
    """A change of a clock that had started: the event, and the clock's due time before and after it."""

    kind: ChangeKind
    by: EventEnvelope
    due_before: datetime
    due_after: datetime
    rested_ms: int
    issue: str | None


@dataclass(slots=True)
class ClockLife:
    """One clock from its start: the policy under which it was last counted, and what happened to it.

    `asked` is the request that an extension answered, where the clock began with one.
    """

    started_by: EventEnvelope
    policy: tuple[str, int]
    asked: EventEnvelope | None
    turns: list[Turn] = field(default_factory=list)
    ended_by: EventEnvelope | None = None


def lives_of(envelopes: Iterable[EventEnvelope]) -> dict[str, ClockLife]:
    """Every clock of an issue by its key, from the issue's events in order."""
    lives: dict[str, ClockLife] = {}
    issue: Issue | None = None
    asked: EventEnvelope | None = None
    for envelope in envelopes:
        before = {clock.key: clock for clock in issue.obligations} if issue else {}
        issue = apply(issue, envelope)
        if isinstance(envelope.data, ExtensionRequested):
            asked = envelope
        for clock in issue.obligations:
            known = before.get(clock.key)
            if known is None:
                lives[clock.key] = ClockLife(envelope, _policy_of(issue), asked)
            elif known is not clock:
                _live_on(lives[clock.key], known, clock, envelope, issue)
    return lives


def _policy_of(issue: Issue) -> tuple[str, int]:
    return str(issue.policy), issue.policy_version or 0


def _live_on(
    life: ClockLife, before: ObligationState, after: ObligationState, envelope: EventEnvelope, issue: Issue
) -> None:
    if before.running and not after.running:
        life.ended_by = envelope
        return
    kind = _kind(before, after, envelope)
    if kind is None:
        return
    if after.running and not before.running:
        life.ended_by = None
    if kind in {"moved", "recomputed", "corrected"}:
        life.policy = _policy_of(issue)
    event = envelope.data
    other = event.serial if isinstance(event, DuplicateAbsorbed | DuplicateReleased) else None
    rested = after.rested_ms - before.rested_ms
    life.turns.append(Turn(kind, envelope, before.due_at, after.due_at, rested, other))


def _kind(before: ObligationState, after: ObligationState, envelope: EventEnvelope) -> ChangeKind | None:
    """What an event was to a clock that did not end by it; None when it only fired one of its steps."""
    event = envelope.data
    if after.running and not before.running:
        return _RUN_AGAIN.get(type(event), "runs_again")
    if before.paused_at is None and after.paused_at is not None:
        return "suspended"
    if before.paused_at is not None and after.paused_at is None:
        return "resumed"
    if before.adopted != after.adopted:
        return "adopted" if isinstance(event, DuplicateAbsorbed) else "released"
    return _SET_ANEW.get(type(event)) if after.running and _set_anew(after, event) else None


def _set_anew(clock: ObligationState, event: Event) -> bool:
    if isinstance(event, IssueParted):
        return True
    return event.clocks is not None and (clock.code, clock.round) in {
        (one.code, one.round) for one in event.clocks.moved
    }
