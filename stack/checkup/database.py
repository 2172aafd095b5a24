"""Knows whether MongoDB is one that the ledger can stand on: version, replica set, indexes, registry."""

from collections.abc import Iterator
from typing import Final

from pymongo.errors import OperationFailure

from ledger.mongo.connection import Document, Store
from ledger.mongo.documents import DOCUMENTS
from stack.checkup.finding import Finding

_OLDEST: Final = (6, 0)
_HEALTHY: Final = {"PRIMARY", "SECONDARY", "ARBITER"}
_PREPARE: Final = "run `xiaohao prepare` (part of `xiaohao up`)"


def database(store: Store) -> Iterator[Finding]:
    """Every check of the database. Raises pymongo.errors.PyMongoError when it is away."""
    yield _version(store)
    yield _replica_set(store)
    yield _indexes(store)
    yield _registry(store)


def _version(store: Store) -> Finding:
    found = store.client.server_info()
    new_enough = tuple(found["versionArray"][:2]) >= _OLDEST
    return Finding("mongodb", f"MongoDB {found['version']}", "" if new_enough else "upgrade to MongoDB 6.0 or newer")


def _replica_set(store: Store) -> Finding:
    hello = store.client.admin.command("hello")
    if "setName" not in hello:
        advice = "start it as a replica set (--replSet, then rs.initiate()): the ledger needs transactions"
        return Finding("replica set", "a single server without a replica set", advice)
    members = _members(store)
    if members is None:
        return Finding(
            "replica set", f"{hello['setName']}, {len(hello['hosts'])} member(s), primary {hello['primary']}"
        )
    states = ", ".join(f"{member['name']} {member['stateStr']}" for member in members)
    ill = [member["name"] for member in members if member["stateStr"] not in _HEALTHY]
    return Finding(
        "replica set", f"{hello['setName']}: {states}", f"bring back {', '.join(ill)}; see its log" if ill else ""
    )


def _members(store: Store) -> list[Document] | None:
    """The members with their states, None for a user who may not ask (clusterMonitor)."""
    try:
        members: list[Document] = store.client.admin.command("replSetGetStatus")["members"]
    except OperationFailure:
        return None
    return members


def _indexes(store: Store) -> Finding:
    missing = [
        f"{document._get_collection_name()}({', '.join(name for name, _ in keys)})"
        for document in DOCUMENTS
        for keys in document.compare_indexes()["missing"]
        if keys != [("_id", 1)]  # every collection has it from its first document on
    ]
    if "filename_1" not in store["attachments.files"].index_information():
        missing.append("attachments.files(filename)")
    says = f"missing: {', '.join(missing)}" if missing else "all there"
    return Finding("indexes", says, _PREPARE if missing else "")


def _registry(store: Store) -> Finding:
    counts = {name: store[name].estimated_document_count() for name in ("regions", "units", "persons", "projects")}
    empty = [name for name in ("regions", "units") if not counts[name]]
    says = ", ".join(f"{count} {name}" for name, count in counts.items())
    return Finding("registry", says, _PREPARE if empty else "")
