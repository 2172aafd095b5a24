"""Knows the registry and rules in force, as one snapshot that is looked after every few seconds in the background."""

import asyncio
import logging
import time
from collections.abc import Iterable
from datetime import date
from typing import Final

import pymongo
from pymongo.errors import PyMongoError

from api.http.problems import Problem, ledger_away
from ledger.groundwork.clock import Clock
from ledger.policy.in_force import Reading, RulesSource
from ledger.policy.rules import Rules
from ledger.registry.days import has_ended, local_day
from ledger.registry.entries import Person
from mobile_schema.vocabulary import Category

_LOG: Final = logging.getLogger("xiaohao.api")
_EVERY_SECONDS: Final = 5.0
_ANEW_SECONDS: Final = 1.0
_READ_SECONDS: Final = 5.0
# A registry of a whole province, all of it.
_WHOLE_SECONDS: Final = 60.0


class RulesInForce:
    """The last snapshot that could be read: while MongoDB is away, the one before goes on."""

    def __init__(self, zone: str, clock: Clock) -> None:
        self._source = RulesSource(zone)
        self._clock = clock
        self._today = date.min
        self._seconds = _WHOLE_SECONDS
        self._reading = asyncio.Lock()

    @property
    def current(self) -> Rules:
        """The snapshot. Raises Problem (503) while there never was one."""
        return self.reading.rules

    @property
    def reading(self) -> Reading:
        """The same, with its version."""
        if self._source.reading is None:
            raise ledger_away()
        return self._source.reading

    async def keep_fresh(self) -> None:
        """Read anew for ever."""
        while True:
            await asyncio.sleep(_EVERY_SECONDS if self._source.last else _ANEW_SECONDS)
            await self.read()

    async def knows_project(self, code: str) -> bool:
        """Whether there is such a project; one just imported is looked for before saying no."""
        if code not in self.current.catalogue.projects:
            await self._read_anew()
        return code in self.current.catalogue.projects

    async def unknown_category(self, categories: Iterable[Category]) -> Category | None:
        """The first of these that there is not; one just imported is looked for before saying so."""
        if self._unknown(categories) is not None:
            await self._read_anew()
        return self._unknown(categories)

    def _unknown(self, categories: Iterable[Category]) -> Category | None:
        return next((each for each in categories if each not in self.current.catalogue.categories), None)

    async def known(self, person_id: str) -> Person | None:
        """Someone of the registry, or None; one just imported is looked for before saying no."""
        if person_id not in self.current.catalogue.persons:
            await self._read_anew()
        return self.current.catalogue.persons.get(person_id)

    async def there(self, person_id: str) -> Person | None:
        """Someone of the registry who has not left by the ledger's day, or None."""
        person = await self.known(person_id)
        return None if person is None or has_ended(person, self._today) else person

    async def person(self, person_id: str) -> Person:
        """Whom a credential speaks for. Raises Problem (401) when the registry has no such person, or not any more."""
        person = await self.known(person_id)
        if person is None:
            raise Problem(401, "unknown-person", "令牌所属人员已不在册 / the token's person is not in the registry")
        if has_ended(person, self._today):
            raise Problem(401, "person-left", "该人员已离任 / this person has left, by the registry")
        return person

    async def _read_anew(self) -> None:
        """Read what stands there now; those who ask while a read is under way share the next one."""
        asked = time.monotonic()
        async with self._reading:
            if self._source.tried_at < asked:
                await self.read()

    async def read(self) -> None:
        """Read now; when that fails, the snapshot before stays, and the next try may take twice as long: perhaps as
        much was changed as is not read in a moment."""
        try:
            await asyncio.to_thread(self._read)
            self._seconds = _READ_SECONDS
        except PyMongoError as error:
            self._seconds = min(2 * self._seconds, _WHOLE_SECONDS)
            _LOG.warning("the registry cannot be read: %s", error)

    def _read(self) -> None:
        with pymongo.timeout(self._seconds):
            self._source.anew()
            self._today = local_day(self._clock.now(), self.current.zone)
