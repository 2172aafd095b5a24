"""Knows how a test reports a figure to a ledger and lets a worker dispatch it."""

from typing import Any

from ledger.dispatch.dispatching import Dispatching
from ledger.figures.keeping import Reporting, report
from ledger.figures.withdrawal.withdrawing import withdraw
from ledger.issue.issue import Issue
from ledger.mongo.connection import Store
from ledger.policy.rules import GivenRules
from ledger.registry.days import CHINA
from ledger.store.records import issue_from_document
from mobile_schema.reports.figure import Kind, NewFigure
from tests.ledger.factories import COUNTY, PROJECT, RULES
from tests.ledger.parts import Ledger


def said(**over: Any) -> NewFigure:
    """A figure of the month before a test's first, with nothing odd about it."""
    told = {"project": PROJECT, "month": "2026-02", "plan_year": 100, "done_year": 50, "kind": Kind.CARRIED_OVER}
    return NewFigure(**told | over)


def reported(ledger: Ledger, *figures: NewFigure) -> None:
    """Report them one after another, as an import does."""
    for figure in figures:
        report(ledger.store, [figure], Reporting(COUNTY, ledger.clock.now(), RULES.catalogue, CHINA))


def withdrawn(ledger: Ledger, month: str) -> None:
    """Withdraw a month of the project."""
    reporting = Reporting(COUNTY, ledger.clock.now(), RULES.catalogue, CHINA)
    withdraw(ledger.store, PROJECT, month, "报错了月份", reporting)


def dispatching(ledger: Ledger, holder: str = "test") -> Dispatching:
    """One worker's turns."""
    return Dispatching(ledger.store, ledger.clock, GivenRules(RULES), holder)


def matters(store: Store) -> list[Issue]:
    """All that is on the ledger, by id."""
    return [issue_from_document(each) for each in store["issues"].find({}, sort=[("_id", 1)])]
