"""Knows when MongoDB wrote what is to be published, in which slots relays divide it, and how far each has come.

`written` of an event or a dead letter is MongoDB's own cluster time as it was inserted: it never goes back, whatever
the clocks of processes do, and is later than the commit of everything that its transaction had read. Events belong to
the slots of their issues (`slots`), dead letters to the first one. The document `relay` of `positions`:
{slots: {"0": {holder, token, written}, …}}.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import Final

from bson import Timestamp

from ledger.mongo.connection import Store
from ledger.mongo.slots import ALL_SLOTS, of_slots

LETTERS_SLOT: Final = 0
MARKS: Final = "relay"
WHEN_WRITTEN: Final = Timestamp(0, 0)
"""What is inserted as `written`: MongoDB puts the time there."""


def unpublished(store: Store, most: int) -> int:
    """How many events are not published yet, as far as the marks tell; counted up to `most`."""
    marks = (store["positions"].find_one({"_id": MARKS}) or {}).get("slots", {})
    alike = defaultdict(list)
    for slot in ALL_SLOTS:
        alike[marks.get(str(slot), {}).get("written")].append(slot)
    return min(most, sum(_after(store, written, slots, most) for written, slots in alike.items()))


def _after(store: Store, written: Timestamp | None, slots: Collection[int], most: int) -> int:
    later = {} if written is None else {"written": {"$gt": written}}
    return store["events"].count_documents(later | of_slots(slots), limit=most)
