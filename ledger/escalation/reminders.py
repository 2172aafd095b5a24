"""Knows whom a reminder (催办) reaches: whoever the issue waits for, at once and at any hour, under no clock."""

from datetime import datetime
from typing import Final

from ledger.decisions.case import Shown
from ledger.decisions.lifecycle.deciding import decide, demand_allowed
from ledger.escalation.alert_texts import reminder_texts
from ledger.escalation.news import REMINDED, told_to
from ledger.escalation.recipients import RESPONSIBLE, SUPERVISOR, resolve
from ledger.issue.changes import Change, envelopes_for, fold
from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.handling import Remind
from ledger.policy.ladder import Recipient
from ledger.policy.rules import Rules
from ledger.registry.actors import Actor
from mobile_schema.vocabulary import State

_AT_THE_SUPERVISOR: Final = frozenset({State.REPORTED, State.DECLINED, State.CLOSURE_REQUESTED})


def waits_for(issue: Issue) -> Recipient:
    """Whose turn it is: the supervisor's to assign and to verify, else the unit's."""
    return SUPERVISOR if issue.state in _AT_THE_SUPERVISOR else RESPONSIBLE


def reminded(  # noqa: PLR0917 - all that `decide` is given, and what fell due before
    due: Change, command: Remind, actor: Actor, at: datetime, rules: Rules, shown: Shown
) -> Change:
    """What fell due on the issue, then the reminder. Raises CommandRefused, also where it waits for the actor alone."""
    issue = due.issue
    who = demand_allowed(issue, command, actor, at)
    (event,) = decide(issue, command, who, at, rules, shown)
    (to,) = resolve(issue, waits_for(issue), rules.catalogue, at, rules.regime_of(issue).policy.zone)
    if to.person_id == actor.person_id:
        raise CommandRefused(Refusal.REMINDER_NOT_POSSIBLE, "正等您本人办理 / it waits for yourself")
    event = event.model_copy(update=told_to(to, issue, REMINDED, reminder_texts(issue, command.note)))
    return due.then(fold(issue, envelopes_for(issue, [event], at, who)))
