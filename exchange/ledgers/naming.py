"""Knows whom and what a row names: projects, regions, units and people by the names that an office writes."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Final

from exchange.ledgers.checking import Earlier, Placed
from exchange.ledgers.records import Record
from exchange.ledgers.values.reading import people_in
from mobile_schema.fields import PROJECT_CODE_PATTERN

_CODE: Final = re.compile(PROJECT_CODE_PATTERN)
_BLANKS: Final = re.compile(r"\s+")
# What an office adds to a project's name. A unit's short name, such as 住建局, is only offered: a person tells.
_TAILS: Final = ("项目部", "指挥部", "项目", "工程")
_NEAR: Final = 0.75
_SHORTEST_END: Final = 4
_PLACES: Final = "省市县区乡镇"
Wrong = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Named:
    """An entry of a registry as it is called: its id, its names, and where it lies."""

    id: str
    names: tuple[str, ...]
    region: str | None = None
    unit_id: str | None = None


@dataclass(slots=True)
class Registry:
    """The names there are; `before` are the rows that came in earlier, by their ids. `today` is the ledger's day, after
    which nothing was found yet; without it no day is too late."""

    projects: Sequence[Named]
    regions: Sequence[Named]
    units: Sequence[Named]
    persons: Sequence[Named] = ()
    before: Mapping[str, Earlier] = field(default_factory=dict)
    today: date | None = None
    _by_name: dict[str, dict[str, list[Named]]] = field(init=False, default_factory=dict)
    _by_end: dict[str, list[Named]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for kind, entries in self._kinds():
            index: dict[str, list[Named]] = defaultdict(list)
            for entry in entries:
                for name in {_plain(each) for each in (entry.id, *entry.names)}:
                    index[name].append(entry)
            self._by_name[kind] = index

    def _kinds(self) -> Iterable[tuple[str, Sequence[Named]]]:
        return ("project", self.projects), ("region", self.regions), ("unit", self.units), ("person", self.persons)

    def earlier(self, ids: Sequence[str]) -> Mapping[str, Earlier]:
        """Those of these row ids that came in before."""
        return {row_id: self.before[row_id] for row_id in ids if row_id in self.before}

    def placed(self, record: Record) -> Placed:
        """Whom and what a record names; what is named and not known, or is several, is a fault."""
        wrong: list[Wrong] = []
        project = self._project(record, wrong)
        region = self._one("region", "region", record, wrong)
        unit = self._unit(record, region.id if region else project.region if project else None, wrong)
        person = self._person(record, unit)
        place = region.id if region else project.region if project else unit.region if unit else None
        if place is None and not wrong:
            wrong.append(
                ("region", "no-place", "没有写明项目、属地或责任单位 / neither a project, a region, nor a unit")
            )
        wrong += self._not_yet(record)
        return Placed(
            project.id if project else None,
            place,
            unit.id if unit else None,
            person.id if person else None,
            tuple(wrong),
        )

    def _not_yet(self, record: Record) -> Iterator[Wrong]:
        found = record.fields.get("found_on")
        day = found.value if found and not found.doubts else None
        if self.today is not None and isinstance(day, date) and day > self.today:
            zh, en = (
                f"发现日期 {day} 尚未到来,台账今天是 {self.today}",
                f"found on {day}, which is not yet: it is {self.today}",
            )
            yield "found_on", "found-later", f"{zh} / {en}"

    def _project(self, record: Record, wrong: list[Wrong]) -> Named | None:
        code = _said(record, "project_code") or _said(record, "project")
        name = _said(record, "project")
        if not code:
            return None
        if _CODE.match(code):
            found = self._by_name["project"].get(_plain(code), [])
            return self._found("project", "project", code, found, wrong)
        return self._found("project", "project", name or code, self._candidates(name or code), wrong)

    def _candidates(self, name: str) -> list[Named]:
        """By its whole name; else the one whose name begins or ends with it, a tail such as 项目 left out."""
        index = self._by_name["project"]
        exact = index.get(_plain(name))
        if exact:
            return exact
        bare = _plain(name)
        for tail in _TAILS:
            bare = bare.removesuffix(tail)
        return [each for each in self.projects if len(bare) >= 4 and any(bare in _plain(one) for one in each.names)]

    def _one(self, kind: str, name: str, record: Record, wrong: list[Wrong]) -> Named | None:
        said = _said(record, name)
        return self._found(kind, name, said, self._by_name[kind].get(_plain(said), []), wrong) if said else None

    def _unit(self, record: Record, region: str | None, wrong: list[Wrong]) -> Named | None:
        """Of several of one name the one of the row's own region."""
        said = _said(record, "lead_unit")
        if not said:
            return None
        found = self._by_name["unit"].get(_plain(said)) or self._ending(_plain(said))
        here = [each for each in found if each.region == region]
        found = here or found
        # Only where nothing is found: every unit is looked at for it.
        like = [] if found else self._like(_plain(said), region)
        return self._found("unit", "lead_unit", said, found, wrong, like)

    def _ending(self, said: str) -> list[Named]:
        """Units whose whole name ends with what is said: the city before it is left out, or the place's own name."""
        if len(said) < _SHORTEST_END:
            return []
        if said not in self._by_end:
            found = [unit for unit in self.units if any(_plain(name).endswith(said) for name in unit.names)]
            self._by_end[said] = found
        return self._by_end[said]

    def _like(self, said: str, region: str | None) -> list[Named]:
        """Units of the row's region in whose name the characters of a short one stand in their order: 住建局."""
        bare = said.lstrip(_PLACES)
        own = [unit for unit in self.units if unit.region == region]
        return [unit for unit in own if len(bare) > 1 and any(_in_order(bare, _plain(name)) for name in unit.names)]

    def _person(self, record: Record, unit: Named | None) -> Named | None:
        """Exactly one of that unit; a name stays a name otherwise, which is no fault."""
        names = people_in(_said(record, "person"))
        if len(names) != 1 or unit is None:
            return None
        found = [each for each in self._by_name["person"].get(_plain(names[0]), []) if each.unit_id == unit.id]
        return found[0] if len(found) == 1 else None

    def _found(  # noqa: PLR0917 - which kind, by what, as said, what there is, what is wrong, what is like it
        self,
        kind: str,
        name: str,
        said: str,
        found: list[Named],
        wrong: list[Wrong],
        like: Sequence[Named] = (),
    ) -> Named | None:
        if len(found) == 1:
            return found[0]
        if not found:
            self._tell_unknown(kind, name, said, wrong, like)
            return None
        shown = "、".join(f"{each.names[0]}({each.id})" for each in found[:5])
        wrong.append(
            (name, f"several-{kind}s", f"“{said[:60]}”可指多个:{shown} / “{said[:60]}” may be any of: {shown}")
        )
        return None

    def _tell_unknown(self, kind: str, name: str, said: str, wrong: list[Wrong], like: Sequence[Named]) -> None:
        near = [] if like else get_close_matches(_plain(said), list(self._by_name[kind]), 1, _NEAR)
        meant = like[0].names[0] if like else self._by_name[kind][near[0]][0].names[0] if near else None
        hint_zh, hint_en = (f",是“{meant}”吗?", f": is it “{meant}”?") if meant else ("", "")
        sentence = f"名录中没有“{said[:60]}”{hint_zh} / the registry has no “{said[:60]}”{hint_en}"
        wrong.append((name, f"unknown-{kind}", sentence))


def _in_order(said: str, name: str) -> bool:
    """Whether each character of what is said stands in a name, one after the other."""
    rest = iter(name)
    return all(character in rest for character in said)


def _said(record: Record, name: str) -> str:
    found = record.fields.get(name)
    return str(found.value).strip() if found and found.value is not None else ""


def _plain(name: str) -> str:
    return _BLANKS.sub("", unicodedata.normalize("NFKC", name)).casefold()
