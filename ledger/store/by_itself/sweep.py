"""Knows how due steps of the ladder are found and fired: the index narrows, each issue is re-read and re-checked.

A second firing is impossible: the issue's version guards it, and the alert's id is derived from the step. When to look
again is written after the transaction: inside one, MongoDB 6 asks its catalog about every index of a document whose
indexed field changes, which cost more than all the rest. What a crash leaves looking too early is set right next time.
"""

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

from ledger.escalation.firing import accounted
from ledger.groundwork.clock import Clock
from ledger.groundwork.portions import portions
from ledger.issue.changes import Change
from ledger.mongo.connection import Document, Store
from ledger.mongo.slots import ALL_SLOTS
from ledger.policy.rules import Rules
from ledger.store.by_itself.finding import due_issues
from ledger.store.by_itself.system_changes import Decisions, Failing, write_each
from ledger.store.commit import Batch, Writes
from ledger.store.records import moved_on

BATCH = 500
MOST = 20 * BATCH
# After an outage an issue may have many steps due, and a transaction has its time.
MOST_EVENTS = 1_000
_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Swept:
    """How much a sweep did; `more` when it fired on as many issues as it may and others may be due."""

    fired: int
    more: bool


def sweep(
    store: Store,
    clock: Clock,
    rules: Rules,
    *,
    limit: int = MOST,
    failing: Failing | None = None,
    slots: Collection[int] = ALL_SLOTS,
) -> Swept:
    """Fire what is due now in these slots, earliest first, batch by batch until `limit` issues; plans while it writes.

    Issues on which nothing can be decided do not count: however many there are, they starve no other. `failing` knows
    those that were named before.
    Raises pymongo.errors.PyMongoError when MongoDB is away; what was written stays written.
    """
    decisions = Decisions(lambda issue, at: accounted(issue, at, rules), failing or Failing())
    fired = decided = 0
    with (
        due_issues(store, clock.now(), slots) as candidates,
        ThreadPoolExecutor(_AT_ONCE) as writers,
    ):
        being_written: deque[Future[int]] = deque()
        for documents in _batches(candidates, min(BATCH, limit)):
            changes = decisions.on(documents, clock.now())
            for portion in portions(changes, lambda change: len(change.envelopes), MOST_EVENTS):
                plan = _Plan(portion, rules)
                if len(being_written) == _AT_ONCE:
                    fired += being_written.popleft().result()
                being_written.append(writers.submit(plan.write, store))
            decided += sum(bool(change.envelopes) for change in changes)
            if decided >= limit:
                break
        fired += sum(writing.result() for writing in being_written)
    decisions.tell("escalated")
    return Swept(fired, more=fired > 0 and decided >= limit)


class _Plan:
    """What one transaction fires, its documents made already, and when to look at these issues again."""

    def __init__(self, looked_at: list[Change], rules: Rules) -> None:
        self._changes = [change for change in looked_at if change.envelopes]
        self._rules = rules
        self._writes = Writes(Batch(changes=self._changes, look_again_later=True), rules)
        self._look_again = moved_on((change.issue for change in looked_at), rules)

    def write(self, store: Store) -> int:
        """Write it; how many steps fired."""
        written = write_each(store, self._changes, self._writes, self._rules)
        store["issues"].bulk_write(self._look_again, ordered=False)
        return sum(len(change.envelopes) for change in written)


def _batches(candidates: Iterable[Document], size: int) -> Iterator[list[Document]]:
    left = iter(candidates)
    while batch := list(islice(left, size)):
        yield batch
