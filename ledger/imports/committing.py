"""Knows how the rows of an import get onto the ledger: in transactions of some hundred, each row once.

A transaction writes issues, events, what is kept of the rows, and how far the import has come: whenever the process
ends, the next one finds what is done. Where another import was faster with a row, it is judged again.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Final

from pymongo import ReplaceOne
from pymongo.client_session import ClientSession
from pymongo.errors import PyMongoError

from ledger.escalation.firing import accounted
from ledger.groundwork.clock import Clock
from ledger.groundwork.portions import portions
from ledger.imports.judging import AT_ONCE, Before, before_of, judged, region_of
from ledger.imports.records import IMPORT_ROWS, IMPORTS, ImportRecord, ImportState, load, wrong_state
from ledger.imports.row.kept import KeptRow, opened_as
from ledger.imports.row.masking import masked_row
from ledger.imports.row.opening import Alike, Opener, alike_of, file_row
from ledger.imports.summary import Summary, tell
from ledger.imports.words import Counts, ImportRow, Judged, RowVerdict
from ledger.intake.planning.serials import counter, serial, year_of
from ledger.issue.changes import Change, envelopes_for, fold
from ledger.issue.refusals import CommandRefused
from ledger.mongo.connection import Document, Store
from ledger.mongo.inserting import encoded, insert
from ledger.policy.rules import Rules
from ledger.registry.actors import Actor
from ledger.store.commit import Batch, Conflict, commit_numbered
from mobile_schema.events.import_events import FreeField, RowChanged

Told = Callable[[int, int], None]
"""How many rows of how many are done."""
_ATTEMPTS: Final = 20
_HELD_SECONDS: Final = 90.0
"""Who was killed in a transaction holds its numbers until MongoDB gives that up, after a minute."""
_PAUSE_SECONDS: Final = 0.5
_WRITTEN: Final = {RowVerdict.NEW, RowVerdict.CHANGED}


def commit(
    store: Store,
    import_id: str,
    rows: Iterable[ImportRow],
    actor: Actor,
    *,
    clock: Clock,
    rules: Rules,
    told: Told = lambda _done, _all: None,
) -> Counts:
    """Write what is new or changed; what was written before, by whomever, is the same. May be run again at any time.

    Raises CommandRefused: unknown-import, wrong-state where it was undone; Conflict when races do not end;
    pymongo.errors.PyMongoError.
    """
    waiting = [masked_row(row) for row in rows]
    record = _begun(store, import_id, clock, actor)
    if record.state is ImportState.COMMITTED:
        return _written_before(store, import_id)
    counted: Counter[str] = Counter()
    done = 0
    for some in portions(waiting, lambda _: 1, AT_ONCE):
        verdicts = _Portion(store, record, some, actor, clock, rules, done + len(some)).written()
        counted.update(verdicts)
        done += len(some)
        told(done, len(waiting))
    counts = Counts(**{verdict.value: counted[verdict.value] for verdict in RowVerdict})
    _end(store, record, counts, clock)
    return counts


def _begun(store: Store, import_id: str, clock: Clock, actor: Actor) -> ImportRecord:
    record = load(store, import_id)
    if record.state is ImportState.UNDONE:
        raise wrong_state(record)
    if record.state is not ImportState.COMMITTED:
        begun = {"state": ImportState.COMMITTING.value, "committed_by": actor.person_id, "changed_at": clock.now()}
        store[IMPORTS].update_one({"_id": import_id, "state": {"$nin": ["committed", "undone"]}}, {"$set": begun})
        record = load(store, import_id)
    return record


def _is_held(error: PyMongoError) -> bool:
    """Whether somebody else is at what is to be written, perhaps one that was killed."""
    return error.timeout or error.has_error_label("TransientTransactionError")


def _written_before(store: Store, import_id: str) -> Counts:
    found = store[IMPORTS].find_one({"_id": import_id}, {"written": 1}) or {}
    return Counts(**found.get("written", {}))


def _all_counts(record: ImportRecord, counts: Counts) -> dict[str, int]:
    """The verdicts of all rows of the file: what stayed out as it was checked stays counted."""
    out = {name: record.counts.get(name, 0) for name in ("duplicate", "skipped", "fault")}
    told = {**out, **asdict(counts), "fault": out["fault"] + counts.fault}
    return {"rows": sum(told.values()), **told}


def _end(store: Store, record: ImportRecord, counts: Counts, clock: Clock) -> None:
    """The import is committed, and who has something to do by it is told once."""
    at = clock.now()
    ended = {
        "state": ImportState.COMMITTED.value,
        "counts": _all_counts(record, counts),
        "written": asdict(counts),
        "committed_at": at,
        "changed_at": at,
    }

    def write(session: ClientSession) -> None:
        before = {"_id": record.id, "state": ImportState.COMMITTING.value}
        found = store[IMPORTS].find_one_and_update(before, {"$set": ended}, session=session)
        if found is not None:
            tell(store, record, Summary.of(found.get("told", [])), at, session)

    store.transaction(write)


class _SomeRefused(Exception):
    """Rows of a portion were refused as they were opened: it is written again without them."""


@dataclass(slots=True)
class _Portion:
    """Some rows that are written in one transaction; `done` is how many of all are done then."""

    store: Store
    record: ImportRecord
    rows: Sequence[ImportRow]
    actor: Actor
    clock: Clock
    rules: Rules
    done: int
    _before: Mapping[str, Before | None] = field(default_factory=dict)
    _refused: dict[Alike, CommandRefused] = field(default_factory=dict)
    """Rows that no unit may have as they say, found as they were opened."""

    def written(self) -> Counter[str]:
        """How many of these rows have each verdict, once they are written."""
        attempts, until = 0, time.monotonic() + _HELD_SECONDS
        while True:
            self._before = before_of(self.store, self.rows, self.rules)
            verdicts = judged(self.rows, self._before, self.actor, self.rules)
            opener = Opener(self.record, self.clock.now(), self.actor, self.rules)
            if self._refused:
                verdicts |= {row_id: self._unless_refused(each) for row_id, each in verdicts.items()}
            try:
                if any(each.verdict in _WRITTEN for each in verdicts.values()):
                    self._write(list(verdicts.values()), opener)
            except _SomeRefused:
                continue
            except Conflict:
                attempts += 1
                if attempts == _ATTEMPTS:
                    raise
            except PyMongoError as error:
                if not _is_held(error) or time.monotonic() > until:
                    raise
                time.sleep(_PAUSE_SECONDS)
            else:
                return self._counted(verdicts)

    def _unless_refused(self, each: Judged) -> Judged:
        """A row that no unit may have as it says is refused alone."""
        if each.verdict is not RowVerdict.NEW:
            return each
        refused = self._refused.get(alike_of(each.row, str(region_of(each.row, self.rules))))
        if refused is None:
            return each
        return replace(each, verdict=RowVerdict.REFUSED, reason=refused.detail, slug=refused.reason.value)

    def _counted(self, verdicts: Mapping[str, Judged]) -> Counter[str]:
        """As after a commit that nothing interrupted: what this import wrote in a run before was new, or changed."""
        counted: Counter[str] = Counter()
        for row_id, each in verdicts.items():
            known = self._before.get(row_id)
            kept = known.kept if known else None
            if each.verdict is RowVerdict.SAME and kept is not None and kept.import_id == self.record.id:
                counted[RowVerdict.NEW.value] += 1
            elif each.verdict is RowVerdict.SAME and kept is not None and kept.changed_in == self.record.id:
                counted[RowVerdict.CHANGED.value] += 1
            else:
                counted[each.verdict.value] += 1
        counted[RowVerdict.SAME.value] += len(self.rows) - len(verdicts)
        return counted

    def _write(self, verdicts: Sequence[Judged], opener: Opener) -> None:
        new = [each.row for each in verdicts if each.verdict is RowVerdict.NEW]
        fresh = [(row, str(region_of(row, self.rules))) for row in new]
        changed = [each for each in verdicts if each.verdict is RowVerdict.CHANGED]
        year = year_of(opener.at, self.rules.zone)
        counters = [counter(region, year) for _, region in fresh]

        def planned(last: Mapping[str, int]) -> Batch:
            stands, opened, summary = dict(last), [], Summary()
            kept: list[KeptRow] = []
            for (row, region), drawn_on in zip(fresh, counters, strict=True):
                stands[drawn_on] += 1
                try:
                    change, handed = opener.open(row, region, serial(drawn_on, stands[drawn_on]))
                except CommandRefused as refused:
                    self._refused[alike_of(row, region)] = refused
                    continue
                summary.add(change, handed.told if handed else ())
                opened.append(change)
                kept.append(opened_as(self.record.id, row, change.issue))
            if len(opened) < len(fresh):
                raise _SomeRefused
            again = [self._changed(each, opener) for each in changed]
            also = self._also(kept, [row for _, row in again], summary)
            return Batch(changes=[*opened, *(change for change, _ in again)], also=also)

        commit_numbered(self.store, Counter(counters), planned, self.rules)

    def _changed(self, each: Judged, opener: Opener) -> tuple[Change, KeptRow]:
        """The change that a row which came again makes, and what is kept of it."""
        known = self._before[each.row.row_id]
        if known is None:
            raise Conflict(f"the issue of {each.row.row_id} is gone")
        due = accounted(known.issue, opener.at, self.rules)
        said = tuple(FreeField(field=one.field, before=one.here, after=one.new) for one in each.changes)
        event = RowChanged(file=file_row(self.record, each.row), changed=said, said=tuple(each.row.said.items()))
        change = due.then(fold(due.issue, envelopes_for(due.issue, [event], opener.at, self.actor)))
        kept = known.kept
        row = KeptRow(
            row_id=each.row.row_id,
            issue_id=change.issue.id,
            version=change.issue.version,
            import_id=kept.import_id if kept else "",
            free={**(kept.free if kept else known.free), **each.row.free},
            fixed={**(kept.fixed if kept else {}), **each.row.fixed},
            changed_in=self.record.id,
            before={
                "free": list(map(list, (kept.free if kept else known.free).items())),
                "changed_in": kept.changed_in if kept else None,
                "changed": [[one.field, one.here, one.new] for one in each.changes],
            },
        )
        return change, row

    def _also(
        self, opened: Sequence[KeptRow], changed: Sequence[KeptRow], summary: Summary
    ) -> Callable[[Store, ClientSession], None]:
        rows = encoded(row.document() for row in opened)
        replaced = [ReplaceOne({"_id": row.row_id}, row.document(), upsert=True) for row in changed]

        def write(store: Store, session: ClientSession) -> None:
            progress: Document = {"$set": {"done": self.done}}
            found = store[IMPORTS].find_one({"_id": self.record.id}, {"told": 1, "state": 1}, session=session)
            if found is None or found["state"] != ImportState.COMMITTING.value:
                raise wrong_state(load(store, self.record.id))
            progress["$set"]["told"] = Summary.of(found.get("told", [])).with_(summary).documents()
            store[IMPORTS].update_one({"_id": self.record.id}, progress, session=session)
            if rows:
                insert(store, IMPORT_ROWS, rows, session)
            if replaced:
                store[IMPORT_ROWS].bulk_write(replaced, session=session)

        return write
