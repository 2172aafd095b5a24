"""Knows who may see and report permits: supervisors of the project's regions; units of their own, and a project's
lead unit of all of it.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from ledger.access.scopes import Scope, scope_of, unit_key, units_led
from ledger.permits.permit import Permit
from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import Person, Project
from ledger.registry.regions import on_one_line

READ: Final = "permit.read"
REPORT: Final = "permit.report"


def may_see(scope: Scope, permit: Permit, project: Project) -> bool:
    """Whether a permit is there for whoever has this scope of `permit.read`."""
    units = [permit.unit] if project.lead_unit is None else [permit.unit, project.lead_unit]
    return supervises(scope, project) or scope.meets(list(map(unit_key, units)))


def supervises(scope: Scope, project: Project) -> bool:
    """Whether a project lies, with one of its regions, in those of a scope."""
    return any(scope.covers_region(code) for code in project.regions)


def may_report(person: Person, project: Project, units: Iterable[str | None]) -> bool:
    """Whether somebody may report a permit of these units: the one that has it, or is to have it."""
    if supervises(scope_of(person, REPORT), project):
        return True
    return not units_led(person, REPORT).isdisjoint({*units, project.lead_unit} - {None})


def own_units(person: Person, project: Project, catalogue: Catalogue) -> Sequence[str]:
    """Their units that may have a permit of a project: those of its regions, and of the ones above and below."""
    return [each for each in sorted(units_led(person, REPORT)) if is_near(each, project, catalogue)]


def is_near(unit_id: str, project: Project, catalogue: Catalogue) -> bool:
    """Whether a unit is of a region of the project, or of one above or below it."""
    unit = catalogue.units.get(unit_id)
    return unit is not None and any(on_one_line(unit.region, code) for code in project.regions)
