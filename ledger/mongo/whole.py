"""Knows how something is asked of all issues in some states, whoever may see them: by category, which each has one of.

What people ask begins with a key of theirs (`access.scopes`); what the ledger asks for itself has none.
"""

from collections.abc import Iterable
from typing import Final

from ledger.mongo.connection import Document, Store
from mobile_schema.vocabulary import State

BY_STATE: Final = [("category", 1), ("state", 1), ("due_at", 1), ("_id", 1)]
"""The index that answers; within a category and a state it goes on by due time."""


def in_states(store: Store, states: Iterable[State]) -> Document:
    """The query for all issues on the ledger in these states."""
    return {
        "category": {"$in": store["issues"].distinct("category")},
        "state": {"$in": sorted(state.value for state in states)},
    }
