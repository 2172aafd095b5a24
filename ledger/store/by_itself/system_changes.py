"""Knows how what the ledger does by itself to many issues is decided and written, so that one holds up no other.

A batch is one transaction. Where one of its issues changed meanwhile, each is written for itself and that one is left
alone; one that cannot be read, or whose policy version is not here, is told in the log.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
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


class Failing:
    """The issues on which nothing could be decided, over many turns: each is named once, and from then on counted."""

    def __init__(self) -> None:
        self._named: set[str] = set()
        self._counted = 0

    def tell(self, failed: Mapping[str, str], what: str) -> None:
        """Name in the log those of these, {issue id: why}, that are new, and say how many when it is another number."""
        for issue_id in failed.keys() - self._named:
            _log.error("issue %s cannot be %s: %s", issue_id, what, failed[issue_id])
        self._named.update(failed)
        if len(failed) != self._counted:
            _log.error("%d issues cannot be %s", len(failed), what)
        self._counted = len(failed)

    def forget(self, issue_id: str) -> None:
        """It is well again: if it fails once more, that is news."""
        self._named.discard(issue_id)


class Decisions:
    """What is to happen to each of many issues; those on which nothing can be decided are told to `failing`."""

    def __init__(self, decide: Callable[[Issue, datetime], Change | None], failing: Failing) -> None:
        self._decide = decide
        self._failing = failing
        self._failed: dict[str, str] = {}

    def on(self, documents: Iterable[Document], at: datetime) -> list[Change]:
        """The changes to these issues, re-read from their documents, all decided at one moment."""
        changes = []
        for document in documents:
            try:
                change = self._decide(issue_from_document(document), at)
            except _BROKEN as error:
                self._failed[document["_id"]] = repr(error)
                continue
            self._failing.forget(document["_id"])
            if change is not None:
                changes.append(change)
        return changes

    def tell(self, what: str) -> None:
        """Say in the log which failed, as far as that is news."""
        self._failing.tell(self._failed, what)


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
