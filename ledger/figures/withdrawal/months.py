"""Knows in MongoDB which projects' months are withdrawn: few ever are, and an index has those alone."""

from collections.abc import Iterable
from typing import Any, Final

from ledger.figures.keeping import FIGURES, WITHDRAWN, WITHDRAWN_INDEX
from ledger.figures.withdrawal.versions import counting_documents
from ledger.groundwork.portions import portions
from ledger.mongo.connection import Document, Store

_VERSION: Final = {"project": 1, "month": 1, "version": 1, "_id": 0}
_AT_ONCE: Final = 5_000


def withdrawn_months(store: Store, asked: Document) -> set[tuple[str, str]]:
    """Project and month of each of those asked for that is withdrawn now, and not reported again."""
    found = store[FIGURES].find({**WITHDRAWN, **asked}, _VERSION, batch_size=_AT_ONCE).hint(WITHDRAWN_INDEX)
    ever = _last_versions(found)
    last: dict[tuple[str, str], int] = {}
    for some in portions(sorted({project for project, _ in ever}), lambda _: 1, _AT_ONCE):
        months = sorted({month for _, month in ever})
        query = {"project": {"$in": some}, "month": {"$in": months}}
        last |= _last_versions(store[FIGURES].find(query, _VERSION, batch_size=_AT_ONCE))
    return {month for month, version in ever.items() if last[month] == version}


def months_ever_withdrawn(store: Store) -> set[str]:
    """Those in which the month of any project ever was."""
    grouped: list[Document] = [{"$match": WITHDRAWN}, {"$group": {"_id": "$month"}}]
    return {each["_id"] for each in store[FIGURES].aggregate(grouped, hint=dict(WITHDRAWN_INDEX))}


def is_reported(store: Store, month: str) -> bool:
    """Whether a figure of any project counts for a month."""
    read = {"project": 1, "month": 1, "withdrawn": 1, "_id": 0}
    found = store[FIGURES].find({"month": month}, read).sort([("project", 1), ("version", 1)])
    return next(counting_documents(found), None) is not None


def _last_versions(documents: Iterable[Any]) -> dict[tuple[str, str], int]:
    last: dict[tuple[str, str], int] = {}
    for each in documents:
        month = each["project"], each["month"]
        last[month] = max(last.get(month, 0), each["version"])
    return last
