"""Knows a duplicate beside the issue that it is merged into."""

from datetime import timedelta
from typing import Any

from msgspec import structs

from ledger.issue.words.setting_aside import Merge, Part
from mobile_schema.vocabulary import State
from tests.ledger.stories import Story, in_state, reported

DAY = timedelta(days=1)
INTO = Merge(into="main", reason="同一问题")
APART = Part(reason="并非同一问题")


def named(story: Story, identity: str) -> Story:
    """A story under an id of its own, from its first event on."""
    story.envelopes = [envelope.model_copy(update={"issue_id": identity}) for envelope in story.envelopes]
    story.issue = structs.replace(story.issue, id=identity)
    return story


def pair(main: Story, older: timedelta = timedelta(), state: State = State.IN_PROGRESS) -> Story:
    """A duplicate that began that much before the main issue; the clock is the main issue's."""
    duplicate = named(reported(at=main.now - older), "duplicate")
    if state is not State.ASSIGNED:
        duplicate.to(State.ACCEPTED)
    if state is State.IN_PROGRESS:
        duplicate.to(State.IN_PROGRESS)
    duplicate.clock, duplicate.main = main.clock, main
    return duplicate


def main_issue(state: State = State.IN_PROGRESS, **said: Any) -> Story:
    return named(in_state(state, **said), "main")
