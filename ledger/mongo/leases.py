"""Knows which process may do a job that only one does at a time: claimed in MongoDB, lost when not renewed.

A lease narrows who tries; what is written is still guarded by versions and ids, so that an expired holder
who does not know it yet does no harm.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pymongo.errors import DuplicateKeyError

from ledger.mongo.connection import Store


@dataclass(frozen=True, slots=True)
class Lease:
    """A job's name and who asks for it; times are the machine's own, since a lease guards processes, not rules."""

    store: Store
    job: str
    holder: str
    ttl: timedelta = timedelta(seconds=10)

    def claim(self) -> bool:
        """Take or renew it; False when another process holds it."""
        now = datetime.now(UTC)
        try:
            self.store["leases"].update_one(
                {"_id": self.job, "$or": [{"holder": self.holder}, {"until": {"$lte": now}}]},
                {"$set": {"holder": self.holder, "until": now + self.ttl}},
                upsert=True,
            )
        except DuplicateKeyError:
            return False
        return True

    def release(self) -> None:
        """Let the next one have it at once."""
        self.store["leases"].delete_one({"_id": self.job, "holder": self.holder})
