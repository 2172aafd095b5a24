"""An issue may go when it and all its duplicates ended, fell due and were touched last before a moment."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from ledger.issue.issue import Issue
from ledger.retention.ended import may_go
from mobile_schema.vocabulary import State
from tests.ledger.stories import in_state

MOMENT = timedelta(milliseconds=1)


def closed() -> Issue:
    """An issue that was struck off, with its last deadline still to come."""
    issue = in_state(State.CLOSED).issue
    assert issue.due_at is not None
    assert issue.updated_at < issue.due_at
    return issue


def family() -> tuple[Issue, Issue]:
    """A main issue that was struck off, and what was merged into it."""
    story = in_state(State.MERGED)
    assert story.main is not None
    main = replace(story.main.issue, state=State.CLOSED)
    return main, story.issue


@pytest.mark.parametrize("state", State)
def test_only_what_was_closed_or_voided_goes_by_itself(state: State) -> None:
    issue = in_state(state).issue
    long_after = issue.updated_at + timedelta(days=1000)
    assert may_go(issue, [], long_after) == (state in {State.CLOSED, State.ON_PAPER, State.VOIDED})


def test_its_last_due_time_must_have_passed() -> None:
    issue = closed()
    assert issue.due_at is not None
    assert not may_go(issue, [], issue.due_at - MOMENT)
    assert not may_go(issue, [], issue.due_at)
    assert may_go(issue, [], issue.due_at + MOMENT)


def test_it_must_not_have_been_touched_since() -> None:
    issue = replace(closed(), obligations=())
    assert not may_go(issue, [], issue.updated_at - MOMENT)
    assert not may_go(issue, [], issue.updated_at)
    assert may_go(issue, [], issue.updated_at + MOMENT)


def _touched(main: Issue, duplicate: Issue) -> list[Issue]:
    return [replace(duplicate, updated_at=main.updated_at + timedelta(days=2000))]


def _of_an_earlier(main: Issue, duplicate: Issue) -> list[Issue]:
    assert duplicate.merger is not None
    return [replace(duplicate, merger=replace(duplicate.merger, into=main.id[:-1]))]


def _of_a_later(main: Issue, duplicate: Issue) -> list[Issue]:
    assert duplicate.merger is not None
    return [replace(duplicate, merger=replace(duplicate.merger, into=f"{main.id}0"))]


def _parted(_: Issue, duplicate: Issue) -> list[Issue]:
    return [replace(duplicate, merger=None)]


def _twice(_: Issue, duplicate: Issue) -> list[Issue]:
    return [duplicate, replace(duplicate, id="another")]


@pytest.mark.parametrize("found", [lambda *_: [], _touched, _of_an_earlier, _of_a_later, _parted, _twice])
def test_a_family_goes_whole_or_not_at_all(found: Callable[..., Any]) -> None:
    main, duplicate = family()
    after = main.updated_at + timedelta(days=1000)
    assert may_go(main, [duplicate], after)
    assert not may_go(main, found(main, duplicate), after)
