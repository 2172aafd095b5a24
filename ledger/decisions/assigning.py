"""Knows how an issue is handed to a unit (交办), and how the unit signs for it (签收)."""

from datetime import datetime

from ledger.access.permissions import demand_assignable
from ledger.decisions.case import Case
from ledger.decisions.clock_effects import facts_of, started_by
from ledger.issue.commands import Accept, Assign
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.policy.policy import Facts, Trigger
from ledger.policy.regime import Regime
from ledger.registry.regions import region_at
from mobile_schema.events.facts import ClockChanges
from mobile_schema.events.issue_events import IssueAccepted, IssueAssigned
from mobile_schema.vocabulary import Level


def assign(case: Case, command: Assign) -> IssueAssigned:
    """The assignment by hand. Raises CommandRefused: no such unit, or none that this supervisor may give it."""
    issue, actor = case.issue, case.actor
    for unit_id in (command.unit_id, *command.supporting_unit_ids):
        unit = case.rules.catalogue.units.get(unit_id)
        if unit is None:
            raise CommandRefused(Refusal.UNKNOWN_UNIT, f"没有这个责任单位 / no such unit: {unit_id}", unit_id=unit_id)
        demand_assignable(issue, unit, actor)
    level = actor.level or Level.COUNTY
    return assignment(
        facts_of(issue),
        case.at,
        case.regime,
        unit_id=command.unit_id,
        region=region_at(issue.region, level),
        level=level,
        rule="manual",
        supporting=command.supporting_unit_ids,
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
) -> IssueAssigned:
    """The event of handing a new issue to a unit, with the clocks that the policy starts."""
    return IssueAssigned(
        unit_id=unit_id,
        supporting_unit_ids=supporting,
        supervising_region=region,
        supervising_level=level,
        rule=rule,
        policy=regime.policy.name,
        policy_version=regime.policy.version,
        clocks=ClockChanges(started=started_by(frozenset({Trigger.ASSIGNED}), facts, at, regime)),
    )


def accept(case: Case, command: Accept) -> IssueAccepted:
    """The signature. Raises CommandRefused unless the person it names is of the unit."""
    person = case.rules.catalogue.persons.get(command.person_id)
    if person is None or not person.is_of(case.issue.unit_id):
        raise CommandRefused(
            Refusal.UNKNOWN_PERSON,
            f"责任人须是本单位人员 / the responsible person must belong to {case.issue.unit_id}",
            person_id=command.person_id,
        )
    return IssueAccepted(person_id=person.id, person_name=person.name)
