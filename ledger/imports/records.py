"""Knows what is kept of an import: whose, of which file, read how, how far it has come; and mappings that are known."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from pymongo import ReturnDocument

from ledger.issue.refusals import CommandRefused, Refusal
from ledger.mongo.connection import Document, Store

IMPORTS: Final = "imports"
IMPORT_ROWS: Final = "import_rows"
MAPPINGS: Final = "import_mappings"
UNDO_WITHIN: Final = timedelta(days=30)
_CHANGED: Final = frozenset({"sheets", "header", "mapping", "mapping_name", "fingerprint", "state", "counts", "done"})


class ImportKind(StrEnum):
    """What a file is a list of."""

    LEDGER = "ledger"
    REGISTRY = "registry"
    PROJECTS = "projects"


class ImportState(StrEnum):
    """How far an import has come."""

    OPEN = "open"
    CHECKED = "checked"
    COMMITTING = "committing"
    COMMITTED = "committed"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """One import: `id` is a UUIDv7 that its sender made; `mapping` is YAML as it was given.

    `sheets` are those chosen, all where none is named; `header` its rows as people count, None where it is found.
    `counts` are the verdicts of the last check or of the commit, `done` how many rows of `counts["rows"]` are written.
    `credential` is by what its commit was asked for, `stopped` why that is not gone on with by itself.
    """

    id: str
    actor: str
    sha256: str
    filename: str
    size: int
    created_at: datetime
    changed_at: datetime
    kind: ImportKind = ImportKind.LEDGER
    sheets: tuple[str, ...] = ()
    header: tuple[int, int] | None = None
    mapping: str = ""
    mapping_name: str = ""
    fingerprint: str | None = None
    state: ImportState = ImportState.OPEN
    counts: Mapping[str, int] = field(default_factory=dict)
    done: int = 0
    committed_at: datetime | None = None
    committed_by: str | None = None
    credential: str | None = None
    stopped: str | None = None
    undone_at: datetime | None = None
    undone_by: str | None = None

    def undo_until(self) -> datetime | None:
        """Until when it can be undone; None while it is not committed."""
        return None if self.committed_at is None else self.committed_at + UNDO_WITHIN


def begin(store: Store, record: ImportRecord) -> ImportRecord:
    """Keep a new import; one of this id of the same person and file is known and stays as it is.

    Raises CommandRefused (key-reused) where the id is another's, or another file's.
    """
    store[IMPORTS].update_one({"_id": record.id}, {"$setOnInsert": _document(record)}, upsert=True)
    kept = load(store, record.id)
    if (kept.actor, kept.sha256) != (record.actor, record.sha256):
        raise CommandRefused(
            Refusal.KEY_REUSED, "该编号已被另一次导入占用 / another import has this id", import_id=record.id
        )
    return kept


def load(store: Store, import_id: str) -> ImportRecord:
    """The import of an id. Raises CommandRefused (unknown-import)."""
    found = store[IMPORTS].find_one({"_id": import_id})
    if found is None:
        raise CommandRefused(Refusal.UNKNOWN_IMPORT, "没有这次导入 / no such import", import_id=import_id)
    return record_of(found)


def change(store: Store, import_id: str, at: datetime, **changed: Any) -> ImportRecord:
    """The import with what was chosen or found of it anew: sheets, header, mapping, counts, state, done.

    Raises CommandRefused: unknown-import; wrong-state where it is committed already, or being committed.
    """
    if not changed.keys() <= _CHANGED:
        raise TypeError(f"not to be changed: {sorted(changed.keys() - _CHANGED)}")
    before = {"_id": import_id, "state": {"$in": [ImportState.OPEN, ImportState.CHECKED]}}
    written = {"$set": {**changed, "changed_at": at}}
    found = store[IMPORTS].find_one_and_update(before, written, return_document=ReturnDocument.AFTER)
    if found is None:
        raise wrong_state(load(store, import_id))
    return record_of(found)


def wrong_state(record: ImportRecord) -> CommandRefused:
    """The refusal of what an import's state does not allow."""
    return CommandRefused(
        Refusal.WRONG_STATE,
        f"这次导入的状态是 {record.state} / the import is {record.state}",
        import_id=record.id,
        state=record.state,
    )


def remember(store: Store, fingerprint: str, regions: Sequence[str], mapping: str, *, by: str, at: datetime) -> None:
    """Keep the mapping (YAML) with which a template came in, in the place of one kept before: for everybody, and for
    who may enter the same regions.
    """
    _keep(store, fingerprint, mapping, by, at)
    remember_of_office(store, fingerprint, regions, mapping, by=by, at=at)


def remember_of_office(
    store: Store, fingerprint: str, offices: Sequence[str], mapping: str, *, by: str, at: datetime
) -> None:
    """The same for who may enter the same regions, or reports for the same units, alone."""
    _keep(store, _of_office(fingerprint, offices), mapping, by, at)


def mapping_for(store: Store, fingerprint: str, regions: Sequence[str]) -> str | None:
    """The mapping (YAML) with which a template of this fingerprint came in last: of these regions, else of any."""
    return mapping_of_office(store, fingerprint, regions) or _mapping(store, fingerprint)


def mapping_of_office(store: Store, fingerprint: str, offices: Sequence[str]) -> str | None:
    """The mapping (YAML) with which this template came in last by who may enter the same regions, or reports for the
    same units."""
    return _mapping(store, _of_office(fingerprint, offices))


def mapping_of_file(store: Store, sha256: str) -> str | None:
    """The mapping (YAML) with which just this file was committed last, whoever did and whatever it was called."""
    query = {"sha256": sha256, "state": ImportState.COMMITTED.value}
    found = store[IMPORTS].find_one(query, sort=[("committed_at", -1)])
    return None if found is None else str(found["mapping"])


def _of_office(fingerprint: str, offices: Sequence[str]) -> str:
    return f"{fingerprint}/{','.join(sorted(offices))}"


def _keep(store: Store, key: str, mapping: str, by: str, at: datetime) -> None:
    store[MAPPINGS].update_one({"_id": key}, {"$set": {"mapping": mapping, "by": by, "at": at}}, upsert=True)


def _mapping(store: Store, key: str) -> str | None:
    found = store[MAPPINGS].find_one({"_id": key})
    return None if found is None else str(found["mapping"])


def _document(record: ImportRecord) -> Document:
    told = asdict(record)
    del told["id"]
    return told | {"kind": record.kind.value, "state": record.state.value}


def record_of(document: Document) -> ImportRecord:
    """As it is kept."""
    told = {each.name: document[each.name] for each in fields(ImportRecord) if each.name in document}
    header = told.get("header")
    return ImportRecord(
        **told
        | {
            "id": document["_id"],
            "kind": ImportKind(document["kind"]),
            "state": ImportState(document["state"]),
            "sheets": tuple(document["sheets"]),
            "header": None if header is None else (header[0], header[1]),
        }
    )
