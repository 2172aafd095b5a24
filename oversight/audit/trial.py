"""Knows how to hold what fired on one issue against what should have, event by event."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from oversight.audit.dates import IsWorking
from oversight.audit.expected import DEFERRED, FAILED, OUTCOMES, Clock, Timeline
from oversight.audit.limits import fresh_starts, right_due
from oversight.audit.steps import Expected, Ladder, Reckoning, StepId
from oversight.audit.verdict import LATE_AFTER, LEARNED_WITHIN, TOLERANCE, Finding, Kind, Rulebook, Verdict, Window

Document = Mapping[str, Any]


class UnknownPolicy(LookupError):
    """An issue runs under a policy version that is not here: nothing can be said of it."""


@dataclass(frozen=True, slots=True)
class Pending:
    """The next occurrence of a step, and since when it is that: before, nobody could have fired it."""

    expected: Expected
    since: datetime

    def fell_due(self, expected: Expected | None = None) -> datetime:
        """When it fell due, or a later occurrence that is due in its place."""
        return max((expected or self.expected).due, self.since)


def judge(events: Iterable[Document], rules: Rulebook, window: Window) -> Verdict:
    """One issue by its events as stored, in the order of their versions. Raises UnknownPolicy."""
    trial = _Trial(rules, window)
    heard = (event for event in events if window.heard_until is None or event["at"] <= window.heard_until)
    for _, together in groupby(heard, key=_said_at_once):
        trial.hear(list(together))
    return trial.close()


def _said_at_once(event: Document) -> object:
    """One sweep decides all it says on the issue as it stood before; everything else comes one by one."""
    return event["at"] if event["type"] in OUTCOMES else event["_id"]


class _Trial:
    def __init__(self, rules: Rulebook, window: Window) -> None:
        self._rules = rules
        self._window = window
        self._timeline = Timeline()
        self._verdict = Verdict()
        self._pending: dict[StepId, Pending] = {}
        self._deferred: dict[StepId, datetime] = {}
        self._put_off: set[tuple[StepId, datetime]] = set()
        self._working: IsWorking | None = None

    def hear(self, events: list[Document]) -> None:
        """What happened at one moment. What was due before, and is so no more without having been told, is missed."""
        at = events[0]["at"]
        self._pass_to(at)
        due = {key: pending for key, pending in self._pending.items() if pending.fell_due() < at}
        told = self._hear_sweep(events, at) if events[0]["type"] in OUTCOMES else self._hear_other(events[0])
        self._look(at)
        for key, pending in due.items():
            still = self._pending.get(key)
            if key not in told and (still is None or still.expected.due > at):
                self._missed(key, pending)

    def close(self) -> Verdict:
        """The verdict: what has been due for longer than the tolerance by now is missed."""
        self._pass_to(self._window.judged)
        for key, pending in self._pending.items():
            if pending.fell_due() + TOLERANCE <= self._window.judged:
                self._missed(key, pending)
        for key, due in self._deferred.items():
            if self._window.covers(due):
                self._verdict.count(key, Kind.DUE, Kind.DEFERRED)
        return self._verdict

    def _pass_to(self, at: datetime) -> None:
        suspended_until = self._timeline.suspended_until
        woken = self._timeline.pass_to(at)
        if suspended_until is not None and self._timeline.suspended_until is None:
            self._give_back(woken, suspended_until)
            self._look(suspended_until)
        if self._timeline.region and self._rules.working(self._timeline.region, at) != self._working:
            self._look(at)

    def _give_back(self, woken: list[Clock], at: datetime) -> None:
        """Set when clocks that have rested fall due, whether or not anybody noticed yet that they run on."""
        ladder = self._ladder()
        if ladder is not None:
            reckoning = Reckoning(self._timeline, ladder, self._rules.working(self._timeline.region, at))
            for clock in woken:
                clock.own_due, clock.adopted = reckoning.due_after_rests(clock)

    def _look(self, at: datetime) -> None:
        """Reckon anew what is to come, as of `at`."""
        ladder = self._ladder()
        if ladder is None:
            return
        self._working = self._rules.working(self._timeline.region, at)
        before, self._pending = self._pending, {}
        for key, expected in Reckoning(self._timeline, ladder, self._working).pending().items():
            known = before.get(key)
            self._pending[key] = known if known and known.expected == expected else Pending(expected, at)

    def _ladder(self) -> Ladder | None:
        policy = self._timeline.policy
        if policy is None:
            return None
        if policy not in self._rules.ladders:
            raise UnknownPolicy(f"{self._timeline.serial}: no policy {policy[0]}@{policy[1]}")
        return self._rules.ladders[policy]

    def _hear_other(self, event: Document) -> set[StepId]:
        self._timeline.follow(event)
        self._judge_limits(event)
        return set()

    def _judge_limits(self, event: Document) -> None:
        """Whether each clock that begins was given the due time of its limit, by the days worked as known then."""
        ladder, at, timeline = self._ladder(), event["at"], self._timeline
        if ladder is None or not self._window.covers(at):
            return
        known = [self._rules.working(timeline.region, moment) for moment in (at, at - LEARNED_WITHIN)]
        for clock in fresh_starts(event):
            code = clock["code"]
            right = [right_due(ladder, code, timeline.severity, at, is_working) for is_working in known]
            if None not in right and clock["due_at"] not in right:
                key = (code, clock["round"], "")
                self._add(Kind.MISCOUNTED, key, 0, right[0], clock["due_at"])

    def _hear_sweep(self, events: list[Document], at: datetime) -> set[StepId]:
        """The steps that were rightly dealt with, or at least told."""
        ladder = self._ladder()
        last: dict[StepId, Expected | None] = {}
        if ladder is not None and self._working is not None:
            reckoning = Reckoning(self._timeline, ladder, self._working)
            last = {key: reckoning.last_due(key, at) for key in map(_key, events) if key in self._pending}
        return {_key(event) for event in events if self._judge(event, _key(event), ladder, last.get(_key(event)))}

    def _judge(self, event: Document, key: StepId, ladder: Ladder | None, last: Expected | None) -> bool:
        """Whether this accounts for its step."""
        data, at = event["data"], event["at"]
        pending = self._pending.get(key)
        step = ladder.step(key[0], key[2]) if ladder else None
        if self._was_said(key, event):
            self._find(Kind.DOUBLED, key, event, None)
            return False
        if pending is None or step is None or (data["policy"], data["policy_version"]) != self._timeline.policy:
            self._find(Kind.EARLY, key, event, None)
            return False
        if last is None or data["occurrence"] > last.occurrence:
            self._find(Kind.EARLY, key, event, pending.expected.due if last is None else None)
            return self._take(key, event, at)
        if data["occurrence"] < last.occurrence:
            # After an outage there is one catch-up; each occurrence told by itself is one too many.
            self._find(Kind.DOUBLED, key, event, last.due)
            return self._take(key, event, at)
        fell_due = pending.fell_due(last)
        if data["due_at"] != last.due:
            self._find(Kind.MISDATED, key, event, last.due)
        if at - fell_due > LATE_AFTER:
            self._find(Kind.LATE, key, event, fell_due)
        quiet_until = ladder.quiet_until(at, step) if ladder else None
        if event["type"] == DEFERRED:
            return self._put_off_until(quiet_until, key, event, fell_due)
        if quiet_until is not None:
            self._find(Kind.EARLY, key, event, quiet_until)
        if self._window.covers(fell_due):
            self._verdict.count(key, Kind.FOLDED, times=last.occurrence - pending.expected.occurrence)
        return self._take(key, event, fell_due)

    def _was_said(self, key: StepId, event: Document) -> bool:
        if event["type"] == DEFERRED:
            return (key, event["data"]["until"]) in self._put_off
        clock = self._timeline.clocks.get(key[:2])
        done = clock.steps.get(key[2]) if clock else None
        return done is not None and done.occurrence >= event["data"]["occurrence"]

    def _put_off_until(self, until: datetime | None, key: StepId, event: Document, fell_due: datetime) -> bool:
        if until != event["data"]["until"]:
            self._find(Kind.MISDATED, key, event, until)
        if until is None:
            return False
        self._put_off.add((key, event["data"]["until"]))
        self._deferred.setdefault(key, fell_due)
        self._timeline.defer(event["data"], until)
        return True

    def _take(self, key: StepId, event: Document, fell_due: datetime) -> bool:
        """The step is dealt with, rightly or not."""
        if event["type"] != DEFERRED:
            self._timeline.follow(event)
            self._deferred.pop(key, None)
            if self._window.covers(fell_due):
                self._verdict.count(key, Kind.DUE, Kind.FAILED if event["type"] == FAILED else Kind.FIRED)
        return True

    def _missed(self, key: StepId, pending: Pending) -> None:
        self._deferred.pop(key, None)
        if self._window.covers(pending.fell_due()):
            self._verdict.count(key, Kind.DUE)
            self._add(Kind.MISSED, key, pending.expected.occurrence, pending.fell_due(), None)

    def _find(self, kind: Kind, key: StepId, event: Document, due: datetime | None) -> None:
        judged_by = event["at"] if due is None or kind in (Kind.EARLY, Kind.DOUBLED) else due
        if self._window.covers(judged_by):
            self._add(kind, key, event["data"]["occurrence"], due, event["at"])

    def _add(self, kind: Kind, key: StepId, occurrence: int, due: datetime | None, fired: datetime | None) -> None:
        self._verdict.count(key, kind)
        self._verdict.findings.append(Finding(kind, self._timeline.serial, *key, occurrence, due, fired))


def _key(event: Document) -> StepId:
    data = event["data"]
    return data["obligation"], data["round"], data["step"]
