"""Knows when a worker sweeps: four times a second, if no other worker is at it, until nothing is due.

Who holds the lease also sets anew what a published year settles.
"""

from dataclasses import dataclass
from typing import Final

from xiaohao.ledger.clock import Clock
from xiaohao.ledger.rules import RulesReader
from xiaohao.ledger.store.connection import Store
from xiaohao.ledger.store.leases import Lease
from xiaohao.ledger.store.sweep import sweep
from xiaohao.streams.recomputing import Recomputer

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
                self.recomputer.turn()
                break
        return fired
