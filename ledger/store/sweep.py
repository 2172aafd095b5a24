"""Knows how due steps of the ladder are found and fired: the index narrows, each issue is re-read and re-checked.

A second firing is impossible: the issue's version guards it, and the alert's id is derived from the step.
"""

from dataclasses import dataclass
from datetime import datetime

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


@dataclass(frozen=True, slots=True)
class Swept:
    """How much a sweep did; `more` when it stopped at its batch and others may be due."""

    fired: int
    more: bool


def sweep(store: Store, clock: Clock, rules: Rules, limit: int = BATCH) -> Swept:
    """Fire what is due now on at most `limit` issues, earliest first.

    Raises pymongo.errors.PyMongoError when MongoDB is away; what was written stays written.
    """
    now = clock.now()
    candidates = store["issues"].find({"next_due_at": {"$lte": now}}, sort=[("next_due_at", 1)], limit=limit)
    issues = [issue_from_document(document) for document in candidates]
    changes = [change for issue in issues if (change := fire_due(issue, now, rules))]
    return Swept(_write(store, changes, rules), more=len(issues) == limit)


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
