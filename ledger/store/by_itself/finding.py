"""Knows how the issues that are due are found: earliest first, and of one moment side by side as they lie on the disk.

At the end of a day very many are due at one moment. In the index they lie slot by slot, and MongoDB would read and
write every page of the collection again for each; so each slot is read for itself, and all of them in step.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from heapq import merge
from operator import itemgetter
from typing import Final

from pymongo.cursor import Cursor

from ledger.mongo.connection import Document, Store
from ledger.mongo.slots import due_by

_AT_ONCE: Final = 64


@contextmanager
def due_issues(store: Store, moment: datetime, slots: Collection[int]) -> Iterator[Iterator[Document]]:
    """The issues of these slots at which the sweep has to look by then; read as they are asked for.

    Raises pymongo.errors.PyMongoError when MongoDB is away, while they are read too.
    """
    asked = slots if _any(store, moment, slots) else ()
    with ExitStack() as cursors:
        found = [cursors.enter_context(_cursor(store, moment, slot)) for slot in asked]
        in_step = merge(*map(_numbered, found), key=itemgetter(0, 1))
        yield (document for _, _, document in in_step)


def _cursor(store: Store, moment: datetime, slot: int) -> Cursor[Document]:
    return store.as_sent("issues").find(due_by(moment, (slot,)), sort=[("next_due_at", 1)], batch_size=_AT_ONCE)


def _any(store: Store, moment: datetime, slots: Collection[int]) -> bool:
    """Most looks find nothing, and one question tells so."""
    return store["issues"].find_one(due_by(moment, slots), {"_id": 1}) is not None


def _numbered(documents: Iterable[Document]) -> Iterator[tuple[datetime, int, Document]]:
    for number, document in enumerate(documents):
        yield document["next_due_at"], number, document
