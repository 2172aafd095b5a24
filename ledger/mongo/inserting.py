"""Knows how documents go into a transaction: encoded once, sent by `insert` and `update` commands as they are.

`insert_many` looks at every document and encodes it at every attempt: 7 % and 11 % of what a worker did. `bulk_write`
does so with every update: a tenth of the driver's part of a command's transaction.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from bson import encode
from bson.raw_bson import RawBSONDocument
from pymongo.client_session import ClientSession
from pymongo.errors import DuplicateKeyError, WriteError

from ledger.groundwork.portions import portions
from ledger.mongo.connection import Document, Store

# A command's own documents may be 16 MiB together, as one document may, and 100,000; each has some bytes more to count.
_MOST_BYTES: Final = 15 * 1024 * 1024
_LEAST_WEIGHT: Final = _MOST_BYTES // 100_000
_DUPLICATE_KEY: Final = 11000


def encoded(documents: Iterable[Document]) -> list[RawBSONDocument]:
    """Documents as MongoDB takes them; each that is to be stored has its `_id`.

    Raises bson.errors.InvalidDocument or OverflowError on what cannot be stored.
    """
    return [RawBSONDocument(encode(document)) for document in documents]


def insert(store: Store, collection: str, documents: Sequence[RawBSONDocument], session: ClientSession) -> None:
    """Insert documents inside `session`'s transaction, in as many messages as MongoDB wants.

    Raises DuplicateKeyError when an id is taken, WriteError when MongoDB refuses one,
    pymongo.errors.DocumentTooLarge, or another PyMongoError.
    """
    _write(store, {"insert": collection}, "documents", documents, session)


def update(store: Store, collection: str, updates: Sequence[RawBSONDocument], session: ClientSession) -> int:
    """Make updates `{q: query, u: update}` inside `session`'s transaction; how many found their document.

    Raises as `insert` does.
    """
    return _write(store, {"update": collection}, "updates", updates, session)


def _write(
    store: Store, command: Document, parts: str, documents: Sequence[RawBSONDocument], session: ClientSession
) -> int:
    found = 0
    for portion in portions(documents, _weight, _MOST_BYTES):
        answer = store.database.command({**command, parts: portion}, session=session)
        for fault in answer.get("writeErrors", ()):
            kind = DuplicateKeyError if fault["code"] == _DUPLICATE_KEY else WriteError
            raise kind(fault["errmsg"], fault["code"], fault)
        found += answer["n"]
    return found


def _weight(document: RawBSONDocument) -> int:
    return max(len(document.raw), _LEAST_WEIGHT)
