"""Knows who is told (通知) of what happens to an issue: the posts that its policy names, and those the event names.

Nobody is told of what they did themselves, and nobody twice of one event. An empty post passes upward and is named, as
for alerts. A notice is a part of its event: no clock hears of it, nothing comes again.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from ledger.escalation.notices import TABLE
from ledger.escalation.recipients import resolve_all
from ledger.issue.changes import Change, envelopes_for, fold
from ledger.issue.issue import Issue
from ledger.policy.ladder import Recipient
from ledger.policy.rules import Rules
from ledger.registry.actors import Actor
from ledger.registry.days import local_day
from mobile_schema.events.facts import Event, NoticeGiven

BY_NAME = "named"
"""The post of who is told as the event names them."""


def happened(issue: Issue, events: Iterable[Event], at: datetime, actor: Actor, rules: Rules) -> Change:
    """The change that these events make of an issue, each with those who are told of it."""
    whole = Change(issue, issue, ())
    for event in events:
        before = whole.issue
        change = fold(before, envelopes_for(before, [event], at, actor))
        told = notices_of(before, change.issue, event, at, actor, rules)
        if told:
            event_told = event.model_copy(update={"notices": told})
            change = fold(before, envelopes_for(before, [event_told], at, actor))
        whole = whole.then(change)
    return whole


def notices_of(  # noqa: PLR0917 - what happened to which issue, when, by whom, by which rules
    before: Issue, after: Issue, event: Event, at: datetime, actor: Actor, rules: Rules
) -> tuple[NoticeGiven, ...]:
    """Those who are told of an event; where nobody is there up to the province, one without a person says so."""
    if type(event) not in TABLE or after.policy is None:
        return ()
    found: dict[str | None, NoticeGiven] = {}
    for given in _given(before, after, event, at, rules):
        if given.person_id != actor.person_id:
            found.setdefault(given.person_id, given)
    return tuple(found.values())


def _given(before: Issue, after: Issue, event: Event, at: datetime, rules: Rules) -> Iterator[NoticeGiven]:
    policy, catalogue = rules.regime_of(after).policy, rules.catalogue
    for row in TABLE[type(event)]:
        recipients = policy.notices.get(row.kind)
        if recipients is None:
            continue
        kind = row.kind.value
        for person in row.named(before, event):
            if catalogue.is_there(person, local_day(at, policy.zone)):
                yield NoticeGiven(notice=kind, person_id=person, post=BY_NAME, level=None, region=after.region)
        for issue in row.stands(before, after, event):
            for to in resolve_all(issue, _concerned(issue, recipients), catalogue, at, policy.zone):
                yield NoticeGiven(
                    notice=kind,
                    person_id=to.person_id,
                    post=to.post,
                    level=to.level,
                    region=to.region,
                    vacant_posts=to.vacant_posts,
                )


def _concerned(issue: Issue, recipients: tuple[Recipient, ...]) -> tuple[Recipient, ...]:
    """Of an issue that no unit has, nobody of its unit is missing."""
    if issue.unit_id is not None:
        return recipients
    return tuple(to for to in recipients if to.post == "supervisor")
