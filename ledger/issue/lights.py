"""Knows the light (灯) of an issue in lists: red is overdue, yellow falls due within a day, green is the rest."""

from datetime import datetime, timedelta

from ledger.issue.issue import OPEN_STATES
from mobile_schema.vocabulary import Light, State

SOON = timedelta(hours=24)
RUNNING = OPEN_STATES - {State.SUSPENDED}
"""The states in which clocks run: only there can an issue be late."""


def light_of(state: State, due_at: datetime | None, now: datetime) -> Light:
    """The light of an issue whose next clock falls due at `due_at`; what has ended or rests is green."""
    if state not in RUNNING or due_at is None or due_at >= now + SOON:
        return Light.GREEN
    return Light.RED if due_at < now else Light.YELLOW
