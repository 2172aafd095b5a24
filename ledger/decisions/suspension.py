"""Knows rests: suspensions (挂起), approved until a local day begins, and the time that an issue was void (撤销作废).

Clocks rest meanwhile, and get back what would have counted.
"""

from datetime import date, datetime, time
from typing import NoReturn

from ledger.access.permissions import demand_level
from ledger.decisions.case import Case
from ledger.decisions.recounting import counted_anew, taken_over
from ledger.issue.folding.clocks import run_on
from ledger.issue.folding.voided import clocks_back, voiding_of
from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.setting_aside import Unvoid
from ledger.issue.words.timing import RequestSuspension, Resume, Suspend
from ledger.policy.regime import Regime
from mobile_schema.events.facts import ClockChanges, ClockKey
from mobile_schema.events.set_aside_events import IssueUnvoided
from mobile_schema.events.timing_events import IssueResumed, IssueSuspended, SuspensionRequested
from mobile_schema.fields import as_utc


def request_suspension(case: Case, command: RequestSuspension) -> SuspensionRequested:
    """The request. Raises CommandRefused: into the past, or for longer than the policy allows."""
    return SuspensionRequested(reason=command.reason, until=_until(command.resume_on, case.at, case.regime))


def rest_may_be_asked(case: Case) -> None:
    """Raises CommandRefused where a suspension waits for its answer."""
    asked = case.issue.suspension_request
    if asked is not None and asked.until > case.at:
        _refuse(
            f"已申请挂起至 {asked.until.astimezone(case.regime.policy.zone):%Y-%m-%d},批复前不得再申请 / "
            "one is asked for and not answered yet",
            asked_for=asked.until,
        )


def suspend(case: Case, command: Suspend) -> IssueSuspended:
    """The suspension, asked for or not. Raises CommandRefused: into the past, or for too long."""
    return IssueSuspended(reason=command.reason, until=_until(command.resume_on, case.at, case.regime))


def rest_is_asked(case: Case) -> None:
    """Raises CommandRefused where nobody asked for a suspension."""
    if case.issue.suspension_request is None:
        _refuse("没有待批的挂起申请 / no suspension is asked for")


def rests_are_granted_by(case: Case) -> None:
    """Raises CommandRefused unless the actor is of the level that the policy has suspensions decided at."""
    demand_level(case.issue, case.actor, case.regime.policy.approvals.suspension.level)


def resume(case: Case, command: Resume) -> IssueResumed:
    """The end of a suspension before its day; once the day has come it counts, however late."""
    suspension = case.issue.suspension
    resumed_at = case.at if suspension is None else max(min(case.at, suspension.until), suspension.since)
    return resumption(case.issue, resumed_at, case.regime, command.reason)


def resumed_by_itself(issue: Issue, now: datetime, regime: Regime) -> IssueResumed | None:
    """The end of a suspension whose day has come, counted from that moment however late it is noticed."""
    if not issue.is_open or issue.suspension is None or now < issue.suspension.until:
        return None
    return resumption(issue, issue.suspension.until, regime)


def resumption(issue: Issue, at: datetime, regime: Regime, reason: str | None = None) -> IssueResumed:
    """The end of a suspension at a moment, with the due times as the rest has moved them on."""
    rested = run_on(tuple(clock for clock in issue.obligations if clock.paused_at), at)
    clocks = ClockChanges(
        moved=tuple(counted_anew(clock, issue, regime) for clock in rested),
        adopted=tuple(
            taken_over(clock, duplicate, due, issue, regime)
            for clock in rested
            for duplicate, (due, _) in clock.taken_over.items()
        ),
    )
    return IssueResumed(resumed_at=at, reason=reason, clocks=clocks if rested else None)


def unvoid(case: Case, command: Unvoid) -> IssueUnvoided:
    """The end of a voiding, as if the issue had been suspended meanwhile."""
    return unvoiding(case.issue, case.at, case.regime, command.reason)


def says_what_it_was(case: Case) -> None:
    """Raises CommandRefused where the stored issue does not say what it was when it was voided: its events do."""
    if case.issue.voiding is None:
        raise CommandRefused(
            Refusal.WRONG_STATE,
            "未存有作废前的情形,请先运行 / what it was before is not stored; run first: xiaohao ledger rebuild",
            state=case.issue.state,
            allowed=(),
        )


def unvoiding(issue: Issue, at: datetime, regime: Regime, reason: str) -> IssueUnvoided:
    """The end of a voiding at a moment: what it ended runs on, or rests on with the suspension that it was in."""
    back = [clock for clock in clocks_back(issue, at) if clock.key in voiding_of(issue).clocks]
    clocks = ClockChanges(
        resumed=tuple(ClockKey(code=clock.code, round=clock.round) for clock in back),
        moved=tuple(counted_anew(clock, issue, regime) for clock in back if clock.paused_at is None),
    )
    return IssueUnvoided(reason=reason, clocks=clocks)


def _until(resume_on: date, at: datetime, regime: Regime) -> datetime:
    until = as_utc(datetime.combine(resume_on, time(), tzinfo=regime.policy.zone))
    if until <= at:
        _refuse("恢复日期须在今日之后 / it must resume on a later day", now=at)
    latest = regime.shift(at, regime.policy.approvals.suspension.longest)
    if until > latest:
        _refuse("超出规则允许的最长挂起 / longer than the policy allows", latest=latest)
    return until


def _refuse(detail: str, **facts: object) -> NoReturn:
    raise CommandRefused(Refusal.SUSPENSION_NOT_POSSIBLE, detail, **facts)
