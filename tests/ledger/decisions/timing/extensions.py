"""Knows how an extension is asked for and had, and under which rules."""

from datetime import date
from typing import Any

from ledger.issue.words.timing import RequestExtension
from mobile_schema.vocabulary import State
from tests.ledger import policies
from tests.ledger.stories import Story, in_state

ORIGINAL = "2026-03-09 23:59:59"
"""When 13710 wants an ordinary issue of the second of March resolved."""


def asking(day: date, code: str = "resolve") -> RequestExtension:
    return RequestExtension(obligation=code, due_on=day, reason="待上级批复")


def extended(story: Story, day: date, who: str | None = None) -> Story:
    story.do(asking(day))
    story.do("approve-extension", who)
    return story


def under(**extension: Any) -> Story:
    """An issue in progress under a policy with these rules of extension."""
    policy = policies.policy(policies.step("late"), approvals={"extension": extension})
    return in_state(State.IN_PROGRESS, rules=policies.rules(policy))
