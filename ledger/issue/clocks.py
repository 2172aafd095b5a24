"""Knows a clock (时限节点) of an issue, and what the steps of the ladder have done on it."""

from datetime import datetime

from msgspec import Struct


class StepState(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a ladder step has done so far on one clock. `occurrence` is the last that ended, 0 before the first.

    `counts_from` is when the first did, from which lapses count; `told_at` when the last of several did. `idle` of them
    came as nobody did anything (`again_if_idle`), and count for no repetition.
    `deferred_until` is when the next occurrence fires that fell due in quiet hours.
    """

    occurrence: int
    counts_from: datetime
    told_at: datetime | None = None
    idle: int = 0
    failed: bool = False
    acknowledged_at: datetime | None = None
    deferred_until: datetime | None = None


class ObligationState(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One clock (时限节点) of an issue. `round` counts its starts: a second closure request has a second verify.

    `outcome` is None while it runs, then "satisfied", "cancelled", "extended" or "out_of_scope". `runs_from` is when it
    began to run again, after a return, a suspension, a move or a merger: nothing on it falls due before.
    `granted_due_at` is the deadline that an extension began it with; `rests` are its times at rest in order,
    `rested_ms` all of them.
    `adopted` holds, by issue, the earlier due times of duplicates merged into this one, `taken_over` what each is on
    the duplicate itself, and when it was taken over; `due_at` is the earliest, `own_due_at` its own then.
    """

    code: str
    round: int
    started_at: datetime
    due_at: datetime
    original_due_at: datetime | None = None
    granted_due_at: datetime | None = None
    provisional: bool = False
    runs_from: datetime | None = None
    paused_at: datetime | None = None
    rests: tuple[tuple[datetime, datetime], ...] = ()
    rested_ms: int = 0
    own_due_at: datetime | None = None
    adopted: dict[str, datetime] = {}
    taken_over: dict[str, tuple[datetime, datetime]] = {}
    ended_at: datetime | None = None
    outcome: str | None = None
    steps: dict[str, StepState] = {}

    @property
    def key(self) -> str:
        """Names this clock within its issue, e.g. `verify.2`."""
        return f"{self.code}.{self.round}"

    @property
    def own_due(self) -> datetime:
        """When it falls due by itself, whatever it adopted from duplicates."""
        return self.own_due_at or self.due_at

    @property
    def original_due(self) -> datetime:
        """The deadline it had before anybody moved it."""
        return self.original_due_at or self.own_due

    def rests_since(self, moment: datetime) -> tuple[tuple[datetime, datetime], ...]:
        """Its times at rest that began at a moment or later."""
        return tuple(rest for rest in self.rests if rest[0] >= moment)

    @property
    def running(self) -> bool:
        """Whether it has not ended; one that rests runs still."""
        return self.ended_at is None
