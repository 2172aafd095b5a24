"""Knows what an issue is made of beside its clocks: what was asked, what it rests on, was merged into or came from."""

from datetime import date, datetime

from msgspec import Struct

from mobile_schema.events.facts import EvidenceItem
from mobile_schema.events.matter_events import Paper, PartOf
from mobile_schema.vocabulary import (
    MatterSource,
    RecheckResult,
    State,
    VoidCause,
)


class ExtensionRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An extension (延期) asked for and not yet decided."""

    obligation: str
    due_at: datetime
    reason: str
    requested_by: str
    requested_at: datetime


class SuspensionRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A suspension (挂起) asked for and not yet decided."""

    reason: str
    until: datetime
    requested_by: str
    requested_at: datetime


class Suspension(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A suspension that holds: until when, and the state it goes back to."""

    reason: str
    until: datetime
    since: datetime
    back_to: State


class Merger(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a duplicate was merged into (并案), and the state it goes back to when that is undone."""

    into: str
    into_serial: str
    back_to: State


class Voiding(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a void issue was when it was voided (误报): its state, the `suspension` that held, whether it was overdue.

    `clocks` are the keys of those that ended by it, `cause` is why it is void where that is no error.
    """

    since: datetime
    back_to: State
    overdue: bool
    clocks: tuple[str, ...]
    suspension: Suspension | None
    cause: VoidCause | None = None


class Matter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a supervisor entered of a matter (交办事项): where it comes from, what is to be done, by the end of which
    local day, and the set that it is part of.
    """

    source: MatterSource
    paper: Paper | None = None
    demand: str | None = None
    due_on: date | None = None
    part_of: PartOf | None = None


class ClosureRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The last request to strike the issue off (申请销号)."""

    statement: str
    evidence: tuple[EvidenceItem, ...]
    requested_by: str
    requested_at: datetime


class Recheck(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The last look, by someone who did not do the work."""

    result: RecheckResult
    on_site: bool
    note: str | None
    report_id: str | None
    by: str
    at: datetime
    attachments: tuple[str, ...] = ()
