"""Knows how routing rules become a rule set, and refuses those that cannot mean what they say."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import product

from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import CategoryEntry, RoutingRule, Unit, unit_id
from ledger.registry.files.loading import load_catalogue
from ledger.registry.files.reading import RegistryError
from ledger.registry.files.routes import FILE, parse_routes
from ledger.registry.regions import is_within
from ledger.registry.routing import Rule, RuleSet
from mobile_schema.vocabulary import Level, Severity


@cache
def load_rules() -> RuleSet:
    """The rules that ship with the package. Raises RegistryError."""
    return rules_of(load_catalogue(samples=False))


def rules_of(catalogue: Catalogue) -> RuleSet:
    """The rules of a registry that hold, in their order."""
    by_category = {one.code: tuple(_rules_for(one, in_order(catalogue))) for one in catalogue.categories.values()}
    return RuleSet(by_category, _units_by_bureau(catalogue.units.values()))


def in_order(catalogue: Catalogue) -> list[RoutingRule]:
    """The rules that were not retired, the first to be asked first."""
    rules = (rule for rule in catalogue.routes.values() if rule.retired_on is None)
    return sorted(rules, key=lambda rule: (rule.order, rule.id))


def parse_rules(text: str, file: str = FILE) -> RuleSet:
    """The rule set of a YAML text.

    Raises RegistryError naming the rule: unknown field or value, double id, unknown bureau or region,
    a category without a lead, a rule that can never match since earlier ones take all it would.
    """
    shipped = load_catalogue(samples=False)
    routes = {rule.id: rule for rule in parse_routes(text, file)}
    catalogue = replace(shipped, routes=routes)
    for rule_id, fault in rule_faults(catalogue, routes):
        raise RegistryError(file, rule_id, fault)
    return rules_of(catalogue)


def rule_faults(catalogue: Catalogue, asked: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What is wrong with these rules in a registry: the rule, and why."""
    bureaus = {unit.bureau for unit in catalogue.units.values() if unit.level is Level.COUNTY}
    for rule_id in asked:
        rule = catalogue.routes[rule_id]
        if rule.bureau is not None and rule.bureau not in bureaus:
            yield rule_id, f"没有部门 {rule.bureau} / unknown bureau {rule.bureau}"
        if rule.within is not None and rule.within not in catalogue.regions:
            yield rule_id, f"没有行政区划 {rule.within} / unknown region {rule.within}"
        for category in rule.categories:
            known = catalogue.categories.get(category)
            if known is None:
                yield rule_id, f"没有问题类别 {category} / unknown category {category}"
            elif rule.bureau is None and known.bureau is None:
                yield rule_id, f"类别 {category} 没有牵头部门 / no bureau leads {category}"
    placed = {key: rule for key, rule in catalogue.routes.items() if rule.within in (None, *catalogue.regions)}
    by_category = rules_of(replace(catalogue, routes=placed)).by_category
    reached = {rule.id for rules in by_category.values() for rule in _first_matches(rules)}
    for rule in in_order(catalogue):
        if rule.id not in reached and rule.id in placed:
            yield rule.id, "前面的规则已涵盖,永远不会用到 / can never match: earlier rules take all it would"


def _rules_for(category: CategoryEntry, written: Iterable[RoutingRule]) -> Iterable[Rule]:
    for rule in written:
        if rule.categories and category.code not in rule.categories:
            continue
        yield Rule(
            id=rule.id,
            bureau=rule.bureau or category.bureau,
            severity=rule.severity,
            level=rule.level,
            within=rule.within,
            lead=None if rule.lead == "own" else Level(rule.lead),
            supervise=None if rule.supervise == "own" else Level(rule.supervise),
        )


def _units_by_bureau(units: Iterable[Unit]) -> dict[tuple[str, str], tuple[str, ...]]:
    """The units of each bureau in each region: those that stand before the retired, the one of the id by which such
    a unit ships before others. What is of a zone or a township answers for that, not for the region.
    """
    found: defaultdict[tuple[str, str], list[Unit]] = defaultdict(list)
    for unit in units:
        if unit.bureau and unit.zone is None and unit.township is None:
            found[unit.region, unit.bureau].append(unit)
    for (region, bureau), some in found.items():
        ships = unit_id(region, bureau)
        some.sort(key=lambda unit: (unit.retired_on is not None, unit.id != ships, unit.id))
    return {place: tuple(unit.id for unit in some) for place, some in found.items()}


def _first_matches(rules: tuple[Rule, ...]) -> Iterable[Rule]:
    """The rules that win somewhere: at every severity and level, in each region named and in none."""
    places: set[str | None] = {rule.within for rule in rules} | {None}
    for severity, level, place in product(Severity, Level, places):
        for rule in rules:
            if (
                rule.severity in (None, severity)
                and rule.level in (None, level)
                and (rule.within is None or (place is not None and is_within(place, rule.within)))
            ):
                yield rule
                break
