"""Knows when a worker sweeps: four times a second, its own share of the issues, until nothing is due.

Who has the first slot also sets anew the clocks that calendars imported since count otherwise: one worker at a time.
"""

from dataclasses import dataclass, field
from typing import Final

from ledger.groundwork.clock import Clock
from ledger.jobs.shares import Shares
from ledger.mongo.connection import Store
from ledger.mongo.slots import SLOTS
from ledger.policy.rules import RulesReader
from ledger.store.by_itself.sweep import sweep
from ledger.store.by_itself.system_changes import Failing
from streams.worker.recomputing import Recomputer

JOB: Final = "sweep"
EVERY_SECONDS: Final = 0.25
_RECOMPUTES: Final = 0


def shares_of(store: Store, holder: str) -> Shares:
    """A worker's part of the sweep; one that ends lets go of it."""
    return Shares(store, JOB, holder, SLOTS)


@dataclass(frozen=True, slots=True)
class Sweeper:
    """One worker's turns at the sweep."""

    store: Store
    clock: Clock
    rules: RulesReader
    holder: str
    recomputer: Recomputer
    failing: Failing = field(default_factory=Failing)

    @property
    def shares(self) -> Shares:
        """The claim that keeps the others from sweeping the same issues meanwhile."""
        return shares_of(self.store, self.holder)

    def turn(self) -> int:
        """Fire what is due in the slots that this worker has; how many escalations fired.

        Between thousands of issues it gives up what is no longer its own, as another worker joined.
        Raises pymongo.errors.PyMongoError when MongoDB is away; what was written stays written.
        """
        fired, more = 0, True
        while more:
            with self.shares.held() as slots:
                swept = sweep(self.store, self.clock, self.rules.current(), failing=self.failing, slots=slots)
                fired, more = fired + swept.fired, swept.more
                if _RECOMPUTES in slots and not more:
                    self.recomputer.turn()
        return fired
