"""Knows what can be said of what fired: the kinds of findings, their counts, and the window that is judged."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from oversight.audit.dates import IsWorking
from oversight.audit.steps import Ladder, StepId

TOLERANCE = timedelta(seconds=2)
"""How long a step may be due before one that has not fired is missed."""
LEARNED_WITHIN = timedelta(minutes=1)
"""How long a process may go by the calendars as they were before a file was entered."""
LATE_AFTER = timedelta(seconds=1)
"""What fires later than this after its moment is late."""


class Kind(StrEnum):
    """What is counted. Each occurrence that fell due is fired, failed (nobody to tell), deferred or missed.

    `folded` were missed in an outage and are told by the one catch-up after them. `misdated` fired, or were put off,
    for another moment than the right one. `miscounted` are clocks that began with another due time than the right one.
    """

    DUE = "due"
    FIRED = "fired"
    MISSED = "missed"
    DOUBLED = "doubled"
    EARLY = "early"
    LATE = "late"
    FAILED = "failed"
    DEFERRED = "deferred"
    FOLDED = "folded"
    MISDATED = "misdated"
    MISCOUNTED = "miscounted"


WRONG = (Kind.MISSED, Kind.DOUBLED, Kind.EARLY, Kind.MISDATED, Kind.MISCOUNTED)
"""What a sound engine never does, however long it was away."""


@dataclass(frozen=True, slots=True)
class Window:
    """What is judged: occurrences that fell due from `since` (None: ever) to `until`, by what happened to `judged`.

    `heard_until` leaves out later events; None hears them all.
    """

    since: datetime | None
    until: datetime
    judged: datetime
    heard_until: datetime | None

    @classmethod
    def of(cls, since: datetime | None, until: datetime | None, now: datetime) -> "Window":
        """From one moment to another and `TOLERANCE` more; without an end, or with one to come, to the present."""
        if until is None or until >= now:
            return cls(since, now, now, None)
        judged = min(until + TOLERANCE, now)
        return cls(since, until, judged, judged)

    def covers(self, moment: datetime) -> bool:
        """Whether what fell due at that moment is judged."""
        return (self.since is None or self.since <= moment) and moment <= self.until


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The ladders by policy name and version, and the working days of a region as they were known at a moment."""

    ladders: Mapping[tuple[str, int], Ladder]
    working: Callable[[str, datetime], IsWorking]


@dataclass(frozen=True, slots=True)
class Finding:
    """One occurrence that is not as it should be. `due` is None where nothing was due, `fired` where nothing fired.

    Of a clock that is `miscounted` there is no step (""), `due` is the right due time and `fired` the one it was given.
    """

    kind: Kind
    serial: str
    obligation: str
    round: int
    step: str
    occurrence: int
    due: datetime | None
    fired: datetime | None


@dataclass(slots=True)
class Verdict:
    """What was counted on one issue, by clock, step and kind, and what was found."""

    counts: Counter[tuple[str, str, Kind]] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)

    def total(self, kind: Kind) -> int:
        """How often, on all steps."""
        return sum(count for (_, _, counted), count in self.counts.items() if counted is kind)

    @property
    def clean(self) -> bool:
        """Whether all that was due is accounted for, once, at its moment or after it."""
        return not any(self.total(kind) for kind in WRONG)

    def count(self, key: StepId, *kinds: Kind, times: int = 1) -> None:
        """Count one step."""
        for kind in kinds:
            self.counts[key[0], key[2], kind] += times
