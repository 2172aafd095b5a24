"""Knows what stands on an issue of what was said and done: instructions that wait, replies, milestones reached."""

from datetime import date, datetime

from msgspec import Struct


class Instruction(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """An instruction (批示) with a deadline that nobody has answered; `told_at` is when that was told as overdue.

    `number` counts the instructions on the issue. `by_region` is the region that who gave it supervises.
    """

    number: int
    note: str
    by: str
    by_region: str
    at: datetime
    due_at: datetime
    alert_id: str | None = None
    told_at: datetime | None = None


class UnitReply(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The last reply (回复) of a unit that leads or supports; `instruction` is the one that it answered."""

    unit_id: str
    note: str
    by: str
    at: datetime
    instruction: int | None = None


class Reached(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A milestone that was ticked off, by its number from 1."""

    number: int
    reached_on: date
    by: str
    at: datetime
