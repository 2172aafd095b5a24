"""Knows who enters, changes and sees a complaint: supervisors of its region, and the staff of the unit that received
it; the unit that is answerable sees it, and changes nothing of it.
"""

from typing import Final

from ledger.access.scopes import Scope, scope_of, unit_key, units_led
from ledger.complaints.complaint import Complaint
from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import Person
from ledger.registry.regions import on_one_line

READ: Final = "complaint.read"
ENTER: Final = "complaint.enter"


def may_see(scope: Scope, complaint: Complaint) -> bool:
    """Whether a complaint is there for whoever has this scope of `complaint.read`."""
    units = {complaint.received_by, complaint.asked_of} - {None}
    return scope.covers_region(complaint.region) or scope.meets([unit_key(unit) for unit in units if unit])


def supervises(person: Person, region: str) -> bool:
    """Whether somebody enters any complaint of a region."""
    return scope_of(person, ENTER).covers_region(region)


def receiving_unit(person: Person, region: str, catalogue: Catalogue) -> str | None:
    """The unit for which somebody receives complaints of a region: it lies there, above or below; None without one."""
    own = (catalogue.units.get(unit_id) for unit_id in sorted(units_led(person, ENTER)))
    return next((unit.id for unit in own if unit is not None and on_one_line(unit.region, region)), None)


def may_change(person: Person, complaint: Complaint) -> bool:
    """Whether somebody corrects or withdraws a complaint: no unit does it to what others received."""
    return supervises(person, complaint.region) or complaint.received_by in units_led(person, ENTER)
