"""Knows what every report from the field has in common: identity, times, device, place, attachments.

The reporter is never here: it comes from the credential (issue §2).
"""

from typing import Annotated, Literal

from pydantic import Field

from mobile_schema.fields import (
    MAX_ATTACHMENT_BYTES,
    MAX_ATTACHMENTS,
    Contract,
    Degrees,
    Moment,
    Name,
    NoLocationCode,
    ProjectCode,
    ReportId,
    Sha256,
    ShortText,
)
from mobile_schema.vocabulary import SourceCrs


class Device(Contract):
    """The phone, as it knows itself."""

    id: Name
    app_version: Name
    os: Name
    clock_error_ms: int | None = Field(
        default=None, ge=-(10**15), le=10**15, description="Device clock minus true time, ms, as estimated"
    )


class FixedLocation(Contract):
    """A measured point in WGS-84 degrees; `source_crs` says in which system the phone measured."""

    status: Literal["fixed"]
    latitude: Degrees
    longitude: Degrees
    accuracy_m: float | None = Field(default=None, ge=0, description="Radius, metres")
    source_crs: SourceCrs
    mock: bool = Field(description="The system says that the location is simulated")
    fixed_at: Moment


class AbsentLocation(Contract):
    """No point, and why."""

    status: Literal["absent"]
    reason: NoLocationCode
    note: ShortText | None = None


Location = Annotated[FixedLocation | AbsentLocation, Field(discriminator="status")]


class Attachment(Contract):
    """A photo or file, sent apart under its hash (`PUT /v1/attachments/{sha256}`)."""

    sha256: Sha256
    media_type: str = Field(pattern=r"^[a-z]+/[A-Za-z0-9][A-Za-z0-9.+-]{0,99}$", max_length=127)
    bytes: int = Field(ge=1, le=MAX_ATTACHMENT_BYTES)
    taken_at: Moment | None = None


Attachments = Annotated[tuple[Attachment, ...], Field(max_length=MAX_ATTACHMENTS)]


class Report(Contract):
    """The common part; the phone's own copy stays until the ledger confirms."""

    report_id: ReportId
    schema_version: Literal["1.0"]
    captured_at: Moment
    sent_at: Moment
    device: Device
    project_code: ProjectCode
    location: Location
    attachments: Attachments = ()
    corrects: ReportId | None = Field(
        default=None,
        description="The report of the same inspector, project and kind that this one corrects; a visit's findings say "
        "which finding of it each corrects",
    )
