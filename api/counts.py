"""Knows what one person may have counted of the ledger: the numbers of what `Reads` lists, by the counters."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

import pymongo

from api.http.problems import away
from api.http.settings import QUERY_SECONDS
from api.reads.reads import Reads
from ledger.access.scopes import Scope, region_key, unit_key
from ledger.counting.cells import UNIT
from ledger.counting.happened import NEW, SHOWN_NEW, SHOWN_STRUCK_OFF, STRUCK_OFF
from ledger.mongo.pages import Document
from ledger.registry.regions import is_within, parent
from ledger.store.counted.asked import Wanted, wanted_of
from ledger.store.counted.falling_due import due_by_hour, overdue_by_day
from ledger.store.counted.past import by_day, by_unit, of_unit, uncounted_by_day
from ledger.store.counted.recounting import counted_in
from ledger.store.counted.standing import Standing, standing, standing_by_region, standing_of_all
from ledger.store.counted.stood import Stood, stood
from ledger.store.listing import list_issues
from ledger.store.wanted import IssueFilter
from mobile_schema.vocabulary import Light

_OF_UNIT: Final = unit_key("")


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

    def standing_of_units(self, region: str | None, units: Collection[str], now: datetime) -> Mapping[str, Standing]:
        """The same of a few units, as of a moment."""
        wanted = wanted_of(self._scope(), region)
        with pymongo.timeout(QUERY_SECONDS):
            return standing(self.reads.store, wanted, UNIT, now, units)

    def standing_of_all(self, region: str | None = None) -> tuple[Standing, datetime]:
        """All that one may read, together, and the ledger's time as of which that is."""
        wanted = wanted_of(self._scope(), region)
        with pymongo.timeout(QUERY_SECONDS):
            now = self.reads.clock.now()
            return standing_of_all(self.reads.store, wanted, now), now

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
        """What happened on each day, by name. Raises Problem (503) while the ledger is counted for the first time.

        What is shown is what one's lists show; what was on time is of what one's regions had, or one's unit led.
        """
        wanted, zone = self._counted(region), self.reads.rules.zone
        begins, ends = (datetime.combine(day, time(), zone) for day in (first, last + timedelta(days=1)))
        with pymongo.timeout(QUERY_SECONDS):
            found = by_day(self.reads.store, wanted.keys, first, last)
            if wanted.regions:
                found = {day: _all_shown(times) for day, times in found.items()}
            if wanted.rest is not None:
                for day, times in uncounted_by_day(self.reads.store, wanted.rest, begins, ends, zone).items():
                    found[day] = found.get(day, Counter()) + times
            return found

    def happened_by_unit(self, region: str | None, first: str, last: str) -> Mapping[str, Mapping[str, int]]:
        """What happened in these months, by unit and name; of one's own unit wherever it was. Raises as above."""
        wanted = self._counted(region)
        with pymongo.timeout(QUERY_SECONDS):
            found = by_unit(self.reads.store, [region_key(code) for code in wanted.regions], first, last)
            return found | {unit: of_unit(self.reads.store, unit, first, last) for unit in self._own_units(region)}

    def most_overdue(self, region: str | None, limit: int) -> tuple[Sequence[Document], datetime]:
        """The issues whose due time is longest past, and the ledger's time."""
        scope = self._scope()
        with pymongo.timeout(QUERY_SECONDS):
            now = self.reads.clock.now()
            wanted = IssueFilter(region=region, light=Light.RED)
            return list_issues(self.reads.store, scope, wanted, now, limit).items, now

    def stood(self, region: str | None, at: datetime, until: datetime) -> Stood | None:
        """How many stood how as of a moment, and fell due from then until another; None where too much happened since.

        It never changes any more, and is found once.
        """
        scope, found = self._scope(), self.reads.rules.catalogue.found

        def find() -> Stood | None:
            with pymongo.timeout(QUERY_SECONDS):
                return stood(self.reads.store, scope, region, at, until)

        told: Stood | None = found.of(("stood", scope.keys, region, at, until), find)
        return told

    def now(self) -> datetime:
        """The ledger's time."""
        with pymongo.timeout(QUERY_SECONDS):
            return self.reads.clock.now()

    def _own_units(self, region: str | None) -> list[str]:
        """The units for whose sake one may read, where all that they have lies in a region that is asked for."""
        units = self.reads.rules.catalogue.units
        own = {key.removeprefix(_OF_UNIT) for key in self._scope().keys if key.startswith(_OF_UNIT)}
        return [unit for unit in sorted(own & units.keys()) if region is None or is_within(units[unit].region, region)]

    def _counted(self, region: str | None) -> Wanted:
        scope = self._scope()
        with pymongo.timeout(QUERY_SECONDS):
            if counted_in(self.reads.store) is None:
                raise away("not-counted-yet", "台账正在首次计数 / the ledger is being counted for the first time")
        return wanted_of(scope, region)

    def _below(self, region: str) -> tuple[str, ...]:
        """The regions right below one."""
        regions = self.reads.rules.catalogue.regions
        found: tuple[str, ...] = self.reads.rules.catalogue.found.of(
            ("below", region), lambda: tuple(code for code in regions if parent(code) == region)
        )
        return found


def _all_shown(times: Counter[str]) -> Counter[str]:
    """Of a region everything is shown."""
    return times + Counter({SHOWN_NEW: times[NEW], SHOWN_STRUCK_OFF: times[STRUCK_OFF]})
