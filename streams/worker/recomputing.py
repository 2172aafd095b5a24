"""Knows when a worker counts clocks anew by calendars that changed: within a minute, some issues at a time."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from ledger.groundwork.clock import Clock
from ledger.mongo.connection import Store
from ledger.policy.rules import RulesReader
from ledger.store.by_itself.calendar_changes import Regions, clocks_are_counted, regions_behind
from ledger.store.by_itself.recomputing import BATCH, recompute_clocks
from ledger.store.by_itself.system_changes import Failing

EVERY_SECONDS: Final = 30.0
# The second comes that much later, when no process decides by the calendars before any more.
_ROUNDS: Final = 2


@dataclass
class Recomputer:
    """Goes through the clocks of the regions whose days changed in rounds, twice for each version of the calendars.

    Only who has the sweep's first slot calls it: a turn is one batch, so that the sweep never waits long.
    """

    store: Store
    clock: Clock
    rules: RulesReader
    elapsed: Callable[[], float] = time.monotonic
    batch: int = BATCH
    _failing: Failing = field(default_factory=Failing, init=False)
    _version: str | None = field(default=None, init=False)
    _regions: Regions = field(default=None, init=False)
    _rounds: int = field(default=0, init=False)
    _missed: int = field(default=0, init=False)
    _after: str | None = field(default=None, init=False)
    _began: float | None = field(default=None, init=False)

    def turn(self) -> int:
        """The next batch, if one is due; how many issues it settled.

        Raises pymongo.errors.PyMongoError when MongoDB is away; the next turn goes on from there.
        """
        rules = self.rules.current()
        if rules.calendars.version != self._version:
            self._regions = regions_behind(self.store, rules.calendars)
            self._version, self._after = rules.calendars.version, None
            self._rounds = _ROUNDS if self._regions == frozenset() else 0
        if self._after is None and not self._begin():
            return 0
        done = recompute_clocks(
            self.store,
            self.clock,
            rules,
            self._after or "",
            self.batch,
            regions=self._regions,
            failing=self._failing,
        )
        self._missed += done.missed
        self._after = done.last
        if done.last is None and not self._missed:
            self._rounds += 1
            if self._rounds == _ROUNDS:
                clocks_are_counted(self.store, rules.calendars)
        return done.settled

    def _begin(self) -> bool:
        now = self.elapsed()
        if self._rounds == _ROUNDS or (self._began is not None and now - self._began < EVERY_SECONDS):
            return False
        self._began, self._missed = now, 0
        return True
