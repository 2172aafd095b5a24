"""Knows how an import is thrown away of which nothing is on the ledger: it, what was seen of it, and its file."""

from ledger.imports import files, looks
from ledger.imports.records import IMPORTS, ImportRecord, ImportState, load
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.mongo.connection import Document, Store

_NOTHING_WRITTEN: Document = {
    "$or": [
        {"state": {"$in": [ImportState.OPEN.value, ImportState.CHECKED.value]}},
        # Its commit broke off before a row was written, and is not gone on with by itself.
        {"state": ImportState.COMMITTING.value, "done": 0, "stopped": {"$ne": None}},
    ]
}
_INSTEAD = {
    ImportState.COMMITTING: (
        "已经开始入账,不能丢弃;写完之后可以撤销导入",
        "it is being put on the ledger and cannot be thrown away: undo it once all is written",
    ),
    ImportState.COMMITTED: (
        "已经入账,不能丢弃;请撤销导入",
        "it is on the ledger and cannot be thrown away: undo it",
    ),
    ImportState.UNDONE: (
        "入账后又撤销的导入留作记录,不能丢弃",
        "what was on the ledger and was undone stays on record",
    ),
}


def discard(store: Store, import_id: str) -> None:
    """Throw an import away. Raises CommandRefused: unknown-import; wrong-state where some of it is on the ledger."""
    found = store[IMPORTS].find_one_and_delete({"_id": import_id, **_NOTHING_WRITTEN})
    if found is None:
        raise _refusal(load(store, import_id))
    looks.forget(store, import_id)
    if store[IMPORTS].find_one({"sha256": found["sha256"]}, {"_id": 1}) is None:
        files.forget(store, found["sha256"])


def _refusal(record: ImportRecord) -> CommandRefused:
    zh, en = _INSTEAD.get(record.state, ("请再试一次", "try again"))
    return CommandRefused(
        Refusal.WRONG_STATE, f"{zh} / {en}", import_id=record.id, state=record.state.value, allowed=[]
    )
