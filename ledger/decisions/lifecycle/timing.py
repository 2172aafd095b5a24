"""Knows the rows of the table for other times: extensions (延期), suspensions (挂起), another policy."""

from typing import Final

from ledger.access.permissions import Apart
from ledger.decisions.extension import (
    approve_extension,
    request_extension,
    time_is_asked,
    time_may_be_asked,
    time_may_be_granted,
)
from ledger.decisions.lifecycle.row import ACTIVE, RESTING, WORKING, Row, Rows
from ledger.decisions.lifecycle.when import rest_asked, time_asked
from ledger.decisions.recounting import move_policy, moves_are_granted_by
from ledger.decisions.suspension import (
    request_suspension,
    rest_is_asked,
    rest_may_be_asked,
    rests_are_granted_by,
    resume,
    suspend,
)
from ledger.issue.issue import OPEN_STATES
from ledger.issue.words.timing import (
    ApproveExtension,
    MovePolicy,
    RefuseExtension,
    RefuseSuspension,
    RequestExtension,
    RequestSuspension,
    Resume,
    Suspend,
)
from mobile_schema.events.timing_events import (
    ExtensionApproved,
    ExtensionRefused,
    ExtensionRequested,
    IssueResumed,
    IssueSuspended,
    PolicyMoved,
    SuspensionRefused,
    SuspensionRequested,
)
from mobile_schema.vocabulary import State

ROWS: Final[Rows] = {
    RequestExtension: Row(WORKING, "same", Apart.NOBODY, ExtensionRequested, request_extension, gate=time_may_be_asked),
    ApproveExtension: Row(
        WORKING,
        "same",
        Apart.CONCERNED,
        ExtensionApproved,
        approve_extension,
        time_asked,
        time_may_be_granted,
    ),
    RefuseExtension: Row(WORKING, "same", Apart.NOBODY, ExtensionRefused, None, time_asked, time_is_asked),
    RequestSuspension: Row(
        WORKING, "same", Apart.NOBODY, SuspensionRequested, request_suspension, gate=rest_may_be_asked
    ),
    Suspend: Row(ACTIVE, State.SUSPENDED, Apart.CONCERNED, IssueSuspended, suspend, gate=rests_are_granted_by),
    RefuseSuspension: Row(WORKING, "same", Apart.NOBODY, SuspensionRefused, None, rest_asked, rest_is_asked),
    Resume: Row(RESTING, "back", Apart.NOBODY, IssueResumed, resume, gate=rests_are_granted_by),
    MovePolicy: Row(OPEN_STATES, "same", Apart.CONCERNED, PolicyMoved, move_policy, gate=moves_are_granted_by),
}
