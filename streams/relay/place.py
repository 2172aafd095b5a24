"""Knows how far each slot of the issues is published: the change stream's resume token, and when that was written."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from bson import Timestamp

from ledger.mongo.connection import Store
from ledger.mongo.outbox import MARKS
from streams.relay.outbox import Insert, slot_of

Token = Mapping[str, Any]


class MarkLost(Exception):
    """Another relay has taken over."""


@dataclass(frozen=True, slots=True)
class Mark:
    """`token` is None where no stream can go on; `written` is MongoDB's time up to which all is published.

    What is not published was written after it, or in a transaction that was open then.
    """

    token: Token | None = None
    written: Timestamp | None = None

    @property
    def place(self) -> str:
        """Where it is in the stream, to compare."""
        return "" if self.token is None else str(self.token["_data"])


@dataclass(frozen=True, slots=True)
class Marks:
    """The relays' document in `positions`. Its methods raise pymongo.errors.PyMongoError when MongoDB is away."""

    store: Store
    holder: str

    def take_over(self, slots: Collection[int]) -> dict[int, Mark]:
        """The stored marks of these slots, which from now on only this relay may move."""
        held = {f"slots.{slot}.holder": self.holder for slot in slots}
        self.store["positions"].update_one({"_id": MARKS}, {"$set": held}, upsert=True)
        found = self.store["positions"].find_one({"_id": MARKS}) or {}
        of_slot = {slot: found["slots"][str(slot)] for slot in slots}
        return {slot: Mark(kept.get("token"), kept.get("written")) for slot, kept in of_slot.items()}

    def save(self, slots: Collection[int], mark: Mark) -> None:
        """Move the marks of these slots on to this one; one that is further stays. Raises MarkLost."""
        told = {name: value for name, value in (("token", mark.token), ("written", mark.written)) if value}
        if told:
            on = {f"slots.{slot}.{name}": value for slot in slots for name, value in told.items()}
            self._move(slots, {"$max": on})

    def forget_tokens(self, slots: Collection[int]) -> None:
        """No stream goes on from these marks any more. Raises MarkLost."""
        self._move(slots, {"$unset": {f"slots.{slot}.token": "" for slot in slots}})

    def _move(self, slots: Collection[int], change: Mapping[str, Any]) -> None:
        ours = {f"slots.{slot}.holder": self.holder for slot in slots}
        if self.store["positions"].update_one({"_id": MARKS, **ours}, change).matched_count == 0:
            raise MarkLost(f"{self.holder} no longer holds the marks of the slots {sorted(slots)}")


class Had:
    """What a stream brings again: it begins at the moment of the least mark, where the others are further."""

    def __init__(self, marks: Mapping[int, Mark]) -> None:
        self._ahead = {slot: mark.place for slot, mark in marks.items()}
        self._furthest = max(self._ahead.values())

    def __contains__(self, insert: Insert) -> bool:
        if not self._ahead:
            return False
        place = str(insert.token["_data"])
        if place > self._furthest:
            self._ahead = {}
        return place <= self._ahead.get(slot_of(insert), "")
