"""Knows how a file of routing rules becomes a rule set, and refuses one that cannot mean what it says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import ClassVar, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import CategoryEntry
from ledger.registry.files.loading import load_catalogue
from ledger.registry.files.reading import RegistryError, parse_mapping, text_of
from ledger.registry.regions import is_within
from ledger.registry.routing import Rule, RuleSet
from mobile_schema.vocabulary import Category, Level, Severity

FILE = "routing.yaml"
_STRICT = ConfigDict(extra="forbid")


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
    catalogue = load_catalogue(samples=False)
    _demand_known(file, written, catalogue)
    by_category = {one.code: tuple(_rules_for(one, written.rules)) for one in catalogue.categories.values()}
    _demand_reachable(file, written.rules, by_category)
    return RuleSet(written.version, by_category)


def _rules_for(category: CategoryEntry, written: Iterable[_Written]) -> Iterable[Rule]:
    for rule in written:
        if rule.categories and category.code not in rule.categories:
            continue
        yield Rule(
            id=rule.id,
            bureau=rule.bureau or category.bureau,
            severity=rule.severity,
            level=rule.level,
            within=rule.within,
            lead=None if rule.lead == "own" else rule.lead,
            supervise=None if rule.supervise == "own" else rule.supervise,
        )


def _demand_known(file: str, written: _File, catalogue: Catalogue) -> None:
    bureaus = {unit.bureau for unit in catalogue.units.values() if unit.level is Level.COUNTY}
    seen: set[str] = set()
    for rule in written.rules:
        if rule.id in seen:
            raise RegistryError(file, rule.id, "is there twice")
        seen.add(rule.id)
        if rule.bureau is not None and rule.bureau not in bureaus:
            raise RegistryError(file, rule.id, f"unknown bureau {rule.bureau}")
        if rule.within is not None and rule.within not in catalogue.regions:
            raise RegistryError(file, rule.id, f"unknown region {rule.within}")
        for category in rule.categories:
            if rule.bureau is None and catalogue.categories[category].bureau is None:
                raise RegistryError(file, rule.id, f"no bureau leads {category}")


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
