"""Knows how a voiding (误报) and its undoing (撤销作废) change an issue."""

from datetime import datetime
from typing import Final

from msgspec.structs import replace

from ledger.issue.folding.clocks import Clocks, run_on
from ledger.issue.folding.mutators import Changes, Mutators
from ledger.issue.folding.postponed import NOTHING_ASKED
from ledger.issue.issue import Issue
from ledger.issue.lights import light_of
from ledger.issue.parts import Suspension, Voiding
from mobile_schema.events.envelope import EventEnvelope
from mobile_schema.events.set_aside_events import IssueUnvoided, IssueVoided
from mobile_schema.vocabulary import Light, State


def voiding_of(issue: Issue) -> Voiding:
    """What a void issue was when it was voided. Raises ValueError of one that is not void."""
    if issue.voiding is None:
        raise ValueError(f"issue {issue.id} is not void")
    return issue.voiding


def clocks_back(issue: Issue, at: datetime) -> Clocks:
    """The clocks of a void issue as they stand once that is undone: those that it ended have rested since.

    Since the suspension in which it was voided, if it was; they rest on where that goes on. Raises ValueError of an
    issue that is not void.
    """
    voiding = voiding_of(issue)
    since = voiding.suspension.since if voiding.suspension else voiding.since
    clocks = tuple(
        replace(clock, ended_at=None, outcome=None, paused_at=max(since, clock.started_at))
        if clock.key in voiding.clocks
        else clock
        for clock in issue.obligations
    )
    return clocks if _goes_on(voiding, at) else run_on(clocks, at)


def _goes_on(voiding: Voiding, at: datetime) -> Suspension | None:
    """The suspension in which an issue was voided, as long as its day has not come."""
    suspension = voiding.suspension
    return suspension if suspension is not None and at < suspension.until else None


def _voided(issue: Issue, event: IssueVoided, envelope: EventEnvelope) -> Changes:
    ended = {(clock.code, clock.round) for clock in event.clocks.ended} if event.clocks else set()
    return {
        "state": State.VOIDED,
        "closed_at": envelope.at,
        "closed_by": envelope.actor.person_id,
        "suspension": None,
        "voiding": Voiding(
            since=envelope.at,
            back_to=issue.state,
            overdue=light_of(issue.state, issue.due_at, envelope.at) is Light.RED,
            clocks=tuple(clock.key for clock in issue.obligations if (clock.code, clock.round) in ended),
            suspension=issue.suspension,
            cause=event.cause,
        ),
        **NOTHING_ASKED,
    }


def _unvoided(issue: Issue, event: IssueUnvoided, envelope: EventEnvelope) -> Changes:
    voiding = voiding_of(issue)
    goes_on = _goes_on(voiding, envelope.at)
    ended = voiding.suspension if goes_on is None else None
    return {
        "state": ended.back_to if ended else voiding.back_to,
        "suspension": goes_on,
        "voiding": None,
        "closed_at": None,
        "closed_by": None,
        "obligations": clocks_back(issue, envelope.at),
    }


MUTATORS: Final[Mutators] = {
    IssueVoided: _voided,
    IssueUnvoided: _unvoided,
}
