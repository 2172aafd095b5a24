"""Knows which posts (岗位) are empty on a day, since when, and who is told in their place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import PostCode
from ledger.registry.posts import Resolved, supervisor_over, vacancy
from ledger.registry.regions import is_within, level_of


@dataclass(frozen=True, slots=True)
class Vacancy:
    """An empty post: a unit's head or a region's supervisor; `name_*` are its place's.

    `since` is None when nobody is known ever to have held it; `passes_to` is the next supervisor up over the place,
    whose `person_id` is None when every post up to the province is empty.
    """

    post: PostCode
    place: str
    region: str
    name_zh: str
    name_en: str
    since: date | None
    passes_to: Resolved

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
    """The empty posts of all regions and of these units on a local day, by place.

    `region` narrows to its subtree; `after` is the place after which to begin.
    """
    posts = [(code, PostCode.SUPERVISOR) for code in catalogue.regions]
    posts += [(unit, PostCode.UNIT_HEAD) for unit in units if unit in catalogue.units]
    for place, post in sorted(posts):
        where = place if post is PostCode.SUPERVISOR else catalogue.units[place].region
        there = region is None or is_within(where, region)
        if place > after and there and catalogue.holder_on(post, place, day) is None:
            yield _vacancy(post, place, where, catalogue, day)


def _vacancy(post: PostCode, place: str, region: str, catalogue: Catalogue, day: date) -> Vacancy:
    if post is PostCode.SUPERVISOR:
        known = catalogue.regions[place]
        name_zh, name_en = known.full_name_zh or known.name_zh, known.name_en
    else:
        unit = catalogue.units[place]
        name_zh, name_en = unit.name_zh, unit.name_en
    since = catalogue.empty_since(post, place, day)
    passes_to = supervisor_over(region, level_of(region), catalogue, day)
    return Vacancy(post, place, region, name_zh, name_en, since, passes_to)
