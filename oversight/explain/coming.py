"""Knows what fires next if nothing happens, when, to whom: asked of the very code that fires."""

from collections.abc import Iterator
from datetime import datetime

from ledger.decisions.suspension import resumed_by_itself
from ledger.escalation.due import DueStep, due_steps, next_escalation, pending_steps
from ledger.escalation.firing import fire
from ledger.escalation.instructions import instructions_overdue
from ledger.escalation.news import NOT_ANSWERED
from ledger.escalation.recipients import resolve_all
from ledger.issue.changes import envelopes_for, fold
from ledger.issue.issue import Issue
from ledger.policy.regime import Regime
from ledger.policy.rules import Rules
from ledger.registry.actors import SYSTEM
from mobile_schema.events.escalation_events import EscalationDeferred, EscalationFailed
from oversight.explain.clocks import policy_version
from oversight.explain.firings import news_told, step_told
from oversight.explain.names import recipient_told
from oversight.explain.told.people import RecipientTold
from oversight.explain.told.steps import Coming


def coming(issue: Issue, regime: Regime, rules: Rules, now: datetime) -> tuple[Coming, ...]:
    """Every step that will fire if nothing happens, and every instruction that will be told as not answered, in the
    order in which they fall due; for a suspended issue the steps after it resumes by itself.
    """
    awake = _awake(issue, regime, now)
    steps = (_coming(due, awake, regime, rules, now) for due in _steps(awake, regime, now))
    return tuple(sorted((*steps, *_instructions(issue, rules, now)), key=lambda each: each.at))


def coming_before(issue: Issue, rules: Rules, now: datetime, before: datetime) -> Iterator[Coming]:
    """Those of these that fire before a moment; none where the policy is not known here."""
    policy = policy_version(rules, issue.policy, issue.policy_version)
    if policy is None:
        return
    regime = rules.regime(policy, issue.region)
    awake = _awake(issue, regime, now)
    steps = (due for due in _steps(awake, regime, now) if due.due_at < before)
    found = (*(_coming(due, awake, regime, rules, now) for due in steps), *_instructions(issue, rules, now))
    yield from (each for each in found if (each.until or each.at) < before)


def next_step(issue: Issue, rules: Rules, now: datetime) -> Coming | None:
    """The first of these; None where nothing fires, or the policy is not known here."""
    policy = policy_version(rules, issue.policy, issue.policy_version)
    if policy is None:
        return None
    regime = rules.regime(policy, issue.region)
    awake = _awake(issue, regime, now)
    first = next_escalation(awake, regime)
    if first is not None and first.due_at <= now:
        first = due_steps(awake, regime, now)[0]
    return None if first is None else _coming(first, awake, regime, rules, now)


def _awake(issue: Issue, regime: Regime, now: datetime) -> Issue:
    """The issue as it is once its suspension has ended by itself."""
    if issue.suspension is None:
        return issue
    until = max(now, issue.suspension.until)
    resumed = resumed_by_itself(issue, until, regime)
    return issue if resumed is None else fold(issue, envelopes_for(issue, [resumed], until, SYSTEM)).issue


def _steps(issue: Issue, regime: Regime, now: datetime) -> Iterator[DueStep]:
    """Each pending step as the sweep takes it at its moment, which may skip occurrences that were missed."""
    for pending in pending_steps(issue, regime):
        moment = max(pending.due_at, now)
        yield from (
            due
            for due in due_steps(issue, regime, moment)
            if (due.clock.key, due.step.step) == (pending.clock.key, pending.step.step)
        )


def _coming(due: DueStep, issue: Issue, regime: Regime, rules: Rules, now: datetime) -> Coming:
    policy, moment = regime.policy, max(due.due_at, now)
    outcome = fire(issue, due, regime, rules.catalogue, moment)
    until = outcome.until if isinstance(outcome, EscalationDeferred) else None
    as_of_now = _recipients(due, issue, regime, rules, now)
    then = _recipients(due, issue, regime, rules, until or moment)
    return Coming(
        step=step_told((due.clock.code, due.clock.round), due.step.step, due.occurrence, policy),
        at=due.due_at,
        is_due=due.due_at <= now,
        result="wait" if until else "nobody" if isinstance(outcome, EscalationFailed) else "fire",
        until=until,
        to=as_of_now,
        to_then=None if then == as_of_now else then,
    )


def _instructions(issue: Issue, rules: Rules, now: datetime) -> Iterator[Coming]:
    """Those that wait for a reply, as the sweep would tell each at its moment."""
    for waiting in issue.instructions if issue.is_open else ():
        if waiting.told_at is not None:
            continue
        told = instructions_overdue(issue, max(waiting.due_at, now), rules)
        event = next(each for each in told if each.instruction == waiting.number)
        yield Coming(
            step=news_told(NOT_ANSWERED),
            at=waiting.due_at,
            is_due=waiting.due_at <= now,
            result="fire" if event.alerts else "nobody",
            until=None,
            to=tuple(
                recipient_told(
                    alert.recipient_person_id,
                    alert.recipient_post,
                    alert.recipient_region,
                    alert.vacant_posts,
                    rules.catalogue,
                )
                for alert in event.alerts
            ),
            to_then=None,
        )


def _recipients(due: DueStep, issue: Issue, regime: Regime, rules: Rules, at: datetime) -> tuple[RecipientTold, ...]:
    resolved = resolve_all(issue, due.step.to, rules.catalogue, at, regime.policy.zone)
    return tuple(
        recipient_told(to.person_id, to.post, to.region, to.vacant_posts, rules.catalogue, deputy=to.deputy)
        for to in resolved
    )
