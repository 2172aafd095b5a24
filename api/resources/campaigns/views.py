"""Knows what is answered of campaigns, and what is asked of who tries one of their own."""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.http.params import Moment
from api.http.views import View
from ledger.groundwork.yaml_lines import MAX_CHARACTERS
from mobile_schema.vocabulary import Level


class CampaignTarget(View):
    by: str
    value: float | int


class CampaignIndicator(View):
    """`unknown` says why the ledger cannot answer it; it then has no number."""

    key: str
    name: str
    name_en: str | None
    source: str
    unit: str
    decimals: int
    targets: list[CampaignTarget]
    unknown: str | None


class CampaignView(View):
    """`begins` and `ends` are days of every year, such as 06-30."""

    name: str
    version: str
    title: str
    title_en: str | None
    about: str
    begins: str
    ends: str
    level: str
    indicators: list[CampaignIndicator]


class CampaignLine(CampaignView):
    """Who entered the version that holds, and when; null of one that ships."""

    entered_at: AwareDatetime | None
    entered_by: str | None


class CampaignList(View):
    items: list[CampaignLine]


class CampaignReached(View):
    """A number as it is printed, null where it is not known, and `why` then says so; what it is made of; what was
    expected by the day, with the light; the next target and its day.
    """

    value: float | int | None
    done: int | None
    of: int | None
    expected: float | int | None
    light: str | None
    target: float | int | None
    by: date | None
    why: str | None


class CampaignRow(View):
    """`kind`: whole (全省), place, across (in several places, or in a higher one alone). `light` is its worst."""

    subject: str
    subject_en: str | None
    code: str
    kind: str
    light: str | None
    values: dict[str, CampaignReached]


class CampaignMatter(View):
    """A matter that the ledger opened of a place (`code`) behind schedule by an indicator (`figure`), and whether it
    was behind when it was looked at last."""

    figure: str
    code: str
    issue: str
    serial: str
    at: AwareDatetime
    behind: bool


class ProgressView(View):
    """The whole first, then the places by code. `matters` are those of the year in the regions of one's own."""

    campaign: CampaignView
    day: date
    as_of: AwareDatetime
    items: list[CampaignRow]
    matters: list[CampaignMatter]


class CampaignAsked(BaseModel):
    """A campaign of one's own, tried on a day; it is kept nowhere."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Annotated[str, Field(min_length=1, max_length=MAX_CHARACTERS)]
    day: date | None = None
    as_of: Moment | None = None
    level: Level | None = None


class CampaignCounted(View):
    """A project, a visit's project, an issue, a permit or a complaint; `measures` are what it counts as."""

    id: str
    name: str
    source: str
    regions: list[str]
    measures: dict[str, int]


class CampaignBehind(View):
    figure: str
    which: str
    subject: str
    day: date
    as_of: AwareDatetime
    items: list[CampaignCounted]
