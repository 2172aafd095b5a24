"""Knows the rows of the table for the way from a plan to being struck off (销号), and back."""

from typing import Final

from ledger.access.permissions import Apart
from ledger.decisions.closure import is_verified, request_closure, verified
from ledger.decisions.lifecycle.row import ANYWHERE, ASKED, WORKING, Row, Rows
from ledger.decisions.planning import file_plan
from ledger.decisions.rechecking import record_recheck
from ledger.issue.words.solving import (
    ApproveClosure,
    FilePlan,
    RecordRecheck,
    Reopen,
    ReportProgress,
    RequestClosure,
    ReturnClosure,
)
from mobile_schema.events.solving_events import (
    ClosureRequested,
    ClosureReturned,
    IssueClosed,
    IssueReopened,
    PlanFiled,
    ProgressReported,
    RecheckRecorded,
)
from mobile_schema.vocabulary import State

ROWS: Final[Rows] = {
    FilePlan: Row(WORKING, State.IN_PROGRESS, Apart.NOBODY, PlanFiled, file_plan),
    ReportProgress: Row(WORKING, State.IN_PROGRESS, Apart.NOBODY, ProgressReported),
    RequestClosure: Row({State.IN_PROGRESS}, State.CLOSURE_REQUESTED, Apart.NOBODY, ClosureRequested, request_closure),
    RecordRecheck: Row(ANYWHERE, "same", Apart.WORKERS, RecheckRecorded, record_recheck),
    ApproveClosure: Row(ASKED, State.CLOSED, Apart.CONCERNED, IssueClosed, None, verified, is_verified),
    ReturnClosure: Row(ASKED, State.RETURNED, Apart.WORKERS, ClosureReturned),
    Reopen: Row({State.CLOSED, State.ON_PAPER}, State.REOPENED, Apart.NOBODY, IssueReopened),
}
