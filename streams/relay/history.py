"""Knows how to read what was written before a change stream begins: in the order in which MongoDB wrote it.

An issue's events are in their order in it: one is written after the one before it was committed, or after it in the
same transaction.
"""

from collections.abc import Collection, Iterator
from itertools import islice
from typing import Final

from bson import Timestamp

from ledger.mongo.connection import Document, Store
from streams.relay.outbox import Moment, wanted

_PAGE: Final = 1_000
# What is written is committed later, within the life of a transaction: by default MongoDB's is a minute, ours shorter.
_MARGIN_SECONDS: Final = 60


def pages_between(
    store: Store, collection: str, slots: Collection[int], since: Timestamp | None, until: Moment
) -> Iterator[list[Document]]:
    """What was written of these slots since `since`, or a minute before, and committed before `until`.

    Nothing that the stream from `until` on brings stands in the way of the order: what follows it was written later.
    Raises pymongo.errors.PyMongoError.
    """
    query = wanted(collection, slots)
    if query is None:
        return
    first = Timestamp(max(0, since.time - _MARGIN_SECONDS) if since else 0, 0)
    with store.client.start_session() as session:
        session.advance_operation_time(until.time)
        found = store[collection].find(
            {"written": {"$gte": first, "$lte": until.time}, **query},
            sort=[("written", 1)],
            batch_size=_PAGE,
            session=session,
        )
        while page := list(islice(found, _PAGE)):
            yield page
