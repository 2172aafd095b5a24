"""Knows by when a letter asks for an answer: by the deadline, or where that is over by a day to come."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

DAYS_TO_ANSWER: Final = 3
"""Working days from the receipt of a letter, where no step of the ladder says by when."""
_SOONEST: Final = timedelta(days=1)
"""An answer that is asked for sooner could not be written."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a letter asks for; with neither moment the answer is due so many working days after the letter came."""

    overdue_since: datetime | None
    by: datetime | None


def asked_by(deadline: datetime, next_step: datetime | None, now: datetime) -> Asked:
    """The deadline while it lies ahead; else the next step of the ladder, where there is time until then."""
    if deadline > now:
        return Asked(None, deadline)
    answer = next_step if next_step is not None and next_step - now >= _SOONEST else None
    return Asked(deadline, answer)
