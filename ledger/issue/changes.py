"""Knows what a change to one issue is: the events decided on it and the issue they lead to."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from ledger.issue.issue import Issue
from ledger.issue.projection import apply
from ledger.registry.actors import Actor
from mobile_schema.events.envelope import EventEnvelope
from mobile_schema.events.facts import Event


class Change(Struct, frozen=True):
    """What happened to one issue: its events in order, and the issue they lead to.

    `before` is the issue it was decided on, None for one that is new.
    """

    before: Issue | None
    issue: Issue
    envelopes: tuple[EventEnvelope, ...]

    def then(self, later: "Change") -> "Change":
        """This change followed by one decided on its outcome."""
        return Change(self.before, later.issue, self.envelopes + later.envelopes)


def envelopes_for(issue: Issue, events: Iterable[Event], at: datetime, actor: Actor) -> tuple[EventEnvelope, ...]:
    """Events decided on an issue, numbered on from its version."""
    return tuple(
        envelope(issue.id, version, event, at, actor) for version, event in enumerate(events, start=issue.version + 1)
    )


def fold(issue: Issue | None, envelopes: tuple[EventEnvelope, ...]) -> Change:
    """The change that these events make of an issue."""
    after = issue
    for envelope in envelopes:
        after = apply(after, envelope)
    if after is None:
        raise ValueError("a change needs an event")
    return Change(issue, after, envelopes)


def envelope(identity: str, version: int, event: Event, at: datetime, actor: Actor) -> EventEnvelope:
    return EventEnvelope.trusted(
        issue_id=identity, version=version, type=event.TYPE, at=at, actor=actor.signature(), data=event
    )
