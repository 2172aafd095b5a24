"""Knows the words of what is put right: a request withdrawn, an issue itself corrected, a correction judged."""

from typing import Annotated

from pydantic import StringConstraints, model_validator

from ledger.issue.words.command import Command, Place, Text
from ledger.registry.regions import RegionCode
from mobile_schema.fields import UUID7_PATTERN, CategoryCode, SeverityCode
from mobile_schema.fields import Text as Description
from mobile_schema.statements import SAID


class WithdrawClosure(Command):
    """撤回销号申请: who asked for it to be struck off asks no more; the work goes on, its clock as before."""

    name = "withdraw-closure"
    reason: Text


class WithdrawExtension(Command):
    """撤回延期申请: who asked for a later deadline asks no more."""

    name = "withdraw-extension"
    reason: Text


class WithdrawSuspension(Command):
    """撤回挂起申请: who asked that the clocks rest asks no more."""

    name = "withdraw-suspension"
    reason: Text


class Correct(Command):
    """更正: a supervisor puts right what an issue says of itself; what is not named stays, and so does its 编号.

    Where category, severity or region change, its clocks run as if it had said so from the start: the answer to the
    same with `dry_run` says how, before it is done.
    """

    name = "correct"
    category: CategoryCode | None = None
    severity: SeverityCode | None = None
    description: Annotated[Description, SAID] | None = None
    region: RegionCode | None = None
    location: Place | None = None
    reason: Text

    @model_validator(mode="after")
    def _something(self) -> "Correct":
        if all(each is None for each in (self.category, self.severity, self.description, self.region, self.location)):
            raise ValueError(
                "须更正类别、程度、描述、属地、位置之一 / name category, severity, description, region or location"
            )
        return self


class JudgeCorrection(Command):
    """更正认定: a supervisor accepts what a reporter's correction (`report_id`) says, or says with a reason why not.

    Accepted, the issue's words, place and photos are those of the correction; its category and severity stay.
    """

    name = "judge-correction"
    report_id: Annotated[str, StringConstraints(pattern=UUID7_PATTERN)]
    accepted: bool
    reason: Text | None = None

    @model_validator(mode="after")
    def _says_why_not(self) -> "JudgeCorrection":
        if not self.accepted and self.reason is None:
            raise ValueError("不采纳须说明理由 / say why it is not accepted")
        return self
