"""Knows what changed for a person since they last said that they had looked; `Reads` says what they may read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import pymongo

from api.http.settings import QUERY_SECONDS
from api.reads.reads import Reads
from ledger.store.counted.changed import Changed, changed_since
from ledger.store.telling.looks import look, looked_at

ACTION: Final = "issue.count"
_NEVER_LOOKED: Final = timedelta(days=1)
_FURTHEST: Final = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since a moment, counted as of another; `looked_at` is None where the person never said so."""

    looked_at: datetime | None
    since: datetime
    as_of: datetime
    counted: Changed


@dataclass(frozen=True, slots=True)
class Looking:
    """One person's looks. Its functions wait for MongoDB, and raise, as those of `Reads`."""

    reads: Reads

    def since_last(self, region: str | None) -> Since:
        """What changed since the person looked, a month ago at most; in the last day where they never did."""
        scope, store = self.reads.bound(ACTION), self.reads.store
        with pymongo.timeout(QUERY_SECONDS):
            now, looked = self.reads.clock.now(), looked_at(store, self.reads.person.id)
            since = max(looked or now - _NEVER_LOOKED, now - _FURTHEST)
            return Since(looked, since, now, changed_since(store, scope, region, since, now))

    def look(self, at: datetime) -> datetime | None:
        """Keep that the person looked as of a moment, and say as of which they have; None where that lies ahead."""
        self.reads.bound(ACTION)
        with pymongo.timeout(QUERY_SECONDS):
            if at > self.reads.clock.now():
                return None
            look(self.reads.store, self.reads.person.id, at)
            return looked_at(self.reads.store, self.reads.person.id)
