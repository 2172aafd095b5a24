"""Knows how an import is taken back: what nobody has worked on since is withdrawn, the rest is named.

An issue is void as one reported in error is, and says by its cause that this was no error; the row is forgotten with
it, so that it may come in again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from pymongo import DeleteOne, ReplaceOne
from pymongo.client_session import ClientSession

from ledger.decisions.clock_effects import with_clocks
from ledger.escalation.firing import accounted
from ledger.groundwork.clock import Clock
from ledger.groundwork.portions import portions
from ledger.imports.judging import AT_ONCE
from ledger.imports.records import IMPORT_ROWS, IMPORTS, ImportRecord, ImportState, load, wrong_state
from ledger.imports.row.kept import KeptRow, rows_of_import
from ledger.imports.words import Left, Undone
from ledger.issue.changes import Change, envelopes_for, fold
from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.matters.opening import entering_as
from ledger.mongo.connection import Document, Store
from ledger.policy.rules import Rules
from ledger.registry.actors import SYSTEM_ID, Actor
from ledger.store.archive.places import EVENTS, ISSUES
from ledger.store.commit import Batch, Conflict, commit
from ledger.store.records import event_id, issue_from_document
from mobile_schema.events.facts import Event
from mobile_schema.events.import_events import FreeField, RowChanged
from mobile_schema.events.set_aside_events import IssueVoided
from mobile_schema.vocabulary import VoidCause

_ATTEMPTS: Final = 20
_BY_PEOPLE: Final = {"actor.person_id": {"$ne": SYSTEM_ID}}
_WORKED_ON: Final = "导入后已有人办理 / somebody worked on it since"
_ELSEWHERE: Final = "不在您督办的地区 / not in a region that you supervise"
_GONE: Final = "已归档 / in the archive"


def undo(store: Store, import_id: str, actor: Actor, *, clock: Clock, rules: Rules) -> Undone:
    """Withdraw the issues of an import and put back what it changed, where nobody worked on them since.

    Once it is undone, it says again what it came to. Raises CommandRefused: unknown-import, not-permitted, wrong-state,
    withdrawal-not-possible after 30 days; Conflict when races do not end; pymongo.errors.PyMongoError.
    """
    record = load(store, import_id)
    if record.state is not ImportState.UNDONE:
        _demand(record, clock, actor)
        left = _Undoing(store, record, actor, clock, rules).left()
        _end(store, record, left, actor, clock)
    said = store[IMPORTS].find_one({"_id": import_id}) or {}
    return _undone(said.get("undo") or {})


def _demand(record: ImportRecord, clock: Clock, actor: Actor) -> None:
    until = record.undo_until()
    if record.state is not ImportState.COMMITTED or until is None:
        raise wrong_state(record)
    if not _own(record, actor) and not any(guise.level is not None for guise in actor.guises):
        raise CommandRefused(
            Refusal.NOT_PERMITTED,
            "由导入人或督办人员撤销 / who imported it undoes it, or a supervisor",
            import_id=record.id,
        )
    if clock.now() > until:
        raise CommandRefused(
            Refusal.WITHDRAWAL_NOT_POSSIBLE, "已超过 30 日 / more than 30 days have passed", import_id=record.id
        )


def _own(record: ImportRecord, actor: Actor) -> bool:
    return actor.person_id in {record.actor, record.committed_by}


def _end(store: Store, record: ImportRecord, left: Sequence[Left], actor: Actor, clock: Clock) -> None:
    at = clock.now()
    ended = {
        "state": ImportState.UNDONE.value,
        "undone_at": at,
        "undone_by": actor.person_id,
        "changed_at": at,
        "undo.left": [{"issue_id": each.issue_id, "serial": each.serial, "why": each.why} for each in left],
    }
    store[IMPORTS].update_one({"_id": record.id, "state": ImportState.COMMITTED.value}, {"$set": ended})


def _undone(document: Document) -> Undone:
    left = tuple(Left(each["issue_id"], each["serial"], each["why"]) for each in document.get("left", []))
    return Undone(document.get("withdrawn", 0), document.get("restored", 0), left)


@dataclass(slots=True)
class _Planned:
    """What one transaction takes back."""

    changes: list[Change] = field(default_factory=list)
    rows: list[DeleteOne | ReplaceOne[Document]] = field(default_factory=list)
    withdrawn: int = 0
    left: list[Left] = field(default_factory=list)


@dataclass(slots=True)
class _Undoing:
    store: Store
    record: ImportRecord
    actor: Actor
    clock: Clock
    rules: Rules

    def left(self) -> list[Left]:
        """Take back what can be, and name the rest."""
        rows = rows_of_import(self.store, self.record.id)
        return [each for some in portions(rows, lambda _: 1, AT_ONCE) for each in self._portion(some)]

    def _portion(self, rows: Sequence[KeptRow]) -> list[Left]:
        for _ in range(_ATTEMPTS):
            planned = self._planned(rows)
            if not planned.changes:
                return planned.left
            try:
                commit(self.store, Batch(changes=planned.changes, also=self._also(planned)), self.rules)
            except Conflict:
                continue
            return planned.left
        raise Conflict(f"import {self.record.id} met another writer {_ATTEMPTS} times")

    def _planned(self, rows: Sequence[KeptRow]) -> _Planned:
        there = {kept["_id"] for kept in self.store[IMPORT_ROWS].find({"_id": {"$in": [row.row_id for row in rows]}})}
        found = self.store[ISSUES].find({"_id": {"$in": [row.issue_id for row in rows]}})
        issues = {issue.id: issue for issue in map(issue_from_document, found)}
        worked_on = self._worked_on(rows)
        planned = _Planned()
        for row in rows:
            issue = issues.get(row.issue_id)
            if row.row_id not in there:
                continue
            why = _GONE if issue is None else self._why_left(row, issue, worked_on)
            if issue is None or why is not None:
                planned.left.append(Left(row.issue_id, issue.serial if issue else "", why or _GONE))
                continue
            self._take_back(row, issue, planned)
        return planned

    def _why_left(self, row: KeptRow, issue: Issue, worked_on: set[str]) -> str | None:
        if not _own(self.record, self.actor) and entering_as(self.actor, issue.region) is None:
            return _ELSEWHERE
        return _WORKED_ON if row.issue_id in worked_on or row.changed_in not in {None, self.record.id} else None

    def _take_back(self, row: KeptRow, issue: Issue, planned: _Planned) -> None:
        at = self.clock.now()
        due = accounted(issue, at, self.rules)
        begun_here = row.import_id == self.record.id
        event = self._withdrawal() if begun_here else self._restored(row, due.issue)
        event = with_clocks(due.issue, event, at, self.rules.regime_of(due.issue))
        planned.changes.append(due.then(fold(due.issue, envelopes_for(due.issue, [event], at, self.actor))))
        planned.withdrawn += begun_here
        planned.rows.append(DeleteOne({"_id": row.row_id}) if begun_here else _row_back(row))

    def _withdrawal(self) -> Event:
        reason = f"撤销台账导入:{self.record.filename} / its import was undone"
        return IssueVoided(reason=reason, cause=VoidCause.IMPORT_UNDONE)

    def _restored(self, row: KeptRow, issue: Issue) -> Event:
        changed = (row.before or {}).get("changed", [])
        back = tuple(FreeField(field=name, before=new, after=old) for name, old, new in changed)
        file = issue.imported.file if issue.imported else None
        if file is None:
            raise ValueError(f"issue {issue.id} was never changed by a file")
        return RowChanged(file=file, changed=back, undone=True)

    def _worked_on(self, rows: Sequence[KeptRow]) -> set[str]:
        """Issues on which a person did or said anything after this import."""
        later = [
            {"_id": {"$gt": event_id(row.issue_id, row.version), "$lt": f"{row.issue_id};"}, **_BY_PEOPLE}
            for row in rows
        ]
        return {event["issue_id"] for event in self.store[EVENTS].find({"$or": later}, {"issue_id": 1})}

    def _also(self, planned: _Planned) -> Callable[[Store, ClientSession], None]:
        counted = {"undo.withdrawn": planned.withdrawn, "undo.restored": len(planned.changes) - planned.withdrawn}

        def write(store: Store, session: ClientSession) -> None:
            before = {"_id": self.record.id, "state": ImportState.COMMITTED.value}
            if not store[IMPORTS].update_one(before, {"$inc": counted}, session=session).matched_count:
                raise Conflict(f"import {self.record.id} was undone meanwhile")
            store[IMPORT_ROWS].bulk_write(planned.rows, session=session)

        return write


def _row_back(row: KeptRow) -> ReplaceOne[Document]:
    """The row as it was before the import changed it."""
    before = row.before or {}
    kept = row.document() | {"free": before.get("free", []), "changed_in": before.get("changed_in"), "before": None}
    return ReplaceOne({"_id": row.row_id}, kept, upsert=True)
