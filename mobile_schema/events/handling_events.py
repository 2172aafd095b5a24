"""Knows what is said, ticked off, taken back and put right on an issue while it is handled."""

from typing import Final, Literal

from pydantic import AwareDatetime

from mobile_schema.events.facts import AlertRaised, Deed, Fact, Point, ToldAtOnce
from mobile_schema.fields import Day
from mobile_schema.vocabulary import Category, Level, Severity


class CommentAdded(Deed):
    """评论: somebody said something; `mentions` are the people it is for."""

    TYPE = "comment.added.v1"
    TITLE = ("评论", "commented")
    note: str
    mentions: tuple[str, ...] = ()


class InstructionGiven(Deed):
    """批示: a leader said what is to be done, on an alert if `alert_id` names one; the instructions on an issue are
    numbered from 1.

    With `due_at` it waits for a reply until then, on no clock of the policy.
    """

    TYPE = "instruction.given.v1"
    TITLE = ("批示", "instructed")
    number: int
    note: str
    mentions: tuple[str, ...] = ()
    due_at: AwareDatetime | None = None
    alert_id: str | None = None


class InstructionOverdue(ToldAtOnce):
    """批示逾期: nobody had replied to the instruction of this number by its day; `vacant_posts` as in an escalation."""

    TYPE = "instruction.overdue.v1"
    TITLE = ("批示逾期未回复", "instruction not answered in time")
    instruction: int
    due_at: AwareDatetime
    late_ms: int


class ReminderSent(ToldAtOnce, Deed):
    """催办: a supervisor reminded whoever it waits for; with nobody there up to the province, `vacant_posts` say so."""

    TYPE = "reminder.sent.v1"
    TITLE = ("催办", "reminded")
    alerts: tuple[AlertRaised, ...]


class ReplyGiven(Deed):
    """回复: a unit that leads or supports said what it did itself, or answered the instruction of that number."""

    TYPE = "reply.given.v1"
    TITLE = ("回复", "replied")
    unit_id: str
    note: str
    mentions: tuple[str, ...] = ()
    instruction: int | None = None


class MilestoneReached(Deed):
    """完成节点: the milestone of this number was reached on that local day; `late` when that is after its own."""

    TYPE = "milestone.reached.v1"
    TITLE = ("完成节点", "milestone reached")
    number: int
    name: str
    due_on: Day
    reached_on: Day
    late: bool


class ClosureWithdrawn(Deed):
    """撤回销号申请: who asked asks no more; the clocks go on as if it had been returned, and nobody judged it."""

    TYPE = "closure.withdrawn.v1"
    TITLE = ("撤回销号申请", "request for closure withdrawn")
    reason: str


class ExtensionWithdrawn(Deed):
    """撤回延期申请: who asked asks no more."""

    TYPE = "extension.withdrawn.v1"
    TITLE = ("撤回延期申请", "request for extension withdrawn")
    reason: str


class SuspensionWithdrawn(Deed):
    """撤回挂起申请: who asked asks no more."""

    TYPE = "suspension.withdrawn.v1"
    TITLE = ("撤回挂起申请", "request for suspension withdrawn")
    reason: str


Particular = Literal["category", "severity", "description", "region", "location"]


class Particulars(Fact):
    """What an issue says of itself that may be put right."""

    category: Category
    severity: Severity
    description: str
    region: str
    location: Point | None


class IssueCorrected(Deed):
    """更正: what it says of itself was put right, and why; `corrected` names what is another now than `before`.

    The supervising level rises where the corrected issue asks for it, and never falls; the policy is another one only
    where the one before is not for such an issue. `clocks` says what both did.
    """

    TYPE = "issue.corrected.v1"
    TITLE = ("更正", "corrected")
    reason: str
    corrected: tuple[Particular, ...]
    before: Particulars
    after: Particulars
    supervising_region: str | None
    supervising_level: Level | None
    policy: str
    policy_version: int


ONLY_SAID: Final = (CommentAdded, InstructionGiven, ReminderSent)
"""Of these nothing was done on the issue: an acknowledged step that comes again where nobody does anything comes."""
