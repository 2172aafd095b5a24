"""Knows what an obstruction incident (阻工扰工事件) is: an allegation, never guilt (notice item 12).

A legitimate grievance (合理诉求) of the people concerned is kept apart from the allegation.
"""

from typing import Annotated

from pydantic import ConfigDict, Field

from mobile_schema.fields import (
    Contract,
    IncidentKindCode,
    Moment,
    Name,
    ReferralBodyCode,
    SeverityCode,
    ShortText,
    Text,
)
from mobile_schema.reports import examples
from mobile_schema.reports.report import Report
from mobile_schema.vocabulary import Severity


class LegitimateGrievance(Contract):
    """What the people concerned may rightly ask for: unpaid wages, compensation, damage."""

    description: Text
    raised_with: ShortText | None = None


class Referral(Contract):
    """To whom the allegation was passed on, when, and the number it got there."""

    body: ReferralBodyCode
    referred_at: Moment
    case_number: Name | None = None
    note: Text | None = None


class WorksStopped(Contract):
    """Whether the works stand still, and for how long so far, in minutes."""

    stopped: bool
    minutes: int | None = Field(default=None, ge=0, le=10_000_000)


class ObstructionIncident(Report):
    """One alleged obstruction; `people` is how many were involved, as estimated on the site."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.INCIDENT]})

    kind: IncidentKindCode
    severity: SeverityCode = Severity.ORDINARY
    description: Text
    started_at: Moment
    ongoing: bool
    people: int | None = Field(default=None, ge=0, le=1_000_000)
    alleged_parties: Text | None = Field(
        default=None, description="Who is said to be involved, as told on the site; an allegation"
    )
    works: WorksStopped
    injuries: int | None = Field(default=None, ge=0, le=100_000, description="People hurt, as known")
    grievance: LegitimateGrievance | None = None
    measure_proposed: Text | None = None
    referrals: Annotated[tuple[Referral, ...], Field(max_length=20)] = ()
