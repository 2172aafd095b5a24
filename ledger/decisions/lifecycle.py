"""Knows which command is allowed in which state, and what it leads to: one table, one function (design §3).

reported → assigned → accepted → in_progress → closure_requested → closed
assigned → declined (退回) → assigned again
closure_requested → returned (不合格) → in_progress
closed → reopened (反弹) → in_progress
any open state → suspended (挂起) → back; merged (并案) → back; voided (误报)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ledger.access.permissions import demand_assignable, demand_permission
from ledger.decisions.clock_effects import facts_of, started_by, with_clocks
from ledger.decisions.closure import check_approval, demand_evidence
from ledger.decisions.extension import approve_extension, refuse_extension, request_extension
from ledger.decisions.planning import check_plan
from ledger.decisions.recounting import move_policy
from ledger.decisions.suspension import refuse_suspension, request_suspension, resume, suspend
from ledger.issue.commands import (
    Accept,
    ApproveClosure,
    ApproveExtension,
    Assign,
    Command,
    Decline,
    FilePlan,
    LogReferral,
    Merge,
    MovePolicy,
    Part,
    RecordRecheck,
    RefuseExtension,
    RefuseSuspension,
    Reopen,
    ReportProgress,
    RequestClosure,
    RequestExtension,
    RequestSuspension,
    Resume,
    ReturnClosure,
    Suspend,
    Void,
)
from ledger.issue.issue import OPEN_STATES, Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.policy.policy import Facts, Trigger
from ledger.policy.regime import Regime
from ledger.policy.rules import Rules
from ledger.registry.actors import Actor
from ledger.registry.regions import higher, region_at
from mobile_schema.events.facts import ClockChanges, Event
from mobile_schema.events.issue_events import (
    ClosureRequested,
    ClosureReturned,
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
from mobile_schema.vocabulary import Level, State

_WORKING = (State.ACCEPTED, State.IN_PROGRESS, State.RETURNED, State.REOPENED)
_ACTIVE = OPEN_STATES - {State.SUSPENDED}
_ON_EXTENSION = (RequestExtension, ApproveExtension, RefuseExtension)
_ON_SUSPENSION = (RequestSuspension, RefuseSuspension)

TRANSITIONS: Mapping[tuple[State, type[Command]], State | None] = {
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
    **{(state, command): state for state in _WORKING for command in (*_ON_EXTENSION, *_ON_SUSPENSION)},
    **{(state, Suspend): State.SUSPENDED for state in _ACTIVE},
    (State.SUSPENDED, Resume): None,
    **{(state, Merge): State.MERGED for state in _ACTIVE},
    (State.MERGED, Part): None,
    **{(state, MovePolicy): state for state in OPEN_STATES},
    **{(state, Void): State.VOIDED for state in OPEN_STATES},
    **{(state, LogReferral): state for state in OPEN_STATES},
}
"""Where a command leads; None is back to the state before the suspension or the merger."""


def allowed(state: State) -> tuple[str, ...]:
    """The names of the commands that a state allows."""
    return tuple(sorted(command.name for known, command in TRANSITIONS if known == state))


def decide(issue: Issue, command: Command, actor: Actor, at: datetime, rules: Rules) -> tuple[Event, ...]:
    """The events that a command makes of an issue as stored, with what they do to its clocks. Pure.

    Raises CommandRefused: wrong state, not permitted, or the rule that its case does not meet.
    """
    demand_allowed(issue, command, actor)
    before = rules.regime_of(issue)
    if isinstance(command, Assign):
        regime = rules.regime(rules.policies.for_issue(facts_of(issue), at), issue.region)
        assigned = _assigned(_Case(issue, actor, at, regime, rules), command)
        return (with_clocks(issue, assigned, at, regime, before.policy),)
    event = _decided(_Case(issue, actor, at, before, rules), command)
    return (with_clocks(issue, event, at, before),)


def demand_allowed(issue: Issue, command: Command, actor: Actor) -> None:
    """Raises CommandRefused unless the state of the issue allows the command, and the actor may give it."""
    state = State(issue.state)
    if (state, type(command)) not in TRANSITIONS:
        raise CommandRefused(
            Refusal.WRONG_STATE,
            f"问题处于 {state} 状态,不能执行 {command.name} / {command.name} is not allowed in state {state}",
            state=state,
            allowed=allowed(state),
        )
    demand_permission(issue, command, actor)


def assignment(
    facts: Facts,
    at: datetime,
    regime: Regime,
    *,
    unit_id: str,
    region: str,
    level: Level,
    rule: str,
    supporting: tuple[str, ...] = (),
) -> IssueAssigned:
    """The event of handing a new issue to a unit, with the clocks that the policy starts."""
    return IssueAssigned(
        unit_id=unit_id,
        supporting_unit_ids=supporting,
        supervising_region=region,
        supervising_level=level,
        rule=rule,
        policy=regime.policy.name,
        policy_version=regime.policy.version,
        clocks=ClockChanges(started=started_by(frozenset({Trigger.ASSIGNED}), facts, at, regime)),
    )


@dataclass(frozen=True, slots=True)
class _Case:
    """What a command is decided on."""

    issue: Issue
    actor: Actor
    at: datetime
    regime: Regime
    rules: Rules


def _decided(case: _Case, command: Command) -> Event:  # noqa: PLR0911, PLR0912 - a branch a command reads best
    issue, actor, at, regime, rules = case.issue, case.actor, case.at, case.regime, case.rules
    match command:
        case Accept():
            return _accepted(issue, command, rules)
        case Decline(reason=reason):
            return IssueDeclined(reason=reason)
        case FilePlan(milestones=milestones):
            check_plan(issue, milestones, at, regime.policy)
            return PlanFiled(milestones=milestones)
        case ReportProgress():
            return ProgressReported(**command.model_dump())
        case RequestClosure(statement=statement, evidence=evidence):
            demand_evidence(issue, evidence, rules)
            return ClosureRequested(statement=statement, evidence=evidence)
        case RecordRecheck():
            return RecheckRecorded(**command.model_dump())
        case ApproveClosure(grade=grade, note=note):
            check_approval(issue)
            return IssueClosed(grade=grade, note=note)
        case ReturnClosure(reasons=reasons):
            return ClosureReturned(reasons=reasons)
        case Reopen(reason=reason):
            return IssueReopened(reason=reason)
        case Void(reason=reason):
            return IssueVoided(reason=reason)
        case LogReferral():
            return ReferralLogged(**command.model_dump())
        case RequestExtension():
            return request_extension(issue, command, at, regime)
        case ApproveExtension():
            return approve_extension(issue, command, actor, at, regime)
        case RefuseExtension():
            return refuse_extension(issue, command)
        case RequestSuspension():
            return request_suspension(command, at, regime)
        case Suspend():
            return suspend(issue, command, actor, at, regime)
        case RefuseSuspension():
            return refuse_suspension(issue, command)
        case Resume():
            return resume(issue, command, actor, at, regime)
        case MovePolicy():
            return move_policy(issue, command, actor, at, rules)
    raise TypeError(f"{type(command).__name__} has a row in the table and no decision")


def _assigned(case: _Case, command: Assign) -> IssueAssigned:
    issue, actor, rules = case.issue, case.actor, case.rules
    for unit_id in (command.unit_id, *command.supporting_unit_ids):
        unit = rules.catalogue.units.get(unit_id)
        if unit is None:
            raise CommandRefused(Refusal.UNKNOWN_UNIT, f"没有这个责任单位 / no such unit: {unit_id}", unit_id=unit_id)
        demand_assignable(issue, unit, actor)
    level = higher(actor.level or Level.COUNTY, Level(issue.supervising_level or Level.COUNTY))
    return assignment(
        facts_of(issue),
        case.at,
        case.regime,
        unit_id=command.unit_id,
        region=region_at(issue.region, level),
        level=level,
        rule="manual",
        supporting=command.supporting_unit_ids,
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
