"""Knows when what waits is added to the counters, and when all is counted anew: once ever, for another time zone, and
after another version counted it.

One process at a time does it, as its lease says. Until it is done readers ask the index (`standing`).
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from ledger.jobs.leases import Lease
from ledger.mongo.connection import Store
from ledger.mongo.waiting import UNCOUNTED
from ledger.policy.rules import RulesReader
from ledger.store.counted.adding_up import LEASE, add_up, tidy
from ledger.store.counted.recounting import count_anew, counted_in

EVERY_SECONDS: Final = 1.0
_TIDY_SECONDS: Final = 86_400.0
_AGAIN_SECONDS: Final = 600.0
"""After a recount of the whole ledger that failed, as it took longer than MongoDB keeps a snapshot."""
_LASTS: Final = timedelta(seconds=10)
_log = logging.getLogger(__name__)


@dataclass
class Counting:
    """One process's turns at adding up."""

    store: Store
    rules: RulesReader
    holder: str
    elapsed: Callable[[], float] = time.monotonic
    _tidied: float | None = field(default=None, init=False)
    _failed: float | None = field(default=None, init=False)

    def turn(self) -> int:
        """Add up what waits, if no other process does; how many transactions it was of.

        Raises pymongo.errors.PyMongoError; what was added stays added, and nothing of it is added again.
        """
        zone = self.rules.current().zone.key
        counted = counted_in(self.store) == zone
        if counted and self.store[UNCOUNTED].find_one({}, {"_id": 1}) is None:
            return 0
        with self.lease.held() as ours:
            if not ours:
                return 0
            if counted_in(self.store) != zone and not self._counted_anew():
                return 0
            added = 0
            while more := add_up(self.store):
                added += more
            self._tidy()
            return added

    @property
    def lease(self) -> Lease:
        """The claim that keeps the others from adding up meanwhile."""
        return Lease(self.store, LEASE, self.holder, _LASTS)

    def _counted_anew(self) -> bool:
        """Count the whole ledger, unless that failed a moment ago; whether it was done. Raises as `turn` does."""
        now = self.elapsed()
        if self._failed is not None and now - self._failed < _AGAIN_SECONDS:
            return False
        self._failed = now
        _log.info("counting the whole ledger")
        done = count_anew(self.store, self.rules.current())
        self._failed = None
        return done

    def _tidy(self) -> None:
        now = self.elapsed()
        if self._tidied is None or now - self._tidied > _TIDY_SECONDS:
            tidy(self.store)
            self._tidied = now
