"""Knows how an issue is handed to a unit (交办), then to another (改派), who signs for it (签收) and works on it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, Literal

from ledger.access.permissions import demand_assignable
from ledger.decisions.case import Case
from ledger.decisions.clock_effects import facts_of, handed_over, started_by
from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.assigning import Accept, Assign, ChangePerson, ChangeSupport, Transfer
from ledger.policy.policy import Facts, Trigger
from ledger.policy.regime import Regime
from ledger.registry.days import has_ended, local_day
from ledger.registry.entries import Person, PostCode, Unit
from ledger.registry.posts import vacancy
from ledger.registry.regions import higher, level_of, region_at
from mobile_schema.events.assigning_events import (
    BY_HAND,
    IssueAccepted,
    IssueAssigned,
    IssueTransferred,
    PersonChanged,
    SupportChanged,
)
from mobile_schema.events.facts import ClockChanges
from mobile_schema.vocabulary import Level, State

_UNASSIGNED: Final = frozenset({State.REPORTED, State.DECLINED})


def assign(case: Case, command: Assign) -> IssueAssigned:
    """The assignment by hand, also to a unit in which nobody is: its head is named as empty.

    Raises CommandRefused: no such unit, or none that this supervisor may give it.
    """
    issue, actor = case.issue, case.actor
    for unit_id in (command.unit_id, *command.supporting_unit_ids):
        demand_assignable(issue, _unit(case, unit_id), actor)
    level = actor.level or Level.COUNTY
    return assignment(
        facts_of(issue),
        case.at,
        case.regime,
        unit_id=command.unit_id,
        region=region_at(issue.region, level),
        level=level,
        rule=BY_HAND,
        supporting=command.supporting_unit_ids,
        vacant_posts=_empty(case, command.unit_id),
    )


def assignment(
    facts: Facts,
    at: datetime,
    regime: Regime,
    *,
    unit_id: str,
    region: str,
    level: Level,
    rule: str,
    supporting: tuple[str, ...] = (),
    vacant_posts: tuple[str, ...] = (),
) -> IssueAssigned:
    """The event of handing a new issue to a unit, with the clocks that the policy starts."""
    return IssueAssigned(
        unit_id=unit_id,
        supporting_unit_ids=supporting,
        supervising_region=region,
        supervising_level=level,
        rule=rule,
        vacant_posts=vacant_posts,
        policy=regime.policy.name,
        policy_version=regime.policy.version,
        clocks=ClockChanges(started=started_by(frozenset({Trigger.ASSIGNED}), facts, at, regime)),
    )


def accept(case: Case, command: Accept) -> IssueAccepted:
    """The signature. Raises CommandRefused unless the person it names is of the unit."""
    person = _of_the_unit(case, command.person_id)
    return IssueAccepted(person_id=person.id, person_name=person.name)


def change_person(case: Case, command: ChangePerson) -> PersonChanged:
    """The change. Raises CommandRefused unless the person it names is of the unit, and another than before."""
    person = _of_the_unit(case, command.person_id)
    if person.id == case.issue.person_id:
        raise CommandRefused(
            Refusal.UNKNOWN_PERSON,
            f"{person.name} 已是责任人 / {person.id} is the responsible person already",
            person_id=person.id,
        )
    return PersonChanged(person_id=person.id, person_name=person.name, reason=command.reason)


def somebody_signed(case: Case) -> None:
    """Raises CommandRefused where the unit has not signed for the issue, as it rests."""
    if case.issue.person_id is None:
        raise CommandRefused(Refusal.UNKNOWN_PERSON, "尚未签收,没有责任人可换 / nobody has signed for it yet")


def change_support(case: Case, command: ChangeSupport) -> SupportChanged:
    """The change. Raises CommandRefused: no such unit, none that this supervisor may give it, or nothing to change."""
    issue = case.issue
    for unit_id in command.add:
        demand_assignable(issue, _unit(case, unit_id), case.actor)
    wrong = [unit for unit in command.add if unit in (issue.unit_id, *issue.supporting_unit_ids)]
    wrong += [unit for unit in command.remove if unit not in issue.supporting_unit_ids]
    if wrong:
        raise CommandRefused(
            Refusal.UNKNOWN_UNIT,
            f"增加的单位不得已在办,减少的须是配合单位 / added units must be new, removed ones supporting: {wrong[0]}",
            unit_id=wrong[0],
        )
    kept = tuple(unit for unit in issue.supporting_unit_ids if unit not in command.remove)
    return SupportChanged(
        supporting_unit_ids=(*kept, *command.add), added=command.add, removed=command.remove, reason=command.reason
    )


def transfer(case: Case, command: Transfer) -> IssueTransferred:
    """The move to another unit, supervised no lower than before nor than the unit is; who supported supports on.

    Raises CommandRefused: no such unit, none that this supervisor may give it, or the one that has it.
    """
    issue, unit = case.issue, _unit(case, command.unit_id)
    if issue.unit_id == unit.id:
        raise CommandRefused(
            Refusal.TRANSFER_NOT_POSSIBLE, f"{unit.name_zh}已是责任单位 / {unit.id} has it already", unit_id=unit.id
        )
    demand_assignable(issue, unit, case.actor)
    level = higher(Level(issue.supervising_level or level_of(issue.region)), unit.level)
    return IssueTransferred(
        unit_id=unit.id,
        from_unit_id=str(issue.unit_id),
        supporting_unit_ids=tuple(each for each in issue.supporting_unit_ids if each != unit.id),
        supervising_region=region_at(issue.region, level),
        supervising_level=level,
        reason=command.reason,
        dropped=tuple(_waiting(issue)),
        vacant_posts=_empty(case, unit.id),
        clocks=handed_over(issue, case.at, case.regime),
    )


def some_unit_has_it(case: Case) -> None:
    """Raises CommandRefused where no unit has the issue, as it rests."""
    if case.issue.unit_id is None or case.issue.stands_at in _UNASSIGNED:
        raise CommandRefused(
            Refusal.TRANSFER_NOT_POSSIBLE, "尚无责任单位,请恢复后交办 / no unit has it: resume it, then assign it"
        )


def _waiting(issue: Issue) -> Iterator[Literal["closure", "extension", "suspension"]]:
    """What was asked for and is not answered."""
    if issue.stands_at is State.CLOSURE_REQUESTED:
        yield "closure"
    if issue.extension_request is not None:
        yield "extension"
    if issue.suspension_request is not None:
        yield "suspension"


def _empty(case: Case, unit_id: str) -> tuple[str, ...]:
    """The post of the head of a unit in which nobody is on the day."""
    there = case.rules.catalogue.staffed_on(local_day(case.at, case.rules.zone))
    return () if unit_id in there else (vacancy(PostCode.UNIT_HEAD, unit_id),)


def _unit(case: Case, unit_id: str) -> Unit:
    unit = case.rules.catalogue.units.get(unit_id)
    if unit is None:
        raise CommandRefused(Refusal.UNKNOWN_UNIT, f"没有这个责任单位 / no such unit: {unit_id}", unit_id=unit_id)
    if has_ended(unit, local_day(case.at, case.rules.zone)):
        raise CommandRefused(
            Refusal.UNIT_NOT_IN_CHARGE,
            f"该单位已撤销 / {unit_id} was retired on {unit.retired_on}",
            unit_id=unit_id,
            succeeded_by=list(unit.succeeded_by),
        )
    return unit


def _of_the_unit(case: Case, person_id: str) -> Person:
    person = case.rules.catalogue.persons.get(person_id)
    gone = person is not None and has_ended(person, local_day(case.at, case.rules.zone))
    if person is None or gone or not person.is_of(case.issue.unit_id):
        raise CommandRefused(
            Refusal.UNKNOWN_PERSON,
            f"责任人须是本单位人员 / the responsible person must belong to {case.issue.unit_id}",
            person_id=person_id,
        )
    return person
