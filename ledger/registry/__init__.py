"""The registry (regions, units, projects, zones, evidence, sample people) that ships inside the package."""

from xiaohao.ledger.registry.catalogue import Catalogue, Holder
from xiaohao.ledger.registry.entries import (
    Absence,
    EvidenceKind,
    Holding,
    Person,
    Post,
    PostCode,
    Project,
    Region,
    Unit,
    Zone,
)
from xiaohao.ledger.registry.loading import load_catalogue
from xiaohao.ledger.registry.reading import RegistryError

__all__ = [
    "Absence",
    "Catalogue",
    "EvidenceKind",
    "Holder",
    "Holding",
    "Person",
    "Post",
    "PostCode",
    "Project",
    "Region",
    "RegistryError",
    "Unit",
    "Zone",
    "load_catalogue",
]
