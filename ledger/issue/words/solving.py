"""Knows the words of the work on an issue, of the request to strike it off (销号), and of what is said of that."""

from typing import Annotated

from pydantic import AfterValidator, Field

from ledger.issue.words.command import Command, Text
from mobile_schema.events.facts import EvidenceItem, Milestone
from mobile_schema.statements import demand_said
from mobile_schema.vocabulary import Grade, RecheckResult


def _named(milestone: Milestone) -> Milestone:
    demand_said(milestone.name)
    return milestone


class FilePlan(Command):
    """倒排工期: milestones planned backwards from the deadline (notice item 9)."""

    name = "file-plan"
    milestones: tuple[Annotated[Milestone, AfterValidator(_named)], ...] = Field(min_length=1, max_length=50)


class ReportProgress(Command):
    """反馈: what was done, the measures taken, how far it is."""

    name = "report-progress"
    note: Text
    measures: Text | None = None
    percent: int | None = Field(default=None, ge=0, le=100)
    works_resumed: bool = False


class RequestClosure(Command):
    """申请销号: the unit says it is solved and shows the evidence its category demands."""

    name = "request-closure"
    statement: Text
    evidence: tuple[EvidenceItem, ...] = Field(default=(), max_length=50)

    @property
    def files(self) -> tuple[str, ...]:
        """The evidence that is a file, and what goes along."""
        return (*(item.sha256 for item in self.evidence if item.sha256), *self.attachments)


class RecordRecheck(Command):
    """复核、回头看: someone who did not do the work looks, on paper, or on site by a visit of their own.

    `report_id` names that visit: to this project, sent since closure was asked for. It is taken in any state, of an
    issue struck off or merged too; for closing counts what was seen since closure was asked for.
    """

    name = "record-recheck"
    result: RecheckResult
    on_site: bool
    report_id: str | None = Field(default=None, max_length=36)


class ApproveClosure(Command):
    """销号: a supervisor strikes the issue off with a grade."""

    name = "approve-closure"
    grade: Grade


class ReturnClosure(Command):
    """不合格: a supervisor returns the request with reasons; the work goes on, its clock as before."""

    name = "return-closure"
    reasons: tuple[Text, ...] = Field(min_length=1, max_length=20)


class Reopen(Command):
    """反弹: a struck-off problem is back."""

    name = "reopen"
    reason: Text
