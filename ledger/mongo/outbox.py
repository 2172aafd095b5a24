"""Knows when MongoDB wrote what is to be published, in which slots relays divide it, and how far each has come.

`written` of an event or a dead letter is MongoDB's own cluster time as it was inserted: it never goes back, whatever
the clocks of processes do, and is later than the commit of everything that its transaction had read. An issue's slot
is the last hexadecimal digit of its id; dead letters belong to the first one. The document `relay` of `positions`:
{slots: {"0": {holder, token, written}, …}}.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Final

from bson import Timestamp

from ledger.mongo.connection import Document, Store

SLOTS: Final = tuple("0123456789abcdef")
LETTERS_SLOT: Final = SLOTS[0]
MARKS: Final = "relay"
WHEN_WRITTEN: Final = Timestamp(0, 0)
"""What is inserted as `written`: MongoDB puts the time there."""


def lease_of(slot: str) -> str:
    """The lease of the relay that publishes a slot."""
    return f"relay/{slot}"


def of_slots(slots: Collection[str], field: str = "issue_id") -> Document:
    """The query for what belongs to issues of these slots, by the field that holds the issue's id."""
    if len(slots) == len(SLOTS):
        return {}
    return {field: {"$regex": f"[{''.join(sorted(slots))}]$"}}


def publishing(store: Store) -> dict[str, str]:
    """Which relay publishes which slot now; a slot that none has is left out."""
    jobs = {lease_of(slot): slot for slot in SLOTS}
    held = store["leases"].find({"_id": {"$in": list(jobs)}, "until": {"$gt": datetime.now(UTC)}})
    return {jobs[lease["_id"]]: lease["holder"] for lease in held}


def unpublished(store: Store, most: int) -> int:
    """How many events are not published yet, as far as the marks tell; counted up to `most`."""
    marks = (store["positions"].find_one({"_id": MARKS}) or {}).get("slots", {})
    alike = defaultdict(list)
    for slot in SLOTS:
        alike[marks.get(slot, {}).get("written")].append(slot)
    return min(most, sum(_after(store, written, slots, most) for written, slots in alike.items()))


def _after(store: Store, written: Timestamp | None, slots: Collection[str], most: int) -> int:
    later = {} if written is None else {"written": {"$gt": written}}
    return store["events"].count_documents(later | of_slots(slots), limit=most)
