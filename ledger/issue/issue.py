"""Knows what an issue (问题) is: one line of the ledger, as its events have made it so far."""

from datetime import datetime

from msgspec import Struct

from ledger.issue.clocks import ObligationState
from ledger.issue.handling.parts import Instruction, Reached, UnitReply
from ledger.issue.imported import Imported
from ledger.issue.parts import (
    ClosureRequest,
    ExtensionRequest,
    Matter,
    Merger,
    Recheck,
    Suspension,
    SuspensionRequest,
    Voiding,
)
from ledger.issue.reported.corrections import Correction, ReportTakenBack
from ledger.issue.reported.referrals import ReferralAnswer
from mobile_schema.events.facts import Milestone, Point
from mobile_schema.events.referral_events import ReferralLogged
from mobile_schema.vocabulary import (
    Category,
    Grade,
    IncidentKind,
    Level,
    Severity,
    State,
)

ENDED_STATES = frozenset({State.CLOSED, State.ON_PAPER, State.VOIDED, State.MERGED})
OPEN_STATES = frozenset(State) - ENDED_STATES


class Issue(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The projection of an issue's events; never edited, only folded (`ledger.issue.projection`).

    `report_id` with `finding_index` is what it came from: a report, what a supervisor entered, who is its `reporter`
    then (`matter`), or an import with the row (`imported`). Only one of the last two may lack a project.
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
    imported: Imported | None = None

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
