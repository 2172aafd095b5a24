"""Knows how the ledger itself opens a matter: under which id, in which words, given to whom; and what it says on one.

Pure. The ledger opens it, so no right of a person is asked; nobody is asked to strike it off by what is said later.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from ledger.decisions.assigning import assignment
from ledger.dispatch.rules import MatterRule
from ledger.escalation.telling import happened
from ledger.intake.planning.opening import routed
from ledger.issue.changes import Change, envelope, envelopes_for, fold
from ledger.issue.issue import Issue
from ledger.matters.opening import matter_issue_id
from ledger.policy.policy import Facts
from ledger.policy.rules import Rules
from ledger.registry.actors import SYSTEM
from ledger.registry.days import has_ended, local_day
from ledger.registry.entries import Project, Unit
from ledger.registry.regions import higher, level_of, region_at
from ledger.registry.routing import RoutingFacts, route
from mobile_schema.events.facts import Event
from mobile_schema.events.handling_events import CommentAdded
from mobile_schema.events.matter_events import MatterEntered, Paper
from mobile_schema.vocabulary import MatterSource


@dataclass(frozen=True, slots=True)
class Cause:
    """What a matter is opened of: where it lies, what is said of it, the title of its paper, by which rule. `by` names
    that rule in the assignment; `project` and `unit` are the project's code and the unit nearest to it, where known.
    """

    matter_id: str
    region: str
    said: str
    title: str
    source: MatterSource
    by: str
    rule: MatterRule
    project: str | None = None
    unit: str = ""

    @property
    def issue_id(self) -> str:
        """The id of its issue."""
        return matter_issue_id(self.matter_id, 0)


def derived_matter(day: date, *cause: str) -> str:
    """The id of the matter of a cause: the same however often it is met, a UUIDv7 of a day."""
    first = datetime(day.year, day.month, day.day, tzinfo=UTC)
    hashed = sha256("\0".join(cause).encode()).digest()[:16]
    number = int.from_bytes(int(first.timestamp() * 1000).to_bytes(6) + hashed[6:])
    number &= ~(0xF000 << 64) & ~(0xC000 << 48)
    return str(uuid.UUID(int=number | (0x7000 << 64) | (0x8000 << 48)))


def opened(cause: Cause, serial: str, at: datetime, rules: Rules) -> Change:
    """The new issue: entered by the ledger itself, then given to the unit nearest to the cause, or routed."""
    today, project = local_day(at, rules.zone), rules.catalogue.projects.get(cause.project or "")
    known = None if project is None or has_ended(project, today) else project
    rule = cause.rule
    entered = MatterEntered(
        matter_id=cause.matter_id,
        index=0,
        serial=serial,
        project_code=None if known is None else known.code,
        region=cause.region,
        category=rule.category,
        severity=rule.severity,
        description=cause.said,
        source=cause.source,
        paper=Paper(title=cause.title),
        demand=rule.demand,
        due_on=None if rule.days is None else today + timedelta(days=rule.days),
    )
    change = fold(None, (envelope(cause.issue_id, 1, entered, at, SYSTEM),))
    return change.then(happened(change.issue, [_handed(cause, known, entered, at, rules)], at, SYSTEM, rules))


def noted(issue: Issue, note: str, at: datetime) -> Change:
    """What the ledger says on a matter that is there."""
    return fold(issue, envelopes_for(issue, [CommentAdded(note=note)], at, SYSTEM))


def _handed(cause: Cause, project: Project | None, entered: MatterEntered, at: datetime, rules: Rules) -> Event:
    """Given to the unit that the cause names, that leads its project, or that the rule says; where none is there,
    routed by category. It is supervised no lower than a report of its kind would be.
    """
    rule, own = cause.rule, level_of(entered.region)
    routing = RoutingFacts(rule.category, rule.severity, entered.region, project.level if project else own)
    unit = next(_units(cause, project, at, rules), None)
    if unit is None:
        return routed(routing, at, rules, due_on=entered.due_on)
    found = route(routing, rules.routing)
    level = higher(higher(own, level_of(unit.region)), found.supervising_level if found else own)
    facts = Facts(rule.category, rule.severity, entered.region, works_stopped=False, due_on=entered.due_on)
    return assignment(
        facts,
        at,
        rules.regime(rules.policies.for_issue(facts, at), entered.region),
        unit_id=unit.id,
        region=region_at(entered.region, level),
        level=level,
        rule=cause.by,
    )


def _units(cause: Cause, project: Project | None, at: datetime, rules: Rules) -> Iterator[Unit]:
    """The units that may have it and in which somebody is, first the nearest to the cause."""
    staffed = rules.catalogue.staffed_on(local_day(at, rules.zone))
    bureau = rules.routing.units.get((cause.region, cause.rule.bureau or ""), ())
    for name in (cause.unit, (project.lead_unit if project else None) or "", *bureau):
        unit = rules.catalogue.units.get(name)
        if unit is not None and name in staffed:
            yield unit
