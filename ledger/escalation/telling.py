"""Knows who is told (通知) of what happens to an issue: the posts that its policy names, and those the event names.

Nobody is told of what they did themselves, and nobody twice of one event. An empty post passes upward and is named, as
for alerts. A notice is a part of its event: no clock hears of it, nothing comes again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from ledger.escalation.notices import TABLE, Told
from ledger.escalation.recipients import resolve_all
from ledger.issue.changes import Change, envelopes_for, fold
from ledger.issue.issue import Issue
from ledger.policy.ladder import Recipient
from ledger.policy.rules import Rules
from ledger.registry.actors import Actor
from ledger.registry.days import local_day
from ledger.registry.posts import Resolved
from mobile_schema.events.facts import Event, NoticeGiven
from mobile_schema.vocabulary import NoticeKind

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


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Whom the policy has told of a kind of notice, as posts are held now; `others`: and whom its event says."""

    kind: NoticeKind
    to: tuple[Resolved, ...]
    others: bool


def foreseen(issue: Issue, events: Iterable[type[Event]], at: datetime, rules: Rules) -> tuple[Foreseen, ...]:
    """The kinds of notices that an issue would be told by if one of these happened, in the order of the policy."""
    policy = rules.regime_of(issue).policy
    rows = [row for event in events for row in TABLE.get(event, ())]
    return tuple(
        _foreseen(kind, recipients, [row for row in rows if row.kind is kind], issue, at, rules)
        for kind, recipients in policy.notices.items()
        if any(row.kind is kind for row in rows)
    )


def _foreseen(  # noqa: PLR0917 - which kind, to whom, by which rows, of which issue, when, by which rules
    kind: NoticeKind, recipients: tuple[Recipient, ...], rows: list[Told], issue: Issue, at: datetime, rules: Rules
) -> Foreseen:
    zone = rules.regime_of(issue).policy.zone
    reached = (
        to
        for row in rows
        for known in row.foreseen(issue)
        for to in resolve_all(known, _concerned(known, recipients), rules.catalogue, at, zone)
    )
    return Foreseen(
        kind, tuple({to.person_id: to for to in reached}.values()), others=any(row.event_says for row in rows)
    )


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
