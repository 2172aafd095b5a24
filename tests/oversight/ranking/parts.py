"""Knows projects and rules as the tests of rankings make them."""

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from ledger.figures.figure import Figure
from oversight.ranking.computing import Item, Ranked, Subject, compute
from oversight.ranking.measures import measures_of
from oversight.ranking.periods import Period, period_of
from oversight.ranking.rule import Rule
from oversight.ranking.shipped import shipped_rules

AUGUST = period_of("2019-08")
RULE = shipped_rules()["shanxi-province-level"]
CITIES = tuple(Subject(code, name) for code, name in (("140100", "太原市"), ("140200", "大同市"), ("140300", "阳泉市")))


def figure(**said: Any) -> Figure:
    """A project's figure of August 2019."""
    told: dict[str, Any] = {
        "id": "",
        "project": "p",
        "name": "路",
        "month": "2019-08",
        "version": 1,
        "corrects": None,
        "at": datetime(2019, 9, 5, tzinfo=UTC),
        "by": "someone",
        "kind": None,
        "stage": None,
        "plan_year": 100,
        "done_year": 50,
        "total": None,
        "progress": None,
        "due_start": None,
        "started_on": None,
        "resumed": None,
        "regions": ("140100",),
        "region_count": 0,
        "unit": "",
        "source": {},
    }
    return Figure(**{**told, **said})


def item(name: str, subject: str, plan: int, done: int, **more: Any) -> Item:
    """A project that counts to a city."""
    measures = measures_of(figure(plan_year=plan, done_year=done, **more), AUGUST)
    return Item(name, name, subject, None, False, measures, regions=(subject,))


def ranked(items: list[Item], rule: Rule = RULE, period: Period = AUGUST) -> list[Ranked]:
    """The ranking of three cities."""
    return compute(rule, period, CITIES, items, "全省")


def places(rows: list[Ranked]) -> dict[str, int | None]:
    """The place of each city by its code."""
    return {row.subject.code: row.place for row in rows if row.kind == "subject"}


def values(rows: list[Ranked], key: str) -> dict[str, Fraction | None]:
    """A value of each row by its name."""
    return {row.subject.name: row.values[key] for row in rows}
