"""Every question that is asked of many documents is answered by an index, in its order."""

from collections.abc import Callable
from typing import Any

import pytest
from pymongo.errors import DuplicateKeyError

from channels.queue.deliveries import DeliveryFilter, list_deliveries
from ledger.intake.receipts import outcomes_of
from ledger.mongo.connection import Store, ensure_indexes
from ledger.mongo.shared_clock import SharedClock
from ledger.store.alerts import AlertFilter, list_alerts
from ledger.store.listing import IssueFilter, list_history, list_issues
from ledger.store.recomputing import recompute_provisional
from ledger.store.vacancies import list_vacancies
from mobile_schema.vocabulary import Category, Light, State
from people.tokens import person_of
from tests.ledger.factories import LAND_UNIT, PROJECT, RULES, START
from tests.ledger.mongo.profiling import profiled
from tests.ledger.parts import Ledger

PAGE = 20
Ask = Callable[[Ledger], object]


def issues(**wanted: Any) -> Ask:
    return lambda ledger: list_issues(ledger.store, IssueFilter(**wanted), START, PAGE)


def alerts(**wanted: Any) -> Ask:
    return lambda ledger: list_alerts(ledger.store, AlertFilter(**wanted), PAGE)


def deliveries(**wanted: Any) -> Ask:
    return lambda ledger: list_deliveries(ledger.store, DeliveryFilter(**wanted), PAGE)


@pytest.mark.parametrize(
    "ask",
    [
        issues(),
        issues(region="140100"),
        issues(unit=LAND_UNIT),
        issues(project=PROJECT),
        issues(state=State.ASSIGNED),
        issues(category=Category.LAND),
        issues(due_before=START),
        issues(light=Light.YELLOW),
        alerts(),
        alerts(recipient="head"),
        alerts(region="140100"),
        alerts(issue="x"),
        lambda ledger: list(list_vacancies(ledger.store, RULES.catalogue, START)),
        lambda ledger: ledger.sweep(),
        lambda ledger: recompute_provisional(ledger.store, ledger.clock, RULES),
        lambda ledger: list_history(ledger.store, "x"),
        lambda ledger: outcomes_of(ledger.store, ["x", "y"]),
        lambda ledger: person_of(ledger.store, "x"),
        lambda ledger: SharedClock(ledger.store).move(START),
        deliveries(),
        deliveries(alert="x"),
        deliveries(state="failed"),
        deliveries(endpoint="x"),
        lambda ledger: list(ledger.store["alerts"].find({"dispatched": False}, sort=[("fired_at", 1)])),
    ],
    ids=[
        "issues",
        "region",
        "unit",
        "project",
        "state",
        "category",
        "due",
        "light",
        "alerts",
        "recipient",
        "alerts of a region",
        "alerts of an issue",
        "vacancies",
        "sweep",
        "provisional",
        "history",
        "receipts",
        "token",
        "clock",
        "deliveries",
        "deliveries of an alert",
        "deliveries in a state",
        "deliveries to an endpoint",
        "alerts not yet dispatched",
    ],
)
def test_it_is_answered_by_an_index_without_sorting(ledger: Ledger, ask: Ask) -> None:
    ledger.opened(30)
    with profiled(ledger.store) as did:
        ask(ledger)
    summaries = [entry["planSummary"] for entry in did if "planSummary" in entry]
    assert summaries
    assert all("COLLSCAN" not in summary for summary in summaries), summaries
    assert not [entry for entry in did if entry.get("hasSortStage")], summaries


def test_making_the_indexes_again_changes_nothing(store: Store) -> None:
    before = {name: store[name].index_information() for name in ("issues", "events", "alerts", "dead_letters")}
    ensure_indexes(store)
    assert {name: store[name].index_information() for name in before} == before


def test_a_number_is_given_once(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    with pytest.raises(DuplicateKeyError):
        ledger.store["issues"].insert_one({"_id": "another", "serial": issue.serial})
