"""Knows what an explanation says of clocks: how each was counted, moved and ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from oversight.explain.told.happening import Happening

ChangeKind = Literal[
    "suspended",
    "resumed",
    "adopted",
    "released",
    "parted",
    "moved",
    "recomputed",
    "runs_again",
    "unvoided",
    "corrected",
]
"""What an event did to a clock that had started."""


@dataclass(frozen=True, slots=True)
class DaySkipped:
    """A day that a limit in working days passes over: `weekend`, `holiday` (national) or `local` (closing day)."""

    day: date
    why: Literal["weekend", "holiday", "local"]
    reason_zh: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How a due time was counted: the limit, and every local day on the way from the day after the start.

    `limit` holds what is not zero of months, days, working_days, hours, minutes; empty is the end of the day of the
    start. With `or_next_working_day` the last day is put off to the next working day. `made_up` are the counted days
    that are worked in the place of others (调休). `holds` is False when the calendar known now would count otherwise
    than the one that set the clock.
    """

    policy: str
    limit: Mapping[str, int]
    or_next_working_day: bool
    counted: tuple[date, ...]
    made_up: tuple[date, ...]
    skipped: tuple[DaySkipped, ...]
    ends_at: datetime
    provisional: bool
    holds: bool


@dataclass(frozen=True, slots=True)
class Extension:
    """延期: a clock's due time as granted. `asked` is the request, `approved` the decision."""

    asked: Happening | None
    approved: Happening
    original_due_at: datetime
    granted_due_at: datetime


@dataclass(frozen=True, slots=True)
class ClockChange:
    """What an event did to a clock. `due_before` and `due_after` are alike when it did not move.

    `rested_ms` comes with "resumed", `issue` (the other issue's 编号) with "adopted" and "released".
    """

    kind: ChangeKind
    by: Happening
    due_before: datetime
    due_after: datetime
    rested_ms: int = 0
    issue: str | None = None


@dataclass(frozen=True, slots=True)
class ClockTold:
    """One clock (时限节点): why this due time, what moved it, what ended it.

    `due_at` is the end of the counted days (or what was granted), moved on by what of its rests (`rested_ms` in all)
    would have counted, in whole days, unless a duplicate brought an earlier one: then `own_due_at` is that sum.
    `given_due_at` is the deadline that the matter itself came with: then no days are counted. `paused_at` is there
    while it rests. `condition`: running, overdue, resting, merged (its issue is), or its outcome.
    """

    code: str
    round: int
    title_zh: str
    title_en: str
    condition: Literal["running", "overdue", "resting", "merged", "satisfied", "cancelled", "extended", "out_of_scope"]
    started_at: datetime
    started_by: Happening
    due_at: datetime
    own_due_at: datetime | None
    original_due_at: datetime | None
    provisional: bool
    paused_at: datetime | None
    rested_ms: int
    counted: Counted | None
    extension: Extension | None
    changes: tuple[ClockChange, ...]
    ended_at: datetime | None
    ended_by: Happening | None
    given_due_at: datetime | None = None
