"""Once a day the ledger sees which projects fell silent: one matter each, whatever dies, and what becomes of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from pymongo.errors import PyMongoError

from ledger.dispatch.daily import Daily
from ledger.dispatch.silence import silent
from ledger.issue.issue import Issue
from ledger.mongo.rule_files.keeping import enter_rules
from ledger.policy.rules import GivenRules
from ledger.registry.actors import SYSTEM_ID
from mobile_schema.reports.figure import Stage
from mobile_schema.vocabulary import State
from tests.ledger.dispatch.parts import dispatching, matters, reported, said, withdrawn
from tests.ledger.factories import PROJECT, RULES
from tests.ledger.parts import Ledger

LAST = said(month="2026-01", done_year=10)
"""The last figure; the test's clock stands on 2 March 2026, and February's is awaited until 10 March."""


def daily(ledger: Ledger, holder: str = "test") -> Daily:
    return Daily(ledger.store, ledger.clock, GivenRules(RULES), holder, (silent,))


def silent_one(ledger: Ledger, **over: Any) -> Issue:
    """The matter of a project that reported January and nothing since; it is the middle of April."""
    reported(ledger, LAST.model_copy(update=over))
    ledger.wait(days=45)
    assert daily(ledger).turn()
    (issue,) = matters(ledger.store)
    return issue


def notes(ledger: Ledger) -> list[str]:
    return [each["data"]["note"] for each in ledger.store["events"].find({"type": "comment.added.v1"})]


def test_a_project_without_a_figure_for_two_months_opens_a_matter(ledger: Ledger) -> None:
    issue = silent_one(ledger)
    assert (issue.state, issue.project_code, issue.reporter) == (State.ASSIGNED, PROJECT, SYSTEM_ID)
    assert "自 2026-01 以后没有报数" in issue.description
    assert ledger.wrong() == []


def test_a_month_that_is_withdrawn_breaks_no_silence(ledger: Ledger) -> None:
    reported(ledger, LAST, said(month="2026-03", done_year=20))
    withdrawn(ledger, month="2026-03")
    ledger.wait(days=45)
    daily(ledger).turn()
    (issue,) = matters(ledger.store)
    assert "自 2026-01 以后没有报数" in issue.description


def next_look(ledger: Ledger) -> None:
    dispatching(ledger).turn()
    ledger.wait(days=1)
    daily(ledger).turn()


def test_that_its_last_month_is_withdrawn_is_no_other_silence(ledger: Ledger) -> None:
    reported(ledger, said(month="2025-12", done_year=20))
    issue = silent_one(ledger)
    withdrawn(ledger, month="2026-01")
    next_look(ledger)
    assert [each.id for each in matters(ledger.store)] == [issue.id]
    reported(ledger, LAST)
    next_look(ledger)
    assert ([each.id for each in matters(ledger.store)], notes(ledger)) == ([issue.id], [])


def test_what_is_said_of_a_resumption_that_is_withdrawn_is_said_in_words(ledger: Ledger) -> None:
    silent_one(ledger)
    reported(ledger, said(month="2026-04", done_year=20))
    next_look(ledger)
    withdrawn(ledger, month="2026-04")
    next_look(ledger)
    again, withdrawn_since = notes(ledger)
    assert "已恢复报数" in again
    assert "恢复报数的月报已撤回" in withdrawn_since
    assert ledger.wrong() == []


def test_it_is_awaited_until_some_days_after_the_month(ledger: Ledger) -> None:
    reported(ledger, LAST)
    ledger.wait(days=39)
    daily(ledger).turn()
    assert matters(ledger.store) == []
    ledger.wait(days=1)
    daily(ledger).turn()
    assert len(matters(ledger.store)) == 1


@pytest.mark.parametrize("over", [{"stage": Stage.COMPLETED}, {"month": "2025-08"}], ids=["completed", "long ago"])
def test_what_is_over_or_history_is_not_silent(ledger: Ledger, over: dict[str, Any]) -> None:
    reported(ledger, LAST.model_copy(update=over))
    ledger.wait(days=45)
    daily(ledger).turn()
    assert matters(ledger.store) == []


def test_a_day_is_looked_at_once_and_the_next_opens_no_second_one(ledger: Ledger) -> None:
    silent_one(ledger)
    assert not daily(ledger).turn()
    ledger.wait(days=1)
    assert daily(ledger).turn()
    assert len(matters(ledger.store)) == 1


def test_the_figure_that_ends_it_opens_no_second_one_and_is_told_on_the_first(ledger: Ledger) -> None:
    issue = silent_one(ledger)
    reported(ledger, said(month="2026-04", done_year=20))
    dispatching(ledger).turn()
    ledger.wait(days=1)
    for _ in range(2):
        daily(ledger).turn()
        ledger.wait(days=1)
    assert [each.id for each in matters(ledger.store)] == [issue.id]
    (note,) = notes(ledger)
    assert "已恢复报数" in note
    assert matters(ledger.store)[0].state is State.ASSIGNED


def test_when_the_figure_comes_first_its_flag_opens_the_only_one(ledger: Ledger) -> None:
    reported(ledger, LAST)
    ledger.wait(days=45)
    reported(ledger, said(month="2026-04", done_year=20))
    dispatching(ledger).turn()
    daily(ledger).turn()
    assert len(matters(ledger.store)) == 1
    assert notes(ledger) == []


def test_processes_side_by_side_open_it_once(ledger: Ledger) -> None:
    reported(ledger, LAST, *(said(name=f"路{n}", project=None, regions=("长治市",), month="2026-01") for n in range(5)))
    ledger.wait(days=45)
    with ThreadPoolExecutor(3) as workers:
        list(workers.map(lambda name: daily(ledger, name).turn(), ["one", "two", "three"]))
    daily(ledger, "two").turn()
    assert len(matters(ledger.store)) == 6
    assert ledger.wrong() == []


def test_a_process_that_dies_in_the_middle_leaves_the_rest_to_the_next(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported(ledger, LAST, *(said(name=f"路{n}", project=None, regions=("长治市",), month="2026-01") for n in range(3)))
    ledger.wait(days=45)
    with monkeypatch.context() as dying:
        dying.setattr("ledger.dispatch.watching.remember", _dies_after(2))
        with pytest.raises(PyMongoError):
            daily(ledger).turn()
    assert len(matters(ledger.store)) == 2
    assert daily(ledger).turn()
    assert len(matters(ledger.store)) == 4


def _dies_after(count: int) -> Any:
    from ledger.dispatch.watching import remember

    left = iter(range(count))

    def remembers(*said: Any, **more: Any) -> None:
        if next(left, None) is None:
            raise PyMongoError("away")
        remember(*said, **more)

    return remembers


def test_without_a_rule_for_gaps_nobody_is_silent(ledger: Ledger) -> None:
    from ledger.dispatch.store import DISPATCH

    enter_rules(ledger.store, DISPATCH, "version: 2\nrules: [{flag: over-plan}]\n", ledger.clock.now())
    reported(ledger, LAST)
    ledger.clock.advance(timedelta(days=45))
    daily(ledger).turn()
    assert matters(ledger.store) == []
