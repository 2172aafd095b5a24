"""Knows how one thing is read for somebody: each function takes the scope, and out of it nothing is there.

What it says of an issue out of scope is, but for the name that was asked for, what it says of none.
"""

from gridfs.grid_file import GridOut

from ledger.access.scopes import Scope
from ledger.evidence.files import open_attachment
from ledger.evidence.uploads import has_sent, sent_by_any
from ledger.issue.issue import Issue
from ledger.mongo.connection import Document, Store
from ledger.store.listing import demand_within, list_history, load_found


def issue_within(store: Store, scope: Scope, name: str) -> tuple[Issue, bool]:
    """The issue with this id or 编号, and whether it is in the archive. Raises CommandRefused (unknown-issue)."""
    issue, archived = load_found(store, name)
    demand_within(scope, issue, name)
    return issue, archived


def history_within(store: Store, scope: Scope, name: str) -> list[Document]:
    """Every event of an issue, in order. Raises CommandRefused (unknown-issue)."""
    return list_history(store, issue_within(store, scope, name)[0].id)


def evidence_within(store: Store, scope: Scope, name: str, sha256: str) -> GridOut | None:
    """A file that an event of the issue names whose actor had sent it; None where there is none such.

    Without the last condition anybody would make a stranger's file readable by naming its hash in a report.
    Raises CommandRefused (unknown-issue).
    """
    events = history_within(store, scope, name)
    naming = {event["actor"]["person_id"] for event in events if sha256 in _hashes(event["data"])}
    if not naming or not sent_by_any(store, sha256, naming):
        return None
    return open_attachment(store, sha256)


def own_file(store: Store, scope: Scope, sha256: str) -> GridOut | None:
    """A file that the person sent whose scope this is; None where that person did not."""
    if scope.own_id is None or not has_sent(store, sha256, scope.own_id):
        return None
    return open_attachment(store, sha256)


def _hashes(value: object) -> set[str]:
    """Every text that an event names, the hashes of its files among them."""
    if isinstance(value, str):
        return {value}
    if isinstance(value, dict):
        return {each for part in value.values() for each in _hashes(part)}
    if isinstance(value, list | tuple):
        return {each for part in value for each in _hashes(part)}
    return set()
