"""Knows who answers for a post, and who does where it is empty."""

from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct

from ledger.registry.catalogue import Catalogue, Holder
from ledger.registry.entries import PostCode
from ledger.registry.regions import RANK, ancestors, level_of
from mobile_schema.vocabulary import Level


class Resolved(Struct, frozen=True):
    """Who gets the alert, and as what; `person_id` is None when every post up to the province is empty.

    `vacant_posts` are the posts it passed by, each `post@place`; `level` is a supervisor's, None in a unit.
    """

    person_id: str | None
    post: str
    level: Level | None
    region: str
    vacant_posts: tuple[str, ...]
    deputy: bool = False


class Candidate(Struct, frozen=True):
    post: str
    place: str
    level: Level | None
    region: str
    holder: Holder | None


def supervisor_over(region: str, level: Level, catalogue: Catalogue, day: date) -> Resolved:
    """The supervisor of a region's line at a level on a day, or the next one up who is there."""
    return first_there(supervisors_over(region, level, catalogue, day))


def line_of_unit(unit_id: str, region: str, catalogue: Catalogue, day: date) -> Iterator[Candidate]:
    """A unit's head, then the supervisors over the unit's own region: a provincial unit has no county over it.

    `region` is that of the matter; a unit that the registry does not know is taken to be there.
    """
    unit = catalogue.units.get(unit_id)
    over = region if unit is None else unit.region
    yield Candidate(PostCode.UNIT_HEAD, unit_id, None, region, catalogue.holder_on(PostCode.UNIT_HEAD, unit_id, day))
    yield from supervisors_over(over, level_of(over), catalogue, day)


def vacancy(post: str, place: str) -> str:
    """How an empty post is named on issues and alerts, for example `supervisor@140105`."""
    return f"{post}@{place}"


def first_there(candidates: Iterable[Candidate]) -> Resolved:
    """The first candidate that is someone; the last one, without a person, when none is."""
    vacant: list[str] = []
    for candidate in candidates:
        last, holder = candidate, candidate.holder
        if holder is not None:
            return _resolved(candidate, holder.person_id, vacant, deputy=holder.deputy)
        vacant.append(vacancy(candidate.post, candidate.place))
    return _resolved(last, None, vacant)


def _resolved(candidate: Candidate, person_id: str | None, vacant: list[str], *, deputy: bool = False) -> Resolved:
    return Resolved(person_id, candidate.post, candidate.level, candidate.region, tuple(vacant), deputy)


def supervisors_over(region: str, lowest: Level, catalogue: Catalogue, day: date) -> Iterator[Candidate]:
    """Those over a region from a level upward; where its line has no such level, none is missing."""
    for code in reversed(ancestors(region)):
        level = level_of(code)
        if RANK[level] >= RANK[lowest]:
            holder = catalogue.holder_on(PostCode.SUPERVISOR, code, day)
            yield Candidate(PostCode.SUPERVISOR, code, level, code, holder)
