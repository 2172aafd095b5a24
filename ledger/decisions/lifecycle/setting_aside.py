"""Knows the rows of the table for what is set aside, in error (误报) or as a duplicate (并案), and taken back."""

from typing import Final

from ledger.access.permissions import Apart
from ledger.decisions.lifecycle.row import ACTIVE, Row, Rows
from ledger.decisions.merging import merge, part, stands_for_itself, supervises_both
from ledger.decisions.suspension import says_what_it_was, unvoid
from ledger.issue.issue import OPEN_STATES, Issue
from ledger.issue.words.setting_aside import Merge, Part, Unvoid, Void
from mobile_schema.events.set_aside_events import IssueMerged, IssueParted, IssueUnvoided, IssueVoided
from mobile_schema.vocabulary import State


def _says_what_it_was(issue: Issue) -> bool:
    return issue.voiding is not None


def _takes_no_other(issue: Issue) -> bool:
    return not issue.duplicates


ROWS: Final[Rows] = {
    Void: Row(OPEN_STATES, State.VOIDED, Apart.CONCERNED, IssueVoided, gate=stands_for_itself),
    Unvoid: Row({State.VOIDED}, "back", Apart.CONCERNED, IssueUnvoided, unvoid, _says_what_it_was, says_what_it_was),
    Merge: Row(ACTIVE, State.MERGED, Apart.CONCERNED, IssueMerged, merge, _takes_no_other, stands_for_itself),
    Part: Row({State.MERGED}, "back", Apart.NOBODY, IssueParted, part, gate=supervises_both),
}
