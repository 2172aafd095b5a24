"""Knows whose figures a person may report or read: of projects in one's regions, or that one's unit is responsible for.

A project's unit is the registry's `lead_unit`, never what a figure says of itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ledger.access.scopes import Scope, scope_of, units_led
from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import Person, Project, Unit

REPORT: Final = "figure.report"
"""The action of reporting figures."""
READ: Final = "figure.read"


@dataclass(frozen=True, slots=True)
class Reach:
    """How far an action on figures goes for somebody."""

    scope: Scope
    units: Mapping[str, frozenset[str]]
    """Those of one's own, with what each is called."""
    projects: Mapping[str, Project]
    named: Mapping[str, tuple[Unit, ...]]
    """All units, by their ids and what they are called."""

    def reads(self, project: str, regions: Iterable[str]) -> bool:
        """Whether a project that lies in these regions is within: with one of them, or as one's unit's own."""
        return any(map(self.scope.covers_region, regions)) or self._leads(project)

    def reports(self, project: str, regions: Iterable[str]) -> bool:
        """The same of a figure to be reported; a unit's own project it places nowhere else than the registry does."""
        placed = tuple(regions)
        if any(map(self.scope.covers_region, placed)):
            return True
        return self._leads(project) and set(placed) <= set(self.projects[project].regions)

    def speaks_for(self, project: str, regions: Iterable[str], unit: str) -> bool:
        """Whether a figure may say that this unit answers for it: who reports as a unit names no other one."""
        if any(map(self.scope.covers_region, regions)):
            return True
        return not unit or unit in self.units.get(self.projects[project].lead_unit or "", ())

    def may_name(self, project: str, unit: str) -> bool:
        """Whether a unit may be named of a project: one of the registry lies in one's regions, or is the project's
        own. A text that calls none of them, such as a company's name, is a text.
        """
        known, own = self.named.get(unit, ()), self.projects.get(project)
        if not known or (own is not None and own.lead_unit in {each.id for each in known}):
            return True
        return any(self.scope.covers_region(each.region) or each.id in self.units for each in known)

    def _leads(self, project: str) -> bool:
        known = self.projects.get(project)
        return known is not None and known.lead_unit in self.units


def reach_of(person: Person, action: str, catalogue: Catalogue) -> Reach:
    """How far an action goes for a person: all that any one duty allows. Raises KeyError."""
    units = {unit_id: catalogue.units.get(unit_id) for unit_id in units_led(person, action)}
    called = {unit_id: frozenset({unit_id}) if unit is None else unit.called for unit_id, unit in units.items()}
    named: Mapping[str, tuple[Unit, ...]] = catalogue.found.of("units' names", lambda: _named(catalogue))
    return Reach(scope_of(person, action), called, catalogue.projects, named)


def _named(catalogue: Catalogue) -> Mapping[str, tuple[Unit, ...]]:
    named: dict[str, tuple[Unit, ...]] = {}
    for unit in catalogue.units.values():
        for name in unit.called - {""}:
            named[name] = (*named.get(name, ()), unit)
    return named
