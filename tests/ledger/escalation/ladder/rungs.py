"""Knows an issue in progress on a ladder of a few steps, and what a sweep at a moment fires on it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from mobile_schema.vocabulary import State
from tests.ledger import policies
from tests.ledger.factories import SHANGHAI
from tests.ledger.stories import Story, in_state

LOCAL_DUE = datetime(2026, 3, 9, 23, 59, 59, tzinfo=SHANGHAI)
"""When a story in progress is to be resolved."""


def story(*steps: dict[str, Any], **said: Any) -> Story:
    """An issue in progress on a ladder of these steps."""
    return in_state(State.IN_PROGRESS, rules=policies.rules(policies.policy(*steps, **said)))


def at(of: Story, moment: datetime) -> list[tuple[str, int]]:
    """What a sweep at that moment fires: (step, occurrence)."""
    of.clock.moment = moment.astimezone(UTC)
    return [(event.step, event.occurrence) for event in of.sweep()]


def days(count: float) -> datetime:
    """So many days after the deadline."""
    return LOCAL_DUE + timedelta(days=count)
