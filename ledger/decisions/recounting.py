"""Knows how running clocks are set anew: for another policy version, or by a calendar that changed."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from ledger.access.permissions import demand_level
from ledger.decisions.case import Case
from ledger.decisions.clock_effects import facts_of, set_clock
from ledger.issue.clocks import ObligationState
from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.timing import MovePolicy
from ledger.policy.policy import Trigger
from ledger.policy.regime import Due, Regime
from mobile_schema.events.facts import AdoptedDue, ClockChanges, ClockEnded, Obligation
from mobile_schema.events.timing_events import ClocksRecomputed, PolicyMoved


def move_policy(case: Case, command: MovePolicy) -> PolicyMoved:
    """The move: clocks that both versions have are counted anew from their own starts, those that only the new one
    has begin now, those it does not give this issue are cancelled. Raises CommandRefused, also outside its scope.
    """
    issue, rules = case.issue, case.rules
    try:
        policy = rules.policies.of(command.policy, command.version)
    except LookupError:
        raise CommandRefused(
            Refusal.UNKNOWN_POLICY, f"没有这个规则版本 / no policy {command.policy} version {command.version}"
        ) from None
    facts = facts_of(issue)
    if not policy.applies_to.covers(facts):
        raise CommandRefused(
            Refusal.POLICY_OUT_OF_SCOPE,
            f"规则 {policy.key} 不适用于该问题 / {policy.key} is not for issues like this one",
            applies_to=policy.applies_to.model_dump(mode="json", exclude_defaults=True),
        )
    return PolicyMoved(
        policy=policy.name,
        policy_version=policy.version,
        reason=command.reason,
        clocks=under_another(issue, case.at, rules.regime(policy, issue.region)),
    )


def moves_are_granted_by(case: Case) -> None:
    """Raises CommandRefused unless the actor is of the level that the policy has such moves decided at."""
    demand_level(case.issue, case.actor, case.regime.policy.approvals.move)


def under_another(
    issue: Issue, at: datetime, regime: Regime, *, without: Literal["cancelled", "out_of_scope"] = "cancelled"
) -> ClockChanges:
    """What it does to the clocks of an issue that it is, from now on, under this regime as if it always had been.

    Those that it has are counted anew from their own starts, those that the regime gives such an issue and it never had
    begin now, those that the regime does not give it end as `without` says.
    """
    facts = facts_of(issue)
    running = [clock for clock in issue.obligations if clock.running]
    kept = {
        clock.key: clock
        for clock in running
        if clock.code in regime.policy.obligations and regime.policy.obligations[clock.code].only.covers(facts)
    }
    return ClockChanges(
        moved=tuple(counted_anew(clock, issue, regime) for clock in kept.values()),
        ended=tuple(
            ClockEnded(code=clock.code, round=clock.round, outcome=without)
            for clock in running
            if clock.key not in kept
        ),
        started=tuple(_only_there(issue, at, regime)),
    )


def recompute(
    issue: Issue, regime: Regime, calendar_version: str, duplicates: Mapping[str, Issue] = MappingProxyType({})
) -> ClocksRecomputed | None:
    """What the calendar as it is now does to running clocks; None when nothing changes.

    `duplicates` are those merged into the issue by their ids, their clocks as they are by the same calendar.
    """
    moved = tuple(
        obligation
        for clock in issue.obligations
        if clock.running and not stands(clock, obligation := counted_anew(clock, issue, regime))
    )
    adopted = tuple(_taken_over_anew(issue, regime, duplicates))
    if not (moved or adopted):
        return None
    return ClocksRecomputed(calendar=calendar_version, clocks=ClockChanges(moved=moved, adopted=adopted))


def counted_anew(clock: ObligationState, issue: Issue, regime: Regime) -> Obligation:
    """A clock's due time from its own start; one that was extended keeps what was granted. Rests are given back."""
    limit = regime.limit(clock.code, issue.severity)
    if clock.granted_due_at is not None:
        set_to, original = Due(clock.granted_due_at, provisional=False), clock.original_due_at
    else:
        set_to = regime.due(clock.code, issue.severity, clock.started_at)
        original = None if clock.original_due_at is None else set_to.at
    due = regime.due_after(set_to, clock.rests, limit)
    return Obligation(
        code=clock.code, round=clock.round, due_at=due.at, original_due_at=original, provisional=due.provisional
    )


def taken_over(clock: ObligationState, duplicate: str, due: datetime, issue: Issue, regime: Regime) -> AdoptedDue:
    """What a duplicate's due time is on a clock that took it over, and may have rested since."""
    rests = clock.rests_since(clock.taken_over[duplicate][1])
    moved = regime.run_on(due, rests, regime.limit(clock.code, issue.severity))
    return AdoptedDue(code=clock.code, round=clock.round, issue_id=duplicate, due_at=moved, own_due_at=due)


def stands(clock: ObligationState, counted: Obligation) -> bool:
    """Whether a clock that is counted anew falls due as it does."""
    return (clock.own_due, clock.provisional) == (counted.due_at, counted.provisional)


def _taken_over_anew(issue: Issue, regime: Regime, duplicates: Mapping[str, Issue]) -> Iterator[AdoptedDue]:
    for clock in issue.obligations:
        for duplicate in clock.adopted if clock.running else ():
            theirs = duplicates[duplicate].obligation(clock.code) if duplicate in duplicates else None
            if theirs is None or not theirs.running:
                continue
            now = taken_over(clock, duplicate, theirs.due_at, issue, regime)
            if now.due_at != clock.adopted[duplicate]:
                yield now


def _only_there(issue: Issue, at: datetime, regime: Regime) -> list[Obligation]:
    """The clocks that an assigned issue has under this regime and never had before."""
    had = {clock.code for clock in issue.obligations}
    facts = facts_of(issue)
    started = Trigger.TRIAGED if issue.unit_id is None else Trigger.ASSIGNED
    return [
        set_clock(code, facts, at, regime)
        for code, rule in regime.policy.obligations.items()
        if code not in had and started in rule.starts and rule.only.covers(facts)
    ]
