"""Sheets in a chain: each comes only a while after the one before it, counted from when that really came."""

from datetime import timedelta

from ledger.escalation.due import pending_steps
from mobile_schema.vocabulary import State
from tests.ledger import policies
from tests.ledger.escalation.ladder.rungs import at, days, story
from tests.ledger.factories import local
from tests.ledger.stories import in_state

CHAIN = (
    policies.step("blue", light="blue"),
    policies.step("orange", needs="blue", lapse={"days": 2}, light="orange"),
    policies.step("red", needs="orange", lapse={"days": 2}),
)


def test_each_sheet_comes_only_after_the_one_before_lapsed() -> None:
    of = story(*CHAIN)
    assert [due.step.step for due in pending_steps(of.issue, of.rules.regime_of(of.issue))] == ["blue"]
    assert at(of, days(0)) == [("blue", 1)]
    assert at(of, days(2) - timedelta(milliseconds=1)) == []
    assert at(of, days(2)) == [("orange", 1)]
    assert at(of, days(4)) == [("red", 1)]


def test_a_lapse_counts_from_when_the_sheet_before_really_came() -> None:
    """The worker was away for ten days: nobody gets three sheets at once."""
    of = story(*CHAIN)
    assert at(of, days(10)) == [("blue", 1)]
    assert at(of, days(12) - timedelta(milliseconds=1)) == []
    assert at(of, days(30)) == [("orange", 1)]
    assert at(of, days(32)) == [("red", 1)]


def test_a_lapse_counts_from_the_first_time_of_a_sheet_that_repeats() -> None:
    """Counted from the last, a daily reminder would keep the sheet after it from ever coming."""
    of = story(policies.step("blue", repeat={"every": {"days": 1}}), CHAIN[1])
    fired = [step for n in range(6) for step, _ in at(of, days(n))]
    assert fired.count("blue") == 6
    assert fired.index("orange") == 3


def test_acknowledging_a_sheet_does_not_stop_the_next() -> None:
    of = story(*CHAIN)
    of.clock.moment = days(0)
    of.acknowledge(of.sweep()[0])
    assert at(of, days(2)) == [("orange", 1)]


def test_the_three_sheets_go_from_the_person_to_above() -> None:
    of = in_state(State.IN_PROGRESS, rules=policies.rules(policies.shipped("three-sheets")))
    fired = []
    for n in range(-7, 20):
        of.clock.moment = days(n)
        fired += [(local(of.now)[5:10], e.step, e.light) for e in of.sweep() if e.obligation == "resolve"]
    assert fired == [
        ("03-09", "resolve-blue", "blue"),
        ("03-12", "resolve-orange", "orange"),
        ("03-15", "resolve-red", "red"),
    ]
