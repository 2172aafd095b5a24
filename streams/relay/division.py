"""Knows which slots of the issues a relay publishes: alone all of them, beside others its part.

Each relay has a lease in its own name: those that live divide the slots in the order of their names. Each slot is a
lease too, so that one that goes over is free only when its holder has let go of it, or is dead.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from ledger.mongo.connection import Store
from ledger.mongo.leases import Lease
from ledger.mongo.outbox import SLOTS, lease_of

_MEMBER: Final = "relay by "
_FORGOTTEN_AFTER: Final = timedelta(hours=1)


class LeaseLost(Exception):
    """Another relay publishes now; this one must end, since what it has sent may still be on its way."""


@dataclass(slots=True)
class Division:
    """One relay's part. Its methods raise pymongo.errors.PyMongoError when MongoDB is away."""

    store: Store
    holder: str
    held: frozenset[str] = frozenset()
    _member: Lease = field(init=False)

    def __post_init__(self) -> None:
        self._member = self._lease(f"{_MEMBER}{self.holder}")

    def take(self) -> frozenset[str]:
        """Let go of what is others' part, whatever of it was sent is confirmed; hold what can be had of its own."""
        self._member.claim()
        due = self._due()
        self._release(self.held - due)
        self.held = frozenset(slot for slot in due if self._lease(lease_of(slot)).claim())
        return self.held

    def renew(self) -> bool:
        """Go on holding them; whether others are its part now. Raises LeaseLost."""
        self._member.claim()
        until = datetime.now(UTC) + self._member.ttl
        jobs = [lease_of(slot) for slot in self.held]
        ours = {"_id": {"$in": jobs}, "holder": self.holder}
        if self.store["leases"].update_many(ours, {"$set": {"until": until}}).matched_count < len(jobs):
            raise LeaseLost(f"a slot of {self.holder} is held by another")
        return self._due() != self.held

    def leave(self) -> None:
        """Let the others have all of it at once."""
        self._release(self.held)
        self.held = frozenset()
        self._member.release()
        long_dead = {"_id": {"$regex": f"^{_MEMBER}"}, "until": {"$lt": datetime.now(UTC) - _FORGOTTEN_AFTER}}
        self.store["leases"].delete_many(long_dead)

    def _due(self) -> frozenset[str]:
        """Its part, without what another holds still."""
        living = {"_id": {"$regex": "^relay"}, "until": {"$gt": datetime.now(UTC)}}
        holders = {lease["_id"]: lease["holder"] for lease in self.store["leases"].find(living)}
        members = {job for job in holders if job.startswith(_MEMBER)} | {self._member.job}
        place = sorted(members).index(self._member.job)
        part = SLOTS[place :: len(members)]
        return frozenset(slot for slot in part if holders.get(lease_of(slot), self.holder) == self.holder)

    def _release(self, slots: frozenset[str]) -> None:
        for slot in slots:
            self._lease(lease_of(slot)).release()

    def _lease(self, job: str) -> Lease:
        return Lease(self.store, job, self.holder)
