"""Knows how one event changes an issue: `apply` is pure, and folding it over the events rebuilds the issue."""

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from ledger.issue import fold_mergers as merged
from ledger.issue import fold_postponed as postponed
from ledger.issue import fold_steps as escalated
from ledger.issue import fold_voided as voided
from ledger.issue.fold_clocks import changed
from ledger.issue.fold_postponed import NOTHING_ASKED
from ledger.issue.handling import folding as handled
from ledger.issue.handling.folding import still_reached
from ledger.issue.issue import ClosureRequest, Issue, Matter, Recheck
from ledger.issue.reported import fold as reported
from ledger.registry.actors import SYSTEM_ID
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
from mobile_schema.events.escalation_events import AlertAcknowledged
from mobile_schema.events.facts import Event
from mobile_schema.events.handling_events import ONLY_SAID
from mobile_schema.events.matter_events import MatterEntered
from mobile_schema.events.postponing_events import IssueResumed
from mobile_schema.events.referral_events import ReferralLogged
from mobile_schema.events.report_events import IssueReported
from mobile_schema.events.rules_events import ClocksRecomputed, PolicyMoved
from mobile_schema.events.solving_events import (
    ClosureRequested,
    ClosureReturned,
    IssueClosed,
    IssueReopened,
    PlanFiled,
    ProgressReported,
    RecheckRecorded,
)
from mobile_schema.vocabulary import RecheckResult, State

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
    event = envelope.data
    changes = _MUTATORS[type(event)](issue, event, envelope)
    if event.clocks is not None:
        clocks = changes.get("obligations", issue.obligations)
        resting = changes.get("suspension", issue.suspension) is not None
        since = event.resumed_at if isinstance(event, IssueResumed) else envelope.at
        changes["obligations"] = changed(clocks, event.clocks, since, resting=resting)
    if event.notices:
        passed = (post for notice in event.notices for post in notice.vacant_posts)
        changes["vacant_posts"] = tuple(dict.fromkeys((*changes.get("vacant_posts", issue.vacant_posts), *passed)))
    if envelope.actor.person_id != SYSTEM_ID and not isinstance(event, (AlertAcknowledged, *ONLY_SAID)):
        changes["active_at"] = envelope.at
    return replace(issue, version=envelope.version, updated_at=envelope.at, **changes)


def _opened(envelope: EventEnvelope) -> Issue:
    event = envelope.data
    if isinstance(event, MatterEntered):
        return _entered(event, envelope)
    if not isinstance(event, IssueReported):
        raise ValueError(f"{envelope.issue_id} does not begin with a report, nor with a matter")
    said = {name: value for name, value in vars(event).items() if name not in ("clocks", "notices")}
    return Issue(
        id=envelope.issue_id,
        version=envelope.version,
        state=State.REPORTED,
        reported_at=envelope.at,
        updated_at=envelope.at,
        **said,
    )


def _entered(event: MatterEntered, envelope: EventEnvelope) -> Issue:
    return Issue(
        id=envelope.issue_id,
        serial=event.serial,
        version=envelope.version,
        state=State.REPORTED,
        source="matter",
        report_id=event.matter_id,
        finding_index=event.index,
        project_code=event.project_code,
        region=event.region,
        category=event.category,
        severity=event.severity,
        description=event.description,
        measure_proposed=None,
        incident_kind=None,
        reporter=envelope.actor.person_id,
        captured_at=envelope.at,
        reported_at=envelope.at,
        location=event.location,
        attachments=event.attachments,
        flags=(),
        updated_at=envelope.at,
        matter=Matter(
            source=event.source,
            paper=event.paper,
            demand=event.demand,
            due_on=event.due_on,
            part_of=event.part_of,
        ),
    )


def _assigned(issue: Issue, event: IssueAssigned, envelope: EventEnvelope) -> Changes:
    return {
        "state": State.ASSIGNED,
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


def _plan_filed(issue: Issue, event: PlanFiled, envelope: EventEnvelope) -> Changes:
    return _worked_on(issue, envelope) | {
        "milestones": event.milestones,
        "plan_is_late": event.late,
        "reached": still_reached(issue, event.milestones),
    }


def _progressed(issue: Issue, event: ProgressReported, envelope: EventEnvelope) -> Changes:
    return _worked_on(issue, envelope) | {
        "measures": event.measures or issue.measures,
        "percent": event.percent if event.percent is not None else issue.percent,
        "last_progress_at": envelope.at,
        "works_stopped": issue.works_stopped and not event.works_resumed,
    }


def _worked_on(issue: Issue, envelope: EventEnvelope) -> Changes:
    return {"state": State.IN_PROGRESS, "fixers": issue.fixers_with(envelope.actor.person_id)}


def _closure_requested(issue: Issue, event: ClosureRequested, envelope: EventEnvelope) -> Changes:
    return {
        "state": State.CLOSURE_REQUESTED,
        "fixers": issue.fixers_with(envelope.actor.person_id),
        "recheck": None,
        "closure": ClosureRequest(
            statement=event.statement,
            evidence=event.evidence,
            requested_by=envelope.actor.person_id,
            requested_at=envelope.at,
        ),
    }


def _rechecked(issue: Issue, event: RecheckRecorded, envelope: EventEnvelope) -> Changes:
    """That a duplicate was found solved says nothing of the issue that it was merged into."""
    passed_by = {"vacant_posts": escalated.passed_by(issue, event)}
    if event.duplicate is not None and event.result is RecheckResult.SOLVED:
        return passed_by
    return passed_by | {
        "recheck": Recheck(
            result=event.result,
            on_site=event.on_site,
            note=event.note,
            report_id=event.report_id,
            by=envelope.actor.person_id,
            at=envelope.at,
            attachments=event.attachments,
        )
    }


def _closed(issue: Issue, event: IssueClosed, envelope: EventEnvelope) -> Changes:
    return {
        "state": State.CLOSED,
        "grade": event.grade,
        "closed_at": envelope.at,
        "closed_by": envelope.actor.person_id,
        "instructions": (),
        **NOTHING_ASKED,
    }


def _returned(issue: Issue, event: ClosureReturned, envelope: EventEnvelope) -> Changes:
    return {
        "state": State.RETURNED,
        "return_reasons": event.reasons,
        "times_returned": issue.times_returned + 1,
    }


def _reopened(issue: Issue, event: IssueReopened, envelope: EventEnvelope) -> Changes:
    return {
        "state": State.REOPENED,
        "times_reopened": issue.times_reopened + 1,
        "grade": None,
        "closed_at": None,
        "closed_by": None,
    }


def _referred(issue: Issue, event: ReferralLogged, envelope: EventEnvelope) -> Changes:
    return {"referrals": (*issue.referrals, event.model_copy(update={"clocks": None, "notices": ()}))}


def _policy_moved(issue: Issue, event: PolicyMoved, envelope: EventEnvelope) -> Changes:
    return {"policy": event.policy, "policy_version": event.policy_version}


def _only_clocks(issue: Issue, event: Event, envelope: EventEnvelope) -> Changes:
    return {}


_MUTATORS: dict[type[Event], Callable[[Issue, Any, EventEnvelope], Changes]] = {
    IssueAssigned: _assigned,
    IssueTransferred: _transferred,
    IssueTriaged: _triaged,
    IssueDeclined: _declined,
    IssueAccepted: _accepted,
    PersonChanged: _person_changed,
    SupportChanged: _support_changed,
    PlanFiled: _plan_filed,
    ProgressReported: _progressed,
    ClosureRequested: _closure_requested,
    RecheckRecorded: _rechecked,
    IssueClosed: _closed,
    ClosureReturned: _returned,
    IssueReopened: _reopened,
    ReferralLogged: _referred,
    PolicyMoved: _policy_moved,
    ClocksRecomputed: _only_clocks,
    **postponed.MUTATORS,
    **merged.MUTATORS,
    **voided.MUTATORS,
    **escalated.MUTATORS,
    **reported.MUTATORS,
    **handled.MUTATORS,
}
