"""Knows how due steps of the ladder are found and fired: the index narrows, each issue is re-read and re-checked.

A second firing is impossible: the issue's version guards it, and the alert's id is derived from the step.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any

from xiaohao.ledger.changes import Change
from xiaohao.ledger.clock import Clock
from xiaohao.ledger.firing import fire_due
from xiaohao.ledger.rules import Rules
from xiaohao.ledger.store.commit import Batch, Writes
from xiaohao.ledger.store.connection import Store
from xiaohao.ledger.store.own_changes import Decisions, write_each
from xiaohao.ledger.store.portions import portions

BATCH = 500
MOST = 20 * BATCH
# After an outage an issue may have many steps due, and a transaction has its time.
MOST_EVENTS = 1_000

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Swept:
    """How much a sweep did; `more` when it fired on as many issues as it may and others may be due."""

    fired: int
    more: bool


def sweep(store: Store, clock: Clock, rules: Rules, limit: int = MOST) -> Swept:
    """Fire what is due now, earliest first, batch by batch until `limit` issues; one is planned while one is written.

    Issues on which nothing can be decided do not count: however many there are, they starve no other.
    Raises pymongo.errors.PyMongoError when MongoDB is away; what was written stays written.
    """
    due = {"next_due_at": {"$lte": clock.now()}}
    decisions = Decisions(lambda issue, at: fire_due(issue, at, rules))
    fired = decided = 0
    with (
        store["issues"].find(due, sort=[("next_due_at", 1)], batch_size=BATCH) as candidates,
        ThreadPoolExecutor(1) as writer,
    ):
        being_written: Future[list[Change]] | None = None
        for documents in _batches(candidates, min(BATCH, limit)):
            changes = decisions.on(documents, clock.now())
            for portion in portions(changes, lambda change: len(change.envelopes), MOST_EVENTS):
                writes = Writes(Batch(changes=portion), rules)
                fired += _count(being_written)
                being_written = writer.submit(write_each, store, portion, writes, rules)
            decided += len(changes)
            if decided >= limit:
                break
        fired += _count(being_written)
    decisions.tell("escalated")
    return Swept(fired, more=fired > 0 and decided >= limit)


def _batches(candidates: Iterable[Document], size: int) -> Iterator[list[Document]]:
    left = iter(candidates)
    while batch := list(islice(left, size)):
        yield batch


def _count(writing: Future[list[Change]] | None) -> int:
    """The events of a batch once it is written."""
    return sum(len(change.envelopes) for change in writing.result()) if writing else 0
