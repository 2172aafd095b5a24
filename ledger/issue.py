"""Knows what an issue (问题) is: one line of the ledger, as its events have made it so far."""

from datetime import datetime

from msgspec import Struct

from xiaohao.mobile_schema.events import EvidenceItem, Milestone, Point, ReferralLogged
from xiaohao.mobile_schema.vocabulary import (
    Category,
    Grade,
    IncidentKind,
    Level,
    ObligationCode,
    RecheckResult,
    Severity,
    State,
)

OPEN_STATES = frozenset(State) - {State.CLOSED, State.VOIDED}


class StepState(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a ladder step has done so far on one obligation."""

    occurrence: int
    fired_at: datetime
    acknowledged: bool = False


class ObligationState(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One clock (时限节点) of an issue. `round` counts its starts: a second closure request has a second verify.

    `outcome` is None while it runs, then "satisfied" or "cancelled".
    """

    code: ObligationCode
    round: int
    started_at: datetime
    due_at: datetime
    ended_at: datetime | None = None
    outcome: str | None = None
    steps: dict[str, StepState] = {}

    @property
    def key(self) -> str:
        """Names this clock within its issue, e.g. `verify.2`."""
        return f"{self.code}.{self.round}"

    @property
    def running(self) -> bool:
        """Whether it still counts."""
        return self.ended_at is None


class ClosureRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The last request to strike the issue off (申请销号)."""

    statement: str
    evidence: tuple[EvidenceItem, ...]
    requested_by: str
    requested_at: datetime


class Recheck(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A look at the result, by someone who did not do the work."""

    result: RecheckResult
    on_site: bool
    note: str | None
    report_id: str | None
    by: str
    at: datetime


class Issue(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The projection of an issue's events; never edited, only folded (`ledger.projection`).

    A msgspec struct, as building one for every finding is the hot path of intake (docs/adr/0006).
    """

    id: str
    serial: str
    version: int
    state: State
    source: str
    report_id: str
    finding_index: int
    project_code: str
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

    unit_id: str | None = None
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

    @property
    def is_open(self) -> bool:
        """Whether it still stands on the ledger."""
        return self.state in OPEN_STATES

    @property
    def due_at(self) -> datetime | None:
        """What lists sort by: the next due time of a running clock, or the last one of a closed issue."""
        running = [clock.due_at for clock in self.obligations if clock.running]
        if running:
            return min(running)
        return max((clock.due_at for clock in self.obligations), default=None)

    def obligation(self, code: ObligationCode) -> ObligationState | None:
        """The latest round of one clock, or None when the issue never had it."""
        rounds = [obligation for obligation in self.obligations if obligation.code == code]
        return rounds[-1] if rounds else None
