"""Knows when a worker sweeps: about every second, if no other worker is at it, until nothing is due."""

from dataclasses import dataclass
from typing import Final

from xiaohao.ledger.clock import Clock
from xiaohao.ledger.store.connection import Store
from xiaohao.ledger.store.leases import Lease
from xiaohao.ledger.store.registry import RulesSource
from xiaohao.ledger.store.sweep import sweep

JOB: Final = "sweep"
EVERY_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Sweeper:
    """One worker's turn at the sweep."""

    store: Store
    clock: Clock
    rules: RulesSource
    holder: str

    @property
    def lease(self) -> Lease:
        """The claim that keeps the others from sweeping meanwhile."""
        return Lease(self.store, JOB, self.holder)

    def turn(self) -> int:
        """Fire what is due, unless another worker holds the lease; how many escalations fired.

        Raises pymongo.errors.PyMongoError when MongoDB is away; what was written stays written.
        """
        fired = 0
        while self.lease.claim():
            swept = sweep(self.store, self.clock, self.rules.current())
            fired += swept.fired
            if not swept.more:
                break
        return fired
