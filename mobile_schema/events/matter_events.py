"""Knows what can happen to a matter (交办事项) that no inspector reported: that a supervisor entered it."""

from typing import Annotated

from pydantic import Field

from mobile_schema.events.facts import Event, Fact, Point
from mobile_schema.fields import NO_NUL_PATTERN, Day
from mobile_schema.vocabulary import Category, MatterSource, Severity

_Line = Annotated[str, Field(min_length=1, max_length=200, pattern=NO_NUL_PATTERN)]


class Paper(Fact):
    """The document (文件) that a matter comes from: its number (文号), its own day, its title; what is known of it."""

    number: _Line | None = None
    dated_on: Day | None = None
    title: _Line | None = None


class PartOf(Fact):
    """The set (任务分解) that a matter is part of: its id, its title, of how many it is, and its number among them."""

    id: str
    title: str
    count: int
    number: str | None = None


class MatterEntered(Event):
    """交办事项: a supervisor entered what came by letter, hotline or a leader's instruction; it got its 编号.

    `matter_id` is the id under which it was entered, with `index` that of one in a set. `project_code` is absent where
    a matter has a region alone. `demand` is what is to be done, `due_on` by the end of which local day.
    """

    TYPE = "matter.entered.v1"
    TITLE = ("登记交办事项", "matter entered")
    matter_id: str
    index: int
    serial: str
    project_code: str | None
    region: str
    category: Category
    severity: Severity
    description: str
    source: MatterSource
    paper: Paper | None = None
    demand: str | None = None
    due_on: Day | None = None
    part_of: PartOf | None = None
    location: Point | None = None
    attachments: tuple[str, ...] = ()
