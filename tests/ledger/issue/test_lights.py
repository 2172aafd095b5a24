"""The light of an issue: red is overdue, yellow falls due within a day, what has ended or rests is green."""

from datetime import timedelta

import pytest

from ledger.issue.lights import light_of
from mobile_schema.vocabulary import Light, State
from tests.ledger.factories import START

INSTANT = timedelta(milliseconds=1)
DAY = timedelta(hours=24)


@pytest.mark.parametrize(
    ("ahead", "light"),
    [
        (-DAY, Light.RED),
        (-INSTANT, Light.RED),
        (timedelta(), Light.YELLOW),
        (DAY - INSTANT, Light.YELLOW),
        (DAY, Light.GREEN),
        (DAY + INSTANT, Light.GREEN),
        (30 * DAY, Light.GREEN),
    ],
)
def test_a_light_changes_at_the_very_moment(ahead: timedelta, light: Light) -> None:
    assert light_of(State.IN_PROGRESS, START + ahead, START) is light


def test_without_a_clock_the_light_is_green() -> None:
    assert light_of(State.IN_PROGRESS, None, START) is Light.GREEN


@pytest.mark.parametrize("state", State)
def test_what_has_ended_or_rests_is_never_late(state: State) -> None:
    quiet = {State.CLOSED, State.ON_PAPER, State.VOIDED, State.MERGED, State.SUSPENDED}
    assert light_of(state, START - DAY, START) is (Light.GREEN if state in quiet else Light.RED)
