"""A simulation over a stored ledger reads the histories of the issues asked about, and writes nothing."""

from datetime import timedelta

import pytest

from ledger.registry.files.loading import load_catalogue
from ledger.registry.store import seed
from mobile_schema.vocabulary import Category
from oversight.simulate.comparing import Comparison, Question, simulate
from oversight.simulate.histories import Selection, count_selected, histories
from oversight.simulate.tally import Window
from tests import factories as phone
from tests.ledger.factories import CITY_PROJECT, RULES, SHANGHAI, START
from tests.ledger.parts import Ledger

DEFAULT, SHEETS = RULES.policies.of("13710", 1), RULES.policies.of("three-sheets", 1)
CITY, COUNTY = "140100", "140105"


@pytest.fixture
def lived(ledger: Ledger) -> Ledger:
    """Ten days of a ledger: four issues, one of them closed, one in triage, swept at every hour."""
    signed, closed = (issue.id for issue in ledger.opened(2))
    ledger.opened(1, project=CITY_PROJECT)
    ledger.opened(1, findings=[phone.finding(category="other")])
    for hour in range(240):
        ledger.wait(hours=1).sweep()
        if hour == 30:
            ledger.do(signed, "accept")
        if hour == 60:
            ledger.walk(closed, "accept", "report-progress", "request-closure", "approve-closure")
    return ledger


def compared(ledger: Ledger, selection: Selection, question: Question) -> Comparison:
    return simulate(histories(ledger.store, selection), question, RULES)


def test_the_policy_that_ran_would_have_fired_what_did(lived: Ledger) -> None:
    now = lived.clock.now()
    found = compared(lived, Selection(now), Question(DEFAULT, None, Window(None, now, SHANGHAI)))
    assert found.issues == 4
    assert found.would.steps == found.did.steps
    assert found.did.fired == lived.store["events"].count_documents({"type": "escalation.fired.v1"}) > 20


def test_nothing_is_written(lived: Ledger) -> None:
    seed(lived.store, load_catalogue(samples=True))
    before, now = lived.contents(), lived.clock.now()
    question = Question(SHEETS, DEFAULT, Window(None, now, SHANGHAI))
    compared(lived, Selection(now), question)
    assert lived.contents() == before


def test_histories_are_those_selected(lived: Ledger) -> None:
    now = lived.clock.now()

    def found(**how: object) -> int:
        selection = Selection(**{"until": now, **how})  # type: ignore[arg-type]
        issues = list(histories(lived.store, selection))
        assert count_selected(lived.store, selection, 10) == len(issues)
        return len(issues)

    assert found() == 4
    assert found(category=Category.OTHER) == 1
    assert found(region=CITY) == 4
    assert found(region=COUNTY) == 3
    assert found(until=START - timedelta(days=1)) == 0
    assert found(since=START + timedelta(days=5)) == 3
    assert found(since=START + timedelta(days=1)) == 4


def test_a_history_is_every_event_of_its_issue_in_order(lived: Ledger) -> None:
    for history in histories(lived.store, Selection(lived.clock.now())):
        issue = lived.store["issues"].find_one({"_id": history[0].issue_id})
        assert issue is not None
        assert [envelope.version for envelope in history] == list(range(1, issue["version"] + 1))
        assert {envelope.issue_id for envelope in history} == {issue["_id"]}


@pytest.mark.parametrize("count", [1, 2, 3, 16, 40])
def test_shares_are_all_of_it_and_each_once(lived: Ledger, count: int) -> None:
    whole = Selection(lived.clock.now())
    found = [history[0].issue_id for share in whole.shares(count) for history in histories(lived.store, share)]
    assert sorted(found) == sorted(history[0].issue_id for history in histories(lived.store, whole))
    assert len(found) == 4


def test_shares_are_about_as_large_though_ids_are_in_the_order_of_time(ledger: Ledger) -> None:
    ledger.opened(100)
    halves = Selection(ledger.clock.now()).shares(2)
    found = [sum(1 for _ in histories(ledger.store, half)) for half in halves]
    assert sum(found) == 100
    assert min(found) > 100 / 4


def test_counting_ends_where_there_are_too_many(lived: Ledger) -> None:
    assert count_selected(lived.store, Selection(lived.clock.now()), 2) == 3
