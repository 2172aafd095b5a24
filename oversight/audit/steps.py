"""Knows when the next occurrence of each step of a ladder falls due, given what has fired before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from oversight.audit.dates import IsWorking, after_rests, end_of, later, quiet_until
from oversight.audit.expected import Clock, ClockId, Done, Timeline

Document = Mapping[str, Any]
StepId = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Expected:
    """An occurrence of a step, and the moment at which it falls due."""

    occurrence: int
    due: datetime


@dataclass(frozen=True)
class Ladder:
    """The ladder of one policy version, as its YAML has it."""

    policy: Document

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone of its days."""
        return ZoneInfo(self.policy["time_zone"])

    def step(self, code: str, name: str) -> Document | None:
        """A step of a clock, or None."""
        return next((step for step in self.steps(code) if step["step"] == name), None)

    def steps(self, code: str) -> list[Document]:
        """The steps of a clock."""
        return [step for step in self.policy["ladder"] if step["obligation"] == code]

    def limit(self, code: str, severity: str) -> Mapping[str, int]:
        """How long a clock runs, as the policy has it for a severity or for all."""
        due = self.policy["obligations"][code]["due"]
        limit: Mapping[str, int] = due.get(severity, {}) if {"ordinary", "major"} & set(due) else due
        return limit

    def quiet_until(self, moment: datetime, step: Document) -> datetime | None:
        """When a step may fire that falls due at a moment; None when it may at once."""
        return quiet_until(moment, step["light"], self.policy.get("quiet_hours"), self.zone)


@dataclass(frozen=True)
class Reckoning:
    """What is to come on an issue as its events stand, under its ladder and the working days of its region."""

    timeline: Timeline
    ladder: Ladder
    is_working: IsWorking

    def pending(self) -> dict[StepId, Expected]:
        """The next occurrence of every step that has one."""
        found = {}
        for clock in self.timeline.running():
            for step in self.ladder.steps(clock.code):
                following = next(self.following(clock, step), None)
                if following is not None:
                    found[clock.code, clock.round, step["step"]] = following
        return found

    def due_after_rests(self, clock: Clock) -> tuple[datetime, dict[str, datetime]]:
        """When a clock that has rested falls due by itself, and by what it took over from duplicates."""
        limit = self.ladder.limit(clock.code, self.timeline.severity)
        begun_with = clock.granted or end_of(clock.started_at, limit, self.ladder.zone, self.is_working)

        def moved(due: datetime, since: datetime) -> datetime:
            return after_rests(due, limit, clock.rests_since(since), self.ladder.zone, self.is_working)

        return moved(begun_with, clock.started_at), {issue: moved(*taken) for issue, taken in clock.taken.items()}

    def last_due(self, key: StepId, now: datetime) -> Expected | None:
        """Of the occurrences due by `now` the last: the only one that fires, however many were missed."""
        last = None
        for expected in self.occurrences(key):
            if expected.due > now:
                break
            last = expected
        return last

    def occurrences(self, key: StepId) -> Iterator[Expected]:
        """The occurrences of one step that are to come."""
        clock_id: ClockId = key[:2]
        clock = self.timeline.clocks.get(clock_id)
        step = self.ladder.step(key[0], key[2])
        if clock is not None and step is not None and clock in self.timeline.running():
            yield from self.following(clock, step)

    def following(self, clock: Clock, step: Document) -> Iterator[Expected]:
        """The occurrences of one step that are to come on one clock, as long as nothing else happens."""
        done = clock.steps.get(step["step"]) or Done()
        for occurrence, moment in self._moments(clock, step, done):
            yield Expected(occurrence, max(filter(None, (moment, clock.not_before, done.deferred_until))))

    def _moments(self, clock: Clock, step: Document, done: Done) -> Iterator[tuple[int, datetime]]:
        if done.acknowledged_at is not None:
            if step.get("again_if_idle"):
                idle_from = max(filter(None, (done.acknowledged_at, self.timeline.active_at, clock.not_before)))
                yield done.occurrence + 1, self._later(idle_from, step["again_if_idle"])
            return
        first = self._first(clock, step)
        if first is None:
            return
        occurrence = done.occurrence - done.idle + 1
        if occurrence == 1:
            yield 1, first
            occurrence = 2
        last_at = done.last_at
        if last_at is not None:
            last_at += sum((until - since for since, until in clock.rests_since(last_at)), timedelta())
        repeat = step.get("repeat")
        if not repeat:
            return
        last = self._later(first, repeat["until"]) if repeat.get("until") else None
        while not repeat.get("at_most") or occurrence <= repeat["at_most"]:
            moment = self._later(first, repeat["every"], occurrence - 1)
            if last is not None and moment > last:
                return
            # What passed while the step was acknowledged, before it was told again, is past.
            if last_at is None or moment > last_at:
                yield occurrence + done.idle, moment
            occurrence += 1

    def _first(self, clock: Clock, step: Document) -> datetime | None:
        if step.get("needs"):
            needed = clock.steps.get(step["needs"])
            if needed is None or needed.occurrence == 0 or needed.first_at is None:
                return None
            rests = clock.rests_since(needed.first_at)
            lapsed = self._later(needed.first_at, step["lapse"])
            return after_rests(lapsed, step["lapse"], rests, self.ladder.zone, self.is_working)
        if step.get("before"):
            ahead = self._later(clock.due, step["before"], -1)
            return ahead if ahead > clock.started_at else None
        return self._later(clock.due, step["after"]) if step.get("after") else clock.due

    def _later(self, moment: datetime, span: Mapping[str, int], times: int = 1) -> datetime:
        return later(moment, span, self.ladder.zone, self.is_working, times)
