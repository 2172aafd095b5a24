"""Knows what counts the clocks of an issue anew: another policy, another calendar."""

from mobile_schema.events.facts import (
    Deed,
    Event,
)


class PolicyMoved(Deed):
    """The issue moved to another policy version; `clocks` says what that did."""

    TYPE = "policy.moved.v1"
    TITLE = ("改用规则", "moved to another policy")
    policy: str
    policy_version: int
    reason: str


class ClocksRecomputed(Event):
    """The calendar changed: a year was published, or a place closed or works by its own order."""

    TYPE = "clocks.recomputed.v1"
    TITLE = ("按新日历重算", "counted again by the new calendar")
    calendar: str
