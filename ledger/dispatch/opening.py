"""Knows how a flagged figure becomes a matter: under which id, in which words, given to whom; and what a correction
that changes its flags says on it.

Pure. The ledger itself opens it, so no right of a person is asked; nobody is asked to strike it off by a correction.
"""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from ledger.decisions.assigning import assignment
from ledger.dispatch.rules import FlagRule
from ledger.escalation.telling import happened
from ledger.figures.figure import Figure
from ledger.figures.limits import FLAGS
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

_FEN_IN_WAN = 1_000_000


def matter_of(project: str, month: str, flag: str) -> str:
    """The id of the matter that a flag of a project's month opens: the same however often it is reported, a UUIDv7 of
    the month's first day."""
    first = datetime(int(month[:4]), int(month[5:]), 1, tzinfo=UTC)
    hashed = sha256(f"{project}\0{month}\0{flag}".encode()).digest()[:16]
    number = int.from_bytes(int(first.timestamp() * 1000).to_bytes(6) + hashed[6:])
    number &= ~(0xF000 << 64) & ~(0xC000 << 48)
    return str(uuid.UUID(int=number | (0x7000 << 64) | (0x8000 << 48)))


def issue_of(project: str, month: str, flag: str) -> str:
    """The id of that matter's issue."""
    return matter_issue_id(matter_of(project, month, flag), 0)


def region_of(figure: Figure) -> str:
    """Where its matter lies: its first region."""
    return figure.regions[0]


def opened(figure: Figure, rule: FlagRule, serial: str, at: datetime, rules: Rules) -> Change:
    """The new issue: entered by the ledger itself, then given to the unit of the figure, or routed."""
    matter_id = matter_of(figure.project, figure.month, rule.flag)
    today, project = local_day(at, rules.zone), rules.catalogue.projects.get(figure.project)
    known = project is not None and not has_ended(project, today)
    entered = MatterEntered(
        matter_id=matter_id,
        index=0,
        serial=serial,
        project_code=figure.project if known else None,
        region=region_of(figure),
        category=rule.category,
        severity=rule.severity,
        description=_said(figure, rule.flag),
        source=MatterSource.FIGURES,
        paper=Paper(title=f"{figure.month} 项目月报"),
        demand=rule.demand,
        due_on=None if rule.days is None else today + timedelta(days=rule.days),
    )
    change = fold(None, (envelope(matter_issue_id(matter_id, 0), 1, entered, at, SYSTEM),))
    handed = _handed(figure, rule, project if known else None, entered, at, rules)
    return change.then(happened(change.issue, [handed], at, SYSTEM, rules))


def told(issue: Issue, figure: Figure, flag: str, at: datetime) -> Change:
    """What a correction says on the matter of a flag: that it has it no more, or has it again."""
    zh, en = FLAGS[flag]
    there = flag in figure.flags
    note = (
        f"{figure.month} 月报已更正(第 {figure.version} 次报送):{'仍有' if there else '不再有'}“{zh}”。"
        f"{'' if there else '本事项不自动销号,请核实后办理。'} / The figure of {figure.month} was corrected (report "
        f"{figure.version}): “{en}” {'stands again' if there else 'stands no more; the matter is not closed by this'}."
    )
    return fold(issue, envelopes_for(issue, [CommentAdded(note=note)], at, SYSTEM))


def _handed(  # noqa: PLR0917 - which figure by which rule, of which project, entered how, when, by which rules
    figure: Figure, rule: FlagRule, project: Project | None, entered: MatterEntered, at: datetime, rules: Rules
) -> Event:
    """Given to the unit that the figure names, that leads its project, or that the rule says; where none is there,
    routed by category. It is supervised no lower than a report of its kind would be.
    """
    own = level_of(entered.region)
    routing = RoutingFacts(rule.category, rule.severity, entered.region, project.level if project else own)
    unit = next(_units(figure, rule, project, at, rules), None)
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
        rule=f"figures:{rule.flag}",
    )


def _units(figure: Figure, rule: FlagRule, project: Project | None, at: datetime, rules: Rules) -> Iterator[Unit]:
    """The units that may have it and in which somebody is, first the nearest to the project."""
    staffed = rules.catalogue.staffed_on(local_day(at, rules.zone))
    bureau = rules.routing.units.get((region_of(figure), rule.bureau or ""), ())
    for name in (figure.unit, (project.lead_unit if project else None) or "", *bureau):
        unit = rules.catalogue.units.get(name)
        if unit is not None and name in staffed:
            yield unit


def _said(figure: Figure, flag: str) -> str:
    """What is odd, in a sentence with the numbers that it rests on."""
    numbers = [
        f"年度计划 {_wan(figure.plan_year)}",
        f"本年累计完成 {_wan(figure.done_year)}",
        *([f"形象进度 {figure.progress / 100:g}%"] if figure.progress is not None else []),
        *([f"计划开工 {figure.due_start}"] if figure.due_start is not None else []),
    ]
    name = figure.name or figure.project
    return f"{name}({figure.project}){figure.month} 月报:{FLAGS[flag][0]}。{'、'.join(numbers)}。"


def _wan(fen: int | None) -> str:
    return "未填" if fen is None else f"{fen / _FEN_IN_WAN:,.2f} 万元"
