"""Knows what a command would make of an issue as it is stored, and which commands somebody may give on it."""

from datetime import datetime

from ledger.access.scopes import READ, scope_of
from ledger.decisions.handling.may import May, may
from ledger.escalation.firing import accounted
from ledger.issue.changes import Change
from ledger.mongo.connection import Store
from ledger.policy.rules import Rules
from ledger.registry.actors import Actor
from ledger.store.carrying_out import Asked
from ledger.store.deciding import changes_by, deciding, demand_known
from ledger.store.listing import load_issue
from ledger.store.within import issue_within


def foresee(store: Store, asked: Asked, *, at: datetime, rules: Rules) -> Change:
    """What `execute` would write of the issue now, with what is due on it by then.

    Raises CommandRefused where that would, and pymongo.errors.PyMongoError.
    """
    issue = load_issue(store, asked.issue_id)
    demand_known(store, issue, asked.command, asked.actor, asked.issue_id)
    decided = deciding(store, asked.command, asked.actor, rules)
    return changes_by(decided, issue, at, rules, asked.expected_versions)[0]


def permitted(store: Store, name: str, actor: Actor, *, at: datetime, rules: Rules) -> tuple[int, tuple[May, ...]]:
    """The version of an issue, and what the actor may do with it now, with what is due on it by then.

    Raises CommandRefused (unknown-issue) out of the actor's scope, and pymongo.errors.PyMongoError.
    """
    issue, _ = issue_within(store, scope_of(actor, READ), name)
    due = accounted(issue, at, rules).issue
    main = None if due.merger is None else load_issue(store, due.merger.into)
    return issue.version, tuple(may(due, actor, at, rules, main))
