"""Knows work that waits in a collection and is done by one process at a time: claimed for some seconds, renewed while
it is done, given up after some tries. A process that dies leaves it to the next. Times are the machine's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pymongo

from ledger.mongo.connection import Document, Store

CLAIMED: Final = timedelta(seconds=20)
"""For so long a process has a job without saying that it lives."""
MOST_TRIES: Final = 5


def waiting() -> Document:
    """What a document says, so that it waits to be claimed, by nobody tried yet."""
    return {"until": datetime.now(UTC), "tries": 0}


@dataclass(frozen=True, slots=True)
class Claims:
    """The work of a collection's documents; `open` finds those that are not done. Its methods raise
    pymongo.errors.PyMongoError."""

    store: Store
    collection: str
    open: Mapping[str, Any]

    def claim(self, holder: str, begun: Document, in_vain: Document) -> Document | None:
        """What waits longest, or whose process died, for this holder to do; None where nothing waits.

        It is set to `begun`; what was tried too often is set to `in_vain`.
        """
        now = datetime.now(UTC)
        waits: Document = {**self.open, "until": {"$lte": now}}
        self.store[self.collection].update_many({**waits, "tries": {"$gte": MOST_TRIES}}, in_vain)
        taken = {"holder": holder, "until": now + CLAIMED}
        return self.store[self.collection].find_one_and_update(
            waits,
            {"$set": {**begun, **taken}, "$inc": {"tries": 1}},
            sort=[("until", pymongo.ASCENDING)],
            return_document=pymongo.ReturnDocument.AFTER,
        )

    def go_on(self, identity: str, holder: str, **facts: Any) -> bool:
        """Say that the holder still does it, and how far it is; whether it is still the holder's."""
        return self.say(identity, holder, {"$set": {**facts, "until": datetime.now(UTC) + CLAIMED}})

    def say(self, identity: str, holder: str, change: Document) -> bool:
        """Change a document of one's own; whether it was still the holder's."""
        mine = {**self.open, "_id": identity, "holder": holder}
        return self.store[self.collection].update_one(mine, change).matched_count == 1
