"""Knows the one way in for what rules are made of (registry, policies, calendars): each write moves its version.

Who has read all at a version asks for that number alone, and then reads what is stamped with a later one.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, TypeVar

from pymongo import ReplaceOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from ledger.groundwork.portions import portions
from ledger.mongo.connection import Document, Store
from ledger.mongo.documents.positions import PositionDocument

T = TypeVar("T")

STAMP: Final = "rules_version"
"""The field of every document that says at which version it was written."""
_ID: Final = "rules"
# Decoding an answer keeps other threads from running: so many documents at a time take two or three milliseconds.
_AT_A_TIME: Final = 500
_IDS_AT_A_TIME: Final = 10_000


def rules_version() -> int:
    """The version as it stands; 0 while nothing was written. Raises pymongo.errors.PyMongoError."""
    return _version_in(_database(), None)


@dataclass(frozen=True, slots=True)
class Moment:
    """What rules are made of as it stood at one moment, and its version then."""

    version: int
    _database: Database[Document]
    _session: ClientSession

    def find(self, collection: str, after: int | None = None) -> Iterator[Document]:
        """The documents of a collection, without their stamps; only those written after a version if one is given."""
        query = {} if after is None else {STAMP: {"$gt": after}}
        yield from self._database[collection].find(query, {STAMP: 0}, batch_size=_AT_A_TIME, session=self._session)


@contextmanager
def one_moment() -> Iterator[Moment]:
    """Now, to read of: what is written meanwhile is not seen. Raises pymongo.errors.PyMongoError."""
    database = _database()
    with database.client.start_session(snapshot=True) as session:
        yield Moment(_version_in(database, session), database, session)


@dataclass(slots=True)
class Writing:
    """An open transaction on what rules are made of; the first thing that is put moves the version."""

    store: Store
    session: ClientSession
    _version: int | None = field(default=None, init=False)

    def stored(self, collection: str, ids: Iterable[str] | None = None) -> dict[str, Document]:
        """What stands under these ids, or all there is, by id and without the stamps."""
        asked = portions(ids, lambda _: 1, _IDS_AT_A_TIME) if ids is not None else (None,)
        found: dict[str, Document] = {}
        for some in asked:
            query = {} if some is None else {"_id": {"$in": some}}
            found |= {
                each["_id"]: each for each in self.store[collection].find(query, {STAMP: 0}, session=self.session)
            }
        return found

    def put(self, collection: str, documents: Sequence[Document]) -> None:
        """Write whole documents, in the place of those of the same ids."""
        if not documents:
            return
        stamp = {STAMP: self.next_version()}
        writes = [ReplaceOne({"_id": document["_id"]}, document | stamp, upsert=True) for document in documents]
        self.store[collection].bulk_write(writes, session=self.session)

    def add(self, collection: str, documents: Sequence[Document]) -> None:
        """Write documents that nothing is made of, beside those that are put: they have no stamp."""
        if documents:
            self.store[collection].insert_many(documents, session=self.session)

    @property
    def version(self) -> int:
        """The version as it stands in this transaction."""
        return _version_in(self.store.database, self.session) if self._version is None else self._version

    def next_version(self) -> int:
        """The version that this transaction makes, which moves to it with the first who asks."""
        if self._version is None:
            move = {"$inc": {"version": 1}}
            self.store["positions"].update_one({"_id": _ID}, move, upsert=True, session=self.session)
            self._version = _version_in(self.store.database, self.session)
        return self._version


def write_rule_data(store: Store, write: Callable[[Writing], T]) -> T:
    """Run `write` in one transaction, whole or not at all; where another one came between, it is run again.

    Whoever writes moves the version, so that two never pass each other: what `write` has read still stands.
    Raises pymongo.errors.PyMongoError.
    """
    return store.transaction(lambda session: write(Writing(store, session)))


def _version_in(database: Database[Document], session: ClientSession | None) -> int:
    document = database["positions"].find_one({"_id": _ID}, session=session)
    return int(document["version"]) if document else 0


def _database() -> Database[Document]:
    database: Database[Document] = PositionDocument._get_db()
    return database
