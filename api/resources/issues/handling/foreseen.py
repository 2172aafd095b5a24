"""Knows how the answer to a command with `dry_run` looks: what it would do to an issue and its clocks."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

from pydantic import AwareDatetime, RootModel

from api.http.views import View
from api.resources.issues.view import IssueView
from ledger.escalation.due import next_due_at
from ledger.issue.changes import Change
from ledger.issue.handling.moving import ClockMoved, clocks_moved
from ledger.issue.issue import Issue
from ledger.issue.lights import light_of
from ledger.policy.ladder import Words
from ledger.policy.policy import Policy
from ledger.policy.rules import Rules
from mobile_schema.events.facts import Code
from mobile_schema.vocabulary import Level, Light, Severity, State

T = TypeVar("T")


class FromTo(View, Generic[T]):
    """What it is, and what it would be."""

    was: T
    becomes: T


class ClockForeseen(View):
    """One clock (时限节点) that would be another: started, ended, at rest, running on, or due at another time.

    `was_due_at` is null of one that starts; `overdue`: it would run, and its time lie in the past.
    """

    code: Code
    round: int
    title_zh: str
    title_en: str
    what: Literal["starts", "ends", "runs_on", "rests", "moves"]
    outcome: str | None
    was_due_at: AwareDatetime | None
    due_at: AwareDatetime
    overdue: bool
    said_zh: str
    said_en: str


class ForeseenView(View):
    """What a command would do now; nothing was done. `events` are the types that it would write, those that are due
    anyhow among them; `next_due_at` is when something would next fall due on the issue.
    """

    dry_run: Literal[True]
    version: int
    events: tuple[str, ...]
    state: FromTo[State]
    light: FromTo[Light]
    severity: FromTo[Severity]
    due_at: FromTo[AwareDatetime | None]
    supervising_level: FromTo[Level | None]
    policy: FromTo[str | None]
    next_due_at: FromTo[AwareDatetime | None]
    clocks: tuple[ClockForeseen, ...]


class DoneOrForeseen(RootModel[IssueView | ForeseenView]):
    """The issue after a command; with `dry_run` what the command would do."""


_SAID: dict[str, tuple[str, str]] = {
    "starts": ("“{zh}”开始计时,时限为{due}", "'{en}' starts, due {due}"),
    "ends": ("“{zh}”结束", "'{en}' ends"),
    "runs_on": ("“{zh}”继续计时,时限为{due}", "'{en}' runs on, due {due}"),
    "rests": ("“{zh}”停止计时", "'{en}' rests"),
    "moves": ("“{zh}”时限由{was}改为{due}", "'{en}' is due {due} instead of {was}"),
}
_OVERDUE = ("(已超期)", " (overdue already)")


def foreseen(change: Change, now: datetime, rules: Rules) -> dict[str, Any]:
    """What a change that nobody writes would do, as `ForeseenView` declares it."""
    before, after = change.before or change.issue, change.issue
    policy = rules.regime_of(after).policy
    return {
        "dry_run": True,
        "version": before.version,
        "events": tuple(envelope.type for envelope in change.envelopes),
        "state": _both(before.state, after.state),
        "light": _both(*(light_of(issue.state, issue.due_at, now) for issue in (before, after))),
        "severity": _both(before.severity, after.severity),
        "due_at": _both(before.due_at, after.due_at),
        "supervising_level": _both(before.supervising_level, after.supervising_level),
        "policy": _both(_policy(before), _policy(after)),
        "next_due_at": _both(*(_next(issue, rules) for issue in (before, after))),
        "clocks": tuple(_clocks(before, after, policy, now)),
    }


def _both(was: Any, becomes: Any) -> dict[str, Any]:
    return {"was": was, "becomes": becomes}


def _policy(issue: Issue) -> str | None:
    return None if issue.policy is None else f"{issue.policy}@{issue.policy_version}"


def _next(issue: Issue, rules: Rules) -> datetime | None:
    return next_due_at(issue, rules.regime_of(issue)) if issue.is_open else None


def _clocks(before: Issue, after: Issue, policy: Policy, now: datetime) -> Iterator[dict[str, Any]]:
    for moved in clocks_moved(before, after):
        clock = moved.clock
        rule = policy.obligations.get(clock.code)
        title = rule.title if rule else Words(zh=clock.code, en=clock.code)
        overdue = clock.running and clock.paused_at is None and after.is_open and clock.due_at < now
        zh, en = _sentences(moved, title, policy, overdue=overdue)
        yield {
            "code": clock.code,
            "round": clock.round,
            "title_zh": title.zh,
            "title_en": title.en,
            "what": moved.what,
            "outcome": clock.outcome,
            "was_due_at": moved.was_due_at,
            "due_at": clock.due_at,
            "overdue": overdue,
            "said_zh": zh,
            "said_en": en,
        }


def _sentences(moved: ClockMoved, title: Words, policy: Policy, *, overdue: bool) -> tuple[str, str]:
    def written(moment: datetime | None) -> str:
        return "" if moment is None else f"{moment.astimezone(policy.zone):%Y-%m-%d %H:%M}"

    words = {"zh": title.zh, "en": title.en, "due": written(moved.clock.due_at), "was": written(moved.was_due_at)}
    zh, en = (text.format(**words) for text in _SAID[moved.what])
    after_zh, after_en = _OVERDUE if overdue else ("", "")
    return f"{zh}{after_zh}。", f"{en}{after_en}."
