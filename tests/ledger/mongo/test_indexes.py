"""Every question that is asked of many documents is answered by an index, in its order."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from pymongo.errors import DuplicateKeyError

from channels.queue.deliveries import DeliveryFilter, list_deliveries
from ledger.intake.receipts import outcomes_of
from ledger.mongo.connection import Store, ensure_indexes
from ledger.mongo.pages import Key
from ledger.mongo.shared_clock import SharedClock
from ledger.store.alerts import AlertFilter, list_alerts
from ledger.store.by_itself.recomputing import recompute_clocks
from ledger.store.listing import IssueFilter, list_history, list_issues
from ledger.store.vacancies import list_vacancies
from mobile_schema.vocabulary import Category, Light, State
from people.tokens import person_of
from tests.ledger.factories import LAND_UNIT, PROJECT, RULES, START
from tests.ledger.mongo.profiling import profiled
from tests.ledger.parts import Ledger

PAGE = 20
PAGE_BEFORE = (START, "x")
LONG_BEFORE = (START - timedelta(hours=1), "x")
Ask = Callable[[Ledger], object]


def issues(after: Key | None = None, **wanted: Any) -> Ask:
    return lambda ledger: list_issues(ledger.store, IssueFilter(**wanted), START, PAGE, after)


def alerts(after: Key | None = None, **wanted: Any) -> Ask:
    return lambda ledger: list_alerts(ledger.store, AlertFilter(**wanted), PAGE, after)


def deliveries(after: Key | None = None, **wanted: Any) -> Ask:
    return lambda ledger: list_deliveries(ledger.store, DeliveryFilter(**wanted), PAGE, after)


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
        issues(PAGE_BEFORE),
        issues(PAGE_BEFORE, region="140100", light=Light.YELLOW),
        issues(LONG_BEFORE, region="140100", light=Light.YELLOW),
        alerts(),
        alerts(recipient="head"),
        alerts(region="140100"),
        alerts(issue="x"),
        alerts(PAGE_BEFORE, region="140100"),
        lambda ledger: list(list_vacancies(ledger.store, RULES.catalogue, START)),
        lambda ledger: ledger.sweep(),
        lambda ledger: recompute_clocks(ledger.store, ledger.clock, RULES),
        lambda ledger: list_history(ledger.store, "x"),
        lambda ledger: outcomes_of(ledger.store, ["x", "y"]),
        lambda ledger: person_of(ledger.store, "x"),
        lambda ledger: SharedClock(ledger.store).move(START),
        deliveries(),
        deliveries(alert="x"),
        deliveries(state="failed"),
        deliveries(endpoint="x"),
        deliveries(PAGE_BEFORE, endpoint="x"),
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
        "the next issues",
        "the next of a region and a light",
        "the next of a region and a light that moved on",
        "alerts",
        "recipient",
        "alerts of a region",
        "alerts of an issue",
        "the next alerts of a region",
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
        "the next deliveries to an endpoint",
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
