"""Knows how to read what was written before the change stream begins: in pages, each issue's events in order."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from ledger.mongo.connection import Store

_PAGE: Final = 1_000
# An event's time is that of its plan; its transaction may end later than that of a later event.
_MARGIN: Final = timedelta(minutes=10)

Document = dict[str, Any]


def pages_since(store: Store, collection: str, at: datetime | None) -> Iterator[list[Document]]:
    """The documents of `events` or `dead_letters` not older than `at`, by id: by version within an issue.

    Each page is a snapshot, so that no version is seen without those before it.
    """
    wanted: Document = {} if at is None else {"at": {"$gte": at - _MARGIN}}
    last = ""
    while True:
        page = _page(store, collection, {**wanted, "_id": {"$gt": last}})
        if not page:
            return
        yield page
        last = page[-1]["_id"]


def _page(store: Store, collection: str, wanted: Document) -> list[Document]:
    with store.client.start_session(snapshot=True) as session:
        return list(store[collection].find(wanted, sort=[("_id", 1)], limit=_PAGE, session=session))
