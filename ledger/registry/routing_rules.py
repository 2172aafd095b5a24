"""Knows how a file of routing rules becomes a rule set, and refuses one that cannot mean what it says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import ClassVar, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from ledger.registry.files.loading import load_catalogue
from ledger.registry.files.reading import RegistryError, parse_mapping, text_of
from ledger.registry.regions import is_within
from ledger.registry.routing import Rule, RuleSet
from mobile_schema.vocabulary import Category, Level, Severity

FILE = "routing.yaml"
_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class _Lead:
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    bureau: str
    source: str


@dataclass(frozen=True, slots=True)
class _Written:
    """A rule as written; `bureau` overrides the category's own lead."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    id: str
    lead: Level | Literal["own"]
    supervise: Level | Literal["own"]
    source: str
    categories: tuple[Category, ...] = ()
    severity: Severity | None = None
    level: Level | None = None
    within: str | None = None
    bureau: str | None = None


@dataclass(frozen=True, slots=True)
class _File:
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    version: int
    leads: Mapping[Category, _Lead]
    rules: tuple[_Written, ...]


@cache
def load_rules() -> RuleSet:
    """The rules that ship with the package. Raises RegistryError."""
    return parse_rules(text_of(FILE))


def parse_rules(text: str, file: str = FILE) -> RuleSet:
    """The rule set of a YAML text.

    Raises RegistryError naming the rule: unknown field or value, double id, unknown bureau or region,
    a category without a lead, a rule that can never match since earlier ones take all it would.
    """
    try:
        written = TypeAdapter(_File).validate_python(parse_mapping(file, text))
    except ValidationError as error:
        fault = error.errors()[0]
        raise RegistryError(file, ".".join(str(part) for part in fault["loc"]), fault["msg"]) from error
    _demand_known(file, written)
    by_category = {category: tuple(_rules_for(category, written)) for category in Category}
    _demand_reachable(file, written.rules, by_category)
    return RuleSet(written.version, by_category)


def _rules_for(category: Category, written: _File) -> Iterable[Rule]:
    own = written.leads.get(category)
    for rule in written.rules:
        bureau = rule.bureau or (own.bureau if own else None)
        if rule.categories and category not in rule.categories:
            continue
        yield Rule(
            id=rule.id,
            bureau=bureau,
            severity=rule.severity,
            level=rule.level,
            within=rule.within,
            lead=None if rule.lead == "own" else rule.lead,
            supervise=None if rule.supervise == "own" else rule.supervise,
        )


def _demand_known(file: str, written: _File) -> None:
    catalogue = load_catalogue(samples=False)
    bureaus = {unit.bureau for unit in catalogue.units.values() if unit.level is Level.COUNTY}
    seen: set[str] = set()
    for category, lead in written.leads.items():
        if lead.bureau not in bureaus:
            raise RegistryError(file, f"leads.{category}", f"unknown bureau {lead.bureau}")
    for rule in written.rules:
        if rule.id in seen:
            raise RegistryError(file, rule.id, "is there twice")
        seen.add(rule.id)
        if rule.bureau is not None and rule.bureau not in bureaus:
            raise RegistryError(file, rule.id, f"unknown bureau {rule.bureau}")
        if rule.within is not None and rule.within not in catalogue.regions:
            raise RegistryError(file, rule.id, f"unknown region {rule.within}")
        leaderless = [c for c in rule.categories if rule.bureau is None and c not in written.leads]
        if leaderless:
            raise RegistryError(file, rule.id, f"no bureau leads {leaderless[0]}")


def _demand_reachable(file: str, written: Iterable[_Written], by_category: Mapping[Category, tuple[Rule, ...]]) -> None:
    reached = {rule.id for rules in by_category.values() for rule in _first_matches(rules)}
    for rule in written:
        if rule.id not in reached:
            raise RegistryError(file, rule.id, "can never match: earlier rules take all it would")


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
