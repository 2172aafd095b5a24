"""Knows how the faults of a policy are asked for, and a clock of one's own to spoil."""

from typing import Any

import pytest

from ledger.policy.soundness import PolicyFault
from tests.ledger.policies import Document, UnsoundPolicy, due, policy


def faults(*steps: Document, **said: Any) -> list[tuple[str, str]]:
    """(place, message) of each fault of a policy with these steps."""
    with pytest.raises(UnsoundPolicy) as caught:
        policy(*steps, **said)
    return [(_place(fault), fault.message) for fault in caught.value.faults]


def _place(fault: PolicyFault) -> str:
    return ".".join(map(str, fault.path))


def clock(**said: Any) -> dict[str, Document]:
    """13710's clocks and one more, that of a lunch."""
    lunch = {
        "title": {"zh": "午饭", "en": "Lunch"},
        "starts": ["assigned"],
        "satisfied_by": ["closed"],
        "due": {"days": 1},
    }
    return {**due(), "lunch": {**lunch, **said}}
