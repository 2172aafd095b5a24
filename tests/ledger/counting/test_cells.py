"""Days of due times end at midnight in China, and the moment at which one ends is its last."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ledger.counting.cells import counted_as, day_begins, due_day, keys_of
from ledger.issue.lights import SOON
from mobile_schema.vocabulary import State
from tests.ledger.stories import in_state

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2199, 1, 1)).map(
    lambda at: at.replace(tzinfo=UTC, microsecond=at.microsecond // 1000 * 1000)
)


@given(MOMENTS)
def test_a_moment_lies_in_the_day_that_is_said(moment: datetime) -> None:
    day = due_day(moment)
    assert day_begins(day) < moment <= day_begins(day + 1)
    assert due_day(moment + SOON) == day + 1


def test_the_last_second_of_a_day_is_of_that_day() -> None:
    midnight = datetime(2026, 3, 2, 16, tzinfo=UTC)
    days = [due_day(midnight + timedelta(milliseconds=by)) for by in (-1_000, -1, 0, 1)]
    assert [day - days[0] for day in days] == [0, 0, 0, 1]


def test_a_cell_counts_to_the_keys_of_its_issue_but_for_who_reported() -> None:
    issue = in_state(State.IN_PROGRESS).issue
    assert list(keys_of(counted_as(issue))) == ["r:140000", "r:140100", "r:140105", f"u:{issue.unit_id}"]
