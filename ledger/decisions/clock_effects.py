"""Knows what an event does to the clocks (时限节点) of its issue, as the policy says; every rule goes through here.

Decided once, when the event is made, and written into it (`ClockChanges`): the projection only follows, and whoever
reads the events needs no policy to know which clock ran when.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from ledger.calendar.deadlines import end_of_day
from ledger.decisions.triggers import triggers_of
from ledger.issue.clocks import ObligationState
from ledger.issue.issue import Issue
from ledger.policy.policy import ENDING, Facts, Policy, Trigger
from ledger.policy.regime import Regime
from mobile_schema.events.facts import ClockChanges, ClockEnded, ClockKey, Event, Obligation
from mobile_schema.vocabulary import State

SATISFIED, CANCELLED, EXTENDED, OUT_OF_SCOPE = "satisfied", "cancelled", "extended", "out_of_scope"


def facts_of(issue: Issue) -> Facts:
    """What the rules of a policy ask about an issue."""
    due_on = None if issue.matter is None else issue.matter.due_on
    return Facts(issue.category, issue.severity, issue.region, issue.works_stopped, due_on)


def with_clocks(issue: Issue, event: Event, at: datetime, regime: Regime, before: Policy | None = None) -> Event:
    """The event with what it does to the clocks of its issue as it stood.

    `before` is the policy under which its running clocks ended, where the event brings another.
    """
    triggers = triggers_of(issue, event)
    ended = tuple(_ended(issue.obligations, triggers, before or regime.policy))
    still = {clock.code for clock in issue.obligations if clock.running} - {clock.code for clock in ended}
    resumed = tuple(_resumed(issue, triggers, regime.policy))
    still |= {clock.code for clock in resumed}
    started = tuple(
        obligation
        for obligation in started_by(triggers, facts_of(issue), at, regime, issue.obligations)
        if obligation.code not in still
    )
    if not (ended or resumed or started):
        return event
    return event.model_copy(update={"clocks": ClockChanges(started=started, ended=ended, resumed=resumed)})


def started_by(
    triggers: frozenset[Trigger],
    facts: Facts,
    at: datetime,
    regime: Regime,
    earlier: Sequence[ObligationState] = (),
) -> tuple[Obligation, ...]:
    """The clocks that begin at `at`, with absolute due times; one had before gets its next round."""
    return tuple(
        set_clock(code, facts, at, regime, earlier)
        for code, rule in regime.policy.obligations.items()
        if not triggers.isdisjoint(rule.starts) and rule.only.covers(facts)
    )


def set_clock(
    code: str, facts: Facts, at: datetime, regime: Regime, earlier: Iterable[ObligationState] = ()
) -> Obligation:
    """One clock as it starts at `at`: by the policy, or by the deadline that the matter itself has, while that lies
    ahead.

    Such a deadline stands as one that was granted does: what the calendar says later does not move it.
    """
    number, own = next_round(code, earlier), own_deadline(code, facts, regime)
    if own is not None and own > at:
        return Obligation(code=code, round=number, due_at=own, original_due_at=own)
    due = regime.due(code, facts.severity, at)
    return Obligation(code=code, round=number, due_at=due.at, provisional=due.provisional)


def own_deadline(code: str, facts: Facts, regime: Regime) -> datetime | None:
    """Until when a clock has by the matter's own deadline; None for clocks that no extension moves either."""
    rule = regime.policy.approvals.extension
    if facts.due_on is None or code not in {*rule.obligations, *rule.along}:
        return None
    return end_of_day(facts.due_on, regime.policy.zone)


def next_round(code: str, earlier: Iterable[ObligationState]) -> int:
    """The number of a clock's next start."""
    return max((clock.round for clock in earlier if clock.code == code), default=0) + 1


def handed_over(issue: Issue, at: datetime, regime: Regime) -> ClockChanges | None:
    """What becomes of the clocks as another unit takes an issue over; None where all are kept.

    A closure that waits for an answer gets none: what began with its request is cancelled, and for the rest it is as if
    it were returned. Where the policy says `restart`, the clocks of an assignment begin anew, in the next round.
    """
    anew = frozenset({Trigger.ASSIGNED}) if regime.policy.on_transfer == "restart" else frozenset()
    return _set_back(issue, at, regime, _asked_no_more(issue), anew)


def _asked_no_more(issue: Issue) -> frozenset[Trigger]:
    """What it is to the clocks that nobody answers a closure that was asked for: as if it were returned."""
    return frozenset({Trigger.RETURNED}) if issue.stands_at is State.CLOSURE_REQUESTED else frozenset()


def taken_back(issue: Issue, at: datetime, regime: Regime) -> ClockChanges | None:
    """What becomes of the clocks as who asked for closure asks no more: the same as by a transfer that keeps them."""
    return _set_back(issue, at, regime, _asked_no_more(issue), frozenset())


def _set_back(
    issue: Issue, at: datetime, regime: Regime, back: frozenset[Trigger], anew: frozenset[Trigger]
) -> ClockChanges | None:
    policy, facts = regime.policy, facts_of(issue)
    restarted = {clock.code for clock in started_by(anew, facts, at, regime)}
    ended = tuple(
        ClockEnded(code=clock.code, round=clock.round, outcome="cancelled")
        for clock in issue.obligations
        if clock.running and (clock.code in restarted or (back and _of_the_request(clock, issue, policy)))
    )
    resumed = tuple(clock for clock in _resumed(issue, back, policy) if clock.code not in restarted)
    still = {clock.code for clock in issue.obligations if clock.running} - {clock.code for clock in ended}
    still |= {clock.code for clock in resumed}
    started = tuple(
        clock for clock in started_by(anew | back, facts, at, regime, issue.obligations) if clock.code not in still
    )
    if not (ended or resumed or started):
        return None
    return ClockChanges(started=started, ended=ended, resumed=resumed)


def _of_the_request(clock: ObligationState, issue: Issue, policy: Policy) -> bool:
    """Whether a clock began with the request for closure."""
    rule = policy.obligations.get(clock.code)
    asked_at = None if issue.closure is None else issue.closure.requested_at
    return rule is not None and Trigger.CLOSURE_REQUESTED in rule.starts and clock.started_at == asked_at


def _ended(clocks: Iterable[ObligationState], triggers: frozenset[Trigger], policy: Policy) -> Iterable[ClockEnded]:
    for clock in clocks:
        if not clock.running:
            continue
        rule = policy.obligations.get(clock.code)
        if rule is not None and not triggers.isdisjoint(rule.satisfied_by):
            yield ClockEnded(code=clock.code, round=clock.round, outcome="satisfied")
        elif triggers & ENDING or (rule is not None and not triggers.isdisjoint(rule.cancelled_by)):
            yield ClockEnded(code=clock.code, round=clock.round, outcome="cancelled")


def _resumed(issue: Issue, triggers: frozenset[Trigger], policy: Policy) -> Iterable[ClockKey]:
    """The latest round of each clock that was satisfied too early, as a return says."""
    for code, rule in policy.obligations.items():
        if triggers.isdisjoint(rule.resumed_by):
            continue
        clock = issue.obligation(code)
        if clock is not None and clock.outcome == SATISFIED:
            yield ClockKey(code=code, round=clock.round)
