"""Knows where a recheck (复核、回头看) is recorded, and that the supervisor is told of it wherever the issue stands.

A duplicate shares the fate of its main issue, so what is seen on the one is recorded on the other.
"""

from datetime import datetime

from ledger.decisions.case import Shown
from ledger.decisions.clock_effects import with_clocks
from ledger.decisions.lifecycle.deciding import decide, demand_allowed
from ledger.escalation.alert_texts import recheck_texts
from ledger.escalation.news import LOOKED, told
from ledger.issue.changes import Change, envelopes_for, fold
from ledger.issue.issue import Issue
from ledger.issue.words.solving import RecordRecheck
from ledger.policy.rules import Rules
from ledger.registry.actors import Actor
from mobile_schema.vocabulary import RecheckResult


def counts_for(issue: Issue) -> str:
    """The id of the issue on which a recheck of this one is recorded."""
    return issue.id if issue.merger is None else issue.merger.into


def rechecked(  # noqa: PLR0917 - all that `decide` is given, and the issue it counts for
    seen: Issue, due: Change, command: RecordRecheck, actor: Actor, at: datetime, rules: Rules, shown: Shown
) -> Change:
    """What fell due on the issue that `seen` counts for, then the recheck. Raises CommandRefused.

    Who may look, and whether it may be recorded, is asked of the issue that was seen. That they themselves found it
    solved is no news to a supervisor.
    """
    issue = due.issue
    seen = issue if seen.merger is None else seen
    actor = demand_allowed(seen, command, actor, at)
    (event,) = decide(seen, command, actor, at, rules, shown)
    if seen is not issue:
        moved = event.model_copy(update={"duplicate": seen.id, "clocks": None})
        event = with_clocks(issue, moved, at, rules.regime_of(issue))
    texts = recheck_texts(issue, seen, command.result, command.note)
    own = actor.person_id if command.result is RecheckResult.SOLVED else None
    event = event.model_copy(update=told(issue, LOOKED[command.result], texts, at, rules, own))
    return due.then(fold(issue, envelopes_for(issue, [event], at, actor)))
