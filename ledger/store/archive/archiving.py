"""Knows a run of the retention rules: transaction after transaction what may go goes, then what is over is deleted.

A run that ends in the middle, however it ends, leaves nothing half moved, and the next one goes on: what has gone is no
candidate any more.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from pymongo.errors import BulkWriteError

from ledger.groundwork.portions import portions
from ledger.mongo.connection import Document, Store
from ledger.retention.retention import Retention
from ledger.store.archive.candidates import AT_ONCE, deleted_queries, ended, receipts_query
from ledger.store.archive.moving import Moved, archive, archive_bytes
from ledger.store.archive.places import RECEIPTS

JOB: Final = "archive"
"""The name of the lease by which two runs exclude each other."""
# As a sweep's transactions: more at once gains nothing, and keeps people's commands waiting.
_MOST_EVENTS: Final = 1_000
_DUPLICATE_KEY: Final = 11000

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Done(Moved):
    """How much went to the archive (of receipts the bytes), stayed though it ended long ago, and was deleted."""

    deliveries: int = 0
    dead_letters: int = 0
    receipts_archived: int = 0

    def __add__(self, other: "Done") -> "Done":
        return Done(*(one + more for one, more in zip(astuple(self), astuple(other), strict=True)))


def archiving(store: Store, retention: Retention, now: datetime, limit: int | None = None) -> Iterator[Done]:
    """Do what the rules say as of now; yields what each transaction and each deletion did.

    With a limit it moves at most so many families, and the bytes of as many reports without one, and deletes nothing;
    those that have to stay do not count: however many there are, they keep no other back.
    Raises pymongo.errors.PyMongoError when MongoDB is away; what was moved until then stays moved.
    """
    yield from _moving(store, retention, now, limit)
    if limit is None:
        for name, query in deleted_queries(retention, now):
            for count in _deleted(store, name, query):
                yield Done(**{name: count})


def _moving(store: Store, retention: Retention, now: datetime, limit: int | None) -> Iterator[Done]:
    after = retention.issues.archive_after
    if after is not None:
        yield from _families(store, ended(store, retention, now), after.before(now), limit)
    query = receipts_query(retention, now)
    if query is not None:
        receipts = store[RECEIPTS].find(query, {"_id": 1}, sort=[("_id", 1)], batch_size=AT_ONCE)
        for some in _batches(islice(receipts, limit)):
            yield Done(receipts=_bytes_moved(store, [found["_id"] for found in some]))


def _families(store: Store, mains: Iterable[Document], before: datetime, most: int | None) -> Iterator[Done]:
    for portion in portions(mains, lambda found: int(found["version"]), _MOST_EVENTS):
        moved = _moved(store, [found["_id"] for found in portion], before, most)
        yield moved
        if most is not None and (most := most - moved.families) == 0:
            return


def _moved(store: Store, main_ids: Sequence[str], before: datetime, most: int | None) -> Done:
    """One transaction's; where something is in the archive already, each family's own, and that one's family stays."""
    try:
        return Done(**asdict(archive(store, main_ids, before, most)))
    except BulkWriteError as error:
        if _stays(main_ids, error):
            return Done(families_left=1)
    done = Done()
    for each in main_ids:
        if most is None or done.families < most:
            done += _moved(store, [each], before, None)
    return done


def _bytes_moved(store: Store, report_ids: Sequence[str]) -> int:
    try:
        return archive_bytes(store, report_ids)
    except BulkWriteError as error:
        return 0 if _stays(report_ids, error) else sum(_bytes_moved(store, [each]) for each in report_ids)


def _stays(ids: Sequence[str], error: BulkWriteError) -> bool:
    """Whether this alone is what stands in both places, by somebody's hand; it is named. Raises any other error."""
    faults = error.details["writeErrors"]
    if any(fault["code"] != _DUPLICATE_KEY for fault in faults):
        raise error
    if len(ids) == 1:
        _log.error("%s stays on the ledger, something of it is in the archive too: %s", ids[0], faults[0]["errmsg"])
    return len(ids) == 1


def _deleted(store: Store, name: str, query: Document) -> Iterator[int]:
    for some in _batches(store[name].find(query, {"_id": 1}, batch_size=AT_ONCE)):
        yield store[name].delete_many({**query, "_id": {"$in": [found["_id"] for found in some]}}).deleted_count


def _batches(found: Iterable[Document]) -> Iterator[list[Document]]:
    left = iter(found)
    while some := list(islice(left, AT_ONCE)):
        yield some
