"""Knows what one person may have counted of the ledger: the numbers of what `Reads` lists, by the counters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import pymongo

from api.http.problems import away
from api.http.settings import QUERY_SECONDS
from api.reads import Reads
from ledger.access.scopes import Scope
from ledger.registry.regions import parent
from ledger.store.counted.asked import wanted_of
from ledger.store.counted.falling_due import due_by_hour, overdue_by_day
from ledger.store.counted.past import by_day, by_unit
from ledger.store.counted.recounting import counted_in
from ledger.store.counted.standing import Standing, standing, standing_by_region, standing_of_all


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers as one person sees them. Its functions wait for MongoDB, and raise, as those of `Reads`."""

    reads: Reads

    def _scope(self) -> Scope:
        return self.reads.bound("issue.count")

    def standing(self, region: str | None, axis: str) -> tuple[Mapping[str, Standing], datetime]:
        """How many issues stand how, by category or unit, and the ledger's time as of which that is."""
        wanted = wanted_of(self._scope(), region)
        with pymongo.timeout(QUERY_SECONDS):
            now = self.reads.clock.now()
            return standing(self.reads.store, wanted, axis, now), now

    def standing_of_all(self) -> Standing:
        """All that one may read, together."""
        wanted = wanted_of(self._scope())
        with pymongo.timeout(QUERY_SECONDS):
            return standing_of_all(self.reads.store, wanted, self.reads.clock.now())

    def standing_by_region(
        self, region: str | None
    ) -> tuple[Mapping[str, Mapping[str, Standing]], frozenset[str], datetime]:
        """The same by the regions below, and category; of which regions that is all that lies in them."""
        wanted = wanted_of(self._scope(), region)
        below = {code: self._below(code) for code in wanted.regions}
        with pymongo.timeout(QUERY_SECONDS):
            now = self.reads.clock.now()
            counted = standing_by_region(self.reads.store, wanted, below, now)
        whole = {part for parts in below.values() for part in parts} | {code for code in below if not below[code]}
        return counted, frozenset(whole), now

    def overdue_by_day(self, region: str | None, days: Iterable[int], now: datetime) -> Mapping[int, int]:
        """How many are red as they fell due on each of these days, by the days of due times."""
        wanted = wanted_of(self._scope(), region)
        with pymongo.timeout(QUERY_SECONDS):
            return overdue_by_day(self.reads.store, wanted, days, now)

    def due_by_hour(self, region: str | None, first: datetime, end: datetime) -> Mapping[datetime, int]:
        """How many fall due in each hour of a span."""
        wanted = wanted_of(self._scope(), region)
        with pymongo.timeout(QUERY_SECONDS):
            return due_by_hour(self.reads.store, wanted, first, end)

    def happened_by_day(self, region: str | None, first: date, last: date) -> Mapping[date, Mapping[str, int]]:
        """What happened on each day, by name. Raises Problem (503) while the ledger is counted for the first time."""
        keys = self._counted_keys(region)
        with pymongo.timeout(QUERY_SECONDS):
            return by_day(self.reads.store, keys, first, last)

    def happened_by_unit(self, region: str | None, first: str, last: str) -> Mapping[str, Mapping[str, int]]:
        """What happened in these months, by unit and name. Raises as above."""
        keys = self._counted_keys(region)
        with pymongo.timeout(QUERY_SECONDS):
            return by_unit(self.reads.store, keys, first, last)

    def now(self) -> datetime:
        """The ledger's time."""
        with pymongo.timeout(QUERY_SECONDS):
            return self.reads.clock.now()

    def _counted_keys(self, region: str | None) -> tuple[str, ...]:
        scope = self._scope()
        with pymongo.timeout(QUERY_SECONDS):
            if counted_in(self.reads.store) is None:
                raise away("not-counted-yet", "台账正在首次计数 / the ledger is being counted for the first time")
        return wanted_of(scope, region).keys

    def _below(self, region: str) -> tuple[str, ...]:
        """The regions right below one."""
        regions = self.reads.rules.catalogue.regions
        found: tuple[str, ...] = self.reads.rules.catalogue.found.of(
            ("below", region), lambda: tuple(code for code in regions if parent(code) == region)
        )
        return found
