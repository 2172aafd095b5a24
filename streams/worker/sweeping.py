"""Knows when a worker sweeps: four times a second, if no other worker is at it, until nothing is due.

Who holds the lease also sets anew the clocks that calendars imported since count otherwise.
"""

from dataclasses import dataclass, field
from typing import Final

from ledger.groundwork.clock import Clock
from ledger.mongo.connection import Store
from ledger.mongo.leases import Lease
from ledger.policy.rules import RulesReader
from ledger.store.by_itself.sweep import sweep
from ledger.store.by_itself.system_changes import Failing
from streams.worker.recomputing import Recomputer

JOB: Final = "sweep"
EVERY_SECONDS: Final = 0.25


@dataclass(frozen=True, slots=True)
class Sweeper:
    """One worker's turn at the sweep."""

    store: Store
    clock: Clock
    rules: RulesReader
    holder: str
    recomputer: Recomputer
    failing: Failing = field(default_factory=Failing)

    @property
    def lease(self) -> Lease:
        """The claim that keeps the others from sweeping meanwhile."""
        return Lease(self.store, JOB, self.holder)

    def turn(self) -> int:
        """Fire what is due, unless another worker holds the lease; how many escalations fired.

        Raises pymongo.errors.PyMongoError when MongoDB is away; what was written stays written.
        """
        with self.lease.held() as held:
            return self._sweep() if held else 0

    def _sweep(self) -> int:
        fired = 0
        while self.lease.claim():
            swept = sweep(self.store, self.clock, self.rules.current(), failing=self.failing)
            fired += swept.fired
            if not swept.more:
                self.recomputer.turn()
                break
        return fired
