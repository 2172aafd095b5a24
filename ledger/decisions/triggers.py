"""Knows what each event is called in a policy: the words that start, satisfy and cancel a clock."""

from collections.abc import Callable
from typing import Any

from ledger.issue.issue import Issue
from ledger.policy.policy import Trigger
from mobile_schema.events.assigning_events import IssueAccepted, IssueAssigned, IssueDeclined, IssueTriaged
from mobile_schema.events.facts import Event
from mobile_schema.events.referral_events import ReferralLogged
from mobile_schema.events.set_aside_events import IssueVoided
from mobile_schema.events.solving_events import (
    ClosureRequested,
    ClosureReturned,
    IssueClosed,
    IssueReopened,
    PlanFiled,
    ProgressReported,
    RecheckRecorded,
)
from mobile_schema.vocabulary import ReferralBody, State

_ONE: dict[type[Event], Trigger] = {
    IssueTriaged: Trigger.TRIAGED,
    IssueAssigned: Trigger.ASSIGNED,
    IssueAccepted: Trigger.ACCEPTED,
    IssueDeclined: Trigger.DECLINED,
    ClosureRequested: Trigger.CLOSURE_REQUESTED,
    ClosureReturned: Trigger.RETURNED,
    IssueClosed: Trigger.CLOSED,
    IssueVoided: Trigger.VOIDED,
}
_POLICE = frozenset({ReferralBody.POLICE_110, ReferralBody.PUBLIC_SECURITY})


def triggers_of(issue: Issue, event: Event) -> frozenset[Trigger]:
    """What the event is to the clocks of the issue as it stood before."""
    several = _SEVERAL.get(type(event))
    if several is not None:
        return several(issue, event)
    one = _ONE.get(type(event))
    return frozenset() if one is None else frozenset({one})


def _plan_filed(issue: Issue, _: PlanFiled) -> frozenset[Trigger]:
    """13710's answer is measures and milestones; either may come first."""
    return frozenset({Trigger.PLAN_FILED} | ({Trigger.ANSWERED} if issue.measures else set()))


def _progressed(issue: Issue, event: ProgressReported) -> frozenset[Trigger]:
    said = {Trigger.PROGRESSED}
    if issue.milestones and (event.measures or issue.measures):
        said.add(Trigger.ANSWERED)
    if event.works_resumed:
        said.add(Trigger.WORKS_RESUMED)
    return frozenset(said)


def _rechecked(issue: Issue, _: RecheckRecorded) -> frozenset[Trigger]:
    """On an issue that ended it is news, and moves no clock."""
    return frozenset({Trigger.RECHECKED}) if issue.is_open else frozenset()


def _reopened(issue: Issue, _: IssueReopened) -> frozenset[Trigger]:
    """What was closed on paper never had a clock: it begins as what is handed out does."""
    if issue.state is not State.ON_PAPER:
        return frozenset({Trigger.REOPENED})
    return frozenset({Trigger.REOPENED, Trigger.TRIAGED if issue.unit_id is None else Trigger.ASSIGNED})


def _referred(_: Issue, event: ReferralLogged) -> frozenset[Trigger]:
    to_police = ReferralBody(event.body) in _POLICE
    return frozenset({Trigger.REFERRED} | ({Trigger.REFERRED_TO_POLICE} if to_police else set()))


_SEVERAL: dict[type[Event], Callable[[Issue, Any], frozenset[Trigger]]] = {
    IssueReopened: _reopened,
    PlanFiled: _plan_filed,
    ProgressReported: _progressed,
    RecheckRecorded: _rechecked,
    ReferralLogged: _referred,
}
