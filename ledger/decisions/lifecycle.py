"""Knows each command: where it is allowed, what it leads to, who gives it, what decides it: one table (design §3).

reported → assigned → accepted → in_progress → closure_requested → closed
assigned → declined (退回) → assigned again; with any unit → assigned to another (改派)
closure_requested → returned (不合格) → in_progress
closed → reopened (反弹) → in_progress
any open state → suspended (挂起) → back; merged (并案) → back; voided (误报) → back
"""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from ledger.access.permissions import Apart, acting
from ledger.decisions.assigning import (
    accept,
    assign,
    change_person,
    change_support,
    some_unit_has_it,
    somebody_signed,
    transfer,
)
from ledger.decisions.case import NOTHING_SHOWN, Case, PairCase, Shown
from ledger.decisions.clock_effects import facts_of, with_clocks
from ledger.decisions.closure import is_verified, request_closure, verified
from ledger.decisions.extension import (
    approve_extension,
    request_extension,
    time_is_asked,
    time_may_be_asked,
    time_may_be_granted,
)
from ledger.decisions.handling import saying
from ledger.decisions.handling import withdrawing as back
from ledger.decisions.handling.correcting import correct
from ledger.decisions.handling.milestones import one_is_left, tick_milestone
from ledger.decisions.merging import Pair, merge, part, stands_for_itself, supervises_both
from ledger.decisions.planning import file_plan
from ledger.decisions.rechecking import record_recheck
from ledger.decisions.recounting import move_policy, moves_are_granted_by
from ledger.decisions.reported.correcting import judge_correction, one_waits, waiting
from ledger.decisions.reported.referring import answer_referral, was_referred
from ledger.decisions.suspension import (
    request_suspension,
    rest_is_asked,
    rest_may_be_asked,
    rests_are_granted_by,
    resume,
    says_what_it_was,
    suspend,
    unvoid,
)
from ledger.issue import commands as ask
from ledger.issue.issue import OPEN_STATES, Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words import correcting as put_right
from ledger.issue.words import handling as say
from ledger.policy.rules import Rules
from ledger.registry.actors import Actor
from mobile_schema.events import assigning_events as assigned
from mobile_schema.events import handling_events as handled
from mobile_schema.events import postponing_events as postponed
from mobile_schema.events import referral_events as referred
from mobile_schema.events import rules_events as anew
from mobile_schema.events import set_aside_events as aside
from mobile_schema.events import solving_events as solved
from mobile_schema.events.facts import Event
from mobile_schema.events.referral_events import ReferralAnswered
from mobile_schema.events.report_events import CorrectionJudged
from mobile_schema.vocabulary import State


@dataclass(frozen=True, slots=True)
class Row:
    """One command: the states it is allowed in, where it leads, who never gives it, its event, and what decides it.

    Who may give it stands in `access.matrix`.

    "back" is to the state before the suspension, the merger or the voiding. Without a handler the event says what the
    command says. What rests and leads elsewhere (a transfer) rests on, and goes there afterwards. What a merger does to
    the other issue goes along in its handler's Pair.
    """

    states: Set[State]
    to: State | Literal["same", "back"]
    apart: Apart
    event: type[Event]
    handler: Callable[[Any, Any], Event | Pair] | None = None
    when: Callable[[Issue], bool] = lambda _: True
    """Whether there is on the issue what the command is about, as far as the issue alone tells."""
    gate: Callable[[Any], None] = lambda _: None
    """Raises CommandRefused for what stands in the way whatever the command says; `may` asks it too."""
    otherwise: str = ""
    """What to do first where the state does not allow it, in both languages."""


_WORKING = {State.ACCEPTED, State.IN_PROGRESS, State.RETURNED, State.REOPENED}
_ASKED = {State.CLOSURE_REQUESTED}
_HANDED = _WORKING | _ASKED | {State.ASSIGNED}
_ACTIVE = OPEN_STATES - {State.SUSPENDED}
_ANYWHERE = frozenset(State)
_RESTING = {State.SUSPENDED}
_ANYBODY = Apart.NOBODY


def _time_asked(issue: Issue) -> bool:
    return issue.extension_request is not None


def _rest_asked(issue: Issue) -> bool:
    return issue.suspension_request is not None


def _is_handed(issue: Issue) -> bool:
    return issue.stands_at in _HANDED


def _has_a_person(issue: Issue) -> bool:
    return issue.person_id is not None


def _says_what_it_was(issue: Issue) -> bool:
    return issue.voiding is not None


def _takes_no_other(issue: Issue) -> bool:
    return not issue.duplicates


def _has_milestones_left(issue: Issue) -> bool:
    return len(issue.reached) < len(issue.milestones)


_HANDLING: Mapping[type[ask.Command], Row] = {
    put_right.WithdrawClosure: Row(
        _ASKED,
        State.IN_PROGRESS,
        _ANYBODY,
        handled.ClosureWithdrawn,
        back.withdraw_closure,
        gate=back.asked_for_closure,
    ),
    put_right.WithdrawExtension: Row(
        _WORKING,
        "same",
        _ANYBODY,
        handled.ExtensionWithdrawn,
        None,
        _time_asked,
        back.asked_for_time,
    ),
    put_right.WithdrawSuspension: Row(
        _WORKING,
        "same",
        _ANYBODY,
        handled.SuspensionWithdrawn,
        None,
        _rest_asked,
        back.asked_for_rest,
    ),
    put_right.Correct: Row(
        OPEN_STATES,
        "same",
        Apart.WORKERS,
        handled.IssueCorrected,
        correct,
        otherwise="已销号的先恢复办理,作废、并案的先撤销 / reopen it, or undo the voiding or merger, first",
    ),
    say.Comment: Row(_ANYWHERE, "same", _ANYBODY, handled.CommentAdded, saying.comment),
    say.Instruct: Row(
        OPEN_STATES, "same", _ANYBODY, handled.InstructionGiven, saying.instruct, gate=saying.room_for_another
    ),
    say.Remind: Row(_ACTIVE, "same", _ANYBODY, handled.ReminderSent, saying.remind, gate=saying.not_just_reminded),
    say.Reply: Row(_HANDED | _RESTING, "same", _ANYBODY, handled.ReplyGiven, saying.reply, _is_handed),
    say.TickMilestone: Row(
        _WORKING - {State.ACCEPTED},
        "same",
        _ANYBODY,
        handled.MilestoneReached,
        tick_milestone,
        _has_milestones_left,
        one_is_left,
    ),
}
ROWS: Mapping[type[ask.Command], Row] = {
    **_HANDLING,
    ask.Assign: Row({State.REPORTED, State.DECLINED}, State.ASSIGNED, _ANYBODY, assigned.IssueAssigned, assign),
    ask.Accept: Row({State.ASSIGNED}, State.ACCEPTED, _ANYBODY, assigned.IssueAccepted, accept),
    ask.Decline: Row({State.ASSIGNED}, State.DECLINED, _ANYBODY, assigned.IssueDeclined),
    ask.FilePlan: Row(_WORKING, State.IN_PROGRESS, _ANYBODY, solved.PlanFiled, file_plan),
    ask.ReportProgress: Row(_WORKING, State.IN_PROGRESS, _ANYBODY, solved.ProgressReported),
    ask.RequestClosure: Row(
        {State.IN_PROGRESS}, State.CLOSURE_REQUESTED, _ANYBODY, solved.ClosureRequested, request_closure
    ),
    ask.RecordRecheck: Row(_ANYWHERE, "same", Apart.WORKERS, solved.RecheckRecorded, record_recheck),
    ask.ApproveClosure: Row(_ASKED, State.CLOSED, Apart.CONCERNED, solved.IssueClosed, None, verified, is_verified),
    ask.ReturnClosure: Row(_ASKED, State.RETURNED, Apart.WORKERS, solved.ClosureReturned),
    ask.Reopen: Row({State.CLOSED}, State.REOPENED, _ANYBODY, solved.IssueReopened),
    ask.Void: Row(OPEN_STATES, State.VOIDED, Apart.CONCERNED, aside.IssueVoided, gate=stands_for_itself),
    ask.Unvoid: Row(
        {State.VOIDED}, "back", Apart.CONCERNED, aside.IssueUnvoided, unvoid, _says_what_it_was, says_what_it_was
    ),
    ask.LogReferral: Row(OPEN_STATES, "same", _ANYBODY, referred.ReferralLogged),
    ask.RequestExtension: Row(
        _WORKING, "same", _ANYBODY, postponed.ExtensionRequested, request_extension, gate=time_may_be_asked
    ),
    ask.ApproveExtension: Row(
        _WORKING,
        "same",
        Apart.CONCERNED,
        postponed.ExtensionApproved,
        approve_extension,
        _time_asked,
        time_may_be_granted,
    ),
    ask.RefuseExtension: Row(_WORKING, "same", _ANYBODY, postponed.ExtensionRefused, None, _time_asked, time_is_asked),
    ask.RequestSuspension: Row(
        _WORKING, "same", _ANYBODY, postponed.SuspensionRequested, request_suspension, gate=rest_may_be_asked
    ),
    ask.Suspend: Row(
        _ACTIVE, State.SUSPENDED, Apart.CONCERNED, postponed.IssueSuspended, suspend, gate=rests_are_granted_by
    ),
    ask.RefuseSuspension: Row(
        _WORKING, "same", _ANYBODY, postponed.SuspensionRefused, None, _rest_asked, rest_is_asked
    ),
    ask.Resume: Row(_RESTING, "back", _ANYBODY, postponed.IssueResumed, resume, gate=rests_are_granted_by),
    ask.Merge: Row(
        _ACTIVE, State.MERGED, Apart.CONCERNED, aside.IssueMerged, merge, _takes_no_other, stands_for_itself
    ),
    ask.Part: Row({State.MERGED}, "back", _ANYBODY, aside.IssueParted, part, gate=supervises_both),
    ask.MovePolicy: Row(OPEN_STATES, "same", Apart.CONCERNED, anew.PolicyMoved, move_policy, gate=moves_are_granted_by),
    ask.ChangePerson: Row(
        _WORKING | _ASKED | _RESTING,
        "same",
        _ANYBODY,
        assigned.PersonChanged,
        change_person,
        _has_a_person,
        somebody_signed,
    ),
    ask.ChangeSupport: Row(_HANDED, "same", _ANYBODY, assigned.SupportChanged, change_support),
    ask.Transfer: Row(
        _HANDED | _RESTING,
        State.ASSIGNED,
        Apart.WORKERS,
        assigned.IssueTransferred,
        transfer,
        _is_handed,
        some_unit_has_it,
    ),
    ask.JudgeCorrection: Row(
        _ANYWHERE,
        "same",
        Apart.CONCERNED,
        CorrectionJudged,
        judge_correction,
        lambda issue: bool(waiting(issue)),
        one_waits,
    ),
    ask.AnswerReferral: Row(
        _ANYWHERE,
        "same",
        _ANYBODY,
        ReferralAnswered,
        answer_referral,
        lambda issue: bool(issue.referrals),
        was_referred,
    ),
}


def allowed(state: State) -> tuple[str, ...]:
    """The names of the commands that a state allows."""
    return tuple(sorted(command.name for command, row in ROWS.items() if state in row.states))


def possible(issue: Issue) -> tuple[str, ...]:
    """The names of the commands that can be carried out on an issue: its state allows them, and there is cause."""
    state = State(issue.state)
    return tuple(sorted(command.name for command, row in ROWS.items() if state in row.states and row.when(issue)))


def decide(  # noqa: PLR0917 - what is asked of which issue, by whom, when, by which rules, pointing at what
    issue: Issue, command: ask.Command, actor: Actor, at: datetime, rules: Rules, shown: Shown = NOTHING_SHOWN
) -> tuple[Event, ...]:
    """The events that a command makes of an issue as stored, with what they do to its clocks. Pure.

    Raises CommandRefused: wrong state, not permitted, or the rule that its case does not meet.
    """
    actor = demand_allowed(issue, command, actor, at)
    before = regime = rules.regime_of(issue)
    if isinstance(command, ask.Assign):
        regime = rules.regime(rules.policies.for_issue(facts_of(issue), at), issue.region)
    event: Event = _decided(Case(issue, actor, at, regime, rules, shown), command)
    return (with_clocks(issue, event, at, regime, before.policy),)


def decide_pair(  # noqa: PLR0917 - all that `decide` is given, and the other issue
    issue: Issue, main: Issue, command: ask.Merge | ask.Part, actor: Actor, at: datetime, rules: Rules
) -> Pair:
    """What a command that `demand_allowed` let pass makes of a duplicate and of its main issue. Pure.

    Raises CommandRefused.
    """
    pair: Pair = _decided(PairCase(issue, actor, at, rules.regime_of(issue), rules, NOTHING_SHOWN, main), command)
    return pair


def demand_allowed(issue: Issue, command: ask.Command | type[ask.Command], actor: Actor, at: datetime) -> Actor:
    """The actor in the duty by which they may give the command, or one of its kind, in a state that allows it.

    Raises CommandRefused: not permitted before a wrong state, which is only told to those whose business it is.
    """
    kind = command if isinstance(command, type) else type(command)
    state, row = State(issue.state), ROWS[kind]
    who = acting(issue, kind, actor, at, row.apart)
    if state not in row.states:
        first_zh, _, first_en = row.otherwise.partition(" / ")
        raise CommandRefused(
            Refusal.WRONG_STATE,
            f"问题处于 {state} 状态,不能执行 {kind.name}{first_zh and ':'}{first_zh} / "
            f"{kind.name} is not allowed in state {state}{first_en and ': '}{first_en}",
            state=state,
            allowed=possible(issue),
        )
    return who


def _decided(case: Case, command: ask.Command) -> Any:
    row = ROWS[type(command)]
    row.gate(case)
    if row.handler is None:
        return row.event(**vars(command))
    decided = row.handler(case, command)
    if isinstance(decided, Pair):
        return replace(decided, duplicate=_with_what_goes_along(decided.duplicate, command))
    return _with_what_goes_along(decided, command)


def _with_what_goes_along(event: Event, command: ask.Command) -> Event:
    """The event with the note and the files of its command."""
    if command.note is None and not command.attachments:
        return event
    return event.model_copy(update={"note": command.note, "attachments": command.attachments})
