"""Knows how a person's command, and an acknowledgement, reach one stored issue, safely against others' writes."""

from collections.abc import Callable
from datetime import datetime

from ledger.access.permissions import supervises
from ledger.decisions.lifecycle import decide, decide_pair, demand_allowed
from ledger.decisions.merging import other_issue
from ledger.escalation.firing import accounted
from ledger.evidence.files import missing_attachments
from ledger.groundwork.clock import Clock
from ledger.issue.changes import Change, envelopes_for, fold
from ledger.issue.commands import Command, Merge, Part
from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.mongo.connection import Store
from ledger.policy.rules import Rules
from ledger.registry.actors import Actor
from ledger.store.commit import Batch, Conflict, commit
from ledger.store.records import issue_from_document
from mobile_schema.events.facts import Event
from mobile_schema.events.issue_events import AlertAcknowledged

_ATTEMPTS = 5

Decided = Callable[[Issue, datetime], tuple[Event, ...]]
"""What is decided on an issue at a moment; it raises CommandRefused."""


def load_issue(store: Store, issue_id: str) -> Issue:
    """The issue as stored. Raises CommandRefused (unknown-issue)."""
    document = store["issues"].find_one({"_id": issue_id})
    if document is None:
        raise CommandRefused(Refusal.UNKNOWN_ISSUE, "没有这个问题 / no such issue", issue_id=issue_id)
    return issue_from_document(document)


def execute(
    store: Store,
    issue_id: str,
    command: Command,
    actor: Actor,
    *,
    clock: Clock,
    rules: Rules,
    expected_version: int | None = None,
) -> Issue:
    """Carry out a command and answer the issue after it.

    `expected_version` is the version that the person saw: another one now refuses (stale-version). Without it the
    command is decided again on what another writer left. Raises CommandRefused or pymongo.errors.PyMongoError.
    """
    if isinstance(command, Merge | Part):
        return _pair_up(store, issue_id, command, actor, clock, rules, expected_version)
    decided = deciding(store, command, actor, rules)
    return _change(store, issue_id, decided, actor, clock=clock, rules=rules, expected_version=expected_version)


def deciding(store: Store, command: Command, actor: Actor, rules: Rules) -> Decided:
    """How a command is decided. Raises CommandRefused (unknown-attachment) where it names a file that is not stored."""
    missing = missing_attachments(store, command.files)
    if missing:
        raise CommandRefused(Refusal.UNKNOWN_ATTACHMENT, "附件尚未上传 / upload the attachments first", missing=missing)
    return lambda issue, at: decide(issue, command, actor, at, rules)


def changed_by(  # noqa: PLR0917 - who decides what on which issue, when, by which rules
    issue: Issue, decided: Decided, actor: Actor, at: datetime, rules: Rules, expected_version: int | None
) -> Change | None:
    """What fell due on an issue, then what is decided on it; None when nothing is. Raises CommandRefused."""
    _demand_version(issue, expected_version)
    due = accounted(issue, at, rules)
    events = decided(due.issue, at)
    return due.then(fold(due.issue, envelopes_for(due.issue, events, at, actor))) if events else None


def acknowledge(store: Store, alert_id: str, actor: Actor, *, clock: Clock, rules: Rules) -> None:
    """Record that an alert was seen; its repeats end, the clock goes on. Doing it twice changes nothing.

    Only its recipient, or a supervisor over the issue, may. Raises CommandRefused.
    """
    alert = store["alerts"].find_one({"_id": alert_id})
    if alert is None:
        raise CommandRefused(Refusal.UNKNOWN_ALERT, "没有这个提醒 / no such alert", alert_id=alert_id)

    def decided(issue: Issue, _: datetime) -> tuple[Event, ...]:
        if alert["recipient_person_id"] != actor.person_id and not supervises(issue, actor):
            raise CommandRefused(Refusal.NOT_PERMITTED, "这条提醒不是发给您的 / this alert is not yours")
        current = store["alerts"].find_one({"_id": alert_id})
        if current is None or current["acknowledged_at"] is not None:
            return ()
        return (
            AlertAcknowledged(
                alert_id=alert_id, **{name: alert[name] for name in ("obligation", "round", "step", "occurrence")}
            ),
        )

    _change(store, alert["issue_id"], decided, actor, clock=clock, rules=rules)


def _change(
    store: Store,
    issue_id: str,
    decided: Decided,
    actor: Actor,
    *,
    clock: Clock,
    rules: Rules,
    expected_version: int | None = None,
) -> Issue:
    for _ in range(_ATTEMPTS):
        issue, at = load_issue(store, issue_id), clock.now()
        change = changed_by(issue, decided, actor, at, rules, expected_version)
        if change is None:
            return issue
        try:
            commit(store, Batch(changes=[change]), rules)
        except Conflict:
            continue
        return change.issue
    raise _stale(issue)


def _pair_up(  # noqa: PLR0917 - all that `execute` was given
    store: Store,
    issue_id: str,
    command: Merge | Part,
    actor: Actor,
    clock: Clock,
    rules: Rules,
    expected_version: int | None,
) -> Issue:
    """Merge or part: what happens to both issues is written together or not at all."""
    for _ in range(_ATTEMPTS):
        stored, at = load_issue(store, issue_id), clock.now()
        _demand_version(stored, expected_version)
        due = accounted(stored, at, rules)
        demand_allowed(due.issue, command, actor)
        due_there = accounted(load_issue(store, other_issue(due.issue, command)), at, rules)
        issue, main = due.issue, due_there.issue
        pair = decide_pair(issue, main, command, actor, at, rules)
        change = due.then(fold(issue, envelopes_for(issue, [pair.duplicate], at, actor)))
        on_main = due_there.then(fold(main, envelopes_for(main, [pair.main], at, actor)))
        try:
            commit(store, Batch(changes=[change, on_main]), rules)
        except Conflict:
            continue
        return change.issue
    raise _stale(issue)


def _demand_version(issue: Issue, expected: int | None) -> None:
    if expected is not None and issue.version != expected:
        raise _stale(issue)


def _stale(issue: Issue) -> CommandRefused:
    return CommandRefused(
        Refusal.STALE_VERSION,
        f"问题已被他人更新至第 {issue.version} 版,请刷新后再试 / the issue is at version {issue.version} now",
        version=issue.version,
    )
