"""Knows at which units an issue came by in which nobody was: those that rules passed by, and one that had it anyway."""

from collections.abc import Iterable, Iterator

from ledger.registry.catalogue import Catalogue
from mobile_schema.events.assigning_events import BY_HAND, IssueAssigned, IssueTransferred, IssueTriaged
from mobile_schema.events.envelope import EventEnvelope
from oversight.explain.names import happening, vacant_told
from oversight.explain.told.people import EmptyRooms


def empty_rooms(envelopes: Iterable[EventEnvelope], catalogue: Catalogue) -> Iterator[EmptyRooms]:
    """Each assignment, transfer and triage at which there was one, in order."""
    for envelope in envelopes:
        match envelope.data:
            case IssueAssigned(rule=rule, vacant_posts=posts):
                by_hand = rule == BY_HAND
            case IssueTransferred(vacant_posts=posts):
                by_hand = True
            case IssueTriaged(vacant_posts=posts):
                by_hand = False
            case _:
                continue
        if posts:
            told = happening(envelope, catalogue)
            yield EmptyRooms("given" if by_hand else "passed_by", told, vacant_told(posts, catalogue))
