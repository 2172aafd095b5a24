"""Knows `GET /v1/campaigns`: the campaigns, one of them on a day, and what is behind a number of it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, Final, Literal
from zoneinfo import ZoneInfo

import pymongo
from fastapi import Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.bodies import read_as
from api.http.params import Moment
from api.http.problems import Problem, invalid
from api.http.settings import SET_BYTES
from api.http.views import View
from api.routes import declared, demand_right, person_of, router, services_of
from api.services import Services
from ledger.access.scopes import scope_of
from ledger.figures.reach import READ as ROWS
from ledger.figures.reach import reach_of
from ledger.groundwork.yaml_lines import MAX_CHARACTERS, DataFileRefused
from ledger.mongo.rule_files.keeping import rules_in_force
from ledger.mongo.rule_files.kinds import HeldRules
from ledger.registry.days import local_day
from mobile_schema.faults import Fault
from mobile_schema.vocabulary import Level
from oversight.campaigns.behind import matters_opened
from oversight.campaigns.campaign import Campaign
from oversight.campaigns.checking import CAMPAIGNS, parse_campaign
from oversight.campaigns.progress import WHOLE, behind
from oversight.campaigns.stored import Watched, counted_of, progress_of, subjects_named
from oversight.campaigns.told import told_campaign, told_counted, told_matter, told_row
from oversight.rule_files import told_entry
from oversight.subjects import UnknownSubject, code_of

routes = router("campaigns 专题活动")

READ: Final = "ranking.read"
MATTERS: Final = "issue.read"
_SECONDS: Final = 30.0
_YEARS: Final = range(1900, 2100)
Name = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
Day = Annotated[date | None, Query(description="哪一天 / on which day; that of `as_of` unless given")]
AsOf = Annotated[
    Moment | None, Query(description="账上当时的数据 / as the ledger stood at this moment; now unless given")
]
OfLevel = Annotated[Level | None, Query(description="city 分市, county 分县; the campaign's own unless given")]


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


@routes.get(
    "/campaigns",
    summary="专题活动 / the campaigns",
    responses=documented.answers(CampaignList, refusals=(401, 403, 422, 503)),
    openapi_extra=declared(READ),
)
async def get_campaigns(request: Request) -> Response:
    """Each with its indicators and targets."""
    demand_right(request)
    held = await _held(services_of(request))
    return JsonAnswer({"items": [told_campaign(each.rules) | told_entry(each) for each in held.values()]})


@routes.get(
    "/campaigns/{name}",
    summary="活动进度 / how far each place has come in a campaign, on any day",
    responses=documented.answers(ProgressView, refusals=(401, 403, 404, 422, 503)),
    openapi_extra=declared(READ),
)
async def get_campaign(
    request: Request, name: Name, day: Day = None, as_of: AsOf = None, level: OfLevel = None
) -> Response:
    """Computed from what was on the ledger then: asked again with the same `day` and `as_of`, a moment that is past, it
    says the same."""
    demand_right(request)
    campaign = _at(await _campaign(services_of(request), name), level)
    return JsonAnswer(await run_in_threadpool(_progress, request, campaign, day, as_of))


@routes.post(
    "/campaigns/tried",
    summary="试算活动 / a campaign of one's own, on any day",
    responses=documented.answers(ProgressView, refusals=(401, 403, 408, 413, 415, 422, 503)),
    openapi_extra=declared("policy.simulate", documented.body("CampaignAsked")),
)
async def post_tried_campaign(request: Request) -> Response:
    """For who may simulate policies; nothing is written. What is wrong with it is told with its lines."""
    asked = await read_as(request, CampaignAsked, SET_BYTES)
    demand_right(request)
    try:
        campaign = await run_in_threadpool(parse_campaign, asked.text)
    except DataFileRefused as refused:
        raise invalid([Fault(each.path, str(each), "campaign") for each in refused.faults]) from None
    of_level = _at(campaign, asked.level)
    return JsonAnswer(await run_in_threadpool(_progress, request, of_level, asked.day, asked.as_of))


@routes.get(
    "/campaigns/{name}/rows",
    summary="数据来源 / the projects, or issues, behind a number of a campaign",
    responses=documented.answers(CampaignBehind, refusals=(401, 403, 404, 422, 503)),
    openapi_extra=declared(ROWS),
)
async def get_campaign_rows(  # noqa: PLR0917 - the parameters of a query
    request: Request,
    name: Name,
    figure: Annotated[
        str | None, Query(max_length=40, description="the indicator's key; the first with a number unless given")
    ] = None,
    which: Annotated[Literal["done", "of", "left"], Query(description="done 已完成, of 应完成, left 未完成")] = "done",
    subject: Annotated[str, Query(max_length=120, description="a row's `code`, or its name")] = WHOLE,
    day: Day = None,
    as_of: AsOf = None,
    level: OfLevel = None,
) -> Response:
    """Those that lie in a region of one's own, or are one's unit's."""
    person, services = demand_right(request), services_of(request)
    campaign = _at(await _campaign(services, name), level)
    reach = reach_of(person, ROWS, services.rules.current.catalogue)
    key = figure or next(each.key for each in campaign.indicators if each.done)

    def found(watched: Watched) -> dict[str, Any]:
        counted = list(counted_of(campaign, watched))
        try:
            code = code_of(subject, subjects_named(campaign, watched, counted))
            items = behind(campaign, key, which, code, counted)
        except UnknownSubject as error:
            raise Problem(422, "unknown-subject", str(error)) from None
        except KeyError:
            raise Problem(404, "unknown-figure", f"没有指标 {key} / no such figure: {key}") from None
        own = [told_counted(item) for item in items if reach.reads(item.id, item.regions)]
        said = {"figure": key, "which": which, "subject": subject}
        return said | {"day": watched.day.isoformat(), "as_of": watched.as_of, "items": own}

    return JsonAnswer(await run_in_threadpool(_watching, services, day, as_of, found))


def _progress(request: Request, campaign: Campaign, day: date | None, as_of: datetime | None) -> dict[str, Any]:
    scope = scope_of(person_of(request), MATTERS)

    def found(watched: Watched) -> dict[str, Any]:
        english = {code: region.name_en for code, region in watched.catalogue.regions.items()}
        rows = [told_row(row, english) for row in progress_of(campaign, watched)]
        told = {"campaign": told_campaign(campaign), "day": watched.day.isoformat()}
        opened = matters_opened(watched.store, campaign, watched.day.year)
        own = [told_matter(key, each) for key, each in opened if scope.covers_region(each.region)]
        return told | {"as_of": watched.as_of, "items": rows, "matters": own}

    return _watching(services_of(request), day, as_of, found)


def _watching(
    services: Services, day: date | None, as_of: datetime | None, found: Callable[[Watched], dict[str, Any]]
) -> dict[str, Any]:
    """What is found of the ledger as of a moment, on a day; it waits for MongoDB."""
    rules = services.rules.current
    at = as_of or services.clock.now()
    on = _on(day, at, rules.zone)
    with pymongo.timeout(_SECONDS):
        return found(Watched(services.store, rules.catalogue, rules.calendars, rules.zone, at, on))


def _on(day: date | None, at: datetime, zone: ZoneInfo) -> date:
    """The day that is asked for, of a year in which there are figures."""
    on = day or local_day(at, zone)
    if on.year not in _YEARS:
        raise Problem(422, "no-period", f"只看 1900 至 2099 年 / a day from 1900 to 2099: {on}")
    return on


def _at(campaign: Campaign, level: Level | None) -> Campaign:
    return campaign if level is None else campaign.model_copy(update={"level": level})


async def _held(services: Services) -> Mapping[str, HeldRules[Campaign]]:
    return await services.ask(lambda: rules_in_force(services.store, CAMPAIGNS))


async def _campaign(services: Services, name: str) -> Campaign:
    held = (await _held(services)).get(name)
    if held is None:
        raise Problem(404, "unknown-campaign", f"没有专题活动 {name} / no such campaign: {name}", campaign=name)
    return held.rules
