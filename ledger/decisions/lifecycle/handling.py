"""Knows the rows of the table for what is said and done on the way."""

from typing import Final

from ledger.access.permissions import Apart
from ledger.decisions.handling.milestones import one_is_left, tick_milestone
from ledger.decisions.handling.saying import comment, instruct, not_just_reminded, remind, reply, room_for_another
from ledger.decisions.lifecycle.row import ACTIVE, ANYWHERE, HANDED, RESTING, WORKING, Row, Rows
from ledger.decisions.lifecycle.when import is_handed
from ledger.issue.issue import OPEN_STATES, Issue
from ledger.issue.words.handling import Comment, Instruct, Remind, Reply, TickMilestone
from mobile_schema.events.handling_events import (
    CommentAdded,
    InstructionGiven,
    MilestoneReached,
    ReminderSent,
    ReplyGiven,
)
from mobile_schema.vocabulary import State


def _has_milestones_left(issue: Issue) -> bool:
    return len(issue.reached) < len(issue.milestones)


ROWS: Final[Rows] = {
    Comment: Row(ANYWHERE, "same", Apart.NOBODY, CommentAdded, comment),
    Instruct: Row(OPEN_STATES, "same", Apart.NOBODY, InstructionGiven, instruct, gate=room_for_another),
    Remind: Row(ACTIVE, "same", Apart.NOBODY, ReminderSent, remind, gate=not_just_reminded),
    Reply: Row(HANDED | RESTING, "same", Apart.NOBODY, ReplyGiven, reply, is_handed),
    TickMilestone: Row(
        WORKING - {State.ACCEPTED},
        "same",
        Apart.NOBODY,
        MilestoneReached,
        tick_milestone,
        _has_milestones_left,
        one_is_left,
    ),
}
