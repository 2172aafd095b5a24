"""Knows which posts (岗位) are empty on a day, since when, who is told in their place, and where nobody is at all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import PostCode
from ledger.registry.posts import Resolved, supervisor_over, vacancy
from ledger.registry.regions import is_within, level_of
from ledger.registry.routing import RoutingFacts, route
from ledger.registry.routing_rules import rules_of
from mobile_schema.vocabulary import Severity


@dataclass(frozen=True, slots=True)
class Vacancy:
    """An empty post: a unit's head or a region's supervisor; `name_*` are its place's.

    `since` is None when nobody is known ever to have held it; `passes_to` is the next supervisor up over the place,
    whose `person_id` is None when every post up to the province is empty. `nobody`: not the head alone is missing,
    the whole unit has no one there, and is routed nothing.
    """

    post: PostCode
    place: str
    region: str
    name_zh: str
    name_en: str
    since: date | None
    passes_to: Resolved
    nobody: bool

    @property
    def name(self) -> str:
        """As issues and alerts name it, for example `supervisor@140105`."""
        return vacancy(self.post, self.place)


@dataclass(frozen=True, slots=True)
class ListedVacancy:
    """An empty post and the number of open issues that name it in `vacant_posts`."""

    vacancy: Vacancy
    open_issues: int


def vacancies(
    catalogue: Catalogue, units: Iterable[str], day: date, region: str | None = None, after: str = ""
) -> Iterator[Vacancy]:
    """The empty posts of all regions and of these units on a local day, by place; a unit's also where nobody is in it.

    `region` narrows to its subtree; `after` is the place after which to begin.
    """
    posts = [(code, PostCode.SUPERVISOR) for code in catalogue.regions]
    posts += [(unit, PostCode.UNIT_HEAD) for unit in units if unit in catalogue.units]
    staffed = catalogue.staffed_on(day)
    for place, post in sorted(posts):
        where = place if post is PostCode.SUPERVISOR else catalogue.units[place].region
        there = region is None or is_within(where, region)
        nobody = post is PostCode.UNIT_HEAD and place not in staffed
        if place > after and there and (nobody or catalogue.holder_on(post, place, day) is None):
            yield _vacancy(post, place, where, catalogue, day, nobody=nobody)


def unstaffed(catalogue: Catalogue, day: date, *, samples: bool = True) -> frozenset[str]:
    """The units that the rules would give an issue of some project, and in which nobody is on a local day.

    Without `samples`, those of sample projects are left out: nobody waits for them.
    """
    found: frozenset[str] = catalogue.found.of(
        ("unstaffed", day, samples), lambda: _unstaffed(catalogue, day, samples=samples)
    )
    return found


def _unstaffed(catalogue: Catalogue, day: date, *, samples: bool) -> frozenset[str]:
    rules, staffed = rules_of(catalogue), catalogue.staffed_on(day)
    places = {
        (project.region, project.level)
        for project in catalogue.projects.values()
        if project.retired_on is None and (samples or not (project.sample or project.code_is_sample))
    }
    asked = product(rules.by_category, Severity, places)
    routes = (route(RoutingFacts(each, grave, *place), rules, staffed) for each, grave, place in asked)
    return frozenset(unit for found in routes if found for unit in found.passed_by)


def _vacancy(post: PostCode, place: str, region: str, catalogue: Catalogue, day: date, *, nobody: bool) -> Vacancy:
    if post is PostCode.SUPERVISOR:
        known = catalogue.regions[place]
        name_zh, name_en = known.full_name_zh or known.name_zh, known.name_en
    else:
        unit = catalogue.units[place]
        name_zh, name_en = unit.name_zh, unit.name_en
    since = catalogue.empty_since(post, place, day)
    passes_to = supervisor_over(region, level_of(region), catalogue, day)
    return Vacancy(post, place, region, name_zh, name_en, since, passes_to, nobody)
