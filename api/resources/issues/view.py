"""Knows what one issue looks like in an answer: `ledger.issue.Issue` with its light and what its state allows."""

from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import asdict
from pydantic import AwareDatetime, BaseModel

from api.http.views import View
from api.resources.issues.parts import (
    ClosureView,
    ExtensionRequestView,
    ImportedView,
    InstructionView,
    MatterView,
    MergerView,
    ObligationView,
    ReachedView,
    RecheckView,
    ReferralView,
    SuspensionRequestView,
    SuspensionView,
    UnitReplyView,
    VoidingView,
)
from api.resources.issues.reported.informant import GivenView
from api.resources.issues.reported.parts import AnswerView, CorrectionView, TakenBackView
from ledger.decisions.handling.milestones import late_milestones
from ledger.decisions.lifecycle.table import possible
from ledger.issue.issue import Issue
from ledger.issue.lights import light_of
from ledger.registry.days import local_day
from mobile_schema.events.facts import Milestone, Point
from mobile_schema.vocabulary import Category, Grade, IncidentKind, Level, Light, Severity, State

# Nearly all there is: asking first took a third of the time of asking last.
_SCALARS: Final = frozenset({str, int, float, bool, datetime, type(None)})


class IssueView(View):
    """One issue (问题) as it stands.

    `active_at` is when somebody last did something on it. `fixers` and `fixing_units` did the work, and never verify
    it. `duplicates` are the issues merged into this one (并案), `merger` what this one was merged into.
    `corrections` are what its reporter said since (更正), `taken_back` that they withdrew what opened it (撤回),
    `answers` what became of its referrals.

    `matter` is there where a supervisor entered it (交办事项): its `source` is "matter", `report_id` the id under which
    that was done, `reporter` who did it; `project_code` is null where it has a region alone.

    `imported` is the row of an office's own ledger that it came from (台账导入), or that changed it last: its `source`
    is "import" then, and `report_id` the import's.

    `instructions` are those that wait for a reply, `replies` the last of each unit; `comments`, `instructed` and
    `reminders` are how many there were; `reached` are the `milestones` that were ticked off, by their number, and
    `late_milestones` those whose day is over and that were not.
    `informant` (线索人) is said where the issue is read, and not by the answer to a command.
    `archived` (归档): it ended long ago and no list shows it unasked; what is allowed on it brings it back.
    """

    id: str
    serial: str
    version: int
    state: State
    light: Light
    due_at: AwareDatetime | None
    allowed: tuple[str, ...]
    archived: bool

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
    captured_at: AwareDatetime
    reported_at: AwareDatetime
    location: Point | None
    attachments: tuple[str, ...]
    flags: tuple[str, ...]
    updated_at: AwareDatetime
    works_stopped: bool
    active_at: AwareDatetime | None
    matter: MatterView | None
    imported: ImportedView | None

    unit_id: str | None
    supporting_unit_ids: tuple[str, ...]
    supervising_region: str | None
    supervising_level: Level | None
    rule: str | None
    policy: str | None
    policy_version: int | None
    assigned_at: AwareDatetime | None

    person_id: str | None
    person_name: str | None
    fixers: tuple[str, ...]
    fixing_units: tuple[str, ...]
    milestones: tuple[Milestone, ...]
    plan_is_late: bool
    measures: str | None
    percent: int | None
    last_progress_at: AwareDatetime | None

    closure: ClosureView | None
    recheck: RecheckView | None
    return_reasons: tuple[str, ...]
    times_returned: int
    times_reopened: int
    grade: Grade | None
    closed_at: AwareDatetime | None
    closed_by: str | None

    referrals: tuple[ReferralView, ...]
    vacant_posts: tuple[str, ...]
    obligations: tuple[ObligationView, ...]
    extension_request: ExtensionRequestView | None
    suspension_request: SuspensionRequestView | None
    suspension: SuspensionView | None
    merger: MergerView | None
    duplicates: tuple[str, ...]
    voiding: VoidingView | None
    corrections: tuple[CorrectionView, ...]
    taken_back: TakenBackView | None
    answers: tuple[AnswerView, ...]

    comments: int
    instructed: int
    instructions: tuple[InstructionView, ...]
    replies: tuple[UnitReplyView, ...]
    reminders: int
    reminded_at: AwareDatetime | None
    reached: tuple[ReachedView, ...]
    late_milestones: tuple[int, ...]

    informant: GivenView | None = None


def shown(issue: Issue, now: datetime, zone: ZoneInfo, *, archived: bool = False) -> dict[str, Any]:
    """The issue as `IssueView` declares it, every field said, also those at their defaults that its document omits."""
    return {
        **_whole(issue),
        "due_at": issue.due_at,
        "light": light_of(issue.state, issue.due_at, now),
        "allowed": possible(issue),
        "late_milestones": late_milestones(issue, local_day(now, zone)),
        "archived": archived,
    }


def _whole(value: Any) -> Any:
    if isinstance(value, Struct):
        return {name: each if type(each) in _SCALARS else _whole(each) for name, each in asdict(value).items()}
    if isinstance(value, BaseModel):
        # What an event did to the clocks is the history's to tell.
        return value.model_dump(exclude={"clocks", "notices"})
    if isinstance(value, dict):
        return {name: _whole(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_whole(each) for each in value]
    return value
