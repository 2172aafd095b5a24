"""Knows the field types the contract is made of: texts, hashes, codes, moments, and their limits.

All that reports are made of are plain constraints checked inside pydantic's core: nothing runs Python per value.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetPydanticSchema,
    PlainSerializer,
    ValidationError,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError, SchemaValidator, core_schema

from mobile_schema import vocabulary as words
from mobile_schema.labels import described

MAX_ATTACHMENTS = 20
MAX_FINDINGS = 100
MAX_ATTACHMENT_BYTES = 50 * 1024 * 1024

UUID7_PATTERN = r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
PROJECT_CODE_PATTERN = r"^[0-9]{4}-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9]{6}$"
SHA256_PATTERN = r"^[0-9a-f]{64}$"
MOMENT_PATTERN = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})$"
)
# PostgreSQL, C libraries and spreadsheets all end a text at NUL, so no text may hold one.
NO_NUL_PATTERN = r"^[^\x00]*$"

DAY_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def _written(pattern: str, value: CoreSchema, kind: type) -> CoreSchema:
    """A text of this shape and nothing else; from Python the value itself too. Strictness does not change it.

    The pattern keeps out what pydantic's own reading lets in: epoch numbers, `_` between day and time.
    """
    reader = SchemaValidator(value)

    def read(text: str) -> Any:
        try:
            return reader.validate_python(text)
        except ValidationError as error:
            first = error.errors()[0]
            raise PydanticCustomError(first["type"], first["msg"]) from None

    def given(either: Any, from_text: Callable[[Any], Any]) -> Any:
        return either if type(either) is kind else from_text(either)

    shaped = core_schema.str_schema(pattern=pattern, max_length=40)
    text = core_schema.chain_schema([shaped, core_schema.no_info_plain_validator_function(read)])
    return core_schema.json_or_python_schema(text, core_schema.no_info_wrap_validator_function(given, text))


_AWARE = core_schema.datetime_schema(strict=False, tz_constraint="aware")
_MOMENT_SCHEMA = core_schema.chain_schema([core_schema.str_schema(pattern=MOMENT_PATTERN, max_length=40), _AWARE])
_ASKED_SCHEMA = _written(MOMENT_PATTERN, _AWARE, datetime)
_DAY_SCHEMA = _written(DAY_PATTERN, core_schema.date_schema(strict=False), date)

ReportId = Annotated[
    str,
    Field(
        pattern=UUID7_PATTERN,
        description="UUIDv7 made by the phone, in lower case (RFC 9562 §5.7): the same report, the same id.",
    ),
]
ProjectCode = Annotated[
    str, Field(pattern=PROJECT_CODE_PATTERN, description="投资项目统一代码 (no check digit is enforced)")
]
Sha256 = Annotated[str, Field(pattern=SHA256_PATTERN, description="SHA-256 of the bytes, hex, lower case")]
IssueId = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[0-9A-Za-z._:-]+$")]

Name = Annotated[str, Field(min_length=1, max_length=120, pattern=NO_NUL_PATTERN)]
ShortText = Annotated[str, Field(max_length=200, pattern=NO_NUL_PATTERN)]
Text = Annotated[str, Field(min_length=1, max_length=2000, pattern=NO_NUL_PATTERN)]
LongText = Annotated[str, Field(min_length=1, max_length=8000, pattern=NO_NUL_PATTERN)]

Percent = Annotated[int, Field(ge=0, le=100)]
# Any finite degree up to ±180 for both: swapped coordinates are kept and flagged by the ledger, never lost.
Degrees = Annotated[float, Field(ge=-180, le=180)]
# The pattern keeps out what pydantic's reading would let in beyond RFC 3339: epoch numbers, bare dates.
Moment = Annotated[
    datetime,
    GetPydanticSchema(lambda _source, _handler: _MOMENT_SCHEMA),
    WithJsonSchema({"type": "string", "format": "date-time", "pattern": MOMENT_PATTERN}),
    Field(description="RFC 3339 with offset; an absurd time is kept and flagged, never refused"),
]
# Written as YYYY-MM-DD everywhere, since BSON has no date without a time.
Day = Annotated[
    date,
    GetPydanticSchema(lambda _source, _handler: _DAY_SCHEMA),
    WithJsonSchema({"type": "string", "format": "date"}),
    PlainSerializer(date.isoformat, return_type=str),
]

# Codes with their words, so that schemas and OpenAPI can be read without this repository.
CategoryCode = Annotated[
    words.Category, Field(description=f"{described(words.Category)}; or one that the office has registered")
]
SeverityCode = Annotated[words.Severity, Field(description=described(words.Severity))]
VisitKindCode = Annotated[words.VisitKind, Field(description=described(words.VisitKind))]
IncidentKindCode = Annotated[words.IncidentKind, Field(description=described(words.IncidentKind))]
RecheckResultCode = Annotated[words.RecheckResult, Field(description=described(words.RecheckResult))]
ReferralBodyCode = Annotated[words.ReferralBody, Field(description=described(words.ReferralBody))]
NoLocationCode = Annotated[words.NoLocationReason, Field(description=described(words.NoLocationReason))]

_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC, microsecond=999000)


class Contract(BaseModel):
    """What outsiders send: no unknown field, no coercion (a text is no number), never changed after."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


def as_utc(moment: datetime) -> datetime:
    """The moment in UTC, cut to whole milliseconds (as BSON keeps); clamped where UTC leaves years 1–9999."""
    try:
        utc = moment.astimezone(UTC)
    except OverflowError:
        return _FIRST if moment.year == 1 else _LAST
    beyond = utc.microsecond % 1000
    return utc.replace(microsecond=utc.microsecond - beyond) if beyond else utc


def _aware_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise PydanticCustomError("timezone_aware", "Input should have timezone info")
    return as_utc(moment)


UtcMoment = Annotated[
    datetime,
    GetPydanticSchema(lambda _source, _handler: _ASKED_SCHEMA),
    WithJsonSchema({"type": "string", "format": "date-time", "pattern": MOMENT_PATTERN}),
    AfterValidator(_aware_utc),
]
"""A moment in a query, a body or a command: written as in reports, in UTC and whole milliseconds once read."""
