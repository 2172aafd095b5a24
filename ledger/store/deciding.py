"""Knows what a person's command, a merger, or an acknowledgement comes to on an issue as it is stored."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from ledger.access.permissions import may_acknowledge
from ledger.access.scopes import READ, scope_of
from ledger.decisions.case import Shown, Visit
from ledger.decisions.lifecycle.deciding import decide, decide_pair, demand_allowed
from ledger.decisions.merging import other_issue
from ledger.escalation.firing import accounted
from ledger.escalation.rechecks import counts_for, rechecked
from ledger.escalation.reminders import reminded
from ledger.escalation.telling import happened
from ledger.evidence.uploads import sent_by
from ledger.issue.changes import Change, envelopes_for, fold
from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.command import Command
from ledger.issue.words.handling import Instruct, Remind
from ledger.issue.words.setting_aside import Merge, Part
from ledger.issue.words.solving import RecordRecheck
from ledger.mongo.connection import Document, Store
from ledger.policy.rules import Rules
from ledger.registry.actors import Actor
from ledger.store.archive.places import find_alert
from ledger.store.listing import demand_within, load_issue
from mobile_schema.cloudevents import SITE_VISIT
from mobile_schema.events.escalation_events import AlertAcknowledged

PHOTO: Final = "image/unseen"
_OF_A_VISIT: Final = {"type": SITE_VISIT, "withdrawn": {"$exists": False}}
Decided = Callable[[Change, datetime], list[Change]]
"""What happens at a moment to an issue on which this fell due: its own change first; none when nothing is decided.

It raises CommandRefused.
"""


def changes_by(
    decided: Decided, issue: Issue, at: datetime, rules: Rules, expected_versions: frozenset[int] | None = None
) -> list[Change]:
    """What fell due on an issue, then what is decided on it. Raises CommandRefused, also where it moved on."""
    if expected_versions is not None and issue.version not in expected_versions:
        raise stale(issue)
    return decided(accounted(issue, at, rules), at)


def stale(issue: Issue) -> CommandRefused:
    """The refusal of what was asked of an issue as it no longer is."""
    return CommandRefused(
        Refusal.STALE_VERSION,
        f"问题已被他人更新至第 {issue.version} 版,请刷新后再试 / the issue is at version {issue.version} now",
        version=issue.version,
    )


def demand_known(store: Store, issue: Issue, command: Command, actor: Actor, asked_for: str) -> None:
    """Raises CommandRefused (unknown-issue) where the issue, or the one it is to be merged into, is out of scope.

    It says then of an issue what it would say of none.
    """
    scope = scope_of(actor, READ)
    demand_within(scope, issue, asked_for)
    if isinstance(command, Merge):
        demand_within(scope, load_issue(store, command.into), command.into)


def deciding(store: Store, command: Command, actor: Actor, rules: Rules) -> Decided:
    """How a command is decided. It raises CommandRefused, last of all where it names a file that its actor never sent.

    Until then such a file passes for a photo: that it is missing is told to those alone who may do the rest.
    """
    files = sent_by(store, actor.person_id, command.files)
    missing = sorted(set(command.files) - files.keys())
    shown = Shown({**files, **dict.fromkeys(missing, PHOTO)}, _visits(store, command), _alerts(store, command))
    return _with_files(_deciding_it(store, command, actor, rules, shown), missing)


def _deciding_it(store: Store, command: Command, actor: Actor, rules: Rules, shown: Shown) -> Decided:
    if isinstance(command, Merge | Part):
        return _pairing(store, command, actor, rules)
    if isinstance(command, RecordRecheck):
        return _rechecking(store, command, actor, rules, shown)
    if isinstance(command, Remind):
        return lambda due, at: [reminded(due, command, actor, at, rules, shown)]

    def decided(due: Change, at: datetime) -> list[Change]:
        who = demand_allowed(due.issue, command, actor, at)
        events = decide(due.issue, command, who, at, rules, shown)
        return [due.then(happened(due.issue, events, at, who, rules))]

    return decided


def _with_files(decide_it: Decided, missing: Sequence[str]) -> Decided:
    """The same, refused where its files are not there."""

    def decided(due: Change, at: datetime) -> list[Change]:
        changes = decide_it(due, at)
        if missing:
            detail = "附件尚未由您上传 / upload the attachments first"
            raise CommandRefused(Refusal.UNKNOWN_ATTACHMENT, detail, missing=list(missing))
        return changes

    return decided


def _visits(store: Store, command: Command) -> dict[str, Visit]:
    """The visit that a recheck says it was made on, if the ledger has one of that id."""
    if not isinstance(command, RecordRecheck) or command.report_id is None:
        return {}
    receipt = store["receipts"].find_one(_OF_A_VISIT | {"_id": command.report_id}, {"raw": 0})
    if receipt is None:
        return {}
    return {receipt["_id"]: Visit(receipt["project_code"], receipt["reporter"], receipt["recorded_at"])}


def _alerts(store: Store, command: Command) -> dict[str, str]:
    """The alert that an instruction is given on, if there is one of that id."""
    alert_id = command.alert_id if isinstance(command, Instruct) else None
    alert = None if alert_id is None else find_alert(store, alert_id)
    return {} if alert is None else {alert["_id"]: alert["issue_id"]}


def _pairing(store: Store, command: Merge | Part, actor: Actor, rules: Rules) -> Decided:
    """Merge or part: what happens to both issues is written together or not at all."""

    def decided(due: Change, at: datetime) -> list[Change]:
        issue = due.issue
        who = demand_allowed(issue, command, actor, at)
        due_there = accounted(load_issue(store, other_issue(issue, command)), at, rules)
        main = due_there.issue
        pair = decide_pair(issue, main, command, who, at, rules)
        return [
            due.then(happened(issue, [pair.duplicate], at, who, rules)),
            due_there.then(happened(main, [pair.main], at, who, rules)),
        ]

    return decided


def _rechecking(store: Store, command: RecordRecheck, actor: Actor, rules: Rules, shown: Shown) -> Decided:
    """A recheck changes the issue that it counts for: of a duplicate its main one alone."""

    def decided(due: Change, at: datetime) -> list[Change]:
        seen, of = due.issue, counts_for(due.issue)
        there = due if of == seen.id else accounted(load_issue(store, of), at, rules)
        return [rechecked(seen, there, command, actor, at, rules, shown)]

    return decided


def acknowledging(store: Store, alert: Document, actor: Actor, note: str | None = None) -> Decided:
    """How it is decided that an alert was seen: by its recipient or a supervisor over the issue, and once."""

    def decided(due: Change, at: datetime) -> list[Change]:
        if not may_acknowledge(due.issue, alert["recipient_person_id"], actor):
            raise CommandRefused(Refusal.NOT_PERMITTED, "这条提醒不是发给您的 / this alert is not yours")
        current = find_alert(store, alert["_id"])
        if current is None or current["acknowledged_at"] is not None:
            return []
        step = {name: alert[name] for name in ("obligation", "round", "step", "occurrence")}
        seen = AlertAcknowledged(alert_id=alert["_id"], note=note, **step)
        return [due.then(fold(due.issue, envelopes_for(due.issue, [seen], at, actor)))]

    return decided
