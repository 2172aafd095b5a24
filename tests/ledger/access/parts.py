"""Knows whom a command refuses, and why."""

from ledger.issue.refusals import Refusal
from ledger.registry.actors import Actor
from tests.ledger.stories import Story, refused

NOT_THEIRS = (Refusal.NOT_PERMITTED, Refusal.SEPARATION_OF_DUTIES)


def refusal(story: Story, command: str, who: Actor | str) -> Refusal:
    return refused(story, command, who).reason
