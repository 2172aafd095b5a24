"""Knows whose eyes the ledger is read with: the person's scope for each action, and what no duty of theirs allows."""

from dataclasses import dataclass

from api.http.problems import Problem
from ledger.access.scopes import Scope, scope_of
from ledger.groundwork.clock import Clock
from ledger.mongo.connection import Store
from ledger.policy.rules import Rules
from ledger.registry.entries import Person
from ledger.search.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Reading:
    """The ledger as one person sees it. Its functions wait for MongoDB: call them on a thread.

    They raise CommandRefused of one thing that is not there, Problem of what no duty of the person allows (403) and of
    too much to be sorted (422), and pymongo.errors.PyMongoError when MongoDB is away.
    """

    store: Store
    clock: Clock
    rules: Rules
    person: Person
    shelf: Shelf | None = None

    def bound(self, action: str) -> Scope:
        """The person's scope for an action on many things. Raises Problem (403) where no duty allows it at all."""
        scope = self.scope(action)
        if scope.empty:
            raise not_permitted()
        return scope

    def scope(self, action: str) -> Scope:
        """The person's scope for an action; it may be empty."""
        return scope_of(self.person, action)


def not_permitted() -> Problem:
    """The answer to what a post never does, on whatever it is."""
    return Problem(403, "not-permitted", "您的岗位不能这样做 / your post does not allow this")
