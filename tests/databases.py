"""Knows how tests come by a database of their own in the shared mongod, and leave none behind.

Making the indexes takes longer than most tests: a database that has them is emptied at the end and given to the next.
Each has all collections from the start, so that none shows by what it lacks which test had it before.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from pymongo import MongoClient
from pymongo.database import Database
from pymongo.read_concern import ReadConcern

from ledger.jobs.exports import BUCKET as EXPORTS
from ledger.mongo.connection import NAMED_BUCKETS, Document, Store, connect, ensure_indexes
from ledger.mongo.documents import DOCUMENTS
from stack.embedded.mongod import Mongod

COLLECTIONS: Final = sorted({document._get_collection_name() for document in DOCUMENTS})
_OURS: Final = (
    *COLLECTIONS,
    *(f"{bucket}.{part}" for bucket in (*NAMED_BUCKETS, EXPORTS) for part in ("files", "chunks")),
)


class Databases:
    """Those of one server that have their indexes."""

    def __init__(self, mongod: Mongod) -> None:
        self._mongod = mongod
        self._free: list[str] = []
        self._indexes: dict[str, list[Document]] = {}
        self._indexed = 0

    @contextmanager
    def one(self) -> Iterator[str]:
        """The address of an empty one; at the end nobody may write to it any more."""
        url = self._free.pop() if self._free else self._made()
        yield url
        with MongoClient[Document](url) as client:
            database = client.get_default_database()
            if _as_prepared(database) and database.command("dbStats")["indexes"] >= self._indexed:
                _forget(database)
                self._free.append(url)
            else:
                client.drop_database(database)

    def _made(self) -> str:
        """The first is made as a deployment's, others like it: they leave the connection alone that `connect` keeps."""
        url = self._mongod.url(database_name())
        if not self._indexes:
            store = prepared(url)
            for name in {*COLLECTIONS} - {*store.database.list_collection_names()}:
                store.database.create_collection(name)
            assert _as_prepared(store.database), "a collection that _OURS does not name: every test would make its own"
            self._indexes = {name: [*store[name].list_indexes()] for name in store.database.list_collection_names()}
            self._indexed = sum(map(len, self._indexes.values()))
            store.close()
            return url
        with MongoClient[Document](url) as client:
            for name, indexes in self._indexes.items():
                client.get_default_database().command("createIndexes", name, indexes=indexes)
        return url


def database_name() -> str:
    """A name that no other test uses."""
    return f"t_{uuid.uuid4().hex[:20]}"


def prepared(mongo_url: str) -> Store:
    """An open store with its indexes. There is one such connection a process: a second one closes the first."""
    store = connect(mongo_url)
    ensure_indexes(store)
    return store


def empty(database: Database[Document]) -> None:
    """Delete all that the collections of a ledger hold: one question finds the few of them that hold anything."""
    holding: list[Document] = [{"$documents": []}]
    for name in _OURS:
        some = [{"$limit": 1}, {"$project": {"_id": 0, "name": {"$literal": name}}}]
        holding.append({"$unionWith": {"coll": name, "pipeline": some}})
    for found in database.with_options(read_concern=ReadConcern("local")).aggregate(holding):
        database[found["name"]].delete_many({})


def _forget(database: Database[Document]) -> None:
    """Leave it as if nobody had used it: without documents, and without the plans that suited them."""
    empty(database)
    for name in database.list_collection_names():
        database.command("planCacheClear", name)


def _as_prepared(database: Database[Document]) -> bool:
    """Whether no test has made collections there, or set options of one. A dropped one shows by its indexes."""
    return all(each["name"] in _OURS and not each["options"] for each in database.list_collections())
