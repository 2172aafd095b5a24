"""Knows how a set of matters (任务分解) is read back: what its matters say of it, and how each stands now."""

from collections.abc import Iterator
from typing import Final

from ledger.access.scopes import Scope
from ledger.matters.standing import MatterSet
from ledger.mongo.connection import Document, Store
from ledger.store.archive.places import ARCHIVED, ISSUES, RECEIPTS

_LINE: Final = (
    "serial",
    "state",
    "project_code",
    "region",
    "category",
    "severity",
    "description",
    "unit_id",
    "supporting_unit_ids",
    "person_name",
    "percent",
    "due_at",
    "matter",
    "finding_index",
    "scopes",
)


def matter_set(store: Store, scope: Scope, set_id: str) -> MatterSet | None:
    """The set with this id; None where there is none, or none of its matters is within the scope.

    Raises pymongo.errors.PyMongoError when MongoDB is away.
    """
    receipt = store[RECEIPTS].find_one({"_id": set_id, "title": {"$type": "string"}}, {"raw": 0})
    if receipt is None:
        return None
    ids = [issue["id"] for issue in receipt["issues"]]
    found = sorted(_within(store, scope, ids), key=lambda document: int(document["finding_index"]))
    if not found:
        return None
    return MatterSet(receipt["_id"], receipt["recorded_at"], receipt["reporter"], tuple(found))


def _within(store: Store, scope: Scope, ids: list[str]) -> Iterator[Document]:
    for name in (ISSUES, ARCHIVED[ISSUES]):
        for document in store[name].find({"_id": {"$in": ids}}, _LINE):
            if scope.meets(document["scopes"]):
                yield document
