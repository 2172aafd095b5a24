"""Knows what an issue (问题) is: one line of the ledger, as its events have made it so far."""

from datetime import date, datetime

from msgspec import Struct

from ledger.issue.handling.parts import Instruction, Reached, UnitReply
from ledger.issue.reported.corrections import Correction, ReportTakenBack
from ledger.issue.reported.referrals import ReferralAnswer
from mobile_schema.events.facts import EvidenceItem, Milestone, Point
from mobile_schema.events.matter_events import Paper, PartOf
from mobile_schema.events.referral_events import ReferralLogged
from mobile_schema.vocabulary import (
    Category,
    Grade,
    IncidentKind,
    Level,
    MatterSource,
    RecheckResult,
    Severity,
    State,
)

ENDED_STATES = frozenset({State.CLOSED, State.VOIDED, State.MERGED})
OPEN_STATES = frozenset(State) - ENDED_STATES


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


class Voiding(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a void issue was when it was voided (误报): its state, the `suspension` that held, whether it was overdue.

    `clocks` are the keys of those that ended by it.
    """

    since: datetime
    back_to: State
    overdue: bool
    clocks: tuple[str, ...]
    suspension: Suspension | None


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


class Issue(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The projection of an issue's events; never edited, only folded (`ledger.issue.projection`).

    `report_id` with `finding_index` is what it came from: a report, or what a supervisor entered, who is its `reporter`
    then (`matter`). Only such a one may lack a project.
    A msgspec struct, as building one for every finding is the hot path of intake (docs/adr/0006).
    """

    id: str
    serial: str
    version: int
    state: State
    source: str
    report_id: str
    finding_index: int
    project_code: str | None
    region: str
    category: Category
    severity: Severity
    description: str
    measure_proposed: str | None
    incident_kind: IncidentKind | None
    reporter: str
    captured_at: datetime
    reported_at: datetime
    location: Point | None
    attachments: tuple[str, ...]
    flags: tuple[str, ...]
    updated_at: datetime
    works_stopped: bool = False
    active_at: datetime | None = None
    matter: Matter | None = None

    unit_id: str | None = None
    supporting_unit_ids: tuple[str, ...] = ()
    supervising_region: str | None = None
    supervising_level: Level | None = None
    rule: str | None = None
    policy: str | None = None
    policy_version: int | None = None
    assigned_at: datetime | None = None

    person_id: str | None = None
    person_name: str | None = None
    fixers: tuple[str, ...] = ()
    fixing_units: tuple[str, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    plan_is_late: bool = False
    measures: str | None = None
    percent: int | None = None
    last_progress_at: datetime | None = None

    closure: ClosureRequest | None = None
    recheck: Recheck | None = None
    return_reasons: tuple[str, ...] = ()
    times_returned: int = 0
    times_reopened: int = 0
    grade: Grade | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None

    referrals: tuple[ReferralLogged, ...] = ()
    vacant_posts: tuple[str, ...] = ()
    obligations: tuple[ObligationState, ...] = ()
    extension_request: ExtensionRequest | None = None
    suspension_request: SuspensionRequest | None = None
    suspension: Suspension | None = None
    merger: Merger | None = None
    duplicates: tuple[str, ...] = ()
    voiding: Voiding | None = None
    corrections: tuple[Correction, ...] = ()
    taken_back: ReportTakenBack | None = None
    answers: tuple[ReferralAnswer, ...] = ()

    comments: int = 0
    instructed: int = 0
    instructions: tuple[Instruction, ...] = ()
    replies: tuple[UnitReply, ...] = ()
    reminders: int = 0
    reminded_at: datetime | None = None
    reached: tuple[Reached, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it still stands on the ledger."""
        return self.state in OPEN_STATES

    @property
    def stands_at(self) -> State:
        """Its state; of a suspended issue that which it goes back to."""
        return self.suspension.back_to if self.suspension else self.state

    @property
    def due_at(self) -> datetime | None:
        """What lists sort by: the next due time of a running clock, or the last one of a closed issue."""
        running = [clock.due_at for clock in self.obligations if clock.running]
        if running:
            return min(running)
        return max((clock.due_at for clock in self.obligations), default=None)

    def fixers_with(self, person_id: str) -> tuple[str, ...]:
        """Those who did the work or asked for something on it, and this one."""
        return self.fixers if person_id in self.fixers else (*self.fixers, person_id)

    def obligation(self, code: str) -> ObligationState | None:
        """The latest round of one clock, or None when the issue never had it."""
        rounds = [obligation for obligation in self.obligations if obligation.code == code]
        return rounds[-1] if rounds else None
