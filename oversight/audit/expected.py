"""Knows which clocks (时限节点) of an issue ran when, and how far their ladders had come, as its events tell it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Document = Mapping[str, Any]
ClockId = tuple[str, int]

SYSTEM = "system"
FIRED, FAILED, DEFERRED = "escalation.fired.v1", "escalation.failed.v1", "escalation.deferred.v1"
ACKNOWLEDGED = "alert.acknowledged.v1"
OUTCOMES = frozenset({FIRED, FAILED, DEFERRED})
_OPENED = ("issue.reported.v1", "matter.entered.v1", "issue.imported.v1")
_NOTHING_DONE = frozenset({ACKNOWLEDGED, *_OPENED, "comment.added.v1", "instruction.given.v1", "reminder.sent.v1"})
_ENDS = frozenset({"issue.closed.v1", "issue.voided.v1", "issue.merged.v1"})
_BEGINS_AGAIN = frozenset({"issue.reopened.v1", "issue.parted.v1", "issue.unvoided.v1"})


@dataclass(slots=True)
class Done:
    """How far one step has come: the last occurrence that ended, when the first and when the last did.

    `idle` of them are none of its repetitions.
    """

    occurrence: int = 0
    idle: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    acknowledged_at: datetime | None = None
    deferred_until: datetime | None = None


@dataclass(slots=True, eq=False)
class Clock:
    """One clock: its own due time and those adopted from duplicates, of which the earliest holds.

    `granted` is the deadline that an extension began it with; `taken` is what each adopted one is on the duplicate, and
    since when it counts here; `void_since` is when it rested last before its issue was voided.
    """

    code: str
    round: int
    started_at: datetime
    own_due: datetime
    granted: datetime | None = None
    adopted: dict[str, datetime] = field(default_factory=dict)
    taken: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)
    rests: list[tuple[datetime, datetime]] = field(default_factory=list)
    not_before: datetime | None = None
    resting_since: datetime | None = None
    void_since: datetime | None = None
    ended: bool = False
    steps: dict[str, Done] = field(default_factory=dict)

    @property
    def due(self) -> datetime:
        """The due time that holds."""
        return min([self.own_due, *self.adopted.values()])

    def rests_since(self, at: datetime) -> list[tuple[datetime, datetime]]:
        """Its rests that began at a moment or later."""
        return [rest for rest in self.rests if rest[0] >= at]

    def wake(self, at: datetime) -> None:
        """Run on as of `at`."""
        if self.resting_since is not None:
            self.rests.append((self.resting_since, max(at, self.resting_since)))
            self.resting_since, self.not_before = None, at


@dataclass(slots=True)
class Timeline:
    """One issue up to some event of it. `follow` takes the events as stored, in the order of their versions."""

    serial: str = ""
    severity: str = ""
    region: str = ""
    policy: tuple[str, int] | None = None
    stands: bool = True
    """whether it is open, so that its clocks count"""
    suspended_until: datetime | None = None
    active_at: datetime | None = None
    clocks: dict[ClockId, Clock] = field(default_factory=dict)
    void_until: datetime | None = None
    """until when it was suspended as it was voided"""

    def running(self) -> list[Clock]:
        """The clocks on which something can fall due."""
        return [clock for clock in self.clocks.values() if self.stands and not clock.ended and not clock.resting_since]

    def pass_to(self, at: datetime) -> list[Clock]:
        """Let time pass: a suspension whose day has come ends by itself, whether or not anybody noticed.

        The clocks that run on by it, their due times as they were.
        """
        if self.stands and self.suspended_until is not None and self.suspended_until <= at:
            return self._wake(self.suspended_until)
        return []

    def follow(self, event: Document) -> None:
        """The next event."""
        at, data, kind = event["at"], event["data"], event["type"]
        self.pass_to(at)
        if kind in _ENDS:
            self.stands = False
        elif kind in _BEGINS_AGAIN:
            self.stands = True
        if "policy" in data and kind not in OUTCOMES:
            self.policy = (data["policy"], data["policy_version"])
        particular = _PARTICULAR.get(kind)
        if particular is not None:
            particular(self, data, at)
        self._change_clocks(data.get("clocks") or {}, data.get("resumed_at") or at)
        if event["actor"]["person_id"] != SYSTEM and kind not in _NOTHING_DONE:
            self.active_at = at

    def defer(self, data: Document, until: datetime) -> None:
        """A step was put off, rightly so."""
        clock = self.clocks.get((data["obligation"], data["round"]))
        if clock is not None:
            clock.steps.setdefault(data["step"], Done()).deferred_until = until

    def _change_clocks(self, changes: Document, at: datetime) -> None:
        for key in changes.get("ended") or ():
            clock = self.clocks[key["code"], key["round"]]
            clock.ended, clock.resting_since = True, None
        for key in changes.get("resumed") or ():
            clock = self.clocks[key["code"], key["round"]]
            clock.ended, clock.not_before = False, at
            if self.suspended_until is not None:
                clock.resting_since = clock.resting_since or at
        for key in changes.get("moved") or ():
            clock = self.clocks[key["code"], key["round"]]
            clock.own_due, clock.not_before = key["due_at"], at
        for key in changes.get("started") or ():
            resting = at if self.suspended_until is not None else None
            granted = key["due_at"] if key.get("original_due_at") else None
            self.clocks[key["code"], key["round"]] = Clock(
                key["code"], key["round"], at, key["due_at"], granted, resting_since=resting
            )
        for key in changes.get("adopted") or ():
            clock, issue = self.clocks[key["code"], key["round"]], key["issue_id"]
            clock.adopted[issue], clock.not_before = key["due_at"], at
            clock.taken[issue] = (key["own_due_at"], clock.taken[issue][1])

    def _reported(self, data: Document, _: datetime) -> None:
        self.serial, self.severity, self.region = data["serial"], data["severity"], data["region"]

    def _corrected(self, data: Document, _: datetime) -> None:
        self.severity, self.region = data["after"]["severity"], data["after"]["region"]

    def _suspended(self, data: Document, at: datetime) -> None:
        self.suspended_until = data["until"]
        for clock in self.clocks.values():
            if not clock.ended and clock.resting_since is None:
                clock.resting_since = at

    def _resumed(self, data: Document, _: datetime) -> None:
        if self.suspended_until is not None:
            self._wake(data["resumed_at"])

    def _wake(self, at: datetime) -> list[Clock]:
        self.suspended_until = None
        resting = [clock for clock in self.clocks.values() if not clock.ended and clock.resting_since is not None]
        for clock in resting:
            clock.wake(at)
        return resting

    def _voided(self, _: Document, at: datetime) -> None:
        self.void_until, self.suspended_until = self.suspended_until, None
        for clock in self.clocks.values():
            if not clock.ended:
                clock.void_since = clock.resting_since or at

    def _unvoided(self, data: Document, at: datetime) -> None:
        """It has rested since; where the day of its suspension has not come, it rests on."""
        if self.void_until is not None and self.void_until > at:
            self.suspended_until = self.void_until
        for key in data["clocks"]["resumed"]:
            clock = self.clocks[key["code"], key["round"]]
            clock.resting_since = clock.void_since
            if self.suspended_until is None:
                clock.wake(at)

    def _parted(self, data: Document, at: datetime) -> None:
        for clock in self.clocks.values():
            if not clock.ended:
                clock.not_before = at
        for told in data.get("told") or ():
            self.clocks[told["code"], told["round"]].steps[told["step"]] = Done(
                told["occurrence"], told["idle"], told["first_at"], told["last_at"], told["acknowledged_at"]
            )

    def _absorbed(self, data: Document, at: datetime) -> None:
        for key in data["adopted"]:
            clock = self.clocks[key["code"], key["round"]]
            clock.adopted[data["issue_id"]], clock.not_before = key["due_at"], at
            clock.taken[data["issue_id"]] = (key["due_at"], at)

    def _released(self, data: Document, _: datetime) -> None:
        for clock in self.clocks.values():
            clock.adopted.pop(data["issue_id"], None)
            clock.taken.pop(data["issue_id"], None)

    def _stepped(self, data: Document, at: datetime) -> None:
        clock = self.clocks.get((data["obligation"], data["round"]))
        if clock is not None:
            before = clock.steps.get(data["step"]) or Done()
            idle = before.idle + bool(data.get("idle"))
            clock.steps[data["step"]] = Done(data["occurrence"], idle, before.first_at or at, at)

    def _acknowledged(self, data: Document, at: datetime) -> None:
        clock = self.clocks.get((data["obligation"], data["round"]))
        done = clock.steps.get(data["step"]) if clock else None
        if done is not None and done.occurrence == data["occurrence"] and done.acknowledged_at is None:
            done.acknowledged_at = at


_PARTICULAR: Mapping[str, Callable[[Timeline, Document, datetime], None]] = {
    **dict.fromkeys(_OPENED, Timeline._reported),
    "issue.corrected.v1": Timeline._corrected,
    "issue.suspended.v1": Timeline._suspended,
    "issue.resumed.v1": Timeline._resumed,
    "issue.voided.v1": Timeline._voided,
    "issue.unvoided.v1": Timeline._unvoided,
    "issue.parted.v1": Timeline._parted,
    "duplicate.absorbed.v1": Timeline._absorbed,
    "duplicate.released.v1": Timeline._released,
    FIRED: Timeline._stepped,
    FAILED: Timeline._stepped,
    ACKNOWLEDGED: Timeline._acknowledged,
}
