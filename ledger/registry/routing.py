"""Knows who leads an issue and who supervises it: ordered rules that are data, first match wins."""

from collections.abc import Mapping
from dataclasses import dataclass

from msgspec import Struct

from ledger.registry.entries import unit_id
from ledger.registry.regions import higher, is_within, level_of, region_at
from mobile_schema.vocabulary import Category, Level, Severity


class RoutingFacts(Struct, frozen=True):
    """What the rules ask about an issue; `region` is the one its project is filed under."""

    category: Category
    severity: Severity
    region: str
    project_level: Level


@dataclass(frozen=True, slots=True)
class Route:
    """The supervising post of an issue, its lead unit (None: a person must say it), and the rule that said so."""

    unit_id: str | None
    supervising_region: str
    supervising_level: Level
    rule_id: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as it applies to one category; None asks nothing, and as a level means the matter's own."""

    id: str
    bureau: str | None
    severity: Severity | None
    level: Level | None
    within: str | None
    lead: Level | None
    supervise: Level | None


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules as they stand, each category with those that may match it, in order."""

    by_category: Mapping[Category, tuple[Rule, ...]]


def route(facts: RoutingFacts, rules: RuleSet) -> Route | None:
    """The first rule that matches, applied; None when there is none.

    Without a rule, or where no bureau leads the category, a person must route the issue (triage).

    A level below the region's own has no place there: the region itself takes it.
    Raises ValueError when the region is no region code.
    """
    level = higher(facts.project_level, level_of(facts.region))
    for rule in rules.by_category.get(facts.category, ()):
        if (
            (rule.severity is None or rule.severity == facts.severity)
            and (rule.level is None or rule.level == level)
            and (rule.within is None or is_within(facts.region, rule.within))
        ):
            return _applied(rule, facts.region, level)
    return None


def _applied(rule: Rule, region: str, level: Level) -> Route:
    supervising = region_at(region, rule.supervise or level)
    return Route(
        unit_id=None if rule.bureau is None else unit_id(region_at(region, rule.lead or level), rule.bureau),
        supervising_region=supervising,
        supervising_level=level_of(supervising),
        rule_id=rule.id,
    )
