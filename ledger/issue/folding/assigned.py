"""Knows how an issue changes as it comes to a unit and to a person."""

from typing import Final

from msgspec.structs import replace

from ledger.issue.folding.mutators import Changes, Mutators
from ledger.issue.folding.postponed import NOTHING_ASKED
from ledger.issue.imported import Imported
from ledger.issue.issue import Issue
from mobile_schema.events.assigning_events import (
    BY_HAND,
    IssueAccepted,
    IssueAssigned,
    IssueDeclined,
    IssueTransferred,
    IssueTriaged,
    PersonChanged,
    SupportChanged,
)
from mobile_schema.events.envelope import EventEnvelope
from mobile_schema.vocabulary import State


def _assigned(issue: Issue, event: IssueAssigned, envelope: EventEnvelope) -> Changes:
    done = issue.state is State.REPORTED and issue.imported is not None and _claimed_done(issue.imported)
    return {
        "state": State.IN_PROGRESS if done else State.ASSIGNED,
        "unit_id": event.unit_id,
        "supporting_unit_ids": event.supporting_unit_ids,
        "supervising_region": event.supervising_region,
        "supervising_level": event.supervising_level,
        "rule": event.rule,
        "vacant_posts": _with_empty(issue, event),
        "policy": event.policy,
        "policy_version": event.policy_version,
        "assigned_at": envelope.at,
        "person_id": None,
        "person_name": None,
    }


def _claimed_done(imported: Imported) -> bool:
    """What came in as done needs no signature any more: its unit shows the work and asks for it to be struck off."""
    return imported.claims is not None and imported.claims.status == "done"


def _transferred(issue: Issue, event: IssueTransferred, envelope: EventEnvelope) -> Changes:
    """What the unit before planned and said is its own; who fixed the issue stays so. At rest it rests on."""
    state: Changes = {"state": State.ASSIGNED}
    if issue.suspension is not None:
        state = {"suspension": replace(issue.suspension, back_to=State.ASSIGNED)}
    return {
        **state,
        **NOTHING_ASKED,
        **({"closure": None, "recheck": None} if "closure" in event.dropped else {}),
        "unit_id": event.unit_id,
        "supporting_unit_ids": event.supporting_unit_ids,
        "supervising_region": event.supervising_region,
        "supervising_level": event.supervising_level,
        "rule": BY_HAND,
        "vacant_posts": _with_empty(issue, event),
        "assigned_at": envelope.at,
        "person_id": None,
        "person_name": None,
        "milestones": (),
        "plan_is_late": False,
        "measures": None,
        "percent": None,
        "last_progress_at": None,
        "reached": (),
    }


def _triaged(issue: Issue, event: IssueTriaged, envelope: EventEnvelope) -> Changes:
    return {
        "supervising_region": event.supervising_region,
        "supervising_level": event.supervising_level,
        "vacant_posts": _with_empty(issue, event),
        "policy": event.policy,
        "policy_version": event.policy_version,
    }


def _with_empty(issue: Issue, event: IssueAssigned | IssueTransferred | IssueTriaged) -> tuple[str, ...]:
    """The empty posts that the issue was passed by, with those of the units in which nobody is."""
    return tuple(dict.fromkeys((*issue.vacant_posts, *event.vacant_posts)))


def _declined(issue: Issue, event: IssueDeclined, envelope: EventEnvelope) -> Changes:
    return {"state": State.DECLINED}


def _accepted(issue: Issue, event: IssueAccepted, envelope: EventEnvelope) -> Changes:
    return {
        "state": State.ACCEPTED,
        "person_id": event.person_id,
        "person_name": event.person_name,
        "fixers": issue.fixers_with(event.person_id),
        "fixing_units": tuple(dict.fromkeys((*issue.fixing_units, str(issue.unit_id), *issue.supporting_unit_ids))),
    }


def _person_changed(issue: Issue, event: PersonChanged, envelope: EventEnvelope) -> Changes:
    return {
        "person_id": event.person_id,
        "person_name": event.person_name,
        "fixers": issue.fixers_with(event.person_id),
    }


def _support_changed(issue: Issue, event: SupportChanged, envelope: EventEnvelope) -> Changes:
    """Once the unit has signed, who supports it does the work, also after it was taken away."""
    units = (*issue.fixing_units, *event.supporting_unit_ids) if issue.person_id is not None else issue.fixing_units
    return {
        "supporting_unit_ids": event.supporting_unit_ids,
        "fixing_units": tuple(dict.fromkeys(units)),
    }


MUTATORS: Final[Mutators] = {
    IssueAssigned: _assigned,
    IssueTransferred: _transferred,
    IssueTriaged: _triaged,
    IssueDeclined: _declined,
    IssueAccepted: _accepted,
    PersonChanged: _person_changed,
    SupportChanged: _support_changed,
}
