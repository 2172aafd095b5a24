"""Knows who gets an alert: who holds the post at the moment it fires, up the tree county → city → province.

An empty post passes upward and is named in `vacant_posts`, never skipped (design §4).
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace
from pydantic import BaseModel, ConfigDict, model_validator

from xiaohao.ledger.issue import Issue
from xiaohao.ledger.regions import RANK, ancestors, level_of
from xiaohao.ledger.registry.catalogue import Catalogue, Holder
from xiaohao.ledger.registry.days import CHINA, local_day
from xiaohao.ledger.registry.entries import PostCode
from xiaohao.mobile_schema.vocabulary import Level

_UPWARD = (Level.COUNTY, Level.CITY, Level.PROVINCE)
_RESPONSIBLE = "responsible_person"


class Recipient(BaseModel):
    """A post relative to the issue: someone of its lead or supporting units, or a supervisor over its place.

    `level` is the supervisor's: a level of its own, "supervising" (the issue's supervising level) or "above" (one
    over that, the province at most). A supporting unit names nobody responsible: there it is the unit's head.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    post: Literal["responsible_person", "unit_head", "supervisor"]
    level: Level | Literal["supervising", "above"] | None = None
    of: Literal["lead", "supporting"] = "lead"

    @model_validator(mode="after")
    def _a_supervisor_has_a_level_and_no_unit(self) -> "Recipient":
        if (self.post == "supervisor") != (self.level is not None):
            raise ValueError(
                "督办人员须写 level,责任人和单位负责人不写 / "
                "a supervisor is named with a level, a responsible person without, as a unit's head"
            )
        if self.post == "supervisor" and self.of == "supporting":
            raise ValueError("督办人员不属于配合单位 / a supervisor is over the issue, not of a supporting unit")
        return self


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


class _Candidate(Struct, frozen=True):
    post: str
    place: str
    level: Level | None
    region: str
    holder: Holder | None


def resolve(
    issue: Issue, recipient: Recipient, catalogue: Catalogue, at: datetime, zone: ZoneInfo = CHINA
) -> tuple[Resolved, ...]:
    """The people behind a recipient of the policy, or the next one up who is there.

    One, or one for each supporting unit: none when the issue has no supporting unit.
    """
    day = local_day(at, zone)
    if recipient.post == "supervisor":
        return (_first_there(_supervisors(issue.region, _lowest(issue, recipient), catalogue, day)),)
    if recipient.of == "supporting":
        return tuple(_first_there(_of_unit(issue, unit, catalogue, day)) for unit in issue.supporting_unit_ids)
    named = _named(issue, catalogue, day) if recipient.post == _RESPONSIBLE else ()
    return (_first_there((*named, *_of_unit(issue, issue.unit_id, catalogue, day))),)


def resolve_all(
    issue: Issue, recipients: Iterable[Recipient], catalogue: Catalogue, at: datetime, zone: ZoneInfo = CHINA
) -> tuple[Resolved, ...]:
    """The people behind all recipients of one step, each once: as reached first, with the empty posts of all ways."""
    found: dict[str | None, Resolved] = {}
    for recipient in recipients:
        for to in resolve(issue, recipient, catalogue, at, zone):
            known = found.setdefault(to.person_id, to)
            if known is not to:
                vacant = tuple(dict.fromkeys(known.vacant_posts + to.vacant_posts))
                found[to.person_id] = replace(known, vacant_posts=vacant)
    return tuple(found.values())


def supervisor_over(region: str, level: Level, catalogue: Catalogue, day: date) -> Resolved:
    """The supervisor of a region's line at a level on a day, or the next one up who is there."""
    return _first_there(_supervisors(region, level, catalogue, day))


def vacancy(post: str, place: str) -> str:
    """How an empty post is named on issues and alerts, for example `supervisor@140105`."""
    return f"{post}@{place}"


def _first_there(candidates: Iterable[_Candidate]) -> Resolved:
    """The first candidate that is someone; the last one, without a person, when none is."""
    vacant: list[str] = []
    for candidate in candidates:
        last, holder = candidate, candidate.holder
        if holder is not None:
            return _resolved(candidate, holder.person_id, vacant, deputy=holder.deputy)
        vacant.append(vacancy(candidate.post, candidate.place))
    return _resolved(last, None, vacant)


def _resolved(candidate: _Candidate, person_id: str | None, vacant: list[str], *, deputy: bool = False) -> Resolved:
    return Resolved(person_id, candidate.post, candidate.level, candidate.region, tuple(vacant), deputy)


def _named(issue: Issue, catalogue: Catalogue, day: date) -> Iterator[_Candidate]:
    """The person that the unit named; before it named one, nobody is missing."""
    if issue.person_id is not None:
        holder = Holder(issue.person_id, deputy=False) if catalogue.is_there(issue.person_id, day) else None
        yield _Candidate(_RESPONSIBLE, str(issue.unit_id), None, issue.region, holder)


def _of_unit(issue: Issue, unit: str | None, catalogue: Catalogue, day: date) -> Iterator[_Candidate]:
    """A unit's head, then the supervisors over the issue; an issue in triage has no unit, and none is missing."""
    if unit is not None:
        holder = catalogue.holder_on(PostCode.UNIT_HEAD, unit, day)
        yield _Candidate(PostCode.UNIT_HEAD, unit, None, issue.region, holder)
    yield from _supervisors(issue.region, Level.COUNTY, catalogue, day)


def _supervisors(region: str, lowest: Level, catalogue: Catalogue, day: date) -> Iterator[_Candidate]:
    """Those over a region from a level upward; where its line has no such level, none is missing."""
    for code in reversed(ancestors(region)):
        level = level_of(code)
        if RANK[level] >= RANK[lowest]:
            holder = catalogue.holder_on(PostCode.SUPERVISOR, code, day)
            yield _Candidate(PostCode.SUPERVISOR, code, level, code, holder)


def _lowest(issue: Issue, recipient: Recipient) -> Level:
    """The level at which to begin; an issue that nobody dispatches yet is supervised where it is."""
    if isinstance(recipient.level, Level):
        return recipient.level
    supervising = Level(issue.supervising_level or level_of(issue.region))
    return _UPWARD[min(RANK[supervising] + (recipient.level == "above"), RANK[Level.PROVINCE])]
