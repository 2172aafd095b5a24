"""Knows how a matter becomes an issue: where it lies, who may enter it there, to whom it is given, until when.

Pure. What is wrong with one is a fault with its place in what was sent; of a set all are told at once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from ledger.access.matrix import Relation, cell_of
from ledger.calendar.deadlines import end_of_day
from ledger.decisions.assigning import assign
from ledger.decisions.case import NOTHING_SHOWN, Case
from ledger.decisions.clock_effects import facts_of
from ledger.escalation.telling import happened
from ledger.intake.planning.opening import routed
from ledger.issue.changes import Change, envelope, fold
from ledger.issue.ids import derived_id
from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.assigning import Assign
from ledger.matters.words import Location, Wanted
from ledger.policy.rules import Rules
from ledger.registry.actors import SYSTEM, Actor
from ledger.registry.days import has_ended, local_day
from ledger.registry.regions import RANK, is_within, level_of
from ledger.registry.routing import RoutingFacts, route
from mobile_schema.events.matter_events import MatterEntered
from mobile_schema.faults import Fault, json_path
from mobile_schema.vocabulary import Level

ENTER: Final = "matter.enter"
"""The action of the table of access."""
FARTHEST: Final = timedelta(days=7305)
"""How far ahead a deadline may lie: twenty years, the longest that any plan of an office looks."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is wrong with a matter: where in what was sent, in which words, and the fault's type."""

    at: Location
    message: str
    type: str

    def fault(self) -> Fault:
        """The same with a JSON path."""
        return Fault(json_path(self.at), self.message, self.type)


class EnteringRefused(Exception):
    """Nothing was entered: `told` is all that is wrong, in order."""

    def __init__(self, told: Sequence[Told]) -> None:
        super().__init__("; ".join(each.message for each in told))
        self.told = tuple(told)


def matter_issue_id(matter_id: str, index: int) -> str:
    """The id that a matter's issue has, however often it is sent."""
    return derived_id(matter_id, f"matter/{index}")


def regions_of(matters: Sequence[Wanted], rules: Rules) -> list[str]:
    """The region of each matter: its own, its project's, else that of its lead unit.

    Raises EnteringRefused where one has none, or names what the registry does not have.
    """
    told: list[Told] = []
    regions = [_region(matter, rules, told) for matter in matters]
    if told:
        raise EnteringRefused(told)
    return regions


def demand_may_enter(regions: Sequence[str], actor: Actor) -> None:
    """Raises CommandRefused (not-permitted) unless each of these regions lies in one that the actor supervises."""
    for region in regions:
        if not _guises(actor, region):
            raise CommandRefused(
                Refusal.NOT_PERMITTED,
                f"只能登记本人督办地区的事项 / you may enter matters of the regions you supervise alone: {region}",
                region=region,
            )


def entering_as(actor: Actor, region: str) -> Actor | None:
    """The actor in the highest duty that allows entering matters in a region; None where none does."""
    return max(_guises(actor, region), key=lambda guise: RANK[guise.level or Level.COUNTY], default=None)


def opened(matters: Sequence[Wanted], serials: Sequence[str], actor: Actor, at: datetime, rules: Rules) -> list[Change]:
    """The new issues, each entered, then given to its unit or routed. Raises EnteringRefused with all that is wrong."""
    told: list[Told] = []
    changes = []
    for matter, serial in zip(matters, serials, strict=True):
        faults = list(_faults(matter, at, rules))
        if not faults:
            try:
                changes.append(_opened(matter, serial, actor, at, rules))
            except CommandRefused as refused:
                faults = [Told(_concerned(matter, refused), refused.detail, refused.reason.value)]
        told += faults
    if told:
        raise EnteringRefused(told)
    return changes


def _opened(matter: Wanted, serial: str, actor: Actor, at: datetime, rules: Rules) -> Change:
    region = _region(matter, rules, [])
    who = max(_guises(actor, region), key=lambda guise: RANK[guise.level or Level.COUNTY])
    entered = MatterEntered(
        matter_id=matter.matter_id,
        index=matter.index,
        serial=serial,
        project_code=matter.said.project_code,
        region=region,
        category=matter.category,
        severity=matter.severity,
        description=matter.said.text,
        source=matter.source,
        paper=matter.paper,
        demand=matter.said.demand,
        due_on=matter.due_on,
        part_of=matter.part_of,
        location=matter.location,
        attachments=matter.attachments,
    )
    change = fold(None, (envelope(matter_issue_id(matter.matter_id, matter.index), 1, entered, at, who),))
    return change.then(_handed(change.issue, matter, who, at, rules))


def _handed(issue: Issue, matter: Wanted, who: Actor, at: datetime, rules: Rules) -> Change:
    """Given by hand to the unit that is named, else routed as a report is.

    By whomever it is entered, it is supervised no lower than a report of its kind would be (notice T14).
    """
    facts = RoutingFacts(issue.category, issue.severity, issue.region, _level(matter, issue.region, rules))
    if matter.unit_id is None:
        event = routed(facts, at, rules, due_on=matter.due_on)
        return happened(issue, [event], at, SYSTEM, rules)
    regime = rules.regime(rules.policies.for_issue(facts_of(issue), at), issue.region)
    command = Assign.model_construct(unit_id=matter.unit_id, supporting_unit_ids=matter.supporting)
    handed = assign(Case(issue, who, at, regime, rules, NOTHING_SHOWN), command)
    found = route(facts, rules.routing)
    if found is not None and RANK[found.supervising_level] > RANK[handed.supervising_level]:
        above = {"supervising_region": found.supervising_region, "supervising_level": found.supervising_level}
        handed = handed.model_copy(update=above)
    return happened(issue, [handed], at, who, rules)


def _region(matter: Wanted, rules: Rules, told: list[Told]) -> str:
    """Where a matter lies; what is wrong about that goes to `told`."""
    said, catalogue = matter.said, rules.catalogue
    if said.region is not None:
        if said.region in catalogue.regions:
            return said.region
        told.append(Told((*matter.at, "region"), f"没有这个行政区划 / no region {said.region}", "unknown-region"))
    elif said.project_code is not None:
        project = catalogue.projects.get(said.project_code)
        if project is not None:
            return project.region
        told.append(
            Told(
                (*matter.at, "project_code"), f"项目库中没有该项目 / no project {said.project_code}", "unknown-project"
            )
        )
    elif matter.unit_id is not None:
        unit = catalogue.units.get(matter.unit_id)
        if unit is not None:
            return unit.region
        told.append(Told(matter.unit_at, f"没有这个单位 / no unit {matter.unit_id}", "unknown-unit"))
    else:
        message = "须写明项目、地区或责任单位之一 / it needs a project, a region, or a unit"
        told.append(Told((*matter.at, "region"), message, "missing"))
    return ""


def _faults(matter: Wanted, at: datetime, rules: Rules) -> Iterator[Told]:
    """What is wrong with a matter that no command would refuse."""
    category, today = rules.catalogue.categories.get(matter.category), local_day(at, rules.zone)
    if category is None:
        yield Told(
            (*matter.at, "category"), f"没有这个问题类别 / no such category: {matter.category}", "unknown-category"
        )
    elif has_ended(category, today):
        yield Told(
            (*matter.at, "category"), f"该类别已停用 / the category was retired: {matter.category}", "category-retired"
        )
    project = rules.catalogue.projects.get(matter.said.project_code or "")
    if project is not None and has_ended(project, today):
        yield Told(
            (*matter.at, "project_code"),
            f"项目已于 {project.retired_on} 撤销 / the project was retired",
            "project-retired",
        )
    if matter.due_on is not None and end_of_day(matter.due_on, rules.zone) <= at:
        yield Told(
            (*matter.at, "due_on"), f"期限 {matter.due_on} 已过 / the deadline lies in the past", "deadline-passed"
        )
    if matter.due_on is not None and matter.due_on - today > FARTHEST:
        yield Told(
            (*matter.at, "due_on"), f"期限 {matter.due_on} 过远 / the deadline is too far ahead", "deadline-too-far"
        )
    if matter.unit_id is None and matter.supporting:
        yield Told(
            (*matter.at, "supporting_unit_ids"),
            "有配合单位须有主办单位 / supporting units need a lead unit",
            "unit-missing",
        )
    if matter.unit_id in matter.supporting:
        yield Told(
            (*matter.at, "supporting_unit_ids"),
            "主办单位不得再为配合单位 / the lead unit is no supporting unit",
            "unit-twice",
        )


def _concerned(matter: Wanted, refused: CommandRefused) -> Location:
    """Where the unit stands that a refusal is about."""
    named = refused.facts.get("unit_id")
    if named in matter.supporting:
        return (*matter.at, "supporting_unit_ids", matter.said.supporting_unit_ids.index(named))
    return matter.unit_at


def _guises(actor: Actor, region: str) -> list[Actor]:
    """The actor in each duty that allows entering matters in a region."""
    return [
        guise
        for guise in actor.guises
        if guise.role is not None
        and guise.region is not None
        and Relation.REGION in cell_of(ENTER, guise.role, guise.level)
        and is_within(region, guise.region)
    ]


def _level(matter: Wanted, region: str, rules: Rules) -> Level:
    project = rules.catalogue.projects.get(matter.said.project_code or "")
    return level_of(region) if project is None else project.level
