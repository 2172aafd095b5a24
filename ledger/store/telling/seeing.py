"""Knows what a person was told and has not looked at: alerts and notices apart, and how both are marked as seen.

Seen is not acknowledged: an alert that was only seen goes on as its policy says, and is acknowledged by an event.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum, unique
from typing import Final

from ledger.access.scopes import ALERTS as ALERTS_LISTED
from ledger.access.scopes import scope_of
from ledger.mongo.connection import Document, Store
from ledger.mongo.pages import Key, Page, read_page
from ledger.registry.entries import Person
from ledger.store.archive.places import ALERTS, NOTICES

COUNTED: Final = 1_000
"""So many are counted; of more it is only said that they are."""


@unique
class Told(StrEnum):
    """What a person may be told, by the collection that it stands in."""

    ALERTS = ALERTS
    NOTICES = NOTICES


_TIME: Final[Mapping[Told, str]] = {Told.ALERTS: "fired_at", Told.NOTICES: "at"}
"""What of each says when the person was told."""


def told_to(person: Person) -> frozenset[Told]:
    """What of both is shown to a person: notices always, alerts where the list of alerts shows those to oneself."""
    return frozenset(Told) if scope_of(person, ALERTS_LISTED).owns(person.id) else frozenset({Told.NOTICES})


def list_unseen(store: Store, told: Told, person_id: str, limit: int, after: Key | None = None) -> Page[Document]:
    """Alerts or notices to a person that were not seen, newest first.

    Raises pymongo.errors.PyMongoError when MongoDB is away, as all here do.
    """
    return read_page(store[told.value], _unseen(person_id), _TIME[told], limit, after)


def count_unseen(store: Store, told: Told, person_id: str) -> int:
    """How many there are, `COUNTED` at most."""
    return store[told.value].count_documents(_unseen(person_id), limit=COUNTED)


def see(store: Store, told: Told, person_id: str, ids: Sequence[str], at: datetime) -> int:
    """Mark those of these that are the person's and not seen; how many were."""
    return _see(store, told, {"_id": {"$in": list(ids)}, **_unseen(person_id)}, at)


def see_until(store: Store, told: Told, person_id: str, until: datetime, at: datetime) -> int:
    """The same of all that the person was told up to a moment."""
    return _see(store, told, {**_unseen(person_id), _TIME[told]: {"$lte": until}}, at)


def _unseen(person_id: str) -> Document:
    return {"recipient_person_id": person_id, "seen": False}


def _see(store: Store, told: Told, query: Document, at: datetime) -> int:
    return store[told.value].update_many(query, {"$set": {"seen": True, "seen_at": at}}).modified_count
