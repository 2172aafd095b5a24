"""Projects' figures come in as reports do: each once, with a receipt that says its verdict, or a dead letter that says
why not; those of one batch are seen by those after them."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from ledger.figures.keeping import FIGURES, figures_of_project
from ledger.groundwork.clock import HeldClock
from ledger.intake.incoming import Record
from ledger.intake.receipts import Receipt, Refused, outcomes_of
from ledger.intake.taking import take_in
from ledger.mongo.positions import read_offsets, stored_offsets
from ledger.policy.rules import GivenRules
from mobile_schema.cloudevents import FIGURE
from mobile_schema.reports.figure_report import FigureReport
from mobile_schema.topics import FIGURES as TOPIC
from tests import factories as phone
from tests.ledger.factories import COUNTY, INSPECTOR, PROJECT, RULES, record
from tests.ledger.parts import Ledger

PLACE = (TOPIC.name, 0)
LATER = {"month": "2026-02", "plan_year": 100, "done_year": 50}


def figure(**over: Any) -> dict[str, Any]:
    """A figure of January of a sample project."""
    return phone.figure(**{"project": PROJECT} | over)


def records(*figures: Any, start: int = 0, reporter: str | None = COUNTY, **over: Any) -> list[Record]:
    return [
        record(each, offset=start + number, topic=TOPIC.name, kind=FIGURE, reporter=reporter, **over)
        for number, each in enumerate(figures)
    ]


@pytest.fixture
def ledger(ledger: Ledger) -> Ledger:
    stored_offsets(ledger.store, {PLACE: 0})
    return ledger


def took(ledger: Ledger, taken: list[Record]) -> None:
    take_in(ledger.store, taken, ledger.clock, GivenRules(RULES))


def outcome(ledger: Ledger, figure: dict[str, Any]) -> Receipt | Refused:
    return outcomes_of(ledger.store, [figure["report_id"]])[figure["report_id"]]


def verdict(ledger: Ledger, figure: dict[str, Any]) -> Any:
    found = outcome(ledger, figure)
    return (
        (found.figure or {}).get("verdict") if isinstance(found, Receipt) else (found.reason, found.faults[0]["type"])
    )


def test_the_receipt_says_what_became_of_a_figure(ledger: Ledger) -> None:
    first, again, other = figure(), figure(), figure(done_year=45)
    took(ledger, records(first, again, other))
    assert [verdict(ledger, each) for each in (first, again, other)] == ["new", "same", "changed"]
    kept = figures_of_project(ledger.store, PROJECT)
    assert [(each.version, each.done_year, each.by) for each in kept] == [(1, 40, COUNTY), (2, 45, COUNTY)]
    told = outcome(ledger, other)
    assert isinstance(told, Receipt)
    assert told.figure == {"verdict": "changed", "id": kept[1].id, "project": PROJECT, "version": 2}


def test_the_same_report_again_changes_nothing_even_after_another(ledger: Ledger) -> None:
    first, other = figure(), figure(done_year=45)
    took(ledger, records(first, other, first))
    took(ledger, records(first, start=3))
    assert [each.done_year for each in figures_of_project(ledger.store, PROJECT)] == [40, 45]
    assert ledger.store["dead_letters"].count_documents({}) == 0
    assert read_offsets(ledger.store, [PLACE]) == {PLACE: 4}


def test_the_same_id_with_other_words_is_a_dead_letter(ledger: Ledger) -> None:
    first = figure()
    took(ledger, records(first, first | {"done_year": 41}))
    assert [each["reason"] for each in ledger.store["dead_letters"].find()] == ["conflict"]
    assert verdict(ledger, first) == "new"


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ({"month": "2026-04"}, ("figure-fault", "future-month")),
        ({"done_year": -1}, ("figure-fault", "negative")),
        ({"plan_year": 10**17}, ("figure-fault", "too-much")),
        ({"regions": ["火星"]}, ("figure-fault", "unknown-region")),
        ({"regions": ["140200"]}, ("figure-fault", "elsewhere")),
        ({"project": None, "name": "没有的", "registered": True}, ("figure-fault", "unknown-project")),
        ({"plan_year": "1e30"}, ("invalid", "int_type")),
    ],
)
def test_what_cannot_be_is_a_dead_letter_that_says_why_and_keeps_no_other_out(
    ledger: Ledger, over: dict[str, Any], expected: tuple[str, str]
) -> None:
    wrong, right = figure(**over), figure()
    took(ledger, records(wrong, right))
    assert verdict(ledger, wrong) == expected
    assert verdict(ledger, right) == "new"


def test_two_units_that_report_one_project_are_in_conflict(ledger: Ledger) -> None:
    first, other = figure(unit="甲"), figure(unit="乙")
    took(ledger, records(first, other))
    assert verdict(ledger, other) == ("figure-conflict", "two-reports")


def test_nobody_known_and_nobody_who_may_not_report_figures_is_believed(ledger: Ledger) -> None:
    strange, inspected = figure(), figure()
    took(ledger, records(strange, reporter="nobody"))
    took(ledger, records(inspected, start=1, reporter=INSPECTOR))
    assert [each["reason"] for each in ledger.store["dead_letters"].find(sort=[("_id", 1)])] == [
        "unknown-reporter",
        "figure-fault",
    ]
    assert ledger.store[FIGURES].count_documents({}) == 0


def test_what_nobody_signed_is_no_figure(ledger: Ledger) -> None:
    took(ledger, records(figure(), signed=False))
    assert [each["reason"] for each in ledger.store["dead_letters"].find()] == ["unsigned"]


def test_a_month_is_seen_beside_the_one_before_however_long_ago(ledger: Ledger) -> None:
    long_ago, now = figure(month="2025-01", done_year=5, plan_year=100), figure()
    took(ledger, records(long_ago))
    took(ledger, records(now, start=1))
    found = outcome(ledger, now)
    assert isinstance(found, Receipt)
    assert found.flags == ("gap",)


def test_several_in_one_record_are_each_judged(ledger: Ledger) -> None:
    first, wrong, later = figure(), figure(done_year=-1), figure(**LATER)
    took(ledger, [record(first, wrong, later, topic=TOPIC.name, kind=FIGURE, reporter=COUNTY)])
    assert [verdict(ledger, each) for each in (first, wrong, later)] == ["new", ("figure-fault", "negative"), "new"]


def test_a_project_without_a_code_is_the_same_whoever_names_it_next(ledger: Ledger) -> None:
    unnamed = {"project": None, "name": "渠", "regions": ["140105"]}
    first, later = figure(**unnamed), figure(**unnamed, **LATER)
    took(ledger, records(first))
    took(ledger, records(later, start=1))
    (code,) = ledger.store[FIGURES].distinct("project")
    assert code.startswith("0000-140105-")
    assert verdict(ledger, later) == "new"


def test_two_writers_at_once_keep_each_figure_once(ledger: Ledger) -> None:
    stored_offsets(ledger.store, {(TOPIC.name, number): 0 for number in range(4)})
    said = [figure(done_year=done) for done in range(40)]
    parts = [records(*said[number::4], partition=number) for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        clock, rules = HeldClock(ledger.clock.now()), GivenRules(RULES)
        list(pool.map(lambda part: take_in(ledger.store, part, clock, rules), parts))
    kept = figures_of_project(ledger.store, PROJECT)
    assert [each.version for each in kept] == list(range(1, 41))
    assert {each.done_year for each in kept} == set(range(40))
    assert ledger.store["receipts"].count_documents({"figure.verdict": {"$in": ["new", "changed"]}}) == 40


def test_what_is_sent_is_what_the_contract_says() -> None:
    assert FigureReport.model_validate_json(phone.as_bytes(figure())).project == PROJECT
