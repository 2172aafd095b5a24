"""A permit over its limit opens one matter for that limit, given to its unit; that it was decided is told on it."""

from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from pymongo.errors import PyMongoError

from ledger.dispatch.daily import Daily
from ledger.dispatch.overdue import overdue
from ledger.dispatch.store import DISPATCH
from ledger.issue.issue import Issue
from ledger.mongo.rule_files.keeping import enter_rules
from ledger.permits.keeping import report
from ledger.permits.permit import Permit
from ledger.policy.rules import GivenRules
from mobile_schema.reports.permit import PermitState
from mobile_schema.vocabulary import MatterSource, State
from tests.ledger.dispatch.parts import matters
from tests.ledger.factories import OTHER_UNIT, PROJECT, RULES
from tests.ledger.parts import Ledger
from tests.ledger.permits.parts import permit

LIMIT = date(2026, 3, 4)
"""Two days after a test's first."""


def said(ledger: Ledger, **over: Any) -> Permit:
    told = {"applied_on": date(2026, 2, 2), "limit_days": None, "limit_on": LIMIT}
    return report(ledger.store, replace(permit(**told | over), at=ledger.clock.now()), lambda _: None)


def look(ledger: Ledger, days: int = 0) -> list[Issue]:
    """The matters after so many days and the look of that day."""
    ledger.wait(days=days)
    Daily(ledger.store, ledger.clock, GivenRules(RULES), "test", (overdue,)).turn()
    return matters(ledger.store)


def test_it_opens_the_day_after_its_limit_for_its_unit_with_a_clock(ledger: Ledger) -> None:
    said(ledger)
    assert look(ledger, 2) == []
    (issue,) = look(ledger, 1)
    assert (issue.state, issue.unit_id, issue.project_code) == (State.ASSIGNED, OTHER_UNIT, PROJECT)
    assert issue.matter is not None
    assert (issue.matter.source, issue.matter.due_on) == (MatterSource.PERMITS, date(2026, 3, 12))
    assert f"环评限期 {LIMIT},已超期 1 天" in issue.description
    assert [clock.code for clock in issue.obligations if clock.ended_at is None]
    assert ledger.wrong() == []


def test_one_limit_opens_one_matter_and_a_limit_put_off_another(ledger: Ledger) -> None:
    said(ledger)
    assert [len(look(ledger, days)) for days in (3, 1, 1)] == [1, 1, 1]
    said(ledger, limit_on=LIMIT + timedelta(days=5))
    assert [len(look(ledger, days)) for days in (1, 4)] == [1, 2]
    assert ledger.wrong() == []


def test_that_it_was_decided_is_told_once_and_closes_nothing(ledger: Ledger) -> None:
    said(ledger)
    look(ledger, 3)
    said(ledger, state=PermitState.GRANTED, decided_on=date(2026, 3, 5))
    for _ in range(2):
        (issue,) = look(ledger, 1)
    assert (issue.state, issue.comments) == (State.ASSIGNED, 1)


@pytest.mark.parametrize(
    "over",
    [{"limit_on": date(2025, 10, 1), "applied_on": date(2025, 9, 1)}, {"state": PermitState.NOT_NEEDED}],
    ids=["long ago", "not needed"],
)
def test_what_is_history_or_not_needed_opens_nothing(ledger: Ledger, over: dict[str, Any]) -> None:
    said(ledger, **over)
    assert look(ledger, 3) == []


def test_without_the_rule_it_opens_nothing(ledger: Ledger) -> None:
    enter_rules(ledger.store, DISPATCH, "version: 2\nrules: [{flag: gap}]\n", ledger.clock.now())
    said(ledger)
    assert look(ledger, 3) == []


def test_a_worker_that_dies_meanwhile_leaves_it_to_the_next(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    said(ledger)
    with monkeypatch.context() as dying:
        dying.setattr("ledger.dispatch.watching.remember", _dies)
        with pytest.raises(PyMongoError):
            look(ledger, 3)
    assert matters(ledger.store) == []
    assert len(look(ledger)) == 1


def _dies(*_: object, **__: object) -> None:
    raise PyMongoError("away")
