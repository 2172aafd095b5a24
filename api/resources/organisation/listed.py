"""Knows how a list that an office keeps becomes entries of the registry: names for codes, words for levels and roles.

What has no id of its own gets one by its name and place, so that the same list again is the same entries.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from exchange.figures.dictionary import is_in_programme
from exchange.figures.months import last_day_in
from exchange.listings.reading import Listed, Listing
from ledger.registry.own_files.refusals import ImportRefused
from ledger.registry.own_files.written import Written
from mobile_schema.labels import label
from mobile_schema.reports.figure import Programme
from mobile_schema.vocabulary import Level, Role

if TYPE_CHECKING:
    from ledger.registry.catalogue import Catalogue

_LEVELS: Final = {f"{label(level)}{tail}": level.value for level in Level for tail in ("", "级")} | {
    "省": "province",
    "市": "city",
    "县": "county",
    "区县级": "county",
}
_ROLES: Final = {label(role, language): role.value for role in Role for language in ("zh", "en")}
_STAGES: Final = {
    "续建": "continued",
    "新建": "new",
    "新开工": "new",
    "前期": "preliminary",
    "储备": "preliminary",
    "收尾": "finishing",
    "推进": "advance",
}
_SORTS: Final = {
    "政府": "government",
    "乡镇": "township",
    "街道": "township",
    "开发区": "zone",
    "企业": "enterprise",
    "部门": "bureau",
    "其他": "other",
}
_WORDS: Final[Mapping[tuple[str, str], Mapping[str, str]]] = {
    ("projects", "level"): _LEVELS,
    ("projects", "stage"): _STAGES,
    ("units", "kind"): _SORTS,
    ("persons", "level"): _LEVELS,
    ("persons", "role"): _ROLES,
}
_PARTS: Final = str.maketrans(dict.fromkeys(",,;;/", "、"))


def written_of(listing: Listing, kind: str, known: "Catalogue") -> Written:
    """The entries of a list, each with its row. Raises ImportRefused with every name that the registry has not."""
    find = _Finder(known)
    entries = [_entry(kind, each, find) for each in listing.entries]
    if find.faults:
        raise ImportRefused(find.faults)
    return Written({kind: entries}, {kind: [each.row for each in listing.entries]})


class _Finder:
    """Finds what is named; what the registry has not, or has several times, is a fault of its row."""

    def __init__(self, known: "Catalogue") -> None:
        self.faults: list[str] = []
        self.known = known
        self._regions = _by_name((code, (each.name_zh,)) for code, each in known.regions.items())
        self._units = _by_name((key, (each.name_zh,)) for key, each in known.units.items())

    def region(self, name: str, row: int) -> str:
        """Its code."""
        return self._one(self._regions, name, row, lambda code: code in self.known.regions)

    def unit(self, name: str, row: int, region: str | None) -> str:
        """Its id; of several of one name the one of this region."""
        here = [key for key in self._units.get(name, []) if self.known.units[key].region == region]
        if len(here) == 1:
            return here[0]
        return self._one(self._units, name, row, lambda key: key in self.known.units)

    def _one(self, names: Mapping[str, list[str]], name: str, row: int, is_id: Callable[[str], bool]) -> str:
        if is_id(name):
            return name
        found = names.get(name, [])
        if len(found) != 1:
            zh, en = ("有多个", "several times") if found else ("没有", "not")
            self.faults.append(f"第 {row} 行:名录中{zh}“{name}” / line {row}: the registry has “{name}” {en}")
        return found[0] if found else name


def _by_name(entries: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, names in entries:
        for name in names:
            found.setdefault(name, []).append(key)
    return found


def _entry(kind: str, listed: Listed, find: _Finder) -> dict[str, Any]:
    said: dict[str, Any] = {name: _WORDS.get((kind, name), {}).get(text, text) for name, text in listed.said.items()}
    if "regions" in said:
        parts = [part for part in said["regions"].translate(_PARTS).split("、") if part.strip()]
        said["regions"] = [find.region(part.strip(), listed.row) for part in parts]
    if "region" in said:
        said["region"] = find.region(said["region"], listed.row)
    for name in ("lead_unit", "unit_id"):
        if name in said:
            region = said.get("region") or next(iter(said.get("regions", ())), None)
            said[name] = find.unit(said[name], listed.row, region)
    said |= {name: _READ[name](said[name]) for name in said.keys() & _READ.keys()}
    if kind == "projects":
        said.setdefault("name_en", "")
    if kind == "persons" and "region" not in said and said.get("unit_id") in find.known.units:
        said["region"] = find.known.units[said["unit_id"]].region
    if kind != "projects" and "id" not in said:
        said["id"] = _id(kind, said, find.known)
    return said


def _number(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return text


def _day(text: str) -> str:
    """The day that it names, the last of a month or a year named alone; else as it is, for its shape to refuse."""
    day = last_day_in(text, date.min.year)
    return text if day is None or day.year == date.min.year else day.isoformat()


def _is_in(programme: Programme, text: str) -> bool | str:
    """As a column such as 重点工程 says; else as it is, for its shape to refuse."""
    said = is_in_programme(programme, text)
    return text if said is None else said


_READ: Final[Mapping[str, Callable[[str], Any]]] = {
    **dict.fromkeys(("latitude", "longitude"), _number),
    **dict.fromkeys(("due_start", "due_complete", "due_produce"), _day),
    **{programme: partial(_is_in, programme) for programme in Programme},
}
"""How what is no text is read."""


def _id(kind: str, said: Mapping[str, Any], known: "Catalogue") -> str:
    """That of the one entry of this name in this place; a new one by name and place where there is none."""
    name = said.get("name_zh") or said.get("name") or ""
    place = said.get("unit_id") or said.get("region") or ""
    if kind == "units":
        same = [key for key, unit in known.units.items() if (unit.name_zh, unit.region) == (name, said.get("region"))]
    else:
        persons = known.persons.items()
        same = [key for key, one in persons if one.name == name and place in (one.unit_id, one.region)]
    if len(same) == 1:
        return same[0]
    return f"{kind[0]}-{hashlib.sha256(f'{place} {name}'.encode()).hexdigest()[:10]}"
