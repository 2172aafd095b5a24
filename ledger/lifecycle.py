"""Knows which command is allowed in which state, and what it leads to: one table, one function (design §3).

    reported → assigned → accepted → in_progress → closure_requested → closed
    assigned → declined (退回) → assigned again
    closure_requested → returned (不合格) → in_progress
    closed → reopened (反弹) → in_progress
    any open state → voided (误报)

Suspension (挂起) and merging (并案) will be further rows of the same table.
"""

from collections.abc import Mapping
from datetime import datetime

from xiaohao.ledger.actors import Actor
from xiaohao.ledger.closure import check_approval, demand_evidence
from xiaohao.ledger.commands import (
    Accept,
    ApproveClosure,
    Assign,
    Command,
    Decline,
    FilePlan,
    LogReferral,
    RecordRecheck,
    Reopen,
    ReportProgress,
    RequestClosure,
    ReturnClosure,
    Void,
)
from xiaohao.ledger.issue import OPEN_STATES, Issue
from xiaohao.ledger.obligations import AT_ASSIGNMENT, AT_REOPENING, set_clocks
from xiaohao.ledger.permissions import demand_assignable, demand_permission
from xiaohao.ledger.planning import check_plan
from xiaohao.ledger.policy import Policy
from xiaohao.ledger.refusals import CommandRefused, Refusal
from xiaohao.ledger.regions import higher, region_at
from xiaohao.ledger.rules import Rules
from xiaohao.mobile_schema.events import (
    ClosureRequested,
    ClosureReturned,
    Event,
    IssueAccepted,
    IssueAssigned,
    IssueClosed,
    IssueDeclined,
    IssueReopened,
    IssueVoided,
    PlanFiled,
    ProgressReported,
    RecheckRecorded,
    ReferralLogged,
)
from xiaohao.mobile_schema.vocabulary import Level, ObligationCode, Severity, State

_WORKING = (State.ACCEPTED, State.IN_PROGRESS, State.RETURNED, State.REOPENED)

TRANSITIONS: Mapping[tuple[State, type[Command]], State] = {
    (State.REPORTED, Assign): State.ASSIGNED,
    (State.DECLINED, Assign): State.ASSIGNED,
    (State.ASSIGNED, Accept): State.ACCEPTED,
    (State.ASSIGNED, Decline): State.DECLINED,
    **{(state, command): State.IN_PROGRESS for state in _WORKING for command in (FilePlan, ReportProgress)},
    (State.IN_PROGRESS, RequestClosure): State.CLOSURE_REQUESTED,
    (State.CLOSURE_REQUESTED, RecordRecheck): State.CLOSURE_REQUESTED,
    (State.CLOSURE_REQUESTED, ApproveClosure): State.CLOSED,
    (State.CLOSURE_REQUESTED, ReturnClosure): State.RETURNED,
    (State.CLOSED, Reopen): State.REOPENED,
    **{(state, Void): State.VOIDED for state in OPEN_STATES},
    **{(state, LogReferral): state for state in OPEN_STATES},
}


def allowed(state: State) -> tuple[str, ...]:
    """The names of the commands that a state allows."""
    return tuple(sorted(command.name for known, command in TRANSITIONS if known == state))


def decide(issue: Issue, command: Command, actor: Actor, at: datetime, rules: Rules) -> tuple[Event, ...]:
    """The events that a command makes of an issue as stored. Pure; nothing is changed.

    Raises CommandRefused: wrong state, not permitted, or the rule that its case does not meet.
    """
    state = State(issue.state)
    if (state, type(command)) not in TRANSITIONS:
        raise CommandRefused(
            Refusal.WRONG_STATE,
            f"问题处于 {state} 状态,不能执行 {command.name} / {command.name} is not allowed in state {state}",
            state=state,
            allowed=allowed(state),
        )
    demand_permission(issue, command, actor)
    return _decided(issue, command, actor, at, rules)


def assignment(
    severity: Severity,
    at: datetime,
    policy: Policy,
    *,
    unit_id: str,
    region: str,
    level: Level,
    rule: str,
    issue: Issue | None = None,
) -> IssueAssigned:
    """The event of handing an issue to a unit, with the clocks that the policy starts."""
    return IssueAssigned(
        unit_id=unit_id,
        supervising_region=region,
        supervising_level=level,
        rule=rule,
        policy=policy.name,
        policy_version=policy.version,
        obligations=set_clocks(AT_ASSIGNMENT, severity, at, policy, issue.obligations if issue else ()),
    )


def _decided(  # noqa: PLR0911 - one branch a command reads better than twelve dispatched functions
    issue: Issue, command: Command, actor: Actor, at: datetime, rules: Rules
) -> tuple[Event, ...]:
    policy = rules.policies.of(issue.policy, issue.policy_version)
    match command:
        case Assign():
            return (_assigned(issue, command, actor, at, rules),)
        case Accept():
            return (_accepted(issue, command, rules),)
        case Decline(reason=reason):
            triage = set_clocks((ObligationCode.TRIAGE,), issue.severity, at, policy, issue.obligations)
            return (IssueDeclined(reason=reason, obligations=triage),)
        case FilePlan(milestones=milestones):
            check_plan(issue, milestones, at, policy)
            return (PlanFiled(milestones=milestones),)
        case ReportProgress():
            return (ProgressReported(**command.model_dump()),)
        case RequestClosure():
            demand_evidence(issue, command.evidence, rules)
            verify = set_clocks((ObligationCode.VERIFY,), issue.severity, at, policy, issue.obligations)
            return (ClosureRequested(statement=command.statement, evidence=command.evidence, obligations=verify),)
        case RecordRecheck():
            return (RecheckRecorded(**command.model_dump()),)
        case ApproveClosure(grade=grade, note=note):
            check_approval(issue)
            return (IssueClosed(grade=grade, note=note),)
        case ReturnClosure(reasons=reasons):
            return (ClosureReturned(reasons=reasons),)
        case Reopen(reason=reason):
            clocks = set_clocks(AT_REOPENING, issue.severity, at, policy, issue.obligations)
            return (IssueReopened(reason=reason, obligations=clocks),)
        case Void(reason=reason):
            return (IssueVoided(reason=reason),)
        case LogReferral():
            return (ReferralLogged(**command.model_dump()),)
    raise TypeError(f"{type(command).__name__} has a row in the table and no decision")


def _assigned(issue: Issue, command: Assign, actor: Actor, at: datetime, rules: Rules) -> IssueAssigned:
    unit = rules.catalogue.units.get(command.unit_id)
    if unit is None:
        raise CommandRefused(
            Refusal.UNKNOWN_UNIT,
            f"没有这个责任单位 / no such unit: {command.unit_id}",
            unit_id=command.unit_id,
        )
    demand_assignable(issue, unit, actor)
    level = higher(actor.level or Level.COUNTY, Level(issue.supervising_level or Level.COUNTY))
    return assignment(
        issue.severity,
        at,
        rules.policies.current(),
        unit_id=command.unit_id,
        region=region_at(issue.region, level),
        level=level,
        rule="manual",
        issue=issue,
    )


def _accepted(issue: Issue, command: Accept, rules: Rules) -> IssueAccepted:
    person = rules.catalogue.persons.get(command.person_id)
    if person is None or person.unit_id != issue.unit_id:
        raise CommandRefused(
            Refusal.UNKNOWN_PERSON,
            f"责任人须是本单位人员 / the responsible person must belong to {issue.unit_id}",
            person_id=command.person_id,
        )
    return IssueAccepted(person_id=person.id, person_name=person.name)
