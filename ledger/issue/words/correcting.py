"""Knows the words of what is put right: a request withdrawn, an issue's own particulars corrected."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from ledger.issue.words.command import Command, Text
from ledger.registry.regions import RegionCode
from mobile_schema.fields import CategoryCode, SeverityCode
from mobile_schema.statements import SAID


class Place(BaseModel):
    """Where on the ground: WGS-84, degrees."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


Description = Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=r"^[^\x00]*$"), SAID]
"""As long as a report's may be."""


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
    description: Description | None = None
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
