"""The registry (regions, units, projects, zones, evidence, sample people) that ships inside the package."""

from xiaohao.ledger.registry.catalogue import Catalogue
from xiaohao.ledger.registry.entries import EvidenceKind, Person, Post, Project, Region, Unit, Zone
from xiaohao.ledger.registry.loading import load_catalogue
from xiaohao.ledger.registry.reading import RegistryError

__all__ = [
    "Catalogue",
    "EvidenceKind",
    "Person",
    "Post",
    "Project",
    "Region",
    "RegistryError",
    "Unit",
    "Zone",
    "load_catalogue",
]
