"""Knows what becomes of a step that is due: fired, put off by quiet hours, or failed as nobody is there to tell."""

from datetime import datetime, timedelta
from typing import Any

from ledger.decisions.suspension import resumed_by_itself
from ledger.escalation.alert_texts import alert_texts
from ledger.escalation.due import DueStep, due_steps
from ledger.escalation.instructions import instructions_overdue
from ledger.escalation.recipients import alert_to, resolve_all
from ledger.issue.changes import Change, envelopes_for, fold
from ledger.issue.ids import derived_id
from ledger.issue.issue import Issue
from ledger.policy.policy import Policy
from ledger.policy.regime import Regime
from ledger.policy.rules import Rules
from ledger.registry.actors import SYSTEM
from ledger.registry.catalogue import Catalogue
from ledger.registry.posts import Resolved
from mobile_schema.events.escalation_events import EscalationDeferred, EscalationFailed, EscalationFired
from mobile_schema.events.facts import AlertRaised, Event

Outcome = EscalationFired | EscalationDeferred | EscalationFailed


def fire(issue: Issue, due: DueStep, regime: Regime, catalogue: Catalogue, now: datetime) -> Outcome:
    """The event of one due step: resolved to its recipients as of now, with an alert for each."""
    policy = regime.policy
    identity = _identity(due, policy)
    until = _quiet_until(due, policy, now)
    if until is not None:
        return EscalationDeferred(**identity, due_at=due.due_at, until=until, reason="quiet_hours")
    late_ms = int((now - due.due_at) / timedelta(milliseconds=1))
    told = resolve_all(issue, due.step.to, catalogue, now, policy.zone)
    alerts = tuple(_alert(issue, due, policy, to, len(told) == 1) for to in told if to.person_id is not None)
    vacant = tuple(dict.fromkeys(post for to in told if to.person_id is None for post in to.vacant_posts))
    if not alerts:
        return EscalationFailed(
            **identity, due_at=due.due_at, late_ms=late_ms, reason="nobody", vacant_posts=vacant, idle=due.idle
        )
    light = policy.light(due.step.light)
    done = due.clock.steps.get(due.step.step)
    return EscalationFired.trusted(
        **identity,
        light=due.step.light,
        light_zh=light.zh,
        light_en=light.en,
        instrument=due.step.instrument,
        due_at=due.due_at,
        late_ms=late_ms,
        alerts=alerts,
        channels=due.step.channels,
        vacant_posts=vacant,
        deferred="quiet_hours" if done is not None and done.deferred_until is not None else None,
        idle=due.idle,
    )


def fire_due(issue: Issue, now: datetime, rules: Rules) -> Change | None:
    """The change that everything due on an issue makes: a suspension that ends, the steps, then the instructions that
    nobody answered; None when nothing is.

    Raises LookupError when the policy version of the issue is not known here.
    """
    if not issue.is_open:
        return None
    change: Change | None = None
    regime = rules.regime_of(issue)
    resumed = resumed_by_itself(issue, now, regime)
    if resumed is not None:
        change = fold(issue, envelopes_for(issue, [resumed], now, SYSTEM))
        issue = change.issue
    events: list[Event] = [fire(issue, due, regime, rules.catalogue, now) for due in due_steps(issue, regime, now)]
    events += instructions_overdue(issue, now, rules)
    if not events:
        return change
    fired = fold(issue, envelopes_for(issue, events, now, SYSTEM))
    return fired if change is None else change.then(fired)


def accounted(issue: Issue, now: datetime, rules: Rules) -> Change:
    """The issue with everything that is due on it fired; the same when nothing is.

    Whoever adds anything to an issue begins here: what was due before may not vanish because a person was faster than
    the sweep. Raises LookupError as `fire_due` does.
    """
    return fire_due(issue, now, rules) or Change(issue, issue, ())


def alert_id(issue: Issue, due: DueStep, policy: Policy, recipient: str | None = None) -> str:
    """The one id that this occurrence's alert to a recipient can have; None where the step has one recipient."""
    name = f"{due.clock.key}/{policy.name}.{policy.version}/{due.step.step}/{due.occurrence}"
    return derived_id(issue.id, name if recipient is None else f"{name}/{recipient}")


def _identity(due: DueStep, policy: Policy) -> dict[str, Any]:
    return {
        "obligation": due.clock.code,
        "round": due.clock.round,
        "policy": policy.name,
        "policy_version": policy.version,
        "step": due.step.step,
        "occurrence": due.occurrence,
    }


def _quiet_until(due: DueStep, policy: Policy, now: datetime) -> datetime | None:
    if policy.quiet_hours is None:
        return None
    return policy.quiet_hours.until(now, due.step.light, policy.zone)


def _alert(issue: Issue, due: DueStep, policy: Policy, to: Resolved, alone: bool) -> AlertRaised:
    identity = alert_id(issue, due, policy, None if alone else to.person_id)
    return alert_to(to, identity, alert_texts(issue, due, policy))
