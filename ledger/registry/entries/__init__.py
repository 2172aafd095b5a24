"""The shape of each entry of the registry; all of them are plain, frozen facts."""

from ledger.registry.entries.matters import CategoryEntry, EvidenceKind, Project, RoutingRule
from ledger.registry.entries.people import Absence, Duty, Holding, Person, Post, PostCode, post_id
from ledger.registry.entries.places import Region, Township, Unit, Zone, ZoneTarget, unit_id

__all__ = [
    "Absence",
    "CategoryEntry",
    "Duty",
    "EvidenceKind",
    "Holding",
    "Person",
    "Post",
    "PostCode",
    "Project",
    "Region",
    "RoutingRule",
    "Township",
    "Unit",
    "Zone",
    "ZoneTarget",
    "post_id",
    "unit_id",
]
