"""Knows which ranking rules are in force, and what of the ledger is told of one: its ranking of a period, and the list
behind a figure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import pymongo

from api.http.problems import Problem
from api.services import Services
from ledger.figures.monthly import months_reported
from ledger.figures.reach import READ as ROWS
from ledger.figures.reach import reach_of
from ledger.mongo.rule_files.keeping import rules_in_force
from ledger.mongo.rule_files.kinds import HeldRules
from ledger.registry.days import local_day
from ledger.registry.entries import Person
from oversight.ranking.computing import behind
from oversight.ranking.periods import NoPeriod, Period, period_of
from oversight.ranking.rule import Rule
from oversight.ranking.shipped import RANKINGS
from oversight.ranking.stored import Ledger, items_of, places_before, ranking_of, subjects_named
from oversight.ranking.told import names_of, told, told_item, told_rule
from oversight.subjects import UnknownSubject, code_of

_SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which period, as of which moment a ranking is asked for; None is this month, and now."""

    period: Period | None
    as_of: datetime | None

    @classmethod
    def of(cls, period: str | None, as_of: datetime | None) -> "Asked":
        """The same with the period as it is written. Raises Problem (422) where it is none."""
        try:
            return cls(None if period is None else period_of(period), as_of)
        except NoPeriod as error:
            raise Problem(422, "no-period", str(error)) from None


@dataclass(frozen=True, slots=True)
class Number:
    """Which number of a ranking: an indicator's key (None the first), and of which subject."""

    figure: str | None
    subject: str


async def rankings_held(services: Services) -> Mapping[str, HeldRules[Rule]]:
    """The rules in force, by name."""
    return await services.ask(lambda: rules_in_force(services.store, RANKINGS))


async def rule_named(services: Services, name: str) -> Rule:
    """The one in force. Raises Problem (404) where there is none."""
    held = (await rankings_held(services)).get(name)
    if held is None:
        raise Problem(404, "unknown-rule", f"没有排名规则 {name} / no such ranking rule: {name}", rule=name)
    return held.rules


def months_with_figures(services: Services) -> list[str]:
    """The months of which figures were reported, the last first; it waits for MongoDB."""
    with pymongo.timeout(_SECONDS):
        return months_reported(services.store)


def ranking(services: Services, rule: Rule, asked: Asked) -> dict[str, Any]:
    """`RankingView`; it waits for MongoDB."""
    with pymongo.timeout(_SECONDS):
        ledger = _ledger(services, asked.as_of)
        period = asked.period or _this_month(ledger)
        places, before = places_before(rule, period, ledger), period.before(rule.period.kind)
        names = names_of(rule, ledger.catalogue)
        rows = [told(rule, row, places, names) for row in ranking_of(rule, period, ledger)]
        said = {"period": period.name, "before": None if before is None else before.name, "as_of": ledger.as_of}
        return {"rule": told_rule(rule), **said, "sort": rule.score_of(period.quarter).sort, "items": rows}


def rows(services: Services, person: Person, rule: Rule, asked: Asked, number: Number) -> dict[str, Any]:
    """`BehindView`, those that the person may read; it waits for MongoDB.

    Raises Problem of a figure (404) or a subject (422) that the ranking does not have.
    """
    key, reach = number.figure or rule.indicators[0].key, reach_of(person, ROWS, services.rules.current.catalogue)
    with pymongo.timeout(_SECONDS):
        ledger = _ledger(services, asked.as_of)
        period = asked.period or _this_month(ledger)
        counted = items_of(rule, period, ledger)
        try:
            items = behind(rule, counted, key, code_of(number.subject, subjects_named(rule, ledger, counted)))
        except UnknownSubject as error:
            raise Problem(422, "unknown-subject", str(error)) from None
        except KeyError:
            raise Problem(404, "unknown-figure", f"没有指标 {key} / no such figure: {key}") from None
    own = [told_item(item) for item in items if reach.reads(item.id, item.regions)]
    return {"period": period.name, "figure": key, "subject": number.subject, "as_of": ledger.as_of, "items": own}


def _this_month(ledger: Ledger) -> Period:
    return period_of(local_day(ledger.as_of, ledger.zone).isoformat()[:7])


def _ledger(services: Services, as_of: datetime | None) -> Ledger:
    rules = services.rules.current
    return Ledger(services.store, rules.catalogue, rules.zone, as_of or services.clock.now())
