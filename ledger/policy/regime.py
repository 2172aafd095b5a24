"""Knows the regime an issue stands under, and counts by its zone and its calendar."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from ledger.calendar.calendars import Calendar
from ledger.calendar.deadlines import Length, Span, TimeLimit, due_at, is_provisional, occurrences_until, shifted
from ledger.calendar.rests import Rests, over_working_days, rests_are_settled, run_on
from ledger.groundwork.memo import Memo
from ledger.issue.clocks import ObligationState
from ledger.policy.policy import Policy
from mobile_schema.vocabulary import Severity


class Due(NamedTuple):
    """When a clock falls due (UTC); `provisional` when that may move as a year is published."""

    at: datetime
    provisional: bool


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
    _moments: Memo[tuple[str, datetime, datetime], Moments] = field(default_factory=Memo, init=False, compare=False)

    def due(self, code: str, severity: Severity, start: datetime) -> Due:
        """When the policy's clock `code` falls due if it starts at `start`. Raises KeyError: no such clock or limit."""
        limit, zone = self.policy.obligations[code].due[severity], self.policy.zone
        return Due(due_at(start, limit, zone, self.calendar), is_provisional(start, limit, zone, self.calendar))

    def limit(self, code: str, severity: Severity) -> TimeLimit:
        """How long the policy's clock `code` runs; natural days where it has none for an issue of this severity."""
        rule = self.policy.obligations.get(code)
        return (rule.due.get(severity) if rule else None) or TimeLimit()

    def due_after(self, due: Due, rests: Rests, limit: TimeLimit) -> Due:
        """When a clock with this limit falls due once it has rested."""
        at = self.run_on(due.at, rests, limit)
        settled = not over_working_days(limit) or rests_are_settled(at, rests, self.policy.zone, self.calendar)
        return Due(at, due.provisional or not settled)

    def run_on(self, moment: datetime, rests: Rests, length: Length) -> datetime:
        """Where a moment that a length of time led to lies once the clock has rested."""
        return run_on(moment, rests, length, self.policy.zone, self.calendar) if rests else moment

    def shift(self, moment: datetime, span: Span, *, times: int = 1, back: bool = False) -> datetime:
        """The moment that lies `times` spans after another, or before it: aware, UTC."""
        return shifted(moment, span, self.policy.zone, self.calendar, times=times, back=back)

    def occurrences_until(self, base: datetime, span: Span, now: datetime) -> int:
        """How many times a span can be added to `base` without passing `now`."""
        return occurrences_until(base, span, now, self.policy.zone, self.calendar)

    def moments(self, clock: ObligationState, find: Callable[[], Moments]) -> Moments:
        """What all clocks set alike have in common, found once: they are many, and set at one time."""
        return self._moments.of((clock.code, clock.started_at, clock.due_at), find)
