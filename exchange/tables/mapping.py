"""Knows the shape of a mapping: how the columns of somebody's CSV file become site visits. A mapping is YAML data."""

import re
from collections.abc import Mapping as Map
from datetime import datetime
from string import Formatter
from typing import Annotated, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from mobile_schema.fields import PROJECT_CODE_PATTERN
from mobile_schema.vocabulary import Category, Severity, SourceCrs

ISO = "iso"
# Without one of these every moment would be in 1900.
_YEAR: Final = re.compile("%[YyGcx]")


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"没有时区 {name!r} / no such time zone: {name!r}") from None
    return name


def _known_encoding(name: str) -> str:
    try:
        "".encode(name)
    except (LookupError, UnicodeError):
        raise ValueError(f"没有编码 {name!r} / no such encoding: {name!r}") from None
    return name


def _known_format(form: str) -> str:
    if form == ISO:
        return form
    if _YEAR.search(form.replace("%%", "")) is None:
        raise ValueError(f"格式没有年份 / no year in the format: {form!r}")
    try:
        datetime.strptime("", form)
    except re.error:
        raise ValueError(f"没有时间格式 {form!r} / no such format: {form!r}") from None
    except ValueError as error:
        if "does not match" not in str(error):
            raise ValueError(f"没有时间格式 {form!r} / no such format: {form!r}") from None
    return form


def _known_delimiter(mark: str) -> str:
    if mark in '"\r\n':
        raise ValueError("引号或换行不能分隔单元格 / a quote or a line end parts no cells")
    return mark


Column = Annotated[str, Field(min_length=1)]
Code = Annotated[str, Field(pattern=PROJECT_CODE_PATTERN)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Dates(_Part):
    """How the file writes its moments: strptime formats tried in order (`iso` for RFC 3339), and their zone."""

    formats: tuple[Annotated[str, AfterValidator(_known_format)], ...] = Field(min_length=1)
    time_zone: Annotated[str, AfterValidator(_known_zone)]


class Place(_Part):
    """The columns of a point, in degrees; an empty one makes the location absent, with its reason."""

    latitude: Column
    longitude: Column
    source_crs: SourceCrs = SourceCrs.WGS84


class CategoryChoice(_Part):
    """The ledger's category for each value of a column; without a default an unlisted value refuses the row.

    One of the office's own is known to its registry alone (`mapping_files.demand_categories`).
    """

    column: Column
    values: Map[str, Category] = {}
    default: Category | None = None

    @property
    def named(self) -> tuple[Category, ...]:
        """Those that it may come to."""
        return (*self.values.values(), *(() if self.default is None else (self.default,)))


class SeverityChoice(_Part):
    """Which values of a column make a problem major; every other is ordinary."""

    column: Column
    major: frozenset[str] = frozenset()


class ProjectChoice(_Part):
    """The project for each value of a column; unlisted values are spread over `among` by their hash."""

    column: Column
    values: Map[str, Code] = {}
    among: tuple[Code, ...] = ()

    @model_validator(mode="after")
    def _leads_somewhere(self) -> "ProjectChoice":
        if not self.values and not self.among:
            raise ValueError("请在 values 或 among 中写明项目 / name projects in `values` or in `among`")
        return self


class VoidChoice(_Part):
    """Which values of a column say that a row was withdrawn: its issue is voided, not struck off."""

    column: Column
    values: frozenset[str] = Field(min_length=1)


class Work(_Part):
    """When the work on a row was done (`--through-closure`): columns of moments, and who takes unrouted issues."""

    closed: Column
    accepted: Column | None = None
    progressed: Column | None = None
    voided: VoidChoice | None = None
    unrouted_to: str = Field(
        default="development-reform", description="bureau that a supervisor hands unrouted issues to"
    )

    @property
    def columns(self) -> tuple[str | None, ...]:
        """The columns that it reads."""
        return (self.closed, self.accepted, self.progressed, self.voided.column if self.voided else None)

    def withdrew(self, cells: Map[str, str]) -> bool:
        """Whether a row with these cells was withdrawn."""
        return self.voided is not None and cells[self.voided.column].strip() in self.voided.values


class Mapping(_Part):
    """One kind of CSV file. The report ids derive from `name` and the row's id, so a name never changes meaning."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,59}$")
    about: str = ""
    encoding: Annotated[str, AfterValidator(_known_encoding)] = "utf-8-sig"
    delimiter: Annotated[str, AfterValidator(_known_delimiter)] = Field(default=",", min_length=1, max_length=1)
    id: Column
    captured: Column
    dates: Dates
    location: Place | None = None
    category: CategoryChoice
    severity: SeverityChoice | None = None
    project: ProjectChoice
    description: str = Field(min_length=1, description="text with {column} in it")
    work: Work | None = None

    @model_validator(mode="after")
    def _description_reads(self) -> "Mapping":
        for _, column, form, conversion in Formatter().parse(self.description):
            if column is not None and (not column or form or conversion):
                raise ValueError(
                    "description: 花括号中只能写列名 / description: write {column}, nothing else between braces"
                )
        return self

    def severity_of(self, value: str) -> Severity:
        """How grave a row is, by the value of its severity column."""
        return Severity.MAJOR if self.severity and value in self.severity.major else Severity.ORDINARY

    @property
    def described_by(self) -> tuple[str, ...]:
        """The columns that the description names."""
        return tuple(column for _, column, _, _ in Formatter().parse(self.description) if column)

    @property
    def columns(self) -> frozenset[str]:
        """Every column that a file must have."""
        place = (self.location.latitude, self.location.longitude) if self.location else ()
        work = self.work.columns if self.work else ()
        severity = self.severity.column if self.severity else None
        named = (self.id, self.captured, *place, self.category.column, severity, self.project.column, *work)
        return frozenset(column for column in (*named, *self.described_by) if column)
