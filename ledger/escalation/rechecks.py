"""Knows where a recheck (复核) is recorded, and that the supervisor is told wherever one found the problem not solved.

A duplicate shares the fate of its main issue, so what is seen on the one is recorded on the other. The alert is raised
at once, at any hour, and is of no clock: its round is 0, as those of clocks begin with 1.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from ledger.decisions.case import Shown
from ledger.decisions.clock_effects import with_clocks
from ledger.decisions.lifecycle import decide, demand_allowed
from ledger.escalation.alert_texts import recheck_texts
from ledger.escalation.recipients import resolve
from ledger.issue.changes import Change, envelopes_for, fold
from ledger.issue.commands import RecordRecheck
from ledger.issue.ids import derived_id
from ledger.issue.issue import Issue
from ledger.policy.ladder import Recipient
from ledger.policy.rules import Rules
from ledger.registry.actors import Actor
from mobile_schema.events.facts import AlertRaised
from mobile_schema.labels import label
from mobile_schema.vocabulary import Instrument, Light, RecheckResult, VisitKind

ABOUT: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "obligation": VisitKind.RECHECK.value,
        "round": 0,
        "step": "not-solved",
        "occurrence": 1,
        "light": Light.RED.value,
        "light_zh": label(Light.RED),
        "light_en": label(Light.RED, "en"),
        "instrument": Instrument.REMINDER.value,
        "late_ms": 0,
        "deferred": None,
    }
)
"""What such an alert says where one of the ladder names its step."""
_SUPERVISOR: Final = Recipient(post="supervisor", level="supervising")


def counts_for(issue: Issue) -> str:
    """The id of the issue on which a recheck of this one is recorded."""
    return issue.id if issue.merger is None else issue.merger.into


def rechecked(  # noqa: PLR0917 - all that `decide` is given, and the issue it counts for
    seen: Issue, due: Change, command: RecordRecheck, actor: Actor, at: datetime, rules: Rules, shown: Shown
) -> Change:
    """What fell due on the issue that `seen` counts for, then the recheck. Raises CommandRefused.

    Who may look, and whether it may be recorded, is asked of the issue that was seen.
    """
    issue = due.issue
    seen = issue if seen.merger is None else seen
    actor = demand_allowed(seen, command, actor, at)
    (event,) = decide(seen, command, actor, at, rules, shown)
    if seen is not issue:
        moved = event.model_copy(update={"duplicate": seen.id, "clocks": None})
        event = with_clocks(issue, moved, at, rules.regime_of(issue))
    if command.result is RecheckResult.NOT_SOLVED:
        event = event.model_copy(update=_told(issue, seen, command, at, rules))
    return due.then(fold(issue, envelopes_for(issue, [event], at, actor)))


def _told(issue: Issue, seen: Issue, command: RecordRecheck, at: datetime, rules: Rules) -> dict[str, Any]:
    """The alert to the supervisor of the issue, or the next one up who is there; else the posts that are empty."""
    (to,) = resolve(issue, _SUPERVISOR, rules.catalogue, at, rules.regime_of(issue).policy.zone)
    if to.person_id is None:
        return {"vacant_posts": to.vacant_posts}
    text_zh, text_en = recheck_texts(issue, seen, command.note)
    alert = AlertRaised(
        alert_id=derived_id(issue.id, f"{ABOUT['obligation']}/{issue.version + 1}"),
        recipient_person_id=to.person_id,
        recipient_post=to.post,
        recipient_level=to.level,
        recipient_region=to.region,
        text_zh=text_zh,
        text_en=text_en,
        vacant_posts=to.vacant_posts,
    )
    return {"alerts": (alert,)}
