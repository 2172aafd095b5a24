"""Knows what time is: one object that every rule is handed instead of asking the machine."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Where the present comes from."""

    def now(self) -> datetime:
        """The present: aware, UTC, whole milliseconds (what BSON keeps)."""
        ...


def to_milliseconds(moment: datetime) -> datetime:
    """The same moment cut to whole milliseconds, in UTC."""
    return moment.astimezone(UTC).replace(microsecond=moment.microsecond // 1000 * 1000)


class SystemClock:
    """The machine's own time; nothing moves it."""

    def now(self) -> datetime:
        """The machine's time."""
        return to_milliseconds(datetime.now(UTC))


@dataclass(slots=True)
class HeldClock:
    """A clock that stands still until it is moved: tests and simulations run a month in a second."""

    moment: datetime

    def now(self) -> datetime:
        """The moment it is held at."""
        return to_milliseconds(self.moment)

    def advance(self, by: timedelta) -> datetime:
        """Move forward and answer the new present."""
        self.moment += by
        return self.now()
