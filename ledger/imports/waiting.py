"""Knows the commits of imports that were asked for and wait for a process, or whose process died: once an import each,
gone on with by whichever process claims it; one that cannot be ended by itself is left, and says why.
"""

from datetime import datetime
from typing import Final

from ledger.imports.records import IMPORTS, ImportRecord, ImportState, record_of
from ledger.jobs.claims import Claims, waiting
from ledger.mongo.connection import Document, Store

IN_VAIN: Final = "made-in-vain"
_ASKED: Final[Document] = {"state": ImportState.COMMITTING.value}


def claims_of(store: Store) -> Claims:
    """The commits that were asked for."""
    return Claims(store, IMPORTS, _ASKED)


def ask_commit(store: Store, import_id: str, credential: str | None, at: datetime) -> None:
    """Let a checked import be committed, or one that broke off be gone on with; one that is at work is not disturbed.

    Raises pymongo.errors.PyMongoError.
    """
    wait = waiting()
    states = [ImportState.CHECKED.value, ImportState.COMMITTING.value]
    idle = {"$or": [{"until": {"$exists": False}}, {"until": {"$lte": wait["until"]}}]}
    asked = {**_ASKED, **wait, "credential": credential, "changed_at": at, "stopped": None}
    store[IMPORTS].update_one({"_id": import_id, "state": {"$in": states}, **idle}, {"$set": asked})


def claim_commit(store: Store, holder: str) -> ImportRecord | None:
    """The commit that waits longest, for this holder; None where nobody waits. Raises pymongo.errors.PyMongoError."""
    found = claims_of(store).claim(holder, {}, _stopped(IN_VAIN))
    return None if found is None else record_of(found)


def stop_commit(store: Store, import_id: str, holder: str, why: str) -> None:
    """Say that it is not gone on with by itself, and why; asked for again it is."""
    claims_of(store).say(import_id, holder, _stopped(why))


def _stopped(why: str) -> Document:
    return {"$set": {"stopped": why}, "$unset": {"until": ""}}
