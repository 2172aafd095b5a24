"""Knows how a step that came due, and its acknowledgement, stand on the clock it belongs to."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from msgspec.structs import replace

from ledger.issue.clocks import ObligationState, StepState
from ledger.issue.folding.mutators import Changes, Mutators
from ledger.issue.issue import Issue
from mobile_schema.events.envelope import EventEnvelope
from mobile_schema.events.escalation_events import (
    AlertAcknowledged,
    EscalationDeferred,
    EscalationFailed,
    EscalationFired,
)
from mobile_schema.events.facts import StepDone, ToldAtOnce

OnStep = EscalationFired | EscalationDeferred | EscalationFailed | AlertAcknowledged


def passed_by(issue: Issue, event: EscalationFired | ToldAtOnce) -> tuple[str, ...]:
    """The empty posts of an issue with those that the alerts of an event passed by, and those that had nobody over."""
    passed = [post for alert in event.alerts for post in alert.vacant_posts]
    return tuple(dict.fromkeys((*issue.vacant_posts, *passed, *event.vacant_posts)))


def _fired(issue: Issue, event: EscalationFired, envelope: EventEnvelope) -> Changes:
    return {
        "obligations": _with_step(issue, event, lambda done: _ended(done, event, envelope.at)),
        "vacant_posts": passed_by(issue, event),
    }


def _failed(issue: Issue, event: EscalationFailed, envelope: EventEnvelope) -> Changes:
    def failed(done: StepState | None) -> StepState:
        return replace(_ended(done, event, envelope.at), failed=True)

    return {
        "obligations": _with_step(issue, event, failed),
        "vacant_posts": tuple(dict.fromkeys((*issue.vacant_posts, *event.vacant_posts))),
    }


def _deferred(issue: Issue, event: EscalationDeferred, envelope: EventEnvelope) -> Changes:
    def deferred(done: StepState | None) -> StepState:
        before = done or StepState(occurrence=0, counts_from=envelope.at)
        return replace(before, deferred_until=event.until)

    return {"obligations": _with_step(issue, event, deferred)}


def _acknowledged(issue: Issue, event: AlertAcknowledged, envelope: EventEnvelope) -> Changes:
    """Only the latest occurrence counts: to have seen an old circular says nothing of the one sent since."""

    def acknowledged(done: StepState | None) -> StepState | None:
        if done is None or done.occurrence != event.occurrence or done.acknowledged_at is not None:
            return done
        return replace(done, acknowledged_at=envelope.at)

    return {"obligations": _with_step(issue, event, acknowledged)}


def _ended(done: StepState | None, event: EscalationFired | EscalationFailed, at: datetime) -> StepState:
    """The first time counts: a step that repeats must not keep the one that waits for its lapse from ever coming."""
    if done is None or not done.occurrence:
        return StepState(occurrence=event.occurrence, counts_from=at)
    idle = done.idle + event.idle
    return StepState(occurrence=event.occurrence, counts_from=done.counts_from, told_at=at, idle=idle)


def told(clocks: tuple[ObligationState, ...], steps: Iterable[StepDone]) -> tuple[ObligationState, ...]:
    """The clocks with what their steps did elsewhere, where they did not do it here."""
    after = {(clock.code, clock.round): clock for clock in clocks}
    for done in steps:
        clock = after[done.code, done.round]
        after[done.code, done.round] = _on_clock(
            clock,
            done.step,
            StepState(
                occurrence=done.occurrence,
                counts_from=done.first_at,
                told_at=done.last_at,
                idle=done.idle,
                acknowledged_at=done.acknowledged_at,
            ),
        )
    return tuple(after.values())


def _with_step(
    issue: Issue, event: OnStep, after: Callable[[StepState | None], StepState | None]
) -> tuple[ObligationState, ...]:
    return tuple(
        _on_clock(clock, event.step, after(clock.steps.get(event.step)))
        if clock.code == event.obligation and clock.round == event.round
        else clock
        for clock in issue.obligations
    )


def _on_clock(clock: ObligationState, step: str, state: StepState | None) -> ObligationState:
    return clock if state is None else replace(clock, steps={**clock.steps, step: state})


MUTATORS: Final[Mutators] = {
    EscalationFired: _fired,
    EscalationDeferred: _deferred,
    EscalationFailed: _failed,
    AlertAcknowledged: _acknowledged,
}
