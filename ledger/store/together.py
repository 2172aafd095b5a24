"""Knows how commands that come at the same time are carried out together: read at once, written in one transaction.

Most of what a command costs is its transaction, and that costs no more for many. Nothing else binds them: a refusal is
the refused one's own, and where the transaction does not go through, each is carried out for itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pymongo.errors import ConnectionFailure, PyMongoError

from ledger.groundwork.clock import Clock
from ledger.issue.changes import Change
from ledger.issue.commands import Command, Merge, Part
from ledger.issue.issue import Issue
from ledger.mongo.connection import Store
from ledger.policy.rules import Rules
from ledger.registry.actors import Actor
from ledger.store.carrying_out import changed_by, deciding, execute
from ledger.store.commit import Batch, commit
from ledger.store.records import issue_from_document


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A command as somebody gave it; two that are alike are two."""

    issue_id: str
    command: Command
    actor: Actor
    expected_version: int | None = None


Outcome = Issue | Exception
"""The issue after a command, or what `execute` raised."""


def execute_together(store: Store, asked: Sequence[Asked], *, clock: Clock, rules: Rules) -> dict[Asked, Outcome]:
    """Carry out commands, those on one issue in their order; what became of each.

    Raises pymongo.errors.PyMongoError when MongoDB is away.
    """
    outcomes: dict[Asked, Outcome] = {}
    first = _first_of_each_issue(asked)
    if len(first) > 1:
        outcomes = _at_once(store, first, clock, rules)
    for one in asked:
        if one not in outcomes:
            outcomes[one] = _alone(store, one, clock, rules)
    return outcomes


def _first_of_each_issue(asked: Iterable[Asked]) -> list[Asked]:
    """A merger changes two issues and stands alone, and so does what is asked of an issue after another command."""
    first: dict[str, Asked] = {}
    for one in asked:
        first.setdefault(one.issue_id, one)
    return [one for one in first.values() if not isinstance(one.command, Merge | Part)]


def _at_once(store: Store, asked: Sequence[Asked], clock: Clock, rules: Rules) -> dict[Asked, Outcome]:
    """The outcomes of those that were refused or written; the others are still to be carried out."""
    found = store["issues"].find({"_id": {"$in": [one.issue_id for one in asked]}})
    issues, at = {document["_id"]: document for document in found}, clock.now()
    refused: dict[Asked, Outcome] = {}
    changes: dict[Asked, Change] = {}
    for one in asked:
        if one.issue_id not in issues:
            continue
        try:
            decided = deciding(store, one.command, one.actor, rules)
            issue = issue_from_document(issues[one.issue_id])
            change = changed_by(issue, decided, one.actor, at, rules, one.expected_version)
        except Exception as error:
            refused[one] = error
            continue
        if change is not None:
            changes[one] = change
    return refused | {one: change.issue for one, change in _written(store, changes, rules).items()}


def _written(store: Store, changes: dict[Asked, Change], rules: Rules) -> dict[Asked, Change]:
    """All of them, or none where the transaction did not go through for the sake of one."""
    try:
        commit(store, Batch(changes=list(changes.values())), rules)
    except Exception as error:
        if isinstance(error, ConnectionFailure) or (isinstance(error, PyMongoError) and error.timeout):
            raise
        return {}
    return changes


def _alone(store: Store, one: Asked, clock: Clock, rules: Rules) -> Outcome:
    try:
        return execute(
            store,
            one.issue_id,
            one.command,
            one.actor,
            clock=clock,
            rules=rules,
            expected_version=one.expected_version,
        )
    except Exception as error:
        return error
