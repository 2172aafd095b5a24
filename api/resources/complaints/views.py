"""Knows what is asked of who enters a complaint, and what is answered of the register."""

from datetime import date
from typing import Annotated, Any, Final

import msgspec
from pydantic import AwareDatetime, Field

from api.http.views import View
from ledger.complaints.complaint import Complaint, ComplaintKind
from ledger.complaints.tallying import Tally
from ledger.registry.catalogue import Catalogue
from ledger.registry.regions import RegionCode
from mobile_schema.fields import NO_NUL_PATTERN, Contract, Day, Name, ProjectCode, ReportId, Text
from mobile_schema.statements import SAID

Fee = Annotated[int, Field(ge=0, le=10**13, description="分, 0.01 元")]
Days = Annotated[int, Field(ge=0, le=3660, description="natural days from the commission to the result")]
Serial = Annotated[str, Field(pattern=r"^[0-9]{6}-[0-9]{4}-[0-9]{5,}$", description="编号")]
EXAMPLE: Final = {
    "report_id": "01951f3a-7c00-7000-8000-000000000002",
    "intermediary": "某某工程咨询有限公司",
    "region": "140105",
    "kind": "overcharging",
    "service": "施工图审查",
    "fee": 2600000,
    "days": 25,
    "asked_of": "140105-housing",
    "received_on": "2026-03-02",
    "words": "同一图纸另收加急费",
}


class NewComplaint(Contract):
    """中介投诉: which intermediary, of which region, what it did for whom to answer. Who complained is not named here.

    `corrects` is the id of the version that it takes the place of; `fee` was asked for the `service`, `days` it took;
    `asked_of` is the unit that is answerable.
    """

    report_id: ReportId
    corrects: ReportId | None = None
    intermediary: Annotated[Name, SAID]
    region: RegionCode
    project: ProjectCode | None = None
    issue: Serial | None = None
    kind: Annotated[ComplaintKind, Field(strict=False)]
    service: Annotated[Name, SAID]
    fee: Fee | None = None
    days: Days | None = None
    asked_of: Name
    received_on: Day
    words: Annotated[str, Field(max_length=2000, pattern=NO_NUL_PATTERN)] = ""


class ComplaintWithdrawal(Contract):
    """撤回投诉: why it no longer counts; it stays on the register with this."""

    report_id: ReportId
    reason: Annotated[Text, SAID]


class ComplaintVersion(View):
    """One version: `complaint` is the id of the first one, `withdrawn` empty while it counts."""

    id: str
    complaint: str
    version: int
    corrects: str | None
    at: AwareDatetime
    by: str
    received_by: str | None
    intermediary: str
    region: str
    project: str | None
    issue: str | None
    kind: ComplaintKind
    service: str
    fee: int | None
    days: int | None
    asked_of: str
    received_on: date
    words: str
    withdrawn: str


class ComplaintView(ComplaintVersion):
    """A complaint by its last version; `may_change`: whether one may correct or withdraw it, never as of a moment."""

    region_name_zh: str
    region_name_en: str | None
    asked_name_zh: str
    asked_name_en: str | None
    may_change: bool


class ComplaintList(View):
    """By the day on which they were received, the last first."""

    as_of: AwareDatetime
    items: list[ComplaintView]
    next_cursor: str | None


class ComplaintHistory(View):
    """A complaint with every version of it, the first first."""

    complaint: ComplaintView
    items: list[ComplaintVersion]


class TallyView(View):
    """`fees` in 分, of those that say one; `median_days` of those that say how long it took; null where none does."""

    count: int
    fees: int | None
    median_days: float | None


class KindTally(TallyView):
    kind: ComplaintKind


class RegionTally(TallyView):
    region: str
    name_zh: str
    name_en: str | None


class ComplaintCounts(View):
    """`items` has every kind, `regions` those that have any complaint. `may_enter`: whether one enters any at all."""

    as_of: AwareDatetime
    may_enter: bool
    total: TallyView
    items: list[KindTally]
    regions: list[RegionTally]


def told_version(complaint: Complaint) -> dict[str, Any]:
    """`ComplaintVersion`."""
    told: dict[str, Any] = msgspec.to_builtins(complaint)
    return told


def told_complaint(complaint: Complaint, catalogue: Catalogue, *, may_change: bool) -> dict[str, Any]:
    """`ComplaintView`."""
    unit = catalogue.units.get(complaint.asked_of)
    return {
        **told_version(complaint),
        **told_region(complaint.region, catalogue, "region_name"),
        "asked_name_zh": complaint.asked_of if unit is None else unit.name_zh,
        "asked_name_en": unit and unit.name_en,
        "may_change": may_change,
    }


def told_region(code: str, catalogue: Catalogue, name: str) -> dict[str, str | None]:
    """What a region is called in both languages, under this name."""
    region = catalogue.regions.get(code)
    zh, en = (code, None) if region is None else (region.name_zh, region.name_en)
    return {f"{name}_zh": zh, f"{name}_en": en}


def told_tally(tally: Tally) -> dict[str, Any]:
    """`TallyView`."""
    return {"count": tally.count, "fees": tally.fees, "median_days": tally.median_days}
