"""Knows whom a reminder (催办) reaches: whoever the issue waits for, at once and at any hour, under no clock."""

from datetime import datetime
from typing import Final

from ledger.decisions.case import Shown
from ledger.decisions.lifecycle.deciding import decide, demand_allowed
from ledger.escalation.alert_texts import reminder_texts
from ledger.escalation.recipients import resolve
from ledger.issue.changes import Change, envelopes_for, fold
from ledger.issue.ids import derived_id
from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.handling import Remind
from ledger.policy.ladder import Recipient
from ledger.policy.rules import Rules
from ledger.registry.actors import Actor
from mobile_schema.events.facts import AlertRaised
from mobile_schema.vocabulary import State

_UNIT: Final = Recipient(post="responsible_person")
_SUPERVISOR: Final = Recipient(post="supervisor", level="supervising")
_AT_THE_SUPERVISOR: Final = frozenset({State.REPORTED, State.DECLINED, State.CLOSURE_REQUESTED})


def waits_for(issue: Issue) -> Recipient:
    """Whose turn it is: the supervisor's to assign and to verify, else the unit's."""
    return _SUPERVISOR if issue.state in _AT_THE_SUPERVISOR else _UNIT


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
    if to.person_id is None:
        event = event.model_copy(update={"vacant_posts": to.vacant_posts})
    else:
        text_zh, text_en = reminder_texts(issue, command.note)
        alert = AlertRaised(
            alert_id=derived_id(issue.id, f"reminder/{issue.version + 1}"),
            recipient_person_id=to.person_id,
            recipient_post=to.post,
            recipient_level=to.level,
            recipient_region=to.region,
            text_zh=text_zh,
            text_en=text_en,
            vacant_posts=to.vacant_posts,
        )
        event = event.model_copy(update={"alerts": (alert,)})
    return due.then(fold(issue, envelopes_for(issue, [event], at, who)))
