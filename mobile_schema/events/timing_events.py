"""Knows what gives an issue other times: an extension (延期), a suspension (挂起), another policy, another calendar."""

from pydantic import AwareDatetime

from mobile_schema.events.facts import Code, Deed, Event


class ExtensionRequested(Deed):
    """申请延期: the unit asks for a later deadline, and says why."""

    TYPE = "extension.requested.v1"
    TITLE = ("申请延期", "extension requested")
    obligation: Code
    due_at: AwareDatetime
    reason: str


class ExtensionApproved(Deed):
    """延期: a new deadline beside the original, which stands."""

    TYPE = "extension.approved.v1"
    TITLE = ("批准延期", "extension approved")
    obligation: Code
    due_at: AwareDatetime
    original_due_at: AwareDatetime
    note: str | None


class ExtensionRefused(Deed):
    """The deadline stays, and why."""

    TYPE = "extension.refused.v1"
    TITLE = ("不予延期", "extension refused")
    reason: str


class SuspensionRequested(Deed):
    """申请挂起: the unit asks that the clocks rest until a moment, and says why."""

    TYPE = "suspension.requested.v1"
    TITLE = ("申请挂起", "suspension requested")
    reason: str
    until: AwareDatetime


class SuspensionRefused(Deed):
    """The clocks go on, and why."""

    TYPE = "suspension.refused.v1"
    TITLE = ("不予挂起", "suspension refused")
    reason: str


class IssueSuspended(Deed):
    """挂起: the clocks rest, each with the time it has left, until that moment or an earlier resumption."""

    TYPE = "issue.suspended.v1"
    TITLE = ("挂起", "suspended")
    reason: str
    until: AwareDatetime


class IssueResumed(Deed):
    """恢复: the clocks run on from `resumed_at`; `clocks.moved` gives back what of the rest would have counted."""

    TYPE = "issue.resumed.v1"
    TITLE = ("恢复", "resumed")
    resumed_at: AwareDatetime
    reason: str | None = None


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
