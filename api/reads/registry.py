"""Knows what one person may read of the registry: whose telephone, which empty posts, of whom to choose."""

from collections.abc import Iterator
from datetime import date

import pymongo

from api.http.settings import QUERY_SECONDS
from api.reads.reading import Reading
from ledger.access.registry_changes import is_within_scope
from ledger.access.scopes import Scope
from ledger.mongo.pages import Page, page_from
from ledger.registry.days import local_day
from ledger.registry.entries import Person, Unit
from ledger.registry.regions import is_within
from ledger.registry.vacancies import ListedVacancy
from ledger.store.vacancies import list_vacancies


class Registry(Reading):
    """The registry as one person sees it."""

    __slots__ = ()

    def today(self) -> date:
        """The ledger's local day."""
        with pymongo.timeout(QUERY_SECONDS):
            return local_day(self.clock.now(), self.rules.zone)

    def registry_scope(self) -> Scope:
        """Where the person may read the registry whole."""
        return self.bound("registry.entries")

    def telephone_of(self, entry: Person | Unit | None) -> str | None:
        """That of somebody, or of a unit, whose entry in the registry the person may read."""
        if entry is None or not is_within_scope(self.scope("registry.entries"), entry, self.rules.catalogue):
            return None
        return entry.phone

    def people_scope(self) -> Scope:
        """Of whom the person may choose."""
        return self.bound("person.list")

    def vacancies(self, region: str | None, limit: int, after: str) -> Page[ListedVacancy]:
        """A page of empty posts, those of the person's regions."""
        scope = self.bound("vacancy.list")
        with pymongo.timeout(QUERY_SECONDS):
            listed = self._vacancies(scope, region, after)
            return page_from(listed, limit, lambda each: each.vacancy.place)

    def _vacancies(self, scope: Scope, region: str | None, after: str) -> Iterator[ListedVacancy]:
        """Of the region asked for as far as it lies in the person's, else of the one region or the several."""
        lies_above = region is None or any(is_within(own, region) for own in scope.regions)
        if region is not None and not lies_above and not scope.covers_region(region):
            return
        wanted = region if region is not None and scope.covers_region(region) else None
        listed = list_vacancies(self.store, self.rules.catalogue, self.clock.now(), wanted, after, zone=self.rules.zone)
        yield from (each for each in listed if scope.covers_region(each.vacancy.region))
