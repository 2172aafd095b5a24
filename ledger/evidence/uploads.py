"""Knows who sent which file: a row for each person and file, also where the bytes were here already.

A file is shown to others only under an issue on which somebody who had sent it named it. Who merely knows a hash has
nothing by it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pymongo.errors import DuplicateKeyError

from ledger.evidence.files import media_types
from ledger.mongo.connection import Store

UPLOADS: Final = "uploads"
FILES_A_DAY: Final = 500
BYTES_A_DAY: Final = 2 * 1024**3


@dataclass(frozen=True, slots=True)
class Sent:
    """How much a person sent since a moment: files, and their bytes."""

    files: int
    size: int

    @property
    def enough(self) -> bool:
        """Whether it is all that one person may send in a day."""
        return self.files >= FILES_A_DAY or self.size >= BYTES_A_DAY


def upload_id(sha256: str, person_id: str) -> str:
    """The id of the row of a file and a person."""
    return f"{sha256}:{person_id}"


def note_upload(store: Store, sha256: str, person_id: str, size: int, at: datetime) -> bool:
    """Keep that a person sent a file of so many bytes; False where that is known. `at` is the machine's own time."""
    row = {"_id": upload_id(sha256, person_id), "person_id": person_id, "bytes": size, "at": at}
    try:
        store[UPLOADS].insert_one(row)
    except DuplicateKeyError:
        return False
    return True


def has_sent(store: Store, sha256: str, person_id: str) -> bool:
    """Whether a person sent a file."""
    return store[UPLOADS].find_one({"_id": upload_id(sha256, person_id)}, {"_id": 1}) is not None


def sent_by(store: Store, person_id: str, hashes: Iterable[str]) -> dict[str, str]:
    """The media types of those of these files that a person sent."""
    wanted = [upload_id(each, person_id) for each in set(hashes)]
    if not wanted:
        return {}
    found = [row["_id"].partition(":")[0] for row in store[UPLOADS].find({"_id": {"$in": wanted}}, {"_id": 1})]
    return media_types(store, found)


def sent_by_any(store: Store, sha256: str, persons: Collection[str]) -> bool:
    """Whether any of these people sent a file."""
    wanted = [upload_id(sha256, person_id) for person_id in sorted(persons)]
    return store[UPLOADS].find_one({"_id": {"$in": wanted}}, {"_id": 1}) is not None


def sent_since(store: Store, person_id: str, moment: datetime) -> Sent:
    """What a person sent from a moment on, as far as it was new to them."""
    rows = store[UPLOADS].find({"person_id": person_id, "at": {"$gte": moment}}, {"bytes": 1}, limit=FILES_A_DAY)
    sizes = [row["bytes"] for row in rows]
    return Sent(len(sizes), sum(sizes))
