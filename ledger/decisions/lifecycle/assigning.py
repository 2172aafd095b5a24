"""Knows the rows of the table for the way to a unit and a person."""

from typing import Final

from ledger.access.permissions import Apart
from ledger.decisions.assigning import (
    accept,
    assign,
    change_person,
    change_support,
    some_unit_has_it,
    somebody_signed,
    transfer,
)
from ledger.decisions.lifecycle.row import ASKED, HANDED, RESTING, WORKING, Row, Rows
from ledger.decisions.lifecycle.when import is_handed
from ledger.issue.issue import Issue
from ledger.issue.words.assigning import Accept, Assign, ChangePerson, ChangeSupport, Decline, Transfer
from mobile_schema.events.assigning_events import (
    IssueAccepted,
    IssueAssigned,
    IssueDeclined,
    IssueTransferred,
    PersonChanged,
    SupportChanged,
)
from mobile_schema.vocabulary import State


def _has_a_person(issue: Issue) -> bool:
    return issue.person_id is not None


ROWS: Final[Rows] = {
    Assign: Row({State.REPORTED, State.DECLINED}, State.ASSIGNED, Apart.NOBODY, IssueAssigned, assign),
    Accept: Row({State.ASSIGNED}, State.ACCEPTED, Apart.NOBODY, IssueAccepted, accept),
    Decline: Row({State.ASSIGNED}, State.DECLINED, Apart.NOBODY, IssueDeclined),
    ChangePerson: Row(
        WORKING | ASKED | RESTING,
        "same",
        Apart.NOBODY,
        PersonChanged,
        change_person,
        _has_a_person,
        somebody_signed,
    ),
    ChangeSupport: Row(HANDED, "same", Apart.NOBODY, SupportChanged, change_support),
    Transfer: Row(
        HANDED | RESTING,
        State.ASSIGNED,
        Apart.WORKERS,
        IssueTransferred,
        transfer,
        is_handed,
        some_unit_has_it,
    ),
}
