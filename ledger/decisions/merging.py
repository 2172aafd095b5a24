"""Knows mergers (并案): a duplicate goes into another issue, the earliest clock is kept, and all can be undone.

The duplicate's own clocks are left as they are while it is merged, so that parting needs to bring nothing back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from ledger.access.permissions import supervises
from ledger.decisions.case import Case, PairCase
from ledger.issue.clocks import ObligationState
from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.setting_aside import Merge, Part
from ledger.registry.actors import Actor
from mobile_schema.events.facts import Event, Obligation, StepDone
from mobile_schema.events.set_aside_events import DuplicateAbsorbed, DuplicateReleased, IssueMerged, IssueParted
from mobile_schema.vocabulary import State

_WITHOUT_UNIT = (State.REPORTED, State.DECLINED)
"""Where the clocks of an assigned duplicate would stop until the other one is assigned too."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What happens to a duplicate and to the issue it belongs to, at one moment."""

    duplicate: Event
    main: Event


def merge(case: PairCase, command: Merge) -> Pair:
    """The merger of an issue into another. Raises CommandRefused."""
    issue, main = case.issue, case.main
    _demand_mergeable(issue, main, case.actor)
    return Pair(
        IssueMerged(into=main.id, into_serial=main.serial, reason=command.reason),
        DuplicateAbsorbed(issue_id=issue.id, serial=issue.serial, adopted=tuple(_earlier(issue, main))),
    )


def part(case: PairCase, command: Part) -> Pair:
    """The end of a merger."""
    issue = case.issue
    told = tuple(_told_for(issue, case.main))
    return Pair(
        IssueParted(reason=command.reason, told=told), DuplicateReleased(issue_id=issue.id, serial=issue.serial)
    )


def stands_for_itself(case: Case) -> None:
    """Raises CommandRefused while others share the fate of an issue: they may be true."""
    if case.issue.duplicates:
        _refuse(
            "已有问题并入该问题,请先撤销并案 / others were merged into this one; part them first",
            duplicates=list(case.issue.duplicates),
        )


def supervises_both(case: PairCase) -> None:
    """Raises CommandRefused unless the actor supervises the other issue too."""
    _demand_authority(case.main, case.actor)


def other_issue(issue: Issue, command: Merge | Part) -> str:
    """The id of the issue that the command is about besides its own. Raises CommandRefused when there is none."""
    if isinstance(command, Merge):
        return command.into
    if issue.merger is None:
        _refuse("该问题未并案 / the issue is not merged")
    return issue.merger.into


def _demand_mergeable(issue: Issue, main: Issue, actor: Actor) -> None:
    if issue.id == main.id:
        _refuse("问题不能并入自身 / an issue cannot be merged into itself")
    if not main.is_open or main.suspension is not None:
        _refuse("只能并入办理中的问题 / it can only go into an issue that is open and not suspended", state=main.state)
    if main.state in _WITHOUT_UNIT and issue.state not in _WITHOUT_UNIT:
        _refuse(
            "已交办的问题不能并入未交办的问题 / one that has a unit cannot go into one that has none", state=main.state
        )
    _demand_authority(main, actor)


def _demand_authority(main: Issue, actor: Actor) -> None:
    if not supervises(main, actor):
        raise CommandRefused(
            Refusal.NOT_PERMITTED, "您不督办另一问题 / you do not supervise the other issue", issue_id=main.id
        )


def _earlier(issue: Issue, main: Issue) -> list[Obligation]:
    """The duplicate's clocks that fall due before the same clock of the main issue."""
    own = {clock.code: clock for clock in main.obligations if clock.running}
    return [
        Obligation(code=clock.code, round=own[clock.code].round, due_at=clock.due_at)
        for clock in issue.obligations
        if clock.running and clock.code in own and clock.due_at < own[clock.code].due_at
    ]


def _told_for(issue: Issue, main: Issue) -> Iterator[StepDone]:
    """The steps that fired on the main issue at due times taken over from this one, and have not fired here.

    They are the same steps only under the same version of a policy.
    """
    if (issue.policy, issue.policy_version) != (main.policy, main.policy_version):
        return
    running = {clock.code: clock for clock in issue.obligations if clock.running}
    for theirs in main.obligations:
        own = running.get(theirs.code)
        if own is None or issue.id not in theirs.adopted:
            continue
        _, since = theirs.taken_over[issue.id]
        for step, done in theirs.steps.items():
            if done.occurrence and done.counts_from >= since and not _fired(own, step):
                yield StepDone(
                    code=own.code,
                    round=own.round,
                    step=step,
                    occurrence=done.occurrence,
                    first_at=done.counts_from,
                    last_at=done.told_at or done.counts_from,
                    idle=done.idle,
                    acknowledged_at=done.acknowledged_at,
                )


def _fired(clock: ObligationState, step: str) -> bool:
    done = clock.steps.get(step)
    return bool(done and done.occurrence)


def _refuse(detail: str, **facts: object) -> NoReturn:
    raise CommandRefused(Refusal.MERGER_NOT_POSSIBLE, detail, **facts)
