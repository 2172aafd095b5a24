"""Once a year's working days are published, what was provisional is set anew, each issue for itself."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ledger.calendar.store import enter_calendar, read_calendars
from ledger.issue.commands import Merge, MovePolicy
from ledger.issue.issue import Issue
from ledger.policy.rules import Rules
from ledger.store.listing import load_issue
from ledger.store.recomputing import Recomputed, recompute_clocks
from tests.ledger.calendars import YEAR_2027
from tests.ledger.factories import COUNTY, PROVINCE, RULES, local
from tests.ledger.parts import Interrupting, Ledger

TO_WORKING_DAYS = MovePolicy(policy="13710-working-days", version=1, reason="按工作日计")
YEAR_END = datetime(2026, 12, 28, 2, 0, tzinfo=UTC)
"""A Monday: seven working days from here lie on both sides of New Year."""


@pytest.fixture
def provisional(ledger: Ledger) -> Sequence[Issue]:
    """Three issues counted in working days, over the end of the last year that is published."""
    ledger.clock.advance(YEAR_END - ledger.clock.now())
    issues = [ledger.do(issue.id, TO_WORKING_DAYS, PROVINCE) for issue in ledger.opened(3)]
    assert all(clock.provisional for issue in issues for clock in issue.obligations if clock.code == "resolve")
    return sorted(issues, key=lambda issue: issue.id)


def published(ledger: Ledger) -> Rules:
    """The rules once 2027 is published."""
    enter_calendar(ledger.store, YEAR_2027, ledger.clock.now())
    return replace(RULES, calendars=read_calendars(ledger.store))


def due(issue: Issue, code: str = "resolve") -> str:
    clock = issue.obligation(code)
    assert clock is not None
    return local(clock.due_at)


def found(ledger: Ledger) -> list[str]:
    """The issues that are looked at."""
    return [str(document["_id"]) for document in ledger.store["issues"].find({"provisional": True}, sort=[("_id", 1)])]


def test_while_the_year_is_not_published_nothing_changes(ledger: Ledger, provisional: Sequence[Issue]) -> None:
    assert found(ledger) == [issue.id for issue in provisional]
    before = ledger.contents()
    assert recompute_clocks(ledger.store, ledger.clock, RULES) == Recomputed(0, 0, None)
    assert ledger.contents() == before


def test_a_published_year_settles_what_rested_on_it(ledger: Ledger, provisional: Sequence[Issue]) -> None:
    assert {due(issue) for issue in provisional} == {"2027-01-06 23:59:59"}
    rules = published(ledger)
    assert recompute_clocks(ledger.store, ledger.clock, rules) == Recomputed(3, 0, None)
    for before in provisional:
        after = load_issue(ledger.store, before.id)
        assert due(after) == "2027-01-07 23:59:59"
        assert not any(clock.provisional for clock in after.obligations)
        assert due(after, "deploy") == due(before, "deploy")
        event = ledger.store["events"].find_one({"issue_id": before.id}, sort=[("_id", -1)])
        assert event is not None
        assert (event["type"], event["data"]["calendar"]) == ("clocks.recomputed.v1", rules.calendars.version)
        assert event["actor"]["person_id"] == "system"
    assert found(ledger) == []
    assert recompute_clocks(ledger.store, ledger.clock, rules) == Recomputed(0, 0, None)
    assert ledger.wrong(rules) == []


def test_the_sweep_looks_by_the_new_due_time(ledger: Ledger, provisional: Sequence[Issue]) -> None:
    ledger.wait(days=2)
    while ledger.sweep().fired:
        """What is due until now."""
    rules = published(ledger)
    recompute_clocks(ledger.store, ledger.clock, rules)
    stored = ledger.store["issues"].find_one({"_id": provisional[0].id})
    assert stored is not None
    assert stored["next_due_at"] > ledger.clock.now()


def test_it_goes_on_from_batch_to_batch(ledger: Ledger, provisional: Sequence[Issue]) -> None:
    rules = published(ledger)
    first = recompute_clocks(ledger.store, ledger.clock, rules, limit=2)
    assert first == Recomputed(2, 0, provisional[1].id)
    assert recompute_clocks(ledger.store, ledger.clock, rules, first.last or "", 2) == Recomputed(1, 0, None)


def test_what_is_merged_is_settled_too_for_the_day_it_is_parted(ledger: Ledger, provisional: Sequence[Issue]) -> None:
    duplicate, main, _ = provisional
    ledger.do(duplicate.id, Merge(into=main.id, reason="同一地块"), COUNTY)
    recompute_clocks(ledger.store, ledger.clock, published(ledger))
    parted = ledger.do(duplicate.id, "part")
    assert due(parted) == "2027-01-07 23:59:59"


def test_what_rests_is_settled_and_keeps_the_time_it_has_left(ledger: Ledger, provisional: Sequence[Issue]) -> None:
    issue = provisional[0]
    ledger.do(issue.id, "suspend")
    ledger.wait(days=2)
    rules = published(ledger)
    recompute_clocks(ledger.store, ledger.clock, rules)
    resumed = ledger.do(issue.id, "resume", rules=rules)
    assert due(resumed) == "2027-01-11 23:59:59"


def test_what_ended_is_left_as_it_was(ledger: Ledger, provisional: Sequence[Issue]) -> None:
    issue = provisional[0]
    voided = ledger.do(issue.id, "void")
    assert issue.id not in found(ledger)
    recompute_clocks(ledger.store, ledger.clock, published(ledger))
    assert load_issue(ledger.store, issue.id) == voided


def test_an_extension_that_was_granted_stands(ledger: Ledger, provisional: Sequence[Issue]) -> None:
    issue = provisional[0]
    ledger.walk(issue.id, "accept", "request-extension")
    granted = ledger.do(issue.id, "approve-extension")
    recompute_clocks(ledger.store, ledger.clock, published(ledger))
    assert due(load_issue(ledger.store, issue.id)) == due(granted)


def test_a_broken_issue_holds_up_no_other(
    ledger: Ledger, provisional: Sequence[Issue], caplog: pytest.LogCaptureFixture
) -> None:
    ledger.store["issues"].update_one({"_id": provisional[0].id}, {"$set": {"policy_version": 99}})
    assert recompute_clocks(ledger.store, ledger.clock, published(ledger)).settled == 2
    assert "1 issues cannot be recomputed" in caplog.text


def test_an_issue_that_changes_meanwhile_is_missed_and_settled_the_next_time(
    ledger: Ledger, provisional: Sequence[Issue]
) -> None:
    rules = published(ledger)
    meanwhile = Interrupting(ledger, lambda: ledger.do(provisional[1].id, "log-referral", COUNTY))
    assert recompute_clocks(ledger.store, meanwhile, rules) == Recomputed(2, 1, None)
    assert found(ledger) == [provisional[1].id]
    ledger.wait(minutes=1)
    assert recompute_clocks(ledger.store, ledger.clock, rules) == Recomputed(1, 0, None)
    assert len(load_issue(ledger.store, provisional[1].id).referrals) == 1
    assert ledger.wrong(rules) == []


def test_an_issue_in_natural_days_is_never_looked_at(ledger: Ledger) -> None:
    ledger.clock.advance(YEAR_END - ledger.clock.now())
    ledger.opened(3)
    assert found(ledger) == []
