"""Knows the rules in force: policies, registry and calendars as stored, read again when they may have changed."""

import time
from zoneinfo import ZoneInfo

from pymongo.errors import PyMongoError

from ledger.calendar.store import calendars_in
from ledger.groundwork.process_settings import DEFAULT_ZONE
from ledger.mongo.documents import CalendarDocument
from ledger.policy.rules import Rules
from ledger.policy.store import read_policies
from ledger.registry.routing_rules import load_rules
from ledger.registry.store import read_catalogue

_REFRESH_SECONDS = 5.0


def read_rules(zone: str = DEFAULT_ZONE) -> Rules:
    """Everything that is data, as it stands in MongoDB, for a deployment in this time zone."""
    calendars = calendars_in(CalendarDocument._get_collection())
    return Rules(read_catalogue(), read_policies(zone), load_rules(), calendars, ZoneInfo(zone))


class RulesSource:
    """A process's one copy of the rules in force, read anew when it is older than a few seconds.

    `last` is what could be read last, None before that; `tried_at` is when that was tried, in monotonic seconds.
    """

    def __init__(self, zone: str = DEFAULT_ZONE, refresh_seconds: float = _REFRESH_SECONDS) -> None:
        self._zone = zone
        self._refresh_seconds = refresh_seconds
        self.last: Rules | None = None
        self.tried_at = 0.0

    def current(self) -> Rules:
        """One consistent snapshot. Raises pymongo.errors.PyMongoError when it has none and MongoDB is away."""
        last = self.last
        if last is not None and time.monotonic() - self.tried_at <= self._refresh_seconds:
            return last
        try:
            return self.anew()
        except PyMongoError:
            if last is None:
                raise
            return last

    def anew(self) -> Rules:
        """A snapshot read now. Raises pymongo.errors.PyMongoError when MongoDB is away; `last` stays."""
        self.tried_at = time.monotonic()
        self.last = rules = read_rules(self._zone)
        return rules
