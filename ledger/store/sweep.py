"""Knows how due steps of the ladder are found and fired: the index narrows, each issue is re-read and re-checked.

A second firing is impossible: the issue's version guards it, and the alert's id is derived from the step.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

import msgspec

from xiaohao.ledger.actors import SYSTEM
from xiaohao.ledger.changes import Change, envelopes_for, fold
from xiaohao.ledger.clock import Clock
from xiaohao.ledger.escalation import due_steps, fire
from xiaohao.ledger.issue import Issue
from xiaohao.ledger.rules import Rules
from xiaohao.ledger.store.commit import Batch, Conflict, commit
from xiaohao.ledger.store.connection import Store
from xiaohao.ledger.store.records import issue_from_document

BATCH = 200

Document = dict[str, Any]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Swept:
    """How much a sweep did; `more` when it fired a whole batch and others may be due."""

    fired: int
    more: bool


def sweep(store: Store, clock: Clock, rules: Rules, limit: int = BATCH) -> Swept:
    """Fire what is due now on at most `limit` issues, earliest first.

    Raises pymongo.errors.PyMongoError when MongoDB is away; what was written stays written.
    """
    now = clock.now()
    failed: list[str] = []
    due = {"next_due_at": {"$lte": now}}
    with store["issues"].find(due, sort=[("next_due_at", 1)], batch_size=limit) as candidates:
        changes = list(islice(_changes(candidates, now, rules, failed), limit))
    if failed:
        _log.error("%d issues cannot be escalated, first %s", len(failed), failed[0])
    fired = _write(store, changes, rules)
    return Swept(fired, more=fired > 0 and len(changes) == limit)


def _changes(documents: Iterable[Document], now: datetime, rules: Rules, failed: list[str]) -> Iterator[Change]:
    """What fires on each; an issue that cannot be read, or whose policy is not here, holds up no other."""
    for document in documents:
        try:
            change = fire_due(issue_from_document(document), now, rules)
        except (LookupError, msgspec.ValidationError) as error:
            failed.append(f"{document['_id']}: {error}")
            continue
        if change is not None:
            yield change


def fire_due(issue: Issue, now: datetime, rules: Rules) -> Change | None:
    """The change that firing everything due on an issue makes; None when nothing is."""
    policy = rules.policies.of(issue.policy, issue.policy_version)
    events = [fire(issue, due, policy, rules.catalogue, now) for due in due_steps(issue, policy, now)]
    return fold(issue, envelopes_for(issue, events, now, SYSTEM)) if events else None


def _write(store: Store, changes: list[Change], rules: Rules) -> int:
    """All in one transaction; where one of them changed meanwhile, one by one, leaving that one to the next sweep."""
    if not changes:
        return 0
    try:
        commit(store, Batch(changes=changes), rules.policies)
    except Conflict:
        if len(changes) == 1:
            return 0
        return sum(_write(store, [change], rules) for change in changes)
    return sum(len(change.envelopes) for change in changes)
