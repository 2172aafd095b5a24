"""Knows where an entry of the registry is: the regions that it is about, by which people may read and change it."""

from collections.abc import Iterator
from typing import Any, Final

from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import Person, Post, PostCode, Project, RoutingRule, Township, Unit, Zone
from ledger.registry.regions import ancestors

EVERYWHERE: Final = "*"
"""In the place of regions, where an entry is about the whole deployment."""


def regions_of(entry: Any, catalogue: Catalogue) -> Iterator[str | None]:
    """The regions that an entry is about; None is the whole deployment.

    A unit is about the region, too, that its id begins with, since it is read as one of there, and a person about
    those of their units.
    """
    if isinstance(entry, Township | Zone):
        yield entry.region
    elif isinstance(entry, Unit):
        yield entry.region
        named = entry.id.partition("-")[0]
        if named in catalogue.regions:
            yield named
    elif isinstance(entry, Person):
        yield from (duty.region for duty in entry.duties)
        units = (catalogue.units.get(duty.unit_id) for duty in entry.duties if duty.unit_id is not None)
        yield from (unit.region for unit in units if unit is not None)
    elif isinstance(entry, Project):
        yield from entry.regions
    elif isinstance(entry, Post):
        unit = catalogue.units.get(entry.place) if entry.code is PostCode.UNIT_HEAD else None
        yield entry.place if entry.code is PostCode.SUPERVISOR else unit.region if unit else None
    else:
        yield entry.within if isinstance(entry, RoutingRule) else None


def lies_in(entry: Any, catalogue: Catalogue) -> set[str]:
    """The regions that an entry is about with all those above them, or `EVERYWHERE`."""
    found: set[str] = set()
    for region in regions_of(entry, catalogue):
        found.update((EVERYWHERE,) if region is None else ancestors(region))
    return found
