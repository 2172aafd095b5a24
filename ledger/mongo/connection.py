"""Knows how to reach MongoDB: one client a process, majority writes, aware times, bounded waits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Final, TypeVar

import mongoengine
import pymongo
from bson.binary import UuidRepresentation
from bson.codec_options import CodecOptions, TypeDecoder, TypeRegistry
from bson.int64 import Int64
from pymongo import MongoClient, ReadPreference
from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from ledger.mongo.documents import DOCUMENTS

Document = dict[str, Any]
T = TypeVar("T")

TRANSACTION_SECONDS = 15.0
ANSWER_SECONDS = 20.0
BUILD_SECONDS = 6 * 3600.0
"""How long the indexes of a large ledger may take to build: some minutes for each million issues."""
NAMED_BUCKETS: Final = ("attachments", "ledgers")
"""GridFS's, of files that go by the hash of their bytes: each once."""

# Whatever is asked of a moment in the driver's own UTC, its hash, a comparison, calls Python.
_AS_SENT: CodecOptions[Document] = CodecOptions(
    tz_aware=True, tzinfo=UTC, uuid_representation=UuidRepresentation.STANDARD
)


class _WholeNumber(TypeDecoder):
    """Numbers from 2³¹ on come back as the plain `int` that was written: nothing else in the house knows `Int64`."""

    bson_type = Int64

    def transform_bson(self, value: Int64) -> int:
        """The number."""
        return int(value)


@dataclass(frozen=True, slots=True)
class Store:
    """An open connection to one ledger database."""

    client: MongoClient[Document]
    database: Database[Document]

    def __getitem__(self, name: str) -> Collection[Document]:
        """A collection by name; the names are those of `documents`."""
        return self.database[name]

    def as_sent(self, name: str) -> Collection[Document]:
        """The same, but numbers from 2³¹ on are read as `Int64`: making them plain is a sixth of reading one document.

        For what becomes typed anyway, which makes them plain.
        """
        return self.database.get_collection(name, codec_options=_AS_SENT)

    def not_waiting(self, name: str) -> Collection[Document]:
        """The same, whose writes do not wait for the disk, and whose reads see them: a crash may take back the last."""
        return self.database.get_collection(name, write_concern=WriteConcern(w=1), read_concern=ReadConcern("local"))

    def transaction(self, write: Callable[[ClientSession], T]) -> T:
        """Run `write` in one majority transaction; transient conflicts are retried for a bounded time.

        Raises pymongo.errors.PyMongoError when MongoDB stays away or refuses.
        """
        with pymongo.timeout(TRANSACTION_SECONDS), self.client.start_session() as session:
            return session.with_transaction(
                write,
                read_concern=ReadConcern("snapshot"),
                write_concern=WriteConcern("majority"),
                read_preference=ReadPreference.PRIMARY,
            )

    def close(self) -> None:
        """Let go of the connection."""
        mongoengine.disconnect()


def demand_address(url: str) -> None:
    """Raises ValueError when the URL names no database, pymongo.errors.PyMongoError when it is none of MongoDB's."""
    if not pymongo.uri_parser.parse_uri(url)["database"]:
        raise ValueError(
            "MongoDB 地址须写明数据库 / the MongoDB URL must name a database: mongodb://HOST:PORT/NAME?replicaSet=…"
        )


def connect(url: str, name: str | None = None) -> Store:
    """A store on the database that `url` names; it connects on first use, under a process's `name` if it has one.

    Raises as `demand_address` does.
    """
    demand_address(url)
    mongoengine.disconnect()
    client = mongoengine.connect(
        host=url,
        appname=name,
        tz_aware=True,
        type_registry=TypeRegistry([_WholeNumber()]),
        uuidRepresentation="standard",
        w="majority",
        readConcernLevel="majority",
        retryWrites=True,
        serverSelectionTimeoutMS=3_000,
        connectTimeoutMS=3_000,
        socketTimeoutMS=int(ANSWER_SECONDS * 1000),
    )
    return Store(client, mongoengine.get_db())


def ensure_indexes(store: Store) -> None:
    """Build every index of `documents`; safe to run again, run by `xiaohao prepare`.

    Raises pymongo.errors.PyMongoError when MongoDB is away.
    """
    store.client.admin.command("ping")  # within the bound below the driver would wait hours for a database to appear
    with pymongo.timeout(BUILD_SECONDS):
        for document in DOCUMENTS:
            document.ensure_indexes()
        for bucket in NAMED_BUCKETS:
            store[f"{bucket}.files"].create_index("filename", unique=True)
