"""Knows which steps of the ladder (督办升级) are due on an issue, what fires next and when.

Pure: time is an argument. A step is identified by (issue, obligation, round, policy version, step, occurrence),
and its alert's id derives from that, so that a second firing is the same alert.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from xiaohao.ledger.alert_texts import alert_texts
from xiaohao.ledger.issue import Issue, ObligationState
from xiaohao.ledger.policy import Policy, Step
from xiaohao.ledger.recipients import resolve
from xiaohao.ledger.registry import Catalogue
from xiaohao.mobile_schema.events import AlertRaised, EscalationFired

_ALERTS = UUID("5b0b9a3e-58a2-5c39-9f5e-1a7d7f1c1371")


@dataclass(frozen=True, slots=True)
class DueStep:
    """One step on one clock with the moment at which its next occurrence falls due."""

    clock: ObligationState
    step: Step
    occurrence: int
    due_at: datetime


def next_escalation(issue: Issue, policy: Policy) -> DueStep | None:
    """What fires next if nothing happens, or None when nothing is left to fire."""
    return min(_pending(issue, policy), key=lambda due: due.due_at, default=None)


def next_due_at(issue: Issue, policy: Policy) -> datetime | None:
    """When the sweep has to look at this issue again."""
    if not issue.is_open:
        return None
    moments = (moment for clock in issue.obligations if (moment := _next_moment(clock, policy)))
    return min(moments, default=None)


def due_steps(issue: Issue, policy: Policy, now: datetime) -> tuple[DueStep, ...]:
    """The steps that are due at `now`, earliest first; a repeating step that missed some is due once, the last."""
    due = (_caught_up(pending, now) for pending in _pending(issue, policy) if pending.due_at <= now)
    return tuple(sorted(due, key=lambda step: (step.due_at, step.step.step)))


def fire(issue: Issue, due: DueStep, policy: Policy, catalogue: Catalogue, now: datetime) -> EscalationFired:
    """The event of one due step: resolved to its recipient as of now, with its alert."""
    to = resolve(issue, due.step.to, catalogue)
    text_zh, text_en = alert_texts(issue, due.step, due.clock, policy)
    alert = AlertRaised(
        alert_id=alert_id(issue, due, policy),
        recipient_person_id=to.person_id,
        recipient_post=to.post,
        recipient_level=to.level,
        recipient_region=to.region,
        text_zh=text_zh,
        text_en=text_en,
        vacant_posts=to.vacant_posts,
    )
    return EscalationFired(
        obligation=due.clock.code,
        round=due.clock.round,
        step=due.step.step,
        occurrence=due.occurrence,
        light=due.step.light,
        instrument=due.step.instrument,
        due_at=due.due_at,
        late_ms=int((now - due.due_at) / timedelta(milliseconds=1)),
        alerts=(alert,),
    )


def alert_id(issue: Issue, due: DueStep, policy: Policy) -> str:
    """The one id that this occurrence's alert can have."""
    name = f"{issue.id}/{due.clock.key}/{policy.name}.{policy.version}/{due.step.step}/{due.occurrence}"
    return str(uuid5(_ALERTS, name))


def _next_moment(clock: ObligationState, policy: Policy) -> datetime | None:
    """When the ladder of one clock fires next; a clock on which nothing fired yet needs no look at each step."""
    if not clock.running:
        return None
    if not clock.steps:
        wait = policy.first_step_after.get(clock.code)
        return None if wait is None else clock.due_at + wait
    return min((due.due_at for due in _pending_on(clock, policy)), default=None)


def _pending(issue: Issue, policy: Policy) -> Iterator[DueStep]:
    if not issue.is_open:
        return
    for clock in issue.obligations:
        if clock.running:
            yield from _pending_on(clock, policy)


def _pending_on(clock: ObligationState, policy: Policy) -> Iterator[DueStep]:
    for step in policy.steps_of[clock.code]:
        occurrence = _next_occurrence(clock, step)
        if occurrence is not None:
            yield DueStep(clock, step, occurrence, _moment(clock, step, occurrence))


def _next_occurrence(clock: ObligationState, step: Step) -> int | None:
    """1 for a step that never fired; after that only a repeating step nobody acknowledged has another."""
    done = clock.steps.get(step.step)
    if done is None:
        return 1
    if step.every_days is None or done.acknowledged:
        return None
    return done.occurrence + 1


def _moment(clock: ObligationState, step: Step, occurrence: int) -> datetime:
    repeats = timedelta(days=(step.every_days or 0) * (occurrence - 1))
    return clock.due_at + timedelta(days=step.after_days) + repeats


def _caught_up(pending: DueStep, now: datetime) -> DueStep:
    """The last occurrence that is due: after an outage there is one catch-up, not one for each missed."""
    if pending.step.every_days is None:
        return pending
    missed = (now - pending.due_at) // timedelta(days=pending.step.every_days)
    occurrence = pending.occurrence + missed
    return DueStep(pending.clock, pending.step, occurrence, _moment(pending.clock, pending.step, occurrence))
