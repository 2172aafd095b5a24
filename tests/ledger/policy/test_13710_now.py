"""13710 in its second version: clocks and ladder of the first, warned of before each deadline, and people are told."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from ledger.policy.policy import Facts
from ledger.policy.versions import shipped_policies
from mobile_schema.vocabulary import Category, NoticeKind, Severity
from tests.ledger import policies

FIRST, NOW = policies.shipped("13710"), shipped_policies().newest()
UNTOLD = {NoticeKind.TRIAGED}
"""An issue that waits for triage is warned of on its clock, and waits in an inbox."""


def test_its_clocks_and_all_that_comes_when_due_or_later_are_those_of_the_first() -> None:
    assert (NOW.obligations, NOW.approvals, NOW.on_transfer) == (FIRST.obligations, FIRST.approvals, FIRST.on_transfer)
    assert [step for step in NOW.ladder if step.before is None] == list(FIRST.ladder)


@pytest.mark.parametrize("code", sorted(NOW.obligations))
def test_each_deadline_is_warned_of_before_it_is_over(code: str) -> None:
    assert any(step.before for step in NOW.steps_of[code])


def test_a_green_warning_waits_for_the_morning() -> None:
    night = datetime(2026, 3, 2, 23, 0, tzinfo=ZoneInfo(NOW.time_zone))
    assert NOW.quiet_hours is not None
    assert NOW.quiet_hours.until(night, "green", NOW.zone) == night.replace(day=3, hour=7, minute=30)
    assert NOW.quiet_hours.until(night, "yellow", NOW.zone) is None


def test_whatever_can_be_told_is_told_but_of_triage() -> None:
    assert set(NoticeKind) - set(NOW.notices) == UNTOLD
    assert FIRST.notices == {}


def test_new_issues_get_it_and_the_first_is_still_known() -> None:
    facts = Facts(Category.LAND, Severity.ORDINARY, "140105", works_stopped=False)
    held = shipped_policies()
    assert held.for_issue(facts, datetime(2026, 3, 2, tzinfo=UTC)).key == "13710@2"
    assert held.of("13710", 1) == FIRST
