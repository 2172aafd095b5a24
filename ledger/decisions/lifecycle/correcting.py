"""Knows the rows of the table for what is put right: a request withdrawn, an issue corrected, a correction judged."""

from typing import Final

from ledger.access.permissions import Apart
from ledger.decisions.handling.correcting import correct
from ledger.decisions.handling.withdrawing import asked_for_closure, asked_for_rest, asked_for_time, withdraw_closure
from ledger.decisions.lifecycle.row import ANYWHERE, ASKED, WORKING, Row, Rows
from ledger.decisions.lifecycle.when import rest_asked, time_asked
from ledger.decisions.reported.correcting import judge_correction, one_waits, waiting
from ledger.issue.issue import OPEN_STATES
from ledger.issue.words.correcting import (
    Correct,
    JudgeCorrection,
    WithdrawClosure,
    WithdrawExtension,
    WithdrawSuspension,
)
from mobile_schema.events.handling_events import (
    ClosureWithdrawn,
    ExtensionWithdrawn,
    IssueCorrected,
    SuspensionWithdrawn,
)
from mobile_schema.events.report_events import CorrectionJudged
from mobile_schema.vocabulary import State

ROWS: Final[Rows] = {
    WithdrawClosure: Row(
        ASKED,
        State.IN_PROGRESS,
        Apart.NOBODY,
        ClosureWithdrawn,
        withdraw_closure,
        gate=asked_for_closure,
    ),
    WithdrawExtension: Row(
        WORKING,
        "same",
        Apart.NOBODY,
        ExtensionWithdrawn,
        None,
        time_asked,
        asked_for_time,
    ),
    WithdrawSuspension: Row(
        WORKING,
        "same",
        Apart.NOBODY,
        SuspensionWithdrawn,
        None,
        rest_asked,
        asked_for_rest,
    ),
    Correct: Row(
        OPEN_STATES,
        "same",
        Apart.WORKERS,
        IssueCorrected,
        correct,
        otherwise="已销号的先恢复办理,作废、并案的先撤销 / reopen it, or undo the voiding or merger, first",
    ),
    JudgeCorrection: Row(
        ANYWHERE,
        "same",
        Apart.CONCERNED,
        CorrectionJudged,
        judge_correction,
        lambda issue: bool(waiting(issue)),
        one_waits,
    ),
}
