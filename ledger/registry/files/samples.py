"""Knows the sample people and projects: who they are, and that none of them exists."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from pydantic import ConfigDict

from ledger.registry.entries import Person, Project, Unit, unit_id
from ledger.registry.files.reading import RegistryError, as_entries, read_mapping
from ledger.registry.regions import level_of
from mobile_schema.fields import ProjectCode
from mobile_schema.vocabulary import Level, Role

FILE = "samples.yaml"
_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class _Official:
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    name: str
    region: str


@dataclass(frozen=True, slots=True)
class _Officer(_Official):
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    role: Role


@dataclass(frozen=True, slots=True)
class _Staffed:
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    regions: tuple[str, ...]
    bureaus: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Named:
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class _Site:
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    code: ProjectCode
    region: str
    name_zh: str
    name_en: str
    latitude: float
    longitude: float
    level: Level = Level.COUNTY
    lead_unit: str | None = None


@dataclass(frozen=True, slots=True)
class Samples:
    """The people, which of them head their unit, and the projects; all marked `sample`."""

    persons: tuple[Person, ...]
    heads: frozenset[str]
    projects: tuple[Project, ...]


def read_samples(units: Mapping[str, Unit]) -> Samples:
    """The samples that ship with the package. Raises RegistryError."""
    content = read_mapping(FILE)
    (staffed,) = as_entries(FILE, [content["staffed"]], _Staffed)
    names = {entry.id: entry.name for entry in as_entries(FILE, content["named"], _Named)}
    staff = tuple(_staff(staffed, units, names))
    nobody = set(names) - {person.id for person in staff}
    if nobody:
        raise RegistryError(FILE, min(nobody), "is named and belongs to no staffed unit")
    return Samples(
        persons=(
            *(_supervisor(entry) for entry in as_entries(FILE, content["supervisors"], _Official)),
            *(_officer(entry) for entry in as_entries(FILE, content["officers"], _Officer)),
            *_inspectors(as_entries(FILE, content["inspectors"], _Official)),
            *staff,
        ),
        heads=frozenset(person.id for person in staff if person.id.startswith("head-")),
        projects=tuple(_project(entry) for entry in as_entries(FILE, content["projects"], _Site)),
    )


def _supervisor(official: _Official) -> Person:
    return Person(
        id=f"supervisor-{official.region}",
        name=official.name,
        role=Role.SUPERVISOR,
        unit_id=unit_id(official.region, "government"),
        region=official.region,
        level=level_of(official.region),
        sample=True,
    )


def _officer(officer: _Officer) -> Person:
    return Person(
        id=f"{officer.role}-{officer.region}",
        name=officer.name,
        role=officer.role,
        unit_id=unit_id(officer.region, "government"),
        region=officer.region,
        sample=True,
    )


def _inspectors(officials: tuple[_Official, ...]) -> Iterator[Person]:
    numbers: Counter[str] = Counter()
    for official in officials:
        numbers[official.region] += 1
        yield Person(
            id=f"inspector-{official.region}-{numbers[official.region]}",
            name=official.name,
            role=Role.INSPECTOR,
            unit_id=unit_id(official.region, "government"),
            region=official.region,
            sample=True,
        )


def _staff(staffed: _Staffed, units: Mapping[str, Unit], names: Mapping[str, str]) -> Iterator[Person]:
    for region in staffed.regions:
        for bureau in staffed.bureaus:
            unit = units.get(unit_id(region, bureau))
            if unit is None:
                raise RegistryError(FILE, "staffed", f"no such unit: {unit_id(region, bureau)}")
            for post, title in (("head", "负责人"), ("staff", "经办人")):
                person_id = f"{post}-{unit.id}"
                yield Person(
                    id=person_id,
                    name=names.get(person_id, f"{unit.name_zh}{title}（样例）"),
                    role=Role.UNIT_STAFF,
                    unit_id=unit.id,
                    region=region,
                    sample=True,
                )


def _project(site: _Site) -> Project:
    return Project(
        code=site.code,
        name_zh=site.name_zh,
        name_en=site.name_en,
        level=site.level,
        regions=(site.region,),
        code_is_sample=True,
        sample=True,
        lead_unit=site.lead_unit,
        latitude=site.latitude,
        longitude=site.longitude,
    )
