"""Knows the list of imports, the latest first, of those people whose imports somebody may see."""

from collections.abc import Callable

from ledger.imports.records import IMPORTS, ImportRecord, load
from ledger.mongo.connection import Document, Store
from ledger.mongo.pages import Key, Page, page_from


def page_of_imports(store: Store, limit: int, after: Key | None, of_whom: Callable[[str], bool]) -> Page[ImportRecord]:
    """A page of those whose importer may be seen."""
    found = store[IMPORTS].find(_older(after), {"actor": 1}, sort=[("created_at", -1), ("_id", -1)])
    seen = (load(store, one["_id"]) for one in found if of_whom(one["actor"]))
    return page_from(seen, limit, lambda record: (record.created_at, record.id))


def _older(after: Key | None) -> Document:
    if after is None:
        return {}
    at, last = after
    return {"$or": [{"created_at": {"$lt": at}}, {"created_at": at, "_id": {"$lt": last}}]}
