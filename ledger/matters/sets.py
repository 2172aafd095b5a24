"""Knows how sets of matters (任务分解) are read back: what their matters say of each, and how they stand now."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from ledger.access.scopes import Scope
from ledger.matters.standing import MatterSet
from ledger.mongo.connection import Document, Store
from ledger.mongo.pages import Key, Page, page_of, read_page
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
    "scopes",
)
_FEW: Final = ("state", "due_at", "matter", "scopes")
_AT_ONCE: Final = 50
_SETS: Final = {"title": {"$gt": ""}}


def matter_set(store: Store, scope: Scope, set_id: str) -> MatterSet | None:
    """The set with this id; None where there is none, or none of its matters is within the scope.

    Raises pymongo.errors.PyMongoError when MongoDB is away.
    """
    receipt = store[RECEIPTS].find_one({"_id": set_id, "title": {"$type": "string"}}, {"raw": 0})
    return None if receipt is None else next(_within(store, scope, [receipt], _LINE), None)


def list_sets(store: Store, scope: Scope, limit: int, after: Key | None) -> Page[MatterSet]:
    """The sets of which a matter is within the scope, the latest first, with what tells how far each has come.

    Raises pymongo.errors.PyMongoError when MongoDB is away.
    """
    found: list[MatterSet] = []
    while True:
        page = read_page(store[RECEIPTS], _SETS, "recorded_at", _AT_ONCE, after, projection={"raw": 0})
        found += _within(store, scope, page.items, _FEW)
        if len(found) > limit or page.next is None:
            return page_of(found, limit, lambda each: (each.entered_at, each.id))
        after = (page.items[-1]["recorded_at"], page.items[-1]["_id"])


def _within(store: Store, scope: Scope, receipts: Sequence[Document], fields: Sequence[str]) -> Iterator[MatterSet]:
    """Each with those of its matters that are within the scope, in the order entered; one without any is left out."""
    ids = [issue["id"] for receipt in receipts for issue in receipt["issues"]]
    found: dict[str, list[Document]] = defaultdict(list)
    for name in (ISSUES, ARCHIVED[ISSUES]):
        for document in store[name].find({"_id": {"$in": ids}}, [*fields, "finding_index"]):
            if scope.meets(document["scopes"]):
                found[document["matter"]["part_of"]["id"]].append(document)
    for receipt in receipts:
        matters = sorted(found[receipt["_id"]], key=lambda document: int(document["finding_index"]))
        if matters:
            yield MatterSet(receipt["_id"], receipt["recorded_at"], receipt["reporter"], tuple(matters))
