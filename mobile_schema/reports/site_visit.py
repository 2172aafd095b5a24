"""Knows what a site-visit report (进工地报告) is: when, the progress seen, the problems found (item 10)."""

from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from mobile_schema.fields import (
    MAX_ATTACHMENTS,
    MAX_FINDINGS,
    CategoryCode,
    Contract,
    IssueId,
    Percent,
    RecheckResultCode,
    SeverityCode,
    Sha256,
    ShortText,
    Text,
    VisitKindCode,
)
from mobile_schema.reports import examples
from mobile_schema.reports.report import Report

Photos = Annotated[
    tuple[Sha256, ...],
    Field(max_length=MAX_ATTACHMENTS, description="Which attachments of the report show it"),
]


class Progress(Contract):
    """What the inspector saw of the works."""

    percent: Percent | None = None
    stage: ShortText | None = None
    note: Text | None = None


class Finding(Contract):
    """One problem (发现问题): it opens one issue, unless it corrects a finding of the report that its own corrects."""

    category: CategoryCode
    severity: SeverityCode
    description: Text
    measure_proposed: Text | None = None
    attachments: Photos = ()
    corrects: int | None = Field(
        default=None, ge=0, lt=MAX_FINDINGS, description="The place of the finding that it corrects, counted from 0"
    )


class Recheck(Contract):
    """A look at an issue that is already on the ledger (复核)."""

    issue_id: IssueId
    result: RecheckResultCode
    note: Text | None = None
    attachments: Photos = ()


class SiteVisit(Report):
    """One visit: `captured_at` is when. Silence is not allowed: either problems, rechecks, or none found."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.SITE_VISIT, examples.RECHECK_VISIT]})

    kind: VisitKindCode
    progress: Progress | None = None
    findings: Annotated[tuple[Finding, ...], Field(max_length=MAX_FINDINGS)] = ()
    no_problem_found: bool
    rechecks: Annotated[tuple[Recheck, ...], Field(max_length=MAX_FINDINGS)] = ()

    @model_validator(mode="after")
    def _says_what_was_found(self) -> Self:
        if self.no_problem_found:
            if self.findings:
                raise PydanticCustomError("contradiction", "no_problem_found is true but there are findings")
        elif not self.findings and not self.rechecks:
            raise PydanticCustomError("nothing_said", "without findings or rechecks, no_problem_found must be true")
        if self.corrects is None and any(finding.corrects is not None for finding in self.findings):
            raise PydanticCustomError("corrects_nothing", "a finding corrects one of the report that `corrects` names")
        return self
