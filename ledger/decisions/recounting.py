"""Knows how running clocks are set anew: for another policy version, or once a year's working days are published."""

from datetime import datetime

from ledger.access.permissions import demand_level
from ledger.decisions.case import Case
from ledger.decisions.clock_effects import facts_of, set_clock
from ledger.issue.commands import MovePolicy
from ledger.issue.issue import Issue, ObligationState
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.policy.policy import Trigger
from ledger.policy.regime import Regime
from mobile_schema.events.facts import ClockChanges, ClockEnded, Obligation
from mobile_schema.events.issue_events import ClocksRecomputed, PolicyMoved


def move_policy(case: Case, command: MovePolicy) -> PolicyMoved:
    """The move: clocks that both versions have are counted anew from their own starts, those that only the new one
    has begin now, those it does not give this issue are cancelled. Raises CommandRefused.
    """
    issue, rules = case.issue, case.rules
    try:
        policy = rules.policies.of(command.policy, command.version)
    except LookupError:
        raise CommandRefused(
            Refusal.UNKNOWN_POLICY, f"没有这个规则版本 / no policy {command.policy} version {command.version}"
        ) from None
    demand_level(issue, case.actor, case.regime.policy.approvals.move)
    regime = rules.regime(policy, issue.region)
    running = [clock for clock in issue.obligations if clock.running]
    facts = facts_of(issue)
    kept = {
        clock.key: clock
        for clock in running
        if clock.code in policy.obligations and policy.obligations[clock.code].only.covers(facts)
    }
    return PolicyMoved(
        policy=policy.name,
        policy_version=policy.version,
        reason=command.reason,
        clocks=ClockChanges(
            moved=tuple(_counted_anew(clock, issue, regime) for clock in kept.values()),
            ended=tuple(
                ClockEnded(code=clock.code, round=clock.round, outcome="cancelled")
                for clock in running
                if clock.key not in kept
            ),
            started=tuple(_only_there(issue, case.at, regime)),
        ),
    )


def recompute(issue: Issue, regime: Regime, calendar_version: str) -> ClocksRecomputed | None:
    """What a newly published year does to provisional clocks; None when nothing changes."""
    moved = tuple(
        _counted_anew(clock, issue, regime)
        for clock in issue.obligations
        if clock.running and clock.provisional and clock.code in regime.policy.obligations
    )
    settled = tuple(obligation for obligation in moved if not obligation.provisional)
    if not settled:
        return None
    return ClocksRecomputed(calendar=calendar_version, clocks=ClockChanges(moved=settled))


def _counted_anew(clock: ObligationState, issue: Issue, regime: Regime) -> Obligation:
    """A clock's due time from its own start; one that was extended keeps what was granted."""
    due, granted = regime.due(clock.code, issue.severity, clock.started_at), _was_extended(clock, issue)
    return Obligation(
        code=clock.code,
        round=clock.round,
        due_at=clock.own_due if granted else due.at + clock.rested,
        original_due_at=clock.original_due_at,
        provisional=due.provisional and not granted,
    )


def _was_extended(clock: ObligationState, issue: Issue) -> bool:
    return any(
        one.code == clock.code and one.round == clock.round - 1 and one.outcome == "extended"
        for one in issue.obligations
    )


def _only_there(issue: Issue, at: datetime, regime: Regime) -> list[Obligation]:
    """The clocks that an assigned issue has under this regime and never had before."""
    had = {clock.code for clock in issue.obligations}
    facts = facts_of(issue)
    started = Trigger.TRIAGED if issue.unit_id is None else Trigger.ASSIGNED
    return [
        set_clock(code, issue.severity, at, regime)
        for code, rule in regime.policy.obligations.items()
        if code not in had and started in rule.starts and rule.only.covers(facts)
    ]
