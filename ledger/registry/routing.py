"""Knows who leads an issue and who supervises it: ordered rules that are data, first match wins."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from msgspec import Struct

from ledger.registry.entries import unit_id
from ledger.registry.regions import higher, is_within, level_of, region_at
from mobile_schema.vocabulary import Category, Level, Severity

_GOVERNMENT: Final = "government"


class RoutingFacts(Struct, frozen=True):
    """What the rules ask about an issue; `region` is the one its project is filed under."""

    category: Category
    severity: Severity
    region: str
    project_level: Level


@dataclass(frozen=True, slots=True)
class Route:
    """The supervising post of an issue, its lead unit (None: a person must say it), and the rule that said so.

    `passed_by` are the units that rules named before, and in which nobody is.
    """

    unit_id: str | None
    supervising_region: str
    supervising_level: Level
    rule_id: str
    passed_by: tuple[str, ...] = ()


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
    """The rules as they stand: each category with those that may match it, in order.

    `units` are those of a bureau in a region, by both; the first of them that has people is routed to.
    """

    by_category: Mapping[Category, tuple[Rule, ...]]
    units: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)


def route(facts: RoutingFacts, rules: RuleSet, staffed: Container[str] | None = None) -> Route | None:
    """The first rule that matches and names a unit that is `staffed` (None: all are), applied; None when none matches.

    Without a rule, or where no bureau leads the category, a person must route the issue (triage). So must one where
    nobody is in any unit that the rules name: it waits under the supervision that the first of them says. A later
    rule never lowers that, and never has a government supervised by itself.

    A level below the region's own has no place there: the region itself takes it.
    Raises ValueError when the region is no region code.
    """
    level = higher(facts.project_level, level_of(facts.region))
    first: Route | None = None
    empty: dict[str, None] = {}
    for rule in rules.by_category.get(facts.category, ()):
        if not _matches(rule, facts, level):
            continue
        found, lead = _supervised(rule, facts.region, level), region_at(facts.region, rule.lead or level)
        if first is None:
            first = found
        else:
            found = _supervised_as(first, found)
            if rule.bureau == _GOVERNMENT and lead == found.supervising_region:
                continue
        units = () if rule.bureau is None else rules.units.get((lead, rule.bureau), ())
        unit = next((each for each in units if staffed is None or each in staffed), None)
        if rule.bureau is None or unit is not None:
            return replace(found, unit_id=unit, passed_by=tuple(empty))
        empty[units[0] if units else unit_id(lead, rule.bureau)] = None
    return None if first is None else replace(first, passed_by=tuple(empty))


def _matches(rule: Rule, facts: RoutingFacts, level: Level) -> bool:
    return (
        rule.severity in (None, facts.severity)
        and rule.level in (None, level)
        and (rule.within is None or is_within(facts.region, rule.within))
    )


def _supervised_as(first: Route, found: Route) -> Route:
    """A route under the supervision of the rule that matched first, unless its own is higher."""
    if higher(first.supervising_level, found.supervising_level) is found.supervising_level:
        return found
    return replace(found, supervising_region=first.supervising_region, supervising_level=first.supervising_level)


def _supervised(rule: Rule, region: str, level: Level) -> Route:
    supervising = region_at(region, rule.supervise or level)
    return Route(None, supervising, level_of(supervising), rule.id)
