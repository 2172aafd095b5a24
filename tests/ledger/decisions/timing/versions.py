"""Knows versions of a policy that differ in their clocks, and stories under the first of them."""

from functools import cache
from typing import Any

from ledger.issue.words.timing import MovePolicy
from ledger.policy.policy import Policy
from ledger.policy.rules import Rules
from mobile_schema.vocabulary import State
from tests.ledger import policies
from tests.ledger.stories import Story, in_state

LATE = policies.step("late")
SHORT = policies.policy(LATE, version=2, obligations=policies.due(resolve={"days": 3}, zero={"days": 3}))
LONG = policies.policy(LATE, version=3, obligations=policies.due(resolve={"days": 20}, zero={"days": 30}))
WORKING = policies.policy(LATE, version=4, obligations=policies.due(resolve={"working_days": 7}))
FIRST = policies.policy(LATE)


def to(policy: Policy) -> MovePolicy:
    return MovePolicy(policy=policy.name, version=policy.version, reason="统一规则")


def story(state: State = State.IN_PROGRESS, *, under: Policy = FIRST, **said: Any) -> Story:
    """An issue under the first version, where the others are known."""
    return in_state(state, rules=_rules(under.version), **said)


@cache
def _rules(holding: int) -> Rules:
    versions = {one.version: one for one in (FIRST, SHORT, LONG, WORKING, WITHOUT, NEW)}
    return policies.rules(versions.pop(holding), *versions.values())


WITHOUT = policies.policy(
    LATE, version=5, obligations={name: rule for name, rule in policies.due().items() if name != "feedback"}
)
REPORT = {
    "title": {"zh": "周报", "en": "Weekly report"},
    "starts": ["assigned"],
    "satisfied_by": ["closed"],
    "due": {"days": 5},
}
NEW = policies.policy(
    LATE, policies.step("report", "weekly"), version=6, obligations={**policies.due(), "weekly": REPORT}
)
