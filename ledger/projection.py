"""Knows how one event changes an issue: `apply` is pure, and folding it over the events rebuilds the issue."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from xiaohao.ledger.issue import ClosureRequest, Issue, ObligationState, Recheck, StepState
from xiaohao.ledger.obligations import CANCELLED, SATISFIED, Clocks
from xiaohao.mobile_schema.events import (
    AlertAcknowledged,
    ClosureRequested,
    ClosureReturned,
    EscalationFired,
    Event,
    EventEnvelope,
    IssueAccepted,
    IssueAssigned,
    IssueClosed,
    IssueDeclined,
    IssueReopened,
    IssueReported,
    IssueTriaged,
    IssueVoided,
    PlanFiled,
    ProgressReported,
    RecheckRecorded,
    ReferralLogged,
)
from xiaohao.mobile_schema.vocabulary import ObligationCode, State

Changes = dict[str, Any]


def replay(envelopes: Iterable[EventEnvelope]) -> Issue:
    """The issue that these events, in version order from 1, make. Raises ValueError on a gap or on none."""
    issue: Issue | None = None
    for envelope in envelopes:
        issue = apply(issue, envelope)
    if issue is None:
        raise ValueError("no events, no issue")
    return issue


def apply(issue: Issue | None, envelope: EventEnvelope) -> Issue:
    """The issue after one more event. Raises ValueError when the event is not the next one."""
    if envelope.version != (issue.version if issue else 0) + 1:
        raise ValueError(f"event {envelope.version} of {envelope.issue_id} is not the next one")
    if issue is None:
        return _opened(envelope)
    changes = _MUTATORS[type(envelope.data)](issue, envelope.data, envelope)
    return replace(issue, version=envelope.version, updated_at=envelope.at, **changes)


def _opened(envelope: EventEnvelope) -> Issue:
    event = envelope.data
    if not isinstance(event, IssueReported):
        raise ValueError(f"{envelope.issue_id} does not begin with a report")
    return Issue(
        id=envelope.issue_id,
        version=envelope.version,
        state=State.REPORTED,
        reported_at=envelope.at,
        updated_at=envelope.at,
        **vars(event),
    )


def _assigned(issue: Issue, event: IssueAssigned, envelope: EventEnvelope) -> Changes:
    clocks = Clocks(issue.obligations, envelope.at).end(SATISFIED, ObligationCode.TRIAGE)
    return {
        "state": State.ASSIGNED,
        "unit_id": event.unit_id,
        "supervising_region": event.supervising_region,
        "supervising_level": event.supervising_level,
        "rule": event.rule,
        "policy": event.policy,
        "policy_version": event.policy_version,
        "assigned_at": envelope.at,
        "person_id": None,
        "person_name": None,
        "obligations": clocks.start(event.obligations),
    }


def _triaged(issue: Issue, event: IssueTriaged, envelope: EventEnvelope) -> Changes:
    return {
        "supervising_region": event.supervising_region,
        "supervising_level": event.supervising_level,
        "policy": event.policy,
        "policy_version": event.policy_version,
        "obligations": Clocks(issue.obligations, envelope.at).start(event.obligations),
    }


def _declined(issue: Issue, event: IssueDeclined, envelope: EventEnvelope) -> Changes:
    clocks = Clocks(issue.obligations, envelope.at).end(CANCELLED)
    return {"state": State.DECLINED, "obligations": clocks.start(event.obligations)}


def _accepted(issue: Issue, event: IssueAccepted, envelope: EventEnvelope) -> Changes:
    return {
        "state": State.ACCEPTED,
        "person_id": event.person_id,
        "person_name": event.person_name,
        "fixers": _with_fixer(issue, event.person_id),
        "fixing_units": tuple(dict.fromkeys((*issue.fixing_units, str(issue.unit_id)))),
        "obligations": Clocks(issue.obligations, envelope.at).end(SATISFIED, ObligationCode.DEPLOY).running,
    }


def _plan_filed(issue: Issue, event: PlanFiled, envelope: EventEnvelope) -> Changes:
    return _worked_on(issue, envelope) | {
        "milestones": event.milestones,
        "obligations": _answered(issue, issue.measures, event.milestones, envelope.at),
    }


def _progressed(issue: Issue, event: ProgressReported, envelope: EventEnvelope) -> Changes:
    measures = event.measures or issue.measures
    return _worked_on(issue, envelope) | {
        "measures": measures,
        "percent": event.percent if event.percent is not None else issue.percent,
        "last_progress_at": envelope.at,
        "obligations": _answered(issue, measures, issue.milestones, envelope.at),
    }


def _answered(
    issue: Issue, measures: str | None, milestones: tuple[Any, ...], at: datetime
) -> tuple[ObligationState, ...]:
    """13710's answer is measures and milestones; either may come first."""
    clocks = Clocks(issue.obligations, at)
    return clocks.end(SATISFIED, ObligationCode.FEEDBACK).running if measures and milestones else clocks.running


def _worked_on(issue: Issue, envelope: EventEnvelope) -> Changes:
    return {"state": State.IN_PROGRESS, "fixers": _with_fixer(issue, envelope.actor.person_id)}


def _with_fixer(issue: Issue, person_id: str) -> tuple[str, ...]:
    return issue.fixers if person_id in issue.fixers else (*issue.fixers, person_id)


def _closure_requested(issue: Issue, event: ClosureRequested, envelope: EventEnvelope) -> Changes:
    clocks = (
        Clocks(issue.obligations, envelope.at)
        .end(SATISFIED, ObligationCode.RESOLVE)
        .end(CANCELLED, ObligationCode.FEEDBACK)
    )
    return {
        "state": State.CLOSURE_REQUESTED,
        "fixers": _with_fixer(issue, envelope.actor.person_id),
        "recheck": None,
        "closure": ClosureRequest(
            statement=event.statement,
            evidence=event.evidence,
            requested_by=envelope.actor.person_id,
            requested_at=envelope.at,
        ),
        "obligations": clocks.start(event.obligations),
    }


def _rechecked(issue: Issue, event: RecheckRecorded, envelope: EventEnvelope) -> Changes:
    return {
        "recheck": Recheck(
            result=event.result,
            on_site=event.on_site,
            note=event.note,
            report_id=event.report_id,
            by=envelope.actor.person_id,
            at=envelope.at,
        )
    }


def _closed(issue: Issue, event: IssueClosed, envelope: EventEnvelope) -> Changes:
    clocks = (
        Clocks(issue.obligations, envelope.at).end(SATISFIED, ObligationCode.VERIFY, ObligationCode.ZERO).end(CANCELLED)
    )
    return {
        "state": State.CLOSED,
        "grade": event.grade,
        "closed_at": envelope.at,
        "closed_by": envelope.actor.person_id,
        "obligations": clocks.running,
    }


def _returned(issue: Issue, event: ClosureReturned, envelope: EventEnvelope) -> Changes:
    clocks = Clocks(issue.obligations, envelope.at).end(SATISFIED, ObligationCode.VERIFY)
    return {
        "state": State.RETURNED,
        "return_reasons": event.reasons,
        "times_returned": issue.times_returned + 1,
        "obligations": clocks.resume(ObligationCode.RESOLVE).running,
    }


def _reopened(issue: Issue, event: IssueReopened, envelope: EventEnvelope) -> Changes:
    return {
        "state": State.REOPENED,
        "times_reopened": issue.times_reopened + 1,
        "grade": None,
        "closed_at": None,
        "closed_by": None,
        "obligations": Clocks(issue.obligations, envelope.at).start(event.obligations),
    }


def _voided(issue: Issue, event: IssueVoided, envelope: EventEnvelope) -> Changes:
    clocks = Clocks(issue.obligations, envelope.at).end(CANCELLED)
    return {
        "state": State.VOIDED,
        "closed_at": envelope.at,
        "closed_by": envelope.actor.person_id,
        "obligations": clocks.running,
    }


def _referred(issue: Issue, event: ReferralLogged, envelope: EventEnvelope) -> Changes:
    return {"referrals": (*issue.referrals, event)}


def _escalated(issue: Issue, event: EscalationFired, envelope: EventEnvelope) -> Changes:
    fired = StepState(occurrence=event.occurrence, fired_at=envelope.at)
    vacant = dict.fromkeys(issue.vacant_posts + tuple(post for alert in event.alerts for post in alert.vacant_posts))
    return {"obligations": _set_step(issue, event, fired), "vacant_posts": tuple(vacant)}


def _acknowledged(issue: Issue, event: AlertAcknowledged, envelope: EventEnvelope) -> Changes:
    clock = next(c for c in issue.obligations if c.code == event.obligation and c.round == event.round)
    known = replace(clock.steps[event.step], acknowledged=True)
    return {"obligations": _set_step(issue, event, known)}


def _set_step(
    issue: Issue, event: EscalationFired | AlertAcknowledged, state: StepState
) -> tuple[ObligationState, ...]:
    return tuple(
        replace(clock, steps={**clock.steps, event.step: state})
        if clock.code == event.obligation and clock.round == event.round
        else clock
        for clock in issue.obligations
    )


_MUTATORS: dict[type[Event], Callable[[Issue, Any, EventEnvelope], Changes]] = {
    IssueAssigned: _assigned,
    IssueTriaged: _triaged,
    IssueDeclined: _declined,
    IssueAccepted: _accepted,
    PlanFiled: _plan_filed,
    ProgressReported: _progressed,
    ClosureRequested: _closure_requested,
    RecheckRecorded: _rechecked,
    IssueClosed: _closed,
    ClosureReturned: _returned,
    IssueReopened: _reopened,
    IssueVoided: _voided,
    ReferralLogged: _referred,
    EscalationFired: _escalated,
    AlertAcknowledged: _acknowledged,
}
