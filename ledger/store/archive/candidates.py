"""Knows what the retention rules would move or delete as of now: the queries, and how much each finds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from ledger.mongo.connection import Document, Store
from ledger.mongo.whole import BY_STATE, in_states
from ledger.retention.ended import ENDED_FOR_ITSELF
from ledger.retention.retention import Age, Retention
from ledger.store.archive.places import ARCHIVED, ISSUES, RECEIPTS

AT_ONCE: Final = 200
"""How many candidates are read at a time: the next are asked for long before MongoDB gives up a cursor that rests."""
_BY_DUE: Final = [("due_at", 1), ("_id", 1)]


@dataclass(frozen=True, slots=True)
class Candidates:
    """How much the rules would move (issues with duplicates, the bytes of reports without one) and delete."""

    issues: int
    receipts: int
    deliveries: int
    dead_letters: int
    receipts_archived: int

    @property
    def deleted(self) -> int:
        """How many documents would be gone for good."""
        return self.deliveries + self.dead_letters + self.receipts_archived


def ended_queries(store: Store, retention: Retention, now: datetime) -> Iterator[Document]:
    """What finds the main issues that may go, in the order of an index each."""
    after = retention.issues.archive_after
    if after is not None:
        before = after.before(now)
        for state in sorted(ENDED_FOR_ITSELF):
            yield in_states(store, {state}) | {"due_at": {"$not": {"$gte": before}}, "updated_at": {"$lt": before}}


def ended(store: Store, retention: Retention, now: datetime) -> Iterator[Document]:
    """The main issues that may go, as {_id, version}: those of a state after another, longest over first."""
    for query in ended_queries(store, retention, now):
        yield from store[ISSUES].find(query, {"version": 1}, sort=_BY_DUE, hint=BY_STATE, batch_size=AT_ONCE)


def receipts_query(retention: Retention, now: datetime) -> Document | None:
    """What finds the receipts without an issue whose bytes may go: by the time that their ids begin with (UUIDv7)."""
    before = _before(retention.receipts.archive_after, now)
    if before is None:
        return None
    milliseconds = f"{int(before.timestamp() * 1000):012x}"
    in_time = {"$lt": f"{milliseconds[:8]}-{milliseconds[8:]}"}
    return {"_id": in_time, "issues": [], "recorded_at": {"$lt": before}, "raw": {"$exists": True}}


def deleted_queries(retention: Retention, now: datetime) -> Iterator[tuple[str, Document]]:
    """The collections of which something is deleted, and what finds it. The times of deliveries are the machine's."""
    deliveries = _before(retention.deliveries.delete_after, datetime.now(UTC))
    if deliveries is not None:
        yield "deliveries", {"created_at": {"$lt": deliveries}, "next_try_at": {"$exists": False}}
    letters = _before(retention.dead_letters.delete_after, now)
    if letters is not None:
        over = {"at": {"$lt": letters}, "replayed": True, "replayed_at": {"$lt": letters}}
        yield "dead_letters", over | {"mended": {"$exists": False}}
    receipts = _before(retention.receipts.delete_after, now)
    if receipts is not None:
        yield ARCHIVED[RECEIPTS], {"recorded_at": {"$lt": receipts}}


def count_candidates(store: Store, retention: Retention, now: datetime) -> Candidates:
    """Everything that the rules find now. A family that is not whole is counted, and stays all the same."""
    issues = 0
    size = {"$add": [1, {"$size": {"$ifNull": ["$duplicates", []]}}]}
    for query in ended_queries(store, retention, now):
        for found in store[ISSUES].aggregate([{"$match": query}, {"$group": {"_id": None, "issues": {"$sum": size}}}]):
            issues += found["issues"]
    alone = receipts_query(retention, now)
    deleted = {name: store[name].count_documents(query) for name, query in deleted_queries(retention, now)}
    return Candidates(
        issues=issues,
        receipts=0 if alone is None else store[RECEIPTS].count_documents(alone),
        **{name: deleted.get(name, 0) for name in ("deliveries", "dead_letters", ARCHIVED[RECEIPTS])},
    )


def _before(age: Age | None, now: datetime) -> datetime | None:
    return None if age is None else age.before(now)
