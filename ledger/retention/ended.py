"""Knows which families of issues ended so long ago that they may go: a main issue alone, or with its duplicates."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from ledger.issue.issue import Issue
from mobile_schema.vocabulary import State

ENDED_FOR_ITSELF: Final = frozenset({State.CLOSED, State.ON_PAPER, State.VOIDED})
"""What was merged ends with the issue that it was merged into, and goes with that."""


def may_go(main: Issue, duplicates: Collection[Issue], before: datetime) -> bool:
    """Whether all of a family ended, fell due for the last time, and was touched last before a moment.

    `duplicates` are those that were found of `main.duplicates`: without all of them nobody goes.
    """
    return (
        main.state in ENDED_FOR_ITSELF
        and {each.id for each in duplicates} == set(main.duplicates)
        and all(each.merger is not None and each.merger.into == main.id for each in duplicates)
        and (main.due_at is None or main.due_at < before)
        and all(each.updated_at < before for each in (main, *duplicates))
    )
