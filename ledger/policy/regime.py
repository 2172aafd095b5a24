"""Knows the regime an issue stands under: its policy, its zone and its calendar."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ledger.calendar.calendars import Calendar
from ledger.groundwork.memo import Memo
from ledger.issue.issue import ObligationState
from ledger.policy.policy import Policy


@dataclass(frozen=True, slots=True)
class Moments:
    """When each step first falls due, None where it never does; and the earliest of all."""

    of: Mapping[str, datetime | None]
    earliest: datetime | None


@dataclass(frozen=True, slots=True)
class Regime:
    """Under what clocks start: a policy version, and the working days of a region."""

    policy: Policy
    calendar: Calendar
    _moments: Memo[tuple[str, datetime, datetime], Moments] = field(
        default_factory=Memo, init=False, compare=False, repr=False
    )

    def moments(self, clock: ObligationState, find: Callable[[], Moments]) -> Moments:
        """What all clocks set alike have in common, found once: they are many, and set at one time."""
        return self._moments.of((clock.code, clock.started_at, clock.due_at), find)
