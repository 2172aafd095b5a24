"""Knows how what the ledger does by itself to many issues is decided and written, so that one holds up no other.

A batch is one transaction. Where one of its issues changed meanwhile, each is written for itself and that one is left
alone; one that cannot be read, or whose policy version is not here, is told in the log.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime

import msgspec

from ledger.issue.changes import Change
from ledger.issue.issue import Issue
from ledger.mongo.connection import Document, Store
from ledger.policy.rules import Rules
from ledger.store.commit import Batch, Conflict, Writes, commit, write
from ledger.store.records import issue_from_document

# What a damaged document, a policy version that is not here, or a date beyond all calendars raises.
_BROKEN = (LookupError, ValueError, ArithmeticError, msgspec.ValidationError)

_log = logging.getLogger(__name__)


class Decisions:
    """What is to happen to each of many issues; `failed` names those on which nothing could be decided."""

    def __init__(self, decide: Callable[[Issue, datetime], Change | None]) -> None:
        self._decide = decide
        self.failed: list[str] = []

    def on(self, documents: Iterable[Document], at: datetime) -> list[Change]:
        """The changes to these issues, re-read from their documents, all decided at one moment."""
        changes = []
        for document in documents:
            try:
                change = self._decide(issue_from_document(document), at)
            except _BROKEN as error:
                self.failed.append(f"{document['_id']}: {error!r}")
                continue
            if change is not None:
                changes.append(change)
        return changes

    def tell(self, what: str) -> None:
        """Name in the log those that failed, if any did."""
        if self.failed:
            _log.error("%d issues cannot be %s, first %s", len(self.failed), what, self.failed[0])


def write_each(store: Store, changes: list[Change], writes: Writes, rules: Rules) -> list[Change]:
    """Write these changes, made into `writes` already; those that were written.

    Raises pymongo.errors.PyMongoError when MongoDB is away; what was written stays written.
    """
    if not changes:
        return []
    try:
        write(store, writes)
    except Conflict:
        return [change for change in changes if _written(store, change, rules)]
    return changes


def _written(store: Store, change: Change, rules: Rules) -> bool:
    try:
        commit(store, Batch(changes=[change]), rules)
    except Conflict:
        return False
    return True
