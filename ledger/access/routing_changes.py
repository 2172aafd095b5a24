"""Knows which routing rules a person may write: none by which a matter of their region gets out of the hands of those
above (notice T14: the province dispatches major problems; governments do not supervise themselves).

A rule is held against those alone that the person may not write, so that two rules of their own do not hide each other.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product

from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import RoutingRule
from ledger.registry.regions import RANK, is_within
from ledger.registry.routing import Route, RoutingFacts, route
from ledger.registry.routing_rules import rules_of
from mobile_schema.vocabulary import Category, Level, Severity

Administers = Callable[[str | None], bool]
"""Whether a region (None: the whole deployment) is the person's own to change."""


def may_write_rule(rule: RoutingRule, catalogue: Catalogue, administers: Administers) -> str | None:
    """Why not, in both languages; None if they may. `rule` lies within the person's own regions."""
    if rule.retired_on is not None or administers(None):
        return None
    of_others = {key: one for key, one in catalogue.routes.items() if not administers(one.within)}
    without, with_it = (
        rules_of(replace(catalogue, routes=routes)) for routes in (of_others, of_others | {rule.id: rule})
    )
    for facts in _matters(rule, catalogue):
        now, then = route(facts, without), route(facts, with_it)
        if now is None or then is None:
            continue
        if RANK[then.supervising_level] < RANK[now.supervising_level]:
            return (
                f"不得降低督办级别 / supervision above yours is not yours to lower: {facts.category}, {facts.severity}"
            )
        if then.unit_id != now.unit_id and not _is_of(then, catalogue, administers):
            return f"不得指派所管地区以外的单位 / a unit of elsewhere is not yours to name: {then.unit_id}"
    return None


def _is_of(then: Route, catalogue: Catalogue, administers: Administers) -> bool:
    unit = None if then.unit_id is None else catalogue.units.get(then.unit_id)
    return unit is None or administers(unit.region)


def _matters(rule: RoutingRule, catalogue: Catalogue) -> Iterator[RoutingFacts]:
    """What the rule may be asked about, in each region within its own."""
    regions = [code for code in catalogue.regions if rule.within is not None and is_within(code, rule.within)]
    categories = rule.categories or tuple(Category(code) for code in catalogue.categories)
    severities = tuple(Severity) if rule.severity is None else (rule.severity,)
    for category, severity, level, region in product(categories, severities, Level, regions):
        yield RoutingFacts(category, severity, region, level)
