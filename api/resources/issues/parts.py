"""Knows what the parts of an issue look like in an answer: clocks and their steps, requests, referrals, mergers."""

from datetime import date

from pydantic import AwareDatetime

from api.http.views import View
from mobile_schema.events.facts import Code, EvidenceItem
from mobile_schema.events.import_events import Claims, FileRow, Said
from mobile_schema.events.matter_events import Paper, PartOf
from mobile_schema.fields import Day
from mobile_schema.vocabulary import MatterSource, RecheckResult, ReferralBody, State, VoidCause


class StepView(View):
    """What a ladder step has done so far on one clock. `occurrence` is the last that ended, 0 before the first.

    `counts_from` is when the first did, `told_at` when the last of several did; `idle` of them came as nobody did
    anything. `failed`: there was nobody to tell. `deferred_until`: it fell due in quiet hours and fires then.
    """

    occurrence: int
    counts_from: AwareDatetime
    told_at: AwareDatetime | None
    idle: int
    failed: bool
    acknowledged_at: AwareDatetime | None
    deferred_until: AwareDatetime | None


class ObligationView(View):
    """One clock (时限节点); `outcome` is null while it runs, then "satisfied", "cancelled", "extended" or
    "out_of_scope" (更正: such an issue does not have it).

    `original_due_at` is the first deadline of one that was extended (延期) or has rested (挂起); `provisional`: it
    rests on days that a notice to come may change. `granted_due_at` is the deadline that an extension began it with.
    `paused_at` is since when it rests, `rests` are its earlier rests (from, to), `rested_ms` how long they were.
    `adopted` holds, by issue, the earlier due times of duplicates (并案): `due_at` is the earliest of all, `own_due_at`
    its own; `taken_over` what each is on the duplicate, and since when it counts here. Nothing falls due before
    `runs_from`.
    """

    code: Code
    round: int
    started_at: AwareDatetime
    due_at: AwareDatetime
    original_due_at: AwareDatetime | None
    granted_due_at: AwareDatetime | None
    provisional: bool
    runs_from: AwareDatetime | None
    paused_at: AwareDatetime | None
    rests: tuple[tuple[AwareDatetime, AwareDatetime], ...]
    rested_ms: int
    own_due_at: AwareDatetime | None
    adopted: dict[str, AwareDatetime]
    taken_over: dict[str, tuple[AwareDatetime, AwareDatetime]]
    ended_at: AwareDatetime | None
    outcome: str | None
    steps: dict[str, StepView]


class MatterView(View):
    """What a supervisor entered of a matter (交办事项): where it comes from, its document, what is demanded and by
    when, and the set (任务分解) that it is part of."""

    source: MatterSource
    paper: Paper | None
    demand: str | None
    due_on: Day | None
    part_of: PartOf | None


class ImportedView(View):
    """The row of somebody's ledger that an issue came from (台账导入), or that changed it last: where it stands, each
    cell as found, and the fields that it may change. `claims`, what the file says has become of it and nobody here has
    seen, is null where the issue did not come from it."""

    file: FileRow
    claims: Claims | None
    said: Said
    free: Said


class ExtensionRequestView(View):
    """An extension (延期) asked for and not yet decided."""

    obligation: Code
    due_at: AwareDatetime
    reason: str
    requested_by: str
    requested_at: AwareDatetime


class SuspensionRequestView(View):
    """A suspension (挂起) asked for and not yet decided."""

    reason: str
    until: AwareDatetime
    requested_by: str
    requested_at: AwareDatetime


class SuspensionView(View):
    """A suspension (挂起) that holds; at `until` the issue goes back to the state it had, by itself."""

    reason: str
    until: AwareDatetime
    since: AwareDatetime
    back_to: State


class MergerView(View):
    """What a duplicate was merged into (并案), and the state it goes back to when they are parted."""

    into: str
    into_serial: str
    back_to: State


class VoidingView(View):
    """What a void issue was when it was voided (误报): its state, its suspension, whether it was overdue.

    `clocks` are the keys (`resolve.1`) of those that ended by it, and run on once it is undone (撤销作废). `cause` says
    why it is void where it was no error: its import was undone.
    """

    since: AwareDatetime
    back_to: State
    overdue: bool
    clocks: tuple[str, ...]
    suspension: SuspensionView | None
    cause: VoidCause | None = None


class ClosureView(View):
    """The last request to strike the issue off (申请销号)."""

    statement: str
    evidence: tuple[EvidenceItem, ...]
    requested_by: str
    requested_at: AwareDatetime


class RecheckView(View):
    """The last look (复核), with its photos."""

    result: RecheckResult
    on_site: bool
    note: str | None
    report_id: str | None
    by: str
    at: AwareDatetime
    attachments: tuple[str, ...]


class ReferralView(View):
    """A referral to another body (移送); nothing is said about its outcome."""

    body: ReferralBody
    referred_at: AwareDatetime
    case_number: str | None
    note: str | None
    attachments: tuple[str, ...]


class InstructionView(View):
    """An instruction (批示) that waits for a reply by `due_at`; `told_at` is when it was told that nobody gave one.

    `number` counts the instructions on the issue; a reply names it so.
    """

    number: int
    note: str
    by: str
    by_region: str
    at: AwareDatetime
    due_at: AwareDatetime
    alert_id: str | None
    told_at: AwareDatetime | None


class UnitReplyView(View):
    """The last reply (回复) of a unit that leads or supports; `instruction` is the one that it answered."""

    unit_id: str
    note: str
    by: str
    at: AwareDatetime
    instruction: int | None


class ReachedView(View):
    """A milestone that was ticked off, by its number from 1."""

    number: int
    reached_on: date
    by: str
    at: AwareDatetime
