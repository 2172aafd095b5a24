"""Knows what one person is told: alerts, notices, and what waits for them; `Reads` says what they may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pymongo

from api.http.settings import QUERY_SECONDS
from api.reads.reads import Reads
from ledger.access.scopes import ALERTS
from ledger.mongo.connection import Document
from ledger.mongo.pages import Key, Page
from ledger.registry.days import local_day
from ledger.store.alerts import AlertFilter, list_alerts
from ledger.store.archive.places import find_alert
from ledger.store.listing import issue_id_of
from ledger.store.telling.inbox import Inbox, Tray, Waiting, list_tray, read_inbox, trays_of
from ledger.store.telling.notices import NoticeFilter, list_notices
from ledger.store.telling.seeing import Told, see, see_until, told_to


@dataclass(frozen=True, slots=True)
class Tellings:
    """What a person is told. Its functions wait for MongoDB, and raise, as those of `Reads`."""

    reads: Reads

    def alerts_wanted(
        self,
        action: str = ALERTS,
        *,
        mine: bool = True,
        region: str | None = None,
        issue: str | None = None,
        acknowledged: bool | None = None,
    ) -> AlertFilter:
        """The alerts that the person may have of those asked for; one predicate for lists and for the stream."""
        scope = self.reads.bound(action)
        if issue is not None:
            with pymongo.timeout(QUERY_SECONDS):
                issue = issue_id_of(self.reads.store, issue)
        return AlertFilter(scope, self.reads.person.id if mine else None, region, issue, acknowledged)

    def alerts(self, wanted: AlertFilter, limit: int, after: Key | None) -> Page[Document]:
        """A page of alerts."""
        with pymongo.timeout(QUERY_SECONDS):
            return list_alerts(self.reads.store, wanted, limit, after)

    def alert(self, alert_id: str) -> Document:
        """One alert as it stands, after it was acknowledged."""
        with pymongo.timeout(QUERY_SECONDS):
            return find_alert(self.reads.store, alert_id) or {}

    def inbox(self, limit: int) -> Inbox:
        """What waits for the person, and what they were told and have not looked at: the first of each."""
        self.reads.bound("inbox.read")
        with pymongo.timeout(QUERY_SECONDS):
            now = self.reads.clock.now()
            return read_inbox(self.reads.store, self.reads.person, self._trays(now), limit, now)

    def waiting(self, what: Waiting, limit: int, after: Key | None) -> tuple[Page[Document], datetime]:
        """A page of the issues that wait for the person to do one thing, and the ledger's time."""
        self.reads.bound("inbox.read")
        with pymongo.timeout(QUERY_SECONDS):
            now = self.reads.clock.now()
            tray = next((tray for tray in self._trays(now) if tray.what is what), None)
            return Page([], None) if tray is None else list_tray(self.reads.store, tray, limit, after), now

    def _trays(self, now: datetime) -> list[Tray]:
        return trays_of(self.reads.person, self.reads.rules.catalogue, local_day(now, self.reads.rules.zone))

    def notices(self, notice: str | None, seen: bool | None, limit: int, after: Key | None) -> Page[Document]:
        """A page of what the person was told."""
        self.reads.bound("inbox.read")
        with pymongo.timeout(QUERY_SECONDS):
            return list_notices(self.reads.store, NoticeFilter(self.reads.person.id, notice, seen), limit, after)

    def see(self, told: Told, ids: Sequence[str]) -> int:
        """Mark alerts or notices of the person as seen; how many were."""
        self.reads.bound("inbox.see")
        if told not in told_to(self.reads.person) or not ids:
            return 0
        with pymongo.timeout(QUERY_SECONDS):
            return see(self.reads.store, told, self.reads.person.id, ids, self.reads.clock.now())

    def see_until(self, told: Told, until: datetime) -> int:
        """The same of all up to a moment."""
        self.reads.bound("inbox.see")
        if told not in told_to(self.reads.person):
            return 0
        with pymongo.timeout(QUERY_SECONDS):
            return see_until(self.reads.store, told, self.reads.person.id, until, self.reads.clock.now())
