"""By when a letter asks for an answer: never by a moment that is over."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from api.resources.issues.papers.asking import asked_by

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))


@given(deadline=MOMENTS, next_step=st.none() | MOMENTS, now=MOMENTS)
def test_the_day_that_is_asked_for_is_always_to_come(
    deadline: datetime, next_step: datetime | None, now: datetime
) -> None:
    asked = asked_by(deadline, next_step, now)
    assert asked.by is None or asked.by > now
    assert (asked.overdue_since is None) == (deadline > now)
    assert asked.overdue_since in (None, deadline)
    assert asked.by in (None, deadline, next_step)


def test_what_is_overdue_is_answered_before_the_next_step_where_there_is_a_day_until_then() -> None:
    now = datetime(2026, 3, 6, 10, tzinfo=UTC)
    over, tomorrow = now - timedelta(days=1), now + timedelta(days=1)
    assert asked_by(over, tomorrow, now).by == tomorrow
    assert asked_by(over, now + timedelta(hours=2), now).by is None
    assert asked_by(over, None, now).by is None
    assert asked_by(tomorrow, None, now).by == tomorrow
