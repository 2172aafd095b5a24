"""或下一工作日: what begins on a day off may wait for the next working day, where the policy says so."""

from datetime import datetime

import pytest

from ledger.calendar.deadlines import TimeLimit, due_at, is_provisional
from ledger.policy.versions import shipped_policies
from tests.ledger import policies
from tests.ledger.calendar.moments import NATIONAL
from tests.ledger.factories import SHANGHAI
from tests.ledger.stories import due, reported

SAME_DAY = TimeLimit(working_days=0, or_next_working_day=True)


@pytest.mark.parametrize(
    ("start", "day"),
    [
        ("2026-03-06T10:00", "2026-03-06"),
        ("2026-03-07T10:00", "2026-03-09"),
        ("2026-03-08T23:59", "2026-03-09"),
        ("2026-10-01T10:00", "2026-10-08"),
        ("2026-10-10T10:00", "2026-10-10"),
    ],
)
def test_the_same_day_or_the_next_working_day(start: str, day: str) -> None:
    found = due_at(datetime.fromisoformat(start).replace(tzinfo=SHANGHAI), SAME_DAY, SHANGHAI, NATIONAL)
    assert f"{found.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}" == f"{day} 23:59:59"


@pytest.mark.parametrize(("version", "day"), [(1, "2026-03-07"), (2, "2026-03-09")])
def test_in_working_days_what_is_assigned_on_a_saturday_is_deployed_by_monday_since_version_2(
    version: int, day: str
) -> None:
    policy = shipped_policies().of("13710-working-days", version)
    saturday = datetime(2026, 3, 7, 10, tzinfo=SHANGHAI)
    assert due(reported(at=saturday, rules=policies.rules(policy)))["deploy.1"] == f"{day} 23:59:59"


def test_natural_days_and_months_may_say_so_too() -> None:
    start = datetime(2026, 3, 4, 10, tzinfo=SHANGHAI)
    for limit in (TimeLimit(days=3, or_next_working_day=True), TimeLimit(days=4, or_next_working_day=True)):
        found = due_at(start, limit, SHANGHAI, NATIONAL).astimezone(SHANGHAI)
        assert found == datetime(2026, 3, 9, 23, 59, 59, tzinfo=SHANGHAI)


def test_hours_may_not() -> None:
    with pytest.raises(ValueError, match="no last day"):
        TimeLimit(hours=3, or_next_working_day=True)


@pytest.mark.parametrize(
    ("day", "provisional"), [("2026-12-25", False), ("2026-12-26", True), ("2026-12-31", True), ("2025-12-31", False)]
)
def test_what_touches_the_last_days_of_december_waits_for_the_next_notice(day: str, provisional: bool) -> None:
    start = datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=SHANGHAI)
    assert is_provisional(start, SAME_DAY, SHANGHAI, NATIONAL) is provisional
