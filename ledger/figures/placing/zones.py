"""Knows in which development zone (开发区) a project lies by its figure: as that says, else as the registry has it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from ledger.figures.placing.where import PlacedFigure, WhereFault, plain
from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import Zone
from ledger.registry.regions import on_one_line

_SHORT: Final = (
    (re.compile("经济(?:技术)?开发区"), "经开区"),
    (re.compile("高新技术产业(?:开发|园)区"), "高新区"),
)
"""What people write for the names of zones."""


def in_its_zone(where: PlacedFigure, said: str, catalogue: Catalogue) -> PlacedFigure | WhereFault:
    """The same with its zone, which stays with the figure whatever becomes of the registry.

    A zone that is named must be known, and lie where the project does.
    """
    if not (name := plain(said)):
        project = catalogue.projects.get(where.project)
        return where if project is None else replace(where, zone=project.zone)
    found = [zone_id for zone_id, names in _names(catalogue).items() if name in names]
    found = found or [zone_id for zone_id, names in _names(catalogue).items() if any(name in each for each in names)]
    # A retired zone may have left its name to its successor.
    found = [zone_id for zone_id in found if catalogue.zones[zone_id].retired_on is None] or found
    if len(found) != 1:
        slug = "several-zones" if found else "unknown-zone"
        zh, en = ("开发区不唯一", "several zones are called") if found else ("没有开发区", "no zone is called")
        return WhereFault("zone", slug, f"{zh}“{said[:40]}” / {en} “{said[:40]}”")
    zone = catalogue.zones[found[0]]
    if not any(on_one_line(region, zone.region) for region in where.regions):
        name_zh = zone.name_zh[:40]
        return WhereFault(
            "zone", "zone-elsewhere", f"{name_zh}不在项目属地 / {name_zh} does not lie where the project does"
        )
    return replace(where, zone=zone.id)


def _names(catalogue: Catalogue) -> Mapping[str, frozenset[str]]:
    """Each zone's names, by its id."""
    found: Mapping[str, frozenset[str]] = catalogue.found.of("zones' names", lambda: _all_names(catalogue))
    return found


def _all_names(catalogue: Catalogue) -> Mapping[str, frozenset[str]]:
    return {zone.id: frozenset(_spellings(zone)) for zone in catalogue.zones.values()}


def _spellings(zone: Zone) -> set[str]:
    names = {plain(name) for name in (zone.id, zone.name_zh, zone.name_en)} - {""}
    for long, short in _SHORT:
        names |= {long.sub(short, name) for name in names}
    return names
