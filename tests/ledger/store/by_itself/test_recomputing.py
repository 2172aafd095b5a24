"""Once a calendar changes, the clocks that it counts otherwise are set anew, each issue for itself."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ledger.calendar.store import enter_calendar, read_calendars
from ledger.issue.issue import Issue
from ledger.issue.words.setting_aside import Merge
from ledger.issue.words.timing import MovePolicy
from ledger.policy.rules import Rules
from ledger.store.by_itself.calendar_changes import clocks_are_counted, regions_behind
from ledger.store.by_itself.recomputing import Affected, Recomputed, affected, recompute_clocks
from ledger.store.listing import load_issue
from ledger.store.records import issue_from_document
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
    """The issues of which a running clock rests on a year that is not published."""
    issues = (issue_from_document(document) for document in ledger.store["issues"].find(sort=[("_id", 1)]))
    return [issue.id for issue in issues if any(clock.running and clock.provisional for clock in issue.obligations)]


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


CLOSING = """\
name: case-closing
version: 1
region: "140100"
closed:
  - {from: 2026-04-14, to: 2026-04-15, reason: 暴雪停工}
"""
DATONG_PROJECT = "2019-140200-53-01-900001"
APRIL = datetime(2026, 4, 13, 2, 0, tzinfo=UTC)


@pytest.fixture
def in_april(ledger: Ledger) -> Sequence[Issue]:
    """An issue in Taiyuan and one in Datong, of a Monday, each with a clock that runs to the Thursday."""
    ledger.clock.advance(APRIL - ledger.clock.now())
    (taiyuan,), (datong,) = ledger.opened(), ledger.opened(project=DATONG_PROJECT)
    return [ledger.do(one.id, TO_WORKING_DAYS, PROVINCE) for one in (taiyuan, datong)]


def closed(ledger: Ledger) -> Rules:
    enter_calendar(ledger.store, CLOSING, ledger.clock.now())
    return replace(RULES, calendars=read_calendars(ledger.store))


def test_a_closing_sets_the_running_clocks_of_its_region_anew_and_no_others(
    ledger: Ledger, in_april: Sequence[Issue]
) -> None:
    taiyuan, datong = in_april
    assert (due(taiyuan, "feedback"), due(datong, "feedback")) == ("2026-04-16 23:59:59",) * 2
    rules = closed(ledger)
    assert affected(ledger.store, ledger.clock.now(), rules, {"140100"}) == Affected(issues=1, clocks=3)
    assert recompute_clocks(ledger.store, ledger.clock, rules) == Recomputed(1, 0, None)
    assert affected(ledger.store, ledger.clock.now(), rules) == Affected(0, 0)
    after = load_issue(ledger.store, taiyuan.id)
    assert (due(after, "feedback"), due(after)) == ("2026-04-20 23:59:59", "2026-04-24 23:59:59")
    assert load_issue(ledger.store, datong.id) == datong
    assert ledger.wrong(rules) == []


def test_a_new_version_of_a_closing_sets_them_anew_again(ledger: Ledger, in_april: Sequence[Issue]) -> None:
    recompute_clocks(ledger.store, ledger.clock, closed(ledger))
    longer = CLOSING.replace("version: 1", "version: 2").replace("2026-04-15", "2026-04-16")
    enter_calendar(ledger.store, longer, ledger.clock.now())
    rules = replace(RULES, calendars=read_calendars(ledger.store))
    recompute_clocks(ledger.store, ledger.clock, rules, regions={"140100"})
    assert due(load_issue(ledger.store, in_april[0].id), "feedback") == "2026-04-21 23:59:59"


def test_a_region_that_was_not_named_is_not_looked_at(ledger: Ledger, in_april: Sequence[Issue]) -> None:
    assert recompute_clocks(ledger.store, ledger.clock, closed(ledger), regions={"140200"}) == Recomputed(0, 0, None)


def test_a_closing_in_time_at_rest_gives_back_less(ledger: Ledger, in_april: Sequence[Issue]) -> None:
    taiyuan = in_april[0]
    ledger.do(taiyuan.id, "suspend")
    ledger.wait(days=2)
    assert due(ledger.do(taiyuan.id, "resume"), "feedback") == "2026-04-20 23:59:59"
    recompute_clocks(ledger.store, ledger.clock, closed(ledger))
    assert due(load_issue(ledger.store, taiyuan.id), "feedback") == "2026-04-20 23:59:59"


def test_what_a_duplicate_brought_is_set_anew_on_the_main_issue_too(
    ledger: Ledger, provisional: Sequence[Issue]
) -> None:
    ledger.wait(days=1)
    (main,) = ledger.opened()
    main = ledger.do(main.id, TO_WORKING_DAYS, PROVINCE)
    ledger.do(provisional[0].id, Merge(into=main.id, reason="同一地块"), PROVINCE)
    assert due(load_issue(ledger.store, main.id)) == "2027-01-06 23:59:59"
    rules = published(ledger)
    for _ in range(2):
        recompute_clocks(ledger.store, ledger.clock, rules)
    after = load_issue(ledger.store, main.id)
    clock = after.obligation("resolve")
    assert clock is not None
    assert {name: local(moment) for name, moment in clock.adopted.items()} == {provisional[0].id: "2027-01-07 23:59:59"}
    assert (local(clock.due_at), local(clock.own_due)) == ("2027-01-07 23:59:59", "2027-01-08 23:59:59")
    assert ledger.wrong(rules) == []


def test_the_regions_behind_are_those_of_the_files_entered_since(ledger: Ledger) -> None:
    assert regions_behind(ledger.store, RULES.calendars) is None
    clocks_are_counted(ledger.store, RULES.calendars)
    assert regions_behind(ledger.store, RULES.calendars) == set()
    assert regions_behind(ledger.store, closed(ledger).calendars) == {"140100"}
    assert regions_behind(ledger.store, published(ledger).calendars) is None
