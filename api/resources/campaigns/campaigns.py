"""Knows `GET /v1/campaigns`: the campaigns, one of them on a day, and what is behind a number of it."""

from datetime import date
from typing import Annotated, Final

from fastapi import Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.bodies import read_as
from api.http.params import Moment
from api.http.problems import invalid
from api.http.settings import SET_BYTES
from api.resources.campaigns.views import CampaignAsked, CampaignBehind, CampaignList, ProgressView
from api.resources.campaigns.watching import Asked, Number, campaign_named, campaigns_held, progress, rows
from api.routes import declared, demand_right, router, services_of
from ledger.figures.reach import READ as ROWS
from ledger.groundwork.yaml_lines import DataFileRefused
from mobile_schema.faults import Fault
from mobile_schema.vocabulary import Level
from oversight.campaigns.checking import parse_campaign
from oversight.campaigns.progress import WHOLE, Which
from oversight.campaigns.told import told_campaign
from oversight.rule_files import told_entry

routes = router("campaigns 专题活动")

READ: Final = "ranking.read"
Name = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
Day = Annotated[date | None, Query(description="哪一天 / on which day; that of `as_of` unless given")]
AsOf = Annotated[
    Moment | None, Query(description="账上当时的数据 / as the ledger stood at this moment; now unless given")
]
OfLevel = Annotated[Level | None, Query(description="city 分市, county 分县; the campaign's own unless given")]


@routes.get(
    "/campaigns",
    summary="专题活动 / the campaigns",
    responses=documented.answers(CampaignList, refusals=(401, 403, 422, 503)),
    openapi_extra=declared(READ),
)
async def get_campaigns(request: Request) -> Response:
    """Each with its indicators and targets."""
    demand_right(request)
    held = await campaigns_held(services_of(request))
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
    person, services = demand_right(request), services_of(request)
    campaign = await campaign_named(services, name)
    return JsonAnswer(await run_in_threadpool(progress, services, person, campaign, Asked(day, as_of, level)))


@routes.post(
    "/campaigns/tried",
    summary="试算活动 / a campaign of one's own, on any day",
    responses=documented.answers(ProgressView, refusals=(401, 403, 408, 413, 415, 422, 503)),
    openapi_extra=declared("policy.simulate", documented.body("CampaignAsked")),
)
async def post_tried_campaign(request: Request) -> Response:
    """For who may simulate policies; nothing is written. What is wrong with it is told with its lines."""
    asked = await read_as(request, CampaignAsked, SET_BYTES)
    person, on = demand_right(request), Asked(asked.day, asked.as_of, asked.level)
    try:
        campaign = await run_in_threadpool(parse_campaign, asked.text)
    except DataFileRefused as refused:
        raise invalid([Fault(each.path, str(each), "campaign") for each in refused.faults]) from None
    return JsonAnswer(await run_in_threadpool(progress, services_of(request), person, campaign, on))


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
    which: Annotated[Which, Query(description="done 已完成, of 应完成, left 未完成")] = "done",
    subject: Annotated[str, Query(max_length=120, description="a row's `code`, or its name")] = WHOLE,
    day: Day = None,
    as_of: AsOf = None,
    level: OfLevel = None,
) -> Response:
    """Those that lie in a region of one's own, or are one's unit's."""
    person, services = demand_right(request), services_of(request)
    campaign, number = await campaign_named(services, name), Number(figure, which, subject)
    asked = Asked(day, as_of, level)
    return JsonAnswer(await run_in_threadpool(rows, services, person, campaign, asked, number))
