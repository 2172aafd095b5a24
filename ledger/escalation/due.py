"""Knows which steps of the ladder (督办升级) are due on an issue, what fires next and when.

Pure: time is an argument. A step is identified by (issue, obligation, round, policy version, step, occurrence).
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from ledger.issue.clocks import ObligationState, StepState
from ledger.issue.issue import Issue
from ledger.policy.ladder import Repeat, Step
from ledger.policy.regime import Moments, Regime


class DueStep(Struct, frozen=True):
    """One step on one clock with the moment at which its next occurrence falls due.

    `idle`: nobody did anything since it was acknowledged; it is none of the repetitions.
    """

    clock: ObligationState
    step: Step
    occurrence: int
    due_at: datetime
    idle: bool


def pending_steps(issue: Issue, regime: Regime) -> Iterator[DueStep]:
    """Every step that will fire if nothing happens, with its next occurrence."""
    for clock in _counting(issue):
        yield from _pending_on(issue, clock, regime)


def next_escalation(issue: Issue, regime: Regime) -> DueStep | None:
    """What fires next if nothing happens, or None when nothing is left to fire."""
    return min(pending_steps(issue, regime), key=lambda due: due.due_at, default=None)


def next_due_at(issue: Issue, regime: Regime) -> datetime | None:
    """When the sweep has to look at this issue again: a step falls due, an instruction's day is over, or a suspension
    ends.
    """
    moments = [next_instruction_at(issue)] if issue.instructions else []
    if issue.suspension is not None and issue.is_open:
        moments.append(issue.suspension.until)
    else:
        moments += [_next_moment(issue, clock, regime) for clock in _counting(issue)]
    return min(filter(None, moments), default=None)


def next_instruction_at(issue: Issue) -> datetime | None:
    """When the next instruction is to be told as not answered; None where none waits for it."""
    if not issue.is_open:
        return None
    return min((each.due_at for each in issue.instructions if each.told_at is None), default=None)


def due_steps(issue: Issue, regime: Regime, now: datetime) -> tuple[DueStep, ...]:
    """The steps that are due at `now`, earliest first, those of one moment as the ladder has them.

    A repeating step that missed some is due once, the last.
    """
    due = (
        _caught_up(pending, regime, now)
        for clock in _counting(issue)
        if _falls_due(_next_moment(issue, clock, regime), now)
        for pending in _pending_on(issue, clock, regime)
        if pending.due_at <= now
    )
    return tuple(sorted(due, key=lambda step: step.due_at))


def _counting(issue: Issue) -> list[ObligationState]:
    """The clocks on which something may fall due."""
    if not issue.is_open:
        return []
    return [clock for clock in issue.obligations if clock.ended_at is None and clock.paused_at is None]


def _falls_due(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment <= now


def _next_moment(issue: Issue, clock: ObligationState, regime: Regime) -> datetime | None:
    """When the ladder of one clock fires next."""
    if clock.steps or clock.runs_from is not None:
        return min((due.due_at for due in _pending_on(issue, clock, regime)), default=None)
    return _first_moments(clock, regime).earliest


def _first_moments(clock: ObligationState, regime: Regime) -> Moments:
    """When the steps that count from the clock's due time first fall due."""

    def find() -> Moments:
        steps = regime.policy.steps_of.get(clock.code, ())
        of = {step.step: _from_due(clock, step, regime) for step in steps if step.lapse is None}
        return Moments(of, min(filter(None, of.values()), default=None))

    return regime.moments(clock, find)


def _pending_on(issue: Issue, clock: ObligationState, regime: Regime) -> Iterator[DueStep]:
    for step in regime.policy.steps_of.get(clock.code, ()):
        moment = _next_of(issue, clock, step, regime)
        if moment is not None:
            occurrence, due_at = moment
            done = clock.steps.get(step.step)
            deferred = done.deferred_until if done else None
            earliest = max(filter(None, (due_at, clock.runs_from, deferred)))
            yield DueStep(clock, step, occurrence, earliest, done is not None and done.acknowledged_at is not None)


def _next_of(issue: Issue, clock: ObligationState, step: Step, regime: Regime) -> tuple[int, datetime] | None:
    """The next occurrence of a step and when it falls due; None when it has no more."""
    done = clock.steps.get(step.step)
    if done is None or not done.occurrence:
        first = _first_of(clock, step, regime)
        return None if first is None else (1, first)
    if done.acknowledged_at is not None:
        return _again_if_idle(issue, clock, step, done, regime)
    first = None if step.repeat is None else _first_of(clock, step, regime)
    if step.repeat is None or first is None:
        return None
    repetition = _after(clock, step.repeat, first, done, regime)
    moment = _repeated(step.repeat, first, repetition, regime)
    return None if moment is None else (repetition + done.idle, moment)


def _first_of(clock: ObligationState, step: Step, regime: Regime) -> datetime | None:
    if step.needs is not None and step.lapse is not None:
        needed = clock.steps.get(step.needs)
        if needed is None or not needed.occurrence:
            return None
        since = needed.counts_from
        return regime.run_on(regime.shift(since, step.lapse), clock.rests_since(since), step.lapse)
    return _first_moments(clock, regime).of[step.step]


def _from_due(clock: ObligationState, step: Step, regime: Regime) -> datetime | None:
    """When a step falls due before or after its clock does."""
    if step.before is not None:
        ahead = regime.shift(clock.due_at, step.before, back=True)
        # The clock was shorter than the warning is early: there is nothing to warn of in time.
        return ahead if ahead > clock.started_at else None
    if step.after is not None:
        return regime.shift(clock.due_at, step.after)
    return clock.due_at


def _repeated(repeat: Repeat, first: datetime, repetition: int, regime: Regime) -> datetime | None:
    if repeat.at_most is not None and repetition > repeat.at_most:
        return None
    moment = regime.shift(first, repeat.every, times=repetition - 1)
    return None if repeat.until is not None and moment > regime.shift(first, repeat.until) else moment


def _after(clock: ObligationState, repeat: Repeat, first: datetime, done: StepState, regime: Regime) -> int:
    """The repetition after the last one told, whose moment has not passed by then.

    Moments pass untold while a step is acknowledged, or come to lie in the past when a duplicate was due earlier.
    """
    told_at = done.told_at or done.counts_from
    told_at += sum((until - since for since, until in clock.rests_since(told_at)), timedelta())
    passed = regime.occurrences_until(first, repeat.every, told_at)
    return max(done.occurrence - done.idle, 1 + passed) + 1


def _again_if_idle(
    issue: Issue, clock: ObligationState, step: Step, done: StepState, regime: Regime
) -> tuple[int, datetime] | None:
    """An acknowledged step is quiet as long as something happens on the issue; time at rest is not idle."""
    if step.again_if_idle is None or done.acknowledged_at is None:
        return None
    idle_from = max(filter(None, (done.acknowledged_at, issue.active_at, clock.runs_from)))
    return done.occurrence + 1, regime.shift(idle_from, step.again_if_idle)


def _caught_up(pending: DueStep, regime: Regime, now: datetime) -> DueStep:
    """The last occurrence that is due: after an outage there is one catch-up, not one for each missed."""
    step, clock = pending.step, pending.clock
    done = clock.steps.get(step.step)
    first = _first_of(clock, step, regime)
    if step.repeat is None or first is None or (done is not None and done.acknowledged_at is not None):
        return pending
    repeat = step.repeat
    until = now if repeat.until is None else min(now, regime.shift(first, repeat.until))
    last = 1 + regime.occurrences_until(first, repeat.every, until)
    if repeat.at_most is not None:
        last = min(last, repeat.at_most)
    idle = done.idle if done else 0
    last = max(last, pending.occurrence - idle)
    moment = regime.shift(first, repeat.every, times=last - 1)
    return replace(pending, occurrence=last + idle, due_at=max(moment, pending.due_at))
