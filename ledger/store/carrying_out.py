"""Knows how what people ask reaches stored issues, alone or together, safely against others' writes.

Most of what a command costs is its transaction, and that costs no more for many: those that come at the same time are
read at once and written in one. Nothing else binds them: a refusal is the refused one's own, and where the transaction
does not go through, each is carried out for itself.

What a command under a key came to is kept in the transaction that wrote it, for a day, for when it comes again.

An issue in the archive is read there; what is decided on it brings it back, what is refused does not.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pymongo.errors import ConnectionFailure, PyMongoError

from ledger.access.scopes import ALERTS, scope_of
from ledger.groundwork.clock import Clock
from ledger.issue.changes import Change
from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.command import Command
from ledger.issue.words.setting_aside import Merge, Part
from ledger.mongo.connection import Document, Store
from ledger.policy.rules import Rules
from ledger.registry.actors import Actor
from ledger.store.archive.moving import bring_back
from ledger.store.archive.places import find_alert
from ledger.store.commit import Batch, Conflict, commit
from ledger.store.deciding import Decided, acknowledging, changes_by, deciding, demand_known, stale
from ledger.store.listing import load_issue
from ledger.store.records import issue_from_document, plain

_ATTEMPTS = 5
_ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Once:
    """The key that a person gave a command, and the SHA-256 of what was asked under it."""

    person_id: str
    key: str
    sha256: str

    @property
    def id(self) -> str:
        """A key is its person's own."""
        return f"{self.person_id}:{self.key}"


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A command as somebody gave it; two that are alike are two.

    `expected_versions` are those that the person saw: another one now refuses (stale-version). Without them the
    command is decided again on what another writer left. With `once` it is carried out once, however often it comes.
    """

    issue_id: str
    command: Command
    actor: Actor
    expected_versions: frozenset[int] | None = None
    once: Once | None = None


Outcome = Issue | Exception
"""The issue after a command, or what `execute` raised."""


def execute_together(store: Store, asked: Sequence[Asked], *, clock: Clock, rules: Rules) -> dict[Asked, Outcome]:
    """Carry out commands, those on one issue in their order; what became of each.

    Raises pymongo.errors.PyMongoError when MongoDB is away.
    """
    first = _first_of_each_issue(asked)
    outcomes = _at_once(store, first, clock, rules) if len(first) > 1 else {}
    for one in asked:
        if one not in outcomes:
            try:
                outcomes[one] = execute(store, one, clock=clock, rules=rules)
            except Exception as error:
                outcomes[one] = error
    return outcomes


def execute(store: Store, asked: Asked, *, clock: Clock, rules: Rules) -> Issue:
    """Carry out one command and answer the issue after it. Raises CommandRefused or pymongo.errors.PyMongoError."""
    earlier = _answered(store, asked.once)
    if earlier is not None:
        return earlier
    try:
        decided = deciding(store, asked.command, asked.actor, rules)

        def known(issue: Issue) -> None:
            demand_known(store, issue, asked.command, asked.actor, asked.issue_id)

        return _carried_out(store, asked.issue_id, decided, clock, rules, known, asked.expected_versions, asked.once)
    except CommandRefused:
        # The same may have been sent twice at once, and the other one was first.
        earlier = _answered(store, asked.once)
        if earlier is None:
            raise
        return earlier


def acknowledge(
    store: Store, alert_id: str, actor: Actor, note: str | None = None, *, clock: Clock, rules: Rules
) -> None:
    """Record that an alert was seen, and what was said; its repeats end, the clock goes on. Twice changes nothing.

    Only its recipient, or a supervisor over the issue, may. Raises CommandRefused: of what is out of scope it says what
    it would say of none.
    """
    alert, scope = find_alert(store, alert_id), scope_of(actor, ALERTS)
    if alert is None or not (scope.owns(alert["recipient_person_id"]) or scope.meets(alert["scopes"])):
        raise CommandRefused(Refusal.UNKNOWN_ALERT, "没有这个提醒 / no such alert", alert_id=alert_id)
    _carried_out(store, alert["issue_id"], acknowledging(store, alert, actor, note), clock, rules)


def _carried_out(  # noqa: PLR0917 - what is decided on which issue, when, by which rules
    store: Store,
    issue_id: str,
    decided: Decided,
    clock: Clock,
    rules: Rules,
    known: Callable[[Issue], None] = lambda _: None,
    expected_versions: frozenset[int] | None = None,
    once: Once | None = None,
) -> Issue:
    """The issue after it; where another writer came before, it is decided again on what that one left."""
    for _ in range(_ATTEMPTS):
        issue, at = load_issue(store, issue_id), clock.now()
        known(issue)
        changes = changes_by(decided, issue, at, rules, expected_versions)
        if not changes:
            return issue
        try:
            kept = [] if once is None else [_answer_of(once, changes[0].issue)]
            commit(store, Batch(changes=changes, answered=kept), rules)
        except Conflict:
            bring_back(store, [change.issue.id for change in changes])
            continue
        return changes[0].issue
    raise stale(issue)


def _first_of_each_issue(asked: Iterable[Asked]) -> list[Asked]:
    """A merger changes two issues and stands alone, and so do what is asked after another command and under a key."""
    first: dict[str, Asked] = {}
    for one in asked:
        first.setdefault(one.issue_id, one)
    return [one for one in first.values() if one.once is None and not isinstance(one.command, Merge | Part)]


def _at_once(store: Store, asked: Sequence[Asked], clock: Clock, rules: Rules) -> dict[Asked, Outcome]:
    """The outcomes of those that were refused or written; the others are still to be carried out."""
    found = store["issues"].find({"_id": {"$in": [one.issue_id for one in asked]}})
    issues, at = {document["_id"]: document for document in found}, clock.now()
    outcomes: dict[Asked, Outcome] = {}
    changes: list[Change] = []
    written: dict[Asked, Outcome] = {}
    for one in asked:
        if one.issue_id not in issues:
            continue
        try:
            decided = deciding(store, one.command, one.actor, rules)
            issue = issue_from_document(issues[one.issue_id])
            demand_known(store, issue, one.command, one.actor, one.issue_id)
            own = changes_by(decided, issue, at, rules, one.expected_versions)
        except Exception as error:
            outcomes[one] = error
            continue
        changes += own
        written[one] = own[0].issue
    return outcomes | (written if _went_through(store, changes, rules) else {})


def _went_through(store: Store, changes: list[Change], rules: Rules) -> bool:
    """Whether all were written; none was where the transaction failed for the sake of one."""
    try:
        commit(store, Batch(changes=changes), rules)
    except Exception as error:
        if isinstance(error, ConnectionFailure) or (isinstance(error, PyMongoError) and error.timeout):
            raise
        return False
    return True


def _answer_of(once: Once, issue: Issue) -> Document:
    """What is kept; its time is the machine's own, by which MongoDB lets it go."""
    document: Document = plain(issue)
    document["_id"] = document.pop("id")
    return {"_id": once.id, "sha256": once.sha256, "at": datetime.now(UTC), "issue": document}


def _answered(store: Store, once: Once | None) -> Issue | None:
    """The issue as it was after the command, when that was carried out under this key.

    Raises CommandRefused (key-reused) when something else was.
    """
    found = None if once is None else store[_ANSWERED].find_one({"_id": once.id})
    if found is None or once is None:
        return None
    if found["sha256"] != once.sha256:
        raise CommandRefused(
            Refusal.KEY_REUSED,
            "此 Idempotency-Key 已用于另一请求 / the key was used for another one",
            key=once.key,
        )
    return issue_from_document(found["issue"])
