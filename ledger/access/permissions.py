"""Knows who may do what to an issue: the unit answers for it, supervisors of its region decide on it."""

from collections.abc import Callable
from dataclasses import dataclass

from ledger.issue.commands import Command
from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.policy.policy import ApprovalLevel
from ledger.registry.actors import Actor
from ledger.registry.entries import Unit
from ledger.registry.regions import RANK, is_within, level_of
from mobile_schema.labels import label
from mobile_schema.vocabulary import Level, Role


@dataclass(frozen=True, slots=True)
class Who:
    """Who may give a command: one of these posts; where `impartial`, nobody who did the work, whatever the post."""

    posts: tuple[Callable[[Issue, Actor], bool], ...]
    impartial: bool = False


def of_lead_unit(issue: Issue, actor: Actor) -> bool:
    """Whether the actor is staff of the unit that the issue is assigned to."""
    return actor.role == Role.UNIT_STAFF and actor.unit_id is not None and actor.unit_id == issue.unit_id


def did_the_work(issue: Issue, actor: Actor) -> bool:
    """Whether the actor fixed the issue or is of a unit that has, had or supports it; such a one never verifies it."""
    units = (issue.unit_id, *issue.supporting_unit_ids, *issue.fixing_units)
    return actor.person_id in issue.fixers or (actor.unit_id is not None and actor.unit_id in units)


def supervises(issue: Issue, actor: Actor) -> bool:
    """Whether the actor supervises the issue's region, at its supervising level or above (notice item 14)."""
    if actor.role != Role.SUPERVISOR or actor.region is None or actor.level is None:
        return False
    if not is_within(issue.region, actor.region):
        return False
    return issue.supervising_level is None or RANK[actor.level] >= RANK[Level(issue.supervising_level)]


def inspects(issue: Issue, actor: Actor) -> bool:
    """Whether the actor inspects the issue's region."""
    return actor.role == Role.INSPECTOR and actor.region is not None and is_within(issue.region, actor.region)


UNIT = Who((of_lead_unit,))
SUPERVISOR = Who((supervises,))
UNIT_OR_SUPERVISOR = Who((of_lead_unit, supervises))
IMPARTIAL = Who((supervises,), impartial=True)
"""For what ends an issue, leads there or gives it time."""
LOOKER_ON = Who((supervises, inspects), impartial=True)


def demand_permission(issue: Issue, command: Command, actor: Actor, who: Who) -> None:
    """Raises CommandRefused unless the actor is of those who may give this command on this issue."""
    if who.impartial and did_the_work(issue, actor):
        raise CommandRefused(
            Refusal.SEPARATION_OF_DUTIES,
            "整改人员及其单位不得核查、销号、作废或宽限自己的问题 / who did the work may not verify, void or delay it",
        )
    if not any(post(issue, actor) for post in who.posts):
        raise CommandRefused(
            Refusal.NOT_PERMITTED,
            f"您的岗位不能对该问题执行 {command.name} / your post may not {command.name} on this issue",
        )


def demand_level(issue: Issue, actor: Actor, level: ApprovalLevel) -> None:
    """Raises CommandRefused unless the actor supervises the issue at the level that a policy asks for, or above."""
    supervising = Level(issue.supervising_level or level_of(issue.region))
    above = {Level.COUNTY: Level.CITY, Level.CITY: Level.PROVINCE, Level.PROVINCE: Level.PROVINCE}
    wanted = {"supervising": supervising, "above": above[supervising]}.get(level) or Level(level)
    if not supervises(issue, actor) or actor.level is None or RANK[actor.level] < RANK[wanted]:
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
    if unit.id == actor.unit_id:
        raise CommandRefused(
            Refusal.SEPARATION_OF_DUTIES,
            "不能交办给本单位:须另有人核查销号 / your own unit cannot have it, as you would verify your own work",
        )
