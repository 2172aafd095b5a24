"""A deadline exactly now, and a day before it to the millisecond: on the ladder and on the light."""

from datetime import timedelta

import pytest

from ledger.issue.lights import light_of
from mobile_schema.vocabulary import Light, State
from tests.ledger.escalation.ladder.rungs import LOCAL_DUE, at, story
from tests.ledger.policies import step

INSTANT, DAY = timedelta(milliseconds=1), timedelta(hours=24)


def test_what_is_due_fires_at_its_deadline_and_not_a_millisecond_before() -> None:
    of = story(step("late"))
    assert at(of, LOCAL_DUE - INSTANT) == []
    assert at(of, LOCAL_DUE) == [("late", 1)]


def test_a_warning_a_day_ahead_fires_to_the_millisecond() -> None:
    of = story(step("soon", before={"hours": 24}))
    assert at(of, LOCAL_DUE - DAY - INSTANT) == []
    assert at(of, LOCAL_DUE - DAY) == [("soon", 1)]


@pytest.mark.parametrize(
    ("left", "light"),
    [
        (DAY, Light.GREEN),
        (DAY - INSTANT, Light.YELLOW),
        (INSTANT, Light.YELLOW),
        (timedelta(), Light.YELLOW),
        (-INSTANT, Light.RED),
    ],
)
def test_the_light_changes_a_day_before_the_deadline_and_right_after_it(left: timedelta, light: Light) -> None:
    assert light_of(State.IN_PROGRESS, LOCAL_DUE, LOCAL_DUE - left) is light
