"""Knows the rules in force: policies, registry and calendars as stored, and of what changed only that read again."""

import logging
import time
from dataclasses import dataclass
from threading import Lock, Thread
from typing import Final
from zoneinfo import ZoneInfo

from pymongo.errors import PyMongoError

from ledger.calendar.store import calendars_at
from ledger.groundwork.process_settings import DEFAULT_ZONE
from ledger.mongo.rule_data import Moment, one_moment, rules_version
from ledger.policy.rules import Rules
from ledger.policy.store import policies_at
from ledger.registry.catalogue import Catalogue
from ledger.registry.routing_rules import rules_of
from ledger.registry.store import catalogue_at, catalogue_since

_LOOK_SECONDS: Final = 5.0
_WHOLE_SECONDS: Final = 600.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reading:
    """Rules as they were read at a version."""

    version: int
    rules: Rules


def read_rules(zone: str = DEFAULT_ZONE) -> Rules:
    """Everything that is data, as it stands in MongoDB, for a deployment in this time zone."""
    return _read_whole(zone, None).rules


class RulesSource:
    """A process's one copy of the rules in force: it asks for their version every few seconds, and reads what changed.

    What was changed by hand, or goes with a backup, moves no version: every ten minutes all is read beside the work.
    `reading` is what could be read last, `tried_at` when MongoDB was asked last, in monotonic seconds.
    """

    def __init__(
        self,
        zone: str = DEFAULT_ZONE,
        refresh_seconds: float = _LOOK_SECONDS,
        whole_seconds: float = _WHOLE_SECONDS,
    ) -> None:
        self._zone = zone
        self._refresh_seconds = refresh_seconds
        self._whole_seconds = whole_seconds
        self._whole_at = 0.0
        self.reading: Reading | None = None
        self._one_reads = Lock()
        self.tried_at = 0.0

    @property
    def last(self) -> Rules | None:
        """What could be read last, None before that."""
        return None if self.reading is None else self.reading.rules

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
        """A snapshot as of now, the same as before if nothing changed: that costs one small question.

        Raises pymongo.errors.PyMongoError when MongoDB is away; `last` stays.
        """
        with self._one_reads:
            self.tried_at = time.monotonic()
            if self.reading is None:
                self._whole_at = self.tried_at
                self.reading = _read_whole(self._zone, None)
            else:
                self.reading = _caught_up(self._zone, self.reading)
            if self.tried_at - self._whole_at > self._whole_seconds:
                self._whole_at = self.tried_at
                Thread(target=self._read_over, args=(self.reading.rules,), daemon=True).start()
            return self.reading.rules

    def _read_over(self, before: Rules) -> None:
        try:
            whole = _read_whole(self._zone, before)
            with self._one_reads:
                self.reading = _caught_up(self._zone, whole)
        except Exception as error:
            _log.warning("the rules could not be read over, and stay: %r", error)


def _read_whole(zone: str, before: Rules | None) -> Reading:
    with one_moment() as moment:
        return _reading(moment, catalogue_at(moment, before.catalogue if before else None), zone)


def _caught_up(zone: str, before: Reading) -> Reading:
    """The reading before if it still stands, else with what was written since."""
    if rules_version() == before.version:
        return before
    with one_moment() as moment:
        # An older one than was read: a backup was restored, and nothing says what it took away.
        restored = moment.version < before.version
        catalogue = before.rules.catalogue
        now = catalogue_at(moment, catalogue) if restored else catalogue_since(moment, before.version, catalogue)
        return _reading(moment, now, zone)


def _reading(moment: Moment, catalogue: Catalogue, zone: str) -> Reading:
    rules = Rules(catalogue, policies_at(moment, zone), rules_of(catalogue), calendars_at(moment), ZoneInfo(zone))
    return Reading(moment.version, rules)
