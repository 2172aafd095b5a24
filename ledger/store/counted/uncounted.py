"""Knows how what a transaction adds to the counters is kept in it, until somebody adds it up.

One document of `uncounted` a transaction: {_id, cells, happened}, both packed (MessagePack), as a batch of reports has
hundreds of cells. It is there exactly when what it counts is, and goes in the transaction that adds it to the
counters: each is counted once, whatever dies in between. No stream and no oplog has to be followed for it.
"""

from collections.abc import Iterable
from typing import Any

import msgspec
from bson import ObjectId
from pymongo.client_session import ClientSession

from ledger.counting.cells import Cell
from ledger.counting.happened import Happened
from ledger.counting.tally import Tally
from ledger.mongo.connection import Document, Store
from ledger.mongo.waiting import UNCOUNTED

_cells = msgspec.msgpack.Decoder(list[tuple[Cell, int]])
_happened = msgspec.msgpack.Decoder(list[tuple[Happened, int]])


def uncounted_document(tally: Tally) -> Document:
    """A tally as it is kept."""
    return {"_id": ObjectId(), "cells": _packed(tally.cells), "happened": _packed(tally.happened)}


def keep_uncounted(store: Store, tally: Tally, session: ClientSession) -> None:
    """Keep a tally inside `session`'s transaction; nothing where it is empty."""
    if tally:
        store[UNCOUNTED].insert_one(uncounted_document(tally), session=session)


def tally_from(documents: Iterable[Document]) -> Tally:
    """All of these in one."""
    tally = Tally()
    for document in documents:
        for cell, issues in _cells.decode(document["cells"]):
            tally.cells[cell] += issues
        for one, times in _happened.decode(document["happened"]):
            tally.happened[one] += times
    return tally


def waiting(store: Store, session: ClientSession) -> Tally:
    """All that waits to be added up, as of `session`'s snapshot. Raises pymongo.errors.PyMongoError."""
    return tally_from(store.as_sent(UNCOUNTED).find({}, sort=[("_id", 1)], session=session))


def _packed(counts: Any) -> bytes:
    return msgspec.msgpack.encode([(one, times) for one, times in counts.items() if times])
