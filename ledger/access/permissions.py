"""Knows who may do what to an issue: the unit answers for it, supervisors of its region decide on it.

What each post may do stands in `matrix`; here is what its words mean on an issue, and who is kept apart from what.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum, auto
from typing import Final

from ledger.access.matrix import Relation, cell_of
from ledger.issue.issue import Issue
from ledger.issue.lights import light_of
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.command import Command
from ledger.policy.policy import ApprovalLevel
from ledger.registry.actors import Actor
from ledger.registry.entries import Unit
from ledger.registry.regions import RANK, is_within, level_of
from mobile_schema.labels import label
from mobile_schema.vocabulary import Level, Light, Role, Severity

_ABOVE: Final = {Level.COUNTY: Level.CITY, Level.CITY: Level.PROVINCE, Level.PROVINCE: Level.PROVINCE}


class Apart(Enum):
    """Who never gives a command, whatever the post: it would be on their own work, or on their own word."""

    NOBODY = auto()
    WORKERS = auto()
    """who fixed the issue or asked for something on it, and the units that have, had or support it"""
    CONCERNED = auto()
    """those, and who reported it"""


def of_lead_unit(issue: Issue, actor: Actor) -> bool:
    """Whether the actor is staff of the unit that the issue is assigned to."""
    return actor.role is Role.UNIT_STAFF and actor.unit_id is not None and actor.unit_id == issue.unit_id


def did_the_work(issue: Issue, actor: Actor) -> bool:
    """Whether the actor fixed the issue or is of a unit that has, had or supports it; such a one never verifies it."""
    units = (issue.unit_id, *issue.supporting_unit_ids, *issue.fixing_units)
    return actor.person_id in issue.fixers or not actor.units.isdisjoint(units)


def supervises(issue: Issue, actor: Actor) -> bool:
    """Whether the actor supervises the issue's region, at its supervising level or above (notice item 14)."""
    return any(_supervises(issue, guise) for guise in actor.guises)


def _supervises(issue: Issue, actor: Actor) -> bool:
    if actor.role is not Role.SUPERVISOR or actor.region is None or actor.level is None:
        return False
    if not is_within(issue.region, actor.region):
        return False
    return issue.supervising_level is None or RANK[actor.level] >= RANK[Level(issue.supervising_level)]


def is_grave(issue: Issue, at: datetime) -> bool:
    """Whether an issue is major or overdue, a void one when it was voided: one person at its own level does not let it
    disappear, nor undo what needed one above.
    """
    if issue.severity is Severity.MAJOR:
        return True
    return light_of(issue.state, issue.due_at, at) is Light.RED if issue.voiding is None else issue.voiding.overdue


def _above_if_grave(issue: Issue, actor: Actor, at: datetime) -> bool:
    if not _supervises(issue, actor) or actor.level is None:
        return False
    return not is_grave(issue, at) or RANK[actor.level] >= RANK[_ABOVE[_supervising(issue)]]


def _supervising(issue: Issue) -> Level:
    return Level(issue.supervising_level or level_of(issue.region))


def _of_its_units(issue: Issue, actor: Actor) -> bool:
    return actor.unit_id is not None and actor.unit_id in (
        issue.unit_id,
        *issue.supporting_unit_ids,
        *issue.fixing_units,
    )


_HOLDS: Final[Mapping[Relation, Callable[[Issue, Actor, datetime], bool]]] = {
    Relation.LEAD: lambda issue, actor, _: of_lead_unit(issue, actor),
    Relation.SUPPORT: lambda issue, actor, _: actor.unit_id in issue.supporting_unit_ids,
    Relation.UNIT: lambda issue, actor, _: _of_its_units(issue, actor),
    Relation.REPORTER: lambda issue, actor, _: actor.person_id == issue.reporter,
    Relation.OWN: lambda issue, actor, _: actor.person_id == issue.reporter,
    Relation.OVER: lambda issue, actor, _: _supervises(issue, actor),
    Relation.OVER_GRAVE: _above_if_grave,
    Relation.REGION: lambda issue, actor, _: actor.region is not None and is_within(issue.region, actor.region),
}


def acting(issue: Issue, command: Command | type[Command], actor: Actor, at: datetime, apart: Apart) -> Actor:
    """The actor in the duty that allows this command on this issue, of several the highest. Raises CommandRefused."""
    if (apart is not Apart.NOBODY and did_the_work(issue, actor)) or (
        apart is Apart.CONCERNED and actor.person_id == issue.reporter
    ):
        raise CommandRefused(
            Refusal.SEPARATION_OF_DUTIES,
            "上报、申请、整改的人员及其单位不得核查、销号、作废或宽限该问题 / "
            "who reported, asked or did the work may not verify, void or delay it",
        )
    return permitted(issue, f"issue.{command.name}", actor, at, command.title())


def permitted(issue: Issue, action: str, actor: Actor, at: datetime, title: str | None = None) -> Actor:
    """The actor in the duty that allows an action on this issue, of several the highest. Raises CommandRefused.

    `title` is what a refusal calls the action in Chinese.
    """
    guises = [guise for guise in actor.guises if any(_holds(word, issue, guise, at) for word in _cell(action, guise))]
    if not guises:
        raise _not_permitted(issue, action, actor, title)
    return max(guises, key=lambda guise: (guise.level is not None, RANK[guise.level or Level.COUNTY]))


def _not_permitted(issue: Issue, action: str, actor: Actor, title: str | None) -> CommandRefused:
    """The refusal; to a supervisor of its region whose level is too low it names the one that is high enough."""
    name = action.removeprefix("issue.")
    said = title or name
    cells = [(_cell(action, guise), guise) for guise in actor.guises]
    if any(Relation.OVER_GRAVE in cell and _supervises(issue, guise) for cell, guise in cells):
        return _too_low(issue)
    if any(Relation.OVER in cell and _below(issue, guise) for cell, guise in cells):
        level = _supervising(issue)
        return CommandRefused(
            Refusal.NOT_PERMITTED,
            f"该问题由{label(level, 'zh')}督办,须由{label(level, 'zh')}督办人员{said} / "
            f"this issue is supervised by the {level}: {name} is for a supervisor of that level",
            level=level,
        )
    return CommandRefused(
        Refusal.NOT_PERMITTED,
        f"您的岗位不能对该问题执行“{said}” / your post may not {name} on this issue",
    )


def _below(issue: Issue, actor: Actor) -> bool:
    if actor.role is not Role.SUPERVISOR or actor.region is None or actor.level is None:
        return False
    return is_within(issue.region, actor.region) and not _supervises(issue, actor)


def _too_low(issue: Issue) -> CommandRefused:
    wanted = _ABOVE[_supervising(issue)]
    return CommandRefused(
        Refusal.NOT_PERMITTED,
        f"重大或逾期的问题须由{label(wanted, 'zh')}督办人员办理 / "
        f"what is major or overdue is for a supervisor of the {wanted}",
        level=wanted,
    )


def demand_above_if_grave(issue: Issue, actor: Actor, at: datetime) -> None:
    """Raises CommandRefused where an issue is major or overdue and the actor is not above its supervising level."""
    if not _above_if_grave(issue, actor, at):
        raise _too_low(issue)


def may_acknowledge(issue: Issue, recipient: str | None, actor: Actor) -> bool:
    """Whether the actor may say that an alert was seen: as its recipient, or a supervisor over the issue."""
    own = recipient == actor.person_id
    return any(
        (Relation.OWN in cell and own) or (Relation.OVER in cell and _supervises(issue, guise))
        for guise in actor.guises
        if (cell := _cell("alert.acknowledge", guise))
    )


def _cell(action: str, guise: Actor) -> frozenset[Relation]:
    return frozenset() if guise.role is None else cell_of(action, guise.role, guise.level)


def _holds(word: Relation, issue: Issue, guise: Actor, at: datetime) -> bool:
    return word in _HOLDS and _HOLDS[word](issue, guise, at)


def level_named(issue: Issue, level: ApprovalLevel) -> Level:
    """The level that a policy means by a word, on an issue."""
    supervising = _supervising(issue)
    return {"supervising": supervising, "above": _ABOVE[supervising]}.get(level) or Level(level)


def demand_level(issue: Issue, actor: Actor, level: ApprovalLevel) -> None:
    """Raises CommandRefused unless the actor supervises the issue at the level that a policy asks for, or above."""
    wanted = level_named(issue, level)
    if not _supervises(issue, actor) or actor.level is None or RANK[actor.level] < RANK[wanted]:
        raise CommandRefused(
            Refusal.NOT_PERMITTED,
            f"须由{label(wanted, 'zh')}督办人员批准 / a supervisor of the {wanted} must approve it",
            level=wanted,
        )


def demand_assignable(issue: Issue, unit: Unit, actor: Actor) -> None:
    """Raises CommandRefused unless this supervisor may hand the issue to this unit.

    The unit is of the issue's own line of regions, not above the supervisor, and not the supervisor's own: who
    belongs to the unit that does the work could never verify it, and the issue would have nobody to close it.
    """
    if not (is_within(issue.region, unit.region) or is_within(unit.region, issue.region)):
        raise CommandRefused(
            Refusal.UNIT_NOT_IN_CHARGE,
            f"该单位不管辖问题所在地 / {unit.id} has nothing to do with region {issue.region}",
            unit_id=unit.id,
        )
    if actor.level is None or RANK[unit.level] > RANK[actor.level]:
        raise CommandRefused(
            Refusal.UNIT_NOT_IN_CHARGE, f"不能交办给上级单位 / {unit.id} is above your level", unit_id=unit.id
        )
    if unit.id in actor.units:
        raise CommandRefused(
            Refusal.SEPARATION_OF_DUTIES,
            "不能交办给本单位:须另有人核查销号 / your own unit cannot have it, as you would verify your own work",
        )
