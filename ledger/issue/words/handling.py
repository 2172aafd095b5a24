"""Knows the words of what is said and done on the way: comments, instructions, reminders, replies, milestones."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from ledger.issue.words.command import Command, Text
from mobile_schema.fields import Day, Name

Mentions = Annotated[tuple[Name, ...], Field(max_length=50)]
"""People whom a text names, by their ids; of more nobody reads it as addressed to them."""


class Comment(Command):
    """评论: anybody to whom the issue is open says something on it; `mentions` name whom it is for."""

    name = "comment"
    note: Text
    mentions: Mentions = ()


class Instruct(Command):
    """批示: a supervisor over the issue says what is to be done, on one of its alerts or on the issue.

    With `due_on` a unit that has to do with it replies by the end of that day, or both are told that it did not.
    """

    name = "instruct"
    note: Text
    mentions: Mentions = ()
    due_on: Day | None = None
    alert_id: Name | None = None


class Remind(Command):
    """催办: a supervisor reminds whoever it waits for, at once; no clock moves."""

    name = "remind"


class Reply(Command):
    """回复: a unit that leads or supports says what it did itself, or answers an `instruction` by its number."""

    name = "reply"
    note: Text
    mentions: Mentions = ()
    instruction: int | None = Field(default=None, ge=1, le=1_000_000)


class TickMilestone(Command):
    """完成节点: the unit ticks off a milestone of its plan, the first being 1; `reached_on` is today unless it says."""

    name = "tick-milestone"
    number: int = Field(ge=1, le=50)
    reached_on: Day | None = None


class Acknowledgement(BaseModel):
    """确认提醒: what somebody says on having seen an alert; no command, as it asks nothing of the issue."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    note: Text | None = None
