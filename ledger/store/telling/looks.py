"""Knows when a person last said that they had looked at what there is: reading moves nothing on, saying so does."""

from datetime import datetime
from typing import Final

from ledger.mongo.connection import Store

LOOKS: Final = "looks"


def looked_at(store: Store, person_id: str) -> datetime | None:
    """As of which moment a person has looked; None where they never said. Raises pymongo.errors.PyMongoError."""
    found = store[LOOKS].find_one({"_id": person_id})
    return None if found is None else found["at"]


def look(store: Store, person_id: str, at: datetime) -> None:
    """Keep that a person looked as of a moment; an earlier one moves nothing back. Raises PyMongoError."""
    store[LOOKS].update_one({"_id": person_id}, {"$max": {"at": at}}, upsert=True)
