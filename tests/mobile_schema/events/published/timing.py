"""Knows an event of every type of other times."""

from tests.factories import MOMENT
from tests.mobile_schema.events.published.parts import LATER, REASON, Events, adopted, clocks, ended, obligation


def events() -> Events:
    extended = obligation("resolve", 2, due_at=LATER, original_due_at=MOMENT)
    return {
        "extension.requested.v1": {"obligation": "resolve", "due_at": LATER, **REASON},
        "extension.approved.v1": {
            "obligation": "resolve",
            "due_at": LATER,
            "original_due_at": MOMENT,
            "note": None,
            "clocks": clocks(started=[extended], ended=[ended("resolve", "extended")]),
        },
        "extension.refused.v1": REASON,
        "suspension.requested.v1": {"until": LATER, **REASON},
        "suspension.refused.v1": REASON,
        "issue.suspended.v1": {"until": LATER, **REASON},
        "issue.resumed.v1": {"resumed_at": MOMENT, "reason": None, "clocks": clocks(moved=[obligation()])},
        "policy.moved.v1": {
            "policy": "before-due",
            "policy_version": 1,
            **REASON,
            "clocks": clocks(moved=[obligation()], ended=[ended("zero", "cancelled")]),
        },
        "clocks.recomputed.v1": {
            "calendar": "0f3a91c2d4e5",
            "clocks": clocks(moved=[obligation()], adopted=[adopted()]),
        },
    }
