"""Knows extensions (延期): asked for with a reason, within the policy's limits, approved by the level it names.

An approved one ends the clock as "extended" and starts its next round with the new deadline, so that the ladder is
whole again; the original deadline goes along and is never overwritten (design §3).
"""

from datetime import datetime
from itertools import takewhile
from typing import NoReturn

from ledger.access.permissions import demand_level
from ledger.calendar.deadlines import end_of_day
from ledger.decisions.case import Case
from ledger.decisions.clock_effects import EXTENDED, next_round
from ledger.issue.clocks import ObligationState
from ledger.issue.issue import Issue
from ledger.issue.parts import ExtensionRequest
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.timing import ApproveExtension, RequestExtension
from ledger.policy.regime import Regime
from mobile_schema.events.facts import ClockChanges, ClockEnded, Obligation
from mobile_schema.events.timing_events import ExtensionApproved, ExtensionRequested


def request_extension(case: Case, command: RequestExtension) -> ExtensionRequested:
    """The request. Raises CommandRefused: not extendable, in the past, not later, too often, too long."""
    due = end_of_day(command.due_on, case.regime.policy.zone)
    _demand_possible(case.issue, command.obligation, due, case.at, case.regime)
    return ExtensionRequested(obligation=command.obligation, due_at=due, reason=command.reason)


def time_may_be_asked(case: Case) -> None:
    """Raises CommandRefused where an extension waits for its answer, or no clock can be extended any more."""
    asked, rule = case.issue.extension_request, case.regime.policy.approvals.extension
    if asked is not None and asked.due_at > case.at:
        day = _day(asked.due_at, case.regime)
        _refuse(f"已申请延期至 {day},批复前不得再申请 / one to {day} is asked for and not answered yet", asked_for=day)
    refusals = [_not_extendable(case.issue, code, case.regime) for code in rule.obligations]
    if None not in refusals:
        raise refusals[0] if refusals and refusals[0] else _refused("该规则不设延期 / its policy extends no clock")


def time_is_asked(case: Case) -> None:
    """Raises CommandRefused where nobody asked for an extension."""
    _asked(case)


def time_may_be_granted(case: Case) -> None:
    """Raises CommandRefused: nothing asked, another level's to grant, or not possible any more."""
    asked = _asked(case)
    demand_level(case.issue, case.actor, case.regime.policy.approvals.extension.level)
    _demand_possible(case.issue, asked.obligation, asked.due_at, case.at, case.regime)


def approve_extension(case: Case, command: ApproveExtension) -> ExtensionApproved:
    """The new deadline, for the clock asked about and those that go along. Raises CommandRefused."""
    issue, regime, asked = case.issue, case.regime, _asked(case)
    day = _day(asked.due_at, regime)
    if command.due_on is not None and command.due_on.isoformat() != day:
        _refuse(
            f"申请的是延期至 {day},不是 {command.due_on} / what is asked for is {day}, not {command.due_on}",
            asked_for=day,
        )
    clock = _demand_possible(issue, asked.obligation, asked.due_at, case.at, regime)
    return ExtensionApproved(
        obligation=asked.obligation,
        due_at=asked.due_at,
        original_due_at=clock.original_due,
        note=command.note,
        clocks=granted(issue, asked.obligation, asked.due_at, regime),
    )


def granted(issue: Issue, code: str, due: datetime, regime: Regime) -> ClockChanges:
    """What a deadline that was granted does to the clock it is for, and to those that go along: the earlier move."""
    moving = [
        clock
        for moved in dict.fromkeys((code, *regime.policy.approvals.extension.along))
        if (clock := _running(issue, moved)) is not None and clock.own_due < due
    ]
    return ClockChanges(
        ended=tuple(ClockEnded(code=old.code, round=old.round, outcome="extended") for old in moving),
        started=tuple(
            Obligation(
                code=old.code,
                round=next_round(old.code, issue.obligations),
                due_at=due,
                original_due_at=old.original_due,
            )
            for old in moving
        ),
    )


def _asked(case: Case) -> ExtensionRequest:
    asked = case.issue.extension_request
    if asked is None:
        _refuse("没有待批的延期申请 / no extension is asked for")
    return asked


def _running(issue: Issue, code: str) -> ObligationState | None:
    clock = issue.obligation(code)
    return clock if clock is not None and clock.running else None


def _demand_possible(issue: Issue, code: str, due: datetime, at: datetime, regime: Regime) -> ObligationState:
    clock, refusal = _running(issue, code), _not_extendable(issue, code, regime)
    if clock is None or refusal is not None:
        raise refusal or _cannot_be(code)
    if due <= at:
        _refuse("新时限不得在过去 / the new deadline lies in the past", now=at)
    if due <= clock.own_due:
        _refuse("新时限须晚于现时限 / the new deadline is not later than the one that holds", due_at=clock.own_due)
    latest = _latest(clock, issue, regime)
    if due > latest:
        _refuse("超出规则允许的最长延期 / later than the policy allows", latest=latest)
    return clock


def _not_extendable(issue: Issue, code: str, regime: Regime) -> CommandRefused | None:
    """Why a clock cannot be extended to whichever day; None if it can."""
    rule = regime.policy.approvals.extension
    if code not in rule.obligations or _running(issue, code) is None:
        return _cannot_be(code)
    times = sum(one.code == code and one.outcome == EXTENDED for one in issue.obligations)
    if times >= rule.at_most:
        return _refused(f"最多延期 {rule.at_most} 次 / no more than {rule.at_most} extension(s)", extended=times)
    return None


def _cannot_be(code: str) -> CommandRefused:
    return _refused(f"时限“{code}”不能延期 / {code} cannot be extended", obligation=code)


def _latest(clock: ObligationState, issue: Issue, regime: Regime) -> datetime:
    """Up to when a clock may be extended: counted from the deadline that the policy gives it, or from the original of
    one that was extended, if later. Time at rest uses up nothing.
    """
    rounds = [one for one in reversed(issue.obligations) if one.code == clock.code]
    chain = [clock, *takewhile(lambda one: one.outcome == EXTENDED, rounds[1:])]
    counted = regime.due(clock.code, issue.severity, chain[-1].started_at).at
    original = counted if clock.granted_due_at is None else max(counted, clock.original_due)
    longest = regime.policy.approvals.extension.longest
    rests = [rest for one in reversed(chain) for rest in one.rests]
    return regime.run_on(regime.shift(original, longest), rests, longest)


def _day(due: datetime, regime: Regime) -> str:
    return due.astimezone(regime.policy.zone).date().isoformat()


def _refused(detail: str, **facts: object) -> CommandRefused:
    return CommandRefused(Refusal.EXTENSION_NOT_POSSIBLE, detail, **facts)


def _refuse(detail: str, **facts: object) -> NoReturn:
    raise _refused(detail, **facts)
