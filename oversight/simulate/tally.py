"""Knows how what fired is counted: by step, by level, by unit, by week."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from ledger.calendar.deadlines import end_of_day
from mobile_schema.events.assigning_events import IssueAssigned
from mobile_schema.events.envelope import EventEnvelope
from mobile_schema.events.escalation_events import EscalationFailed, EscalationFired
from mobile_schema.fields import as_utc

IN_UNIT = "unit"
IN_TRIAGE = "triage"


@dataclass(frozen=True, slots=True)
class Window:
    """What is counted: the moments from one to another, both included; None is from the beginning.

    `zone` says where weeks begin.
    """

    since: datetime | None
    until: datetime
    zone: ZoneInfo

    @classmethod
    def between(cls, first: date | None, last: date | None, latest: datetime, zone: ZoneInfo) -> "Window":
        """From the beginning of a local day to the end of another, and no further than `latest`.

        Raises ValueError when nothing lies between.
        """
        since = None if first is None else as_utc(datetime.combine(first, time(), tzinfo=zone))
        until = latest if last is None else min(end_of_day(last, zone), latest)
        if since is not None and since > until:
            raise ValueError("起始日晚于结束日 / it would begin after it ends")
        return cls(since, until, zone)

    def holds(self, moment: datetime) -> bool:
        """Whether a moment is within."""
        return moment <= self.until and (self.since is None or self.since <= moment)

    def week(self, moment: datetime) -> str:
        """The ISO 8601 week of its local day, such as `2026-W09`."""
        return week_of(moment.astimezone(self.zone).date())


def week_of(day: date) -> str:
    """The ISO 8601 week of a day."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


@dataclass(slots=True)
class Tally:
    """What fired. One step that fired is one in `steps`, `units` and `weeks`; `levels` counts each of its alerts.

    `levels` has `unit` for people of units beside the levels of supervisors, `units` has `triage` for issues that no
    unit has yet. `failed` are steps that fell due with nobody to tell.
    """

    steps: Counter[str] = field(default_factory=Counter)
    levels: Counter[str] = field(default_factory=Counter)
    units: Counter[str] = field(default_factory=Counter)
    weeks: Counter[str] = field(default_factory=Counter)
    failed: int = 0

    @property
    def fired(self) -> int:
        """How many steps fired."""
        return self.steps.total()

    def count(self, events: Iterable[EventEnvelope], window: Window) -> int:
        """Count what fired among the events of one issue; how many events there were."""
        unit, seen = IN_TRIAGE, 0
        for envelope in events:
            event = envelope.data
            seen += 1
            if isinstance(event, EscalationFired):
                if window.holds(envelope.at):
                    self._fired(event, unit, window.week(envelope.at))
            elif isinstance(event, IssueAssigned):
                unit = event.unit_id
            elif isinstance(event, EscalationFailed):
                self.failed += window.holds(envelope.at)
        return seen

    def add(self, other: "Tally") -> None:
        """Count what another counted."""
        self.steps += other.steps
        self.levels += other.levels
        self.units += other.units
        self.weeks += other.weeks
        self.failed += other.failed

    def _fired(self, event: EscalationFired, unit: str, week: str) -> None:
        self.steps[event.step] += 1
        self.units[unit] += 1
        self.weeks[week] += 1
        for alert in event.alerts:
            self.levels[str(alert.recipient_level or IN_UNIT)] += 1
