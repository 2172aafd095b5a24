"""Knows how the data files of the package become one catalogue whose references all resolve."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import Holding, Person, Post, PostCode, Project, Region, Unit, Zone
from ledger.registry.files import samples as sample_data
from ledger.registry.files.categories import FILE as CATEGORIES
from ledger.registry.files.categories import parse_categories
from ledger.registry.files.reading import (
    RegistryError,
    as_entries,
    by_key,
    parse_mapping,
    parse_rows,
    read_mapping,
    text_of,
)
from ledger.registry.files.routes import FILE as ROUTES
from ledger.registry.files.routes import parse_routes
from ledger.registry.files.samples import Samples, read_samples
from ledger.registry.files.units import Bureau, units_of
from ledger.registry.regions import ancestors, level_of
from mobile_schema.vocabulary import Level, Role

REGIONS, UNITS, PROJECTS = "regions.csv", "units.yaml", "projects.yaml"
ZONES = "development_zones.yaml"


@lru_cache(maxsize=2)
def load_catalogue(samples: bool) -> Catalogue:
    """The registry that ships with the package, with sample people and projects or without.

    A project that is real but whose code is invented is a sample too: the real code would come as a second project.

    Raises RegistryError, naming file and entry, when the data is not sound.
    """
    regions = parse_regions(text_of(REGIONS))
    bureaus = read_bureaus()
    units = by_key(UNITS, units_of(bureaus, regions.values()), "id")
    extra = read_samples(units) if samples else Samples((), frozenset(), ())
    named = as_entries(PROJECTS, read_mapping(PROJECTS)["projects"], Project)
    projects = [project for project in named if samples or not project.code_is_sample]
    persons = by_key(sample_data.FILE, extra.persons, "id")
    leading = {bureau.code for bureau in bureaus if Level.COUNTY in bureau.levels}
    evidence, categories = parse_categories(text_of(CATEGORIES), leading)
    catalogue = Catalogue(
        regions=regions,
        units=units,
        projects=by_key(PROJECTS, (*projects, *extra.projects), "code"),
        zones=by_key(ZONES, as_entries(ZONES, read_mapping(ZONES)["zones"], Zone), "id"),
        persons=persons,
        posts=_posts(regions, units, persons.values(), extra.heads),
        evidence=evidence,
        categories=categories,
        routes=by_key(ROUTES, parse_routes(text_of(ROUTES)), "id"),
    )
    demand_references(catalogue)
    return catalogue


def read_bureaus() -> tuple[Bureau, ...]:
    """The bureaus that units are made from. Raises RegistryError."""
    return parse_bureaus(text_of(UNITS))


def parse_bureaus(text: str) -> tuple[Bureau, ...]:
    """The bureaus of a YAML text. Raises RegistryError: one is there twice, or has no name at one of its levels."""
    bureaus = as_entries(UNITS, parse_mapping(UNITS, text)["bureaus"], Bureau)
    for bureau in by_key(UNITS, bureaus, "code").values():
        nameless = set(bureau.levels) - set(bureau.name_zh)
        if nameless:
            raise RegistryError(UNITS, bureau.code, f"no name at {min(nameless)} level")
    return bureaus


def parse_regions(text: str) -> dict[str, Region]:
    """The regions of a CSV text by code. Raises RegistryError: a level or a parent does not agree with the code."""
    regions = by_key(REGIONS, parse_rows(REGIONS, text, Region), "code")
    return {code: _with_full_name(region, regions) for code, region in regions.items()}


def _with_full_name(region: Region, regions: Mapping[str, Region]) -> Region:
    line = ancestors(region.code)
    if level_of(region.code) is not region.level or any(code not in regions for code in line):
        raise RegistryError(REGIONS, region.code, "its level or its parent does not agree with its code")
    named = line if region.level is Level.PROVINCE else line[1:]
    return replace(region, full_name_zh="".join(regions[code].name_zh for code in named))


def _posts(
    regions: Iterable[str], units: Iterable[str], persons: Iterable[Person], heads: frozenset[str]
) -> dict[str, Post]:
    """Every unit's head and every region's supervisor, vacant posts too."""
    holders: dict[str, list[Holding]] = {}
    for person in persons:
        if person.role is Role.SUPERVISOR:
            holders.setdefault(person.region, []).append(Holding(person.id))
        elif person.id in heads and person.unit_id is not None:
            holders.setdefault(person.unit_id, []).append(Holding(person.id))
    places = [(PostCode.SUPERVISOR, region) for region in regions]
    places += [(PostCode.UNIT_HEAD, unit) for unit in units]
    posts = (Post(code, place, tuple(holders.get(place, ()))) for code, place in places)
    return {post.id: post for post in posts}


def demand_references(catalogue: Catalogue) -> None:
    """Raises RegistryError, naming the entry of the package that refers to what does not exist."""
    for project in catalogue.projects.values():
        file = sample_data.FILE if project.sample else PROJECTS
        _demand(file, project.code, catalogue.regions, *project.regions)
        _demand(file, project.code, catalogue.units, project.lead_unit)
        _demand(file, project.code, catalogue.zones, project.zone)
        if project.code_is_sample and project.code[5:11] != project.region:
            raise RegistryError(file, project.code, f"its code does not carry its region {project.region}")
    for zone in catalogue.zones.values():
        _demand(ZONES, zone.id, catalogue.regions, zone.region)
    for person in catalogue.persons.values():
        _demand(sample_data.FILE, person.id, catalogue.regions, person.region)
        _demand(sample_data.FILE, person.id, catalogue.units, person.unit_id)


def _demand(
    file: str,
    entry: str,
    known: Mapping[str, Region] | Mapping[str, Unit] | Mapping[str, Zone],
    *ids: str | None,
) -> None:
    for wanted in ids:
        if wanted is not None and wanted not in known:
            raise RegistryError(file, entry, f"refers to {wanted}, which does not exist")
