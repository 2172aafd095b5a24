"""Knows when the ledger looks at what falls behind by itself: once a day of its own clock, by one process at a time."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from ledger.dispatch.watching import BROKEN, Seen, settle
from ledger.groundwork.clock import Clock
from ledger.jobs.leases import Lease
from ledger.mongo.connection import Store
from ledger.policy.rules import Rules, RulesReader
from ledger.registry.days import local_day

EVERY_SECONDS: Final = 2.0
_LASTS: Final = timedelta(seconds=10)
_ID: Final = "daily"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which things are looked at: `at` is the moment whose knowledge counts."""

    store: Store
    rules: Rules
    today: date
    at: datetime


Watch = Callable[[Day], Iterable[Seen]]
"""How what it watches stands on a day."""


@dataclass
class Daily:
    """One process's turns at the day's look; a day that was missed is not looked at later."""

    store: Store
    clock: Clock
    rules: RulesReader
    holder: str
    watches: Sequence[Watch]
    _done: date | None = field(default=None, init=False)

    def turn(self) -> bool:
        """Look, if nobody has today; whether this process did. What could not be written is looked at again next turn.

        Raises pymongo.errors.PyMongoError.
        """
        at = self.clock.now()
        rules = self.rules.current()
        today = local_day(at, rules.zone)
        if today == self._done:
            return False
        with Lease(self.store, _ID, self.holder, _LASTS).held() as ours:
            if not ours:
                return False
            looked = self.store["positions"].find_one({"_id": _ID})
            # Another day, not a later one: the clock of a ledger that is empty may be set back.
            due = looked is None or looked["day"] != today.isoformat()
            if due and not self._look(Day(self.store, rules, today, at)):
                return False
            if due:
                self.store["positions"].update_one({"_id": _ID}, {"$set": {"day": today.isoformat()}}, upsert=True)
        self._done = today
        return due

    def _look(self, day: Day) -> bool:
        """Whether all that was seen could be written."""
        settled = True
        for watch in self.watches:
            try:
                settled &= settle(self.store, watch(day), self.clock, day.rules)
            except BROKEN as error:
                _log.error("the day's look goes on without one part: %r", error)
        return settled
