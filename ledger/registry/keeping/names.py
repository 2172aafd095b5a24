"""Knows what units were called at a moment: an issue that one had stays readable by the name of then; and which
people an event names."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from ledger.mongo.connection import Store
from ledger.registry.entries import Person, Unit
from ledger.registry.keeping.history import EVENTS

_NAMES: Final = ("name_zh", "name_en")
_SINGLE: Final = ("unit_id", "from_unit_id")
_SEVERAL: Final = ("supporting_unit_ids", "added", "removed")


@dataclass(frozen=True, slots=True)
class UnitNames:
    """Each unit as it is called now, and what it was called until when, the first first."""

    units: Mapping[str, Unit]
    renamed: Mapping[str, list[tuple[datetime, Mapping[str, Any]]]]

    def at(self, unit_id: str, moment: datetime) -> dict[str, str] | None:
        """What it was called then; None of a unit that is not known."""
        unit = self.units.get(unit_id)
        if unit is None:
            return None
        names = {name: str(getattr(unit, name)) for name in _NAMES}
        for until, before in reversed(self.renamed.get(unit_id, [])):
            if until > moment:
                names |= before
        return names


def units_in(data: Mapping[str, Any]) -> set[str]:
    """The units that an event names."""
    named = (data.get(name) for name in _SINGLE)
    several = (unit for name in _SEVERAL for unit in data.get(name) or ())
    return {unit for unit in (*named, *several) if isinstance(unit, str)}


def persons_in(data: Any, persons: Mapping[str, Person]) -> set[str]:
    """The people that an event names, wherever in it, as far as the registry knows them."""
    if isinstance(data, str):
        return {data} if data in persons else set()
    if isinstance(data, Mapping):
        return {each for part in data.values() for each in persons_in(part, persons)}
    if isinstance(data, list | tuple):
        return {each for part in data for each in persons_in(part, persons)}
    return set()


def names_of_units(store: Store, units: Mapping[str, Unit], asked: Collection[str]) -> UnitNames:
    """The names of these units. Raises pymongo.errors.PyMongoError."""
    renamed: defaultdict[str, list[tuple[datetime, Mapping[str, Any]]]] = defaultdict(list)
    query = {"kind": "units", "entry_id": {"$in": list(asked)}, "what": {"$ne": "created"}}
    for event in store[EVENTS].find(query, sort=[("_id", 1)]):
        before = {each["field"]: each["from"] or "" for each in event["changes"] if each["field"] in _NAMES}
        if before:
            renamed[event["entry_id"]].append((event["at"], before))
    return UnitNames(units, renamed)
