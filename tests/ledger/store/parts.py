"""Knows what a sweep or a command left in the ledger, and how to let something else happen in the middle of one."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ledger.issue.refusals import CommandRefused, Refusal
from ledger.store.by_itself.sweep import BATCH
from tests.ledger.factories import RULES
from tests.ledger.parts import Ledger

NO_SUCH_ID = "00000000-0000-5000-8000-000000000000"


class Interrupted(dict[str, Any]):
    """Posts of the registry: at the first look-up something else happens, in the middle of a sweep."""

    def __init__(self, posts: Any, happens: Callable[[], object]) -> None:
        super().__init__(posts)
        self._happens: list[Callable[[], object]] = [happens]

    def get(self, key: str, default: Any = None) -> Any:
        if self._happens:
            self._happens.pop()()
        return super().get(key, default)


def interrupted(happens: Callable[[], object]) -> Any:
    catalogue = replace(RULES.catalogue, posts=Interrupted(RULES.catalogue.posts, happens))
    return replace(RULES, catalogue=catalogue)


def alerts(ledger: Ledger) -> list[dict[str, Any]]:
    return list(ledger.store["alerts"].find({}, sort=[("fired_at", 1), ("step", 1), ("_id", 1)]))


def drained(ledger: Ledger, limit: int = BATCH) -> int:
    """Sweep until nothing is due, as a worker does; how often."""
    for turn in range(1, 100):
        if not ledger.sweep(limit=limit).more:
            return turn
    raise AssertionError("the sweep does not end")


def reason(outcome: object) -> Refusal | None:
    """Why a command was refused, if it was."""
    return outcome.reason if isinstance(outcome, CommandRefused) else None
