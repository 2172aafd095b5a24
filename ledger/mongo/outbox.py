"""Knows when MongoDB wrote what is to be published, in which slots relays divide it, and how far each has come.

`written` of an event or a dead letter is MongoDB's own cluster time as it was inserted: it never goes back, whatever
the clocks of processes do, and is later than the commit of everything that its transaction had read. Events belong to
the slots of their issues (`slots`), dead letters to the first one. The document `relay` of `positions`:
{slots: {"0": {holder, token, written}, …}}.
"""

from typing import Final

from bson import Timestamp

from ledger.mongo.connection import Store
from ledger.mongo.slots import ALL_SLOTS

LETTERS_SLOT: Final = 0
MARKS: Final = "relay"
WHEN_WRITTEN: Final = Timestamp(0, 0)
"""What is inserted as `written`: MongoDB puts the time there."""


def position_of_events(store: Store) -> str:
    """Where the events of the ledger end: the time and the number within it at which the last one was written."""
    last = store["events"].find_one({}, {"written": 1}, sort=[("written", -1)], hint=[("written", 1)])
    return "0" if last is None else f"{last['written'].time}-{last['written'].inc}"


def unpublished(store: Store, most: int) -> int:
    """How many events are not published yet, counted from the slot that is furthest behind, up to `most`.

    By one range of an index: which slots they are of no index tells.
    """
    marks = (store["positions"].find_one({"_id": MARKS}) or {}).get("slots", {})
    written = [marks.get(str(slot), {}).get("written") for slot in ALL_SLOTS]
    least = None if None in written else min(written)
    return store["events"].count_documents({} if least is None else {"written": {"$gt": least}}, limit=most)
