"""Knows `GET /v1/rankings`: the rules, one of them computed for a period, and what is behind a figure of it."""

from typing import Annotated, Final

from fastapi import Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.bodies import read_as
from api.http.params import Moment
from api.http.problems import invalid
from api.http.settings import SET_BYTES
from api.resources.rankings.ranking import Asked, Number, months_with_figures, ranking, rankings_held, rows, rule_named
from api.resources.rankings.views import BehindView, RankingView, RuleAsked, RuleList
from api.routes import declared, demand_right, router, services_of
from ledger.figures.reach import READ as ROWS
from ledger.groundwork.yaml_lines import DataFileRefused
from mobile_schema.faults import Fault
from oversight.ranking.checking import parse_rule
from oversight.ranking.computing import WHOLE
from oversight.ranking.told import told_rule
from oversight.rule_files import told_entry

routes = router("rankings 排名")

READ: Final = "ranking.read"
Name = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
PeriodName = Annotated[str | None, Query(max_length=10, description="2019-08, 2019-Q3, 2019; this month unless given")]
AsOf = Annotated[
    Moment | None, Query(description="账上当时的数据 / as the ledger stood at this moment; now unless given")
]


@routes.get(
    "/rankings",
    summary="排名规则 / the rules by which there are rankings",
    responses=documented.answers(RuleList, refusals=(401, 403, 422, 503)),
    openapi_extra=declared(READ),
)
async def get_rankings(request: Request) -> Response:
    """Each with its indicators; and of which months there are figures to rank."""
    demand_right(request)
    services = services_of(request)
    held, months = await rankings_held(services), await run_in_threadpool(months_with_figures, services)
    items = [told_rule(each.rules) | told_entry(each) for each in held.values()]
    return JsonAnswer({"items": items, "months": months})


@routes.get(
    "/rankings/{name}",
    summary="排名 / a ranking of a period, as of any moment",
    responses=documented.answers(RankingView, refusals=(401, 403, 404, 422, 503)),
    openapi_extra=declared(READ),
)
async def get_ranking(request: Request, name: Name, period: PeriodName = None, as_of: AsOf = None) -> Response:
    """Computed from what was on the ledger then: asked again with the same `as_of`, a moment that is past, it says the
    same."""
    asked = Asked.of(period, as_of)
    demand_right(request)
    services = services_of(request)
    return JsonAnswer(await run_in_threadpool(ranking, services, await rule_named(services, name), asked))


@routes.post(
    "/rankings/tried",
    summary="试算规则 / a ranking by a rule of one's own",
    responses=documented.answers(RankingView, refusals=(401, 403, 408, 413, 415, 422, 503)),
    openapi_extra=declared("policy.simulate", documented.body("RuleAsked")),
)
async def post_tried_ranking(request: Request) -> Response:
    """For who may simulate policies; nothing is written. What is wrong with the rule is told with its lines."""
    asked = await read_as(request, RuleAsked, SET_BYTES)
    of = Asked.of(asked.period, asked.as_of)
    demand_right(request)
    try:
        rule = await run_in_threadpool(parse_rule, asked.text)
    except DataFileRefused as refused:
        raise invalid([Fault(each.path, str(each), "rule") for each in refused.faults]) from None
    return JsonAnswer(await run_in_threadpool(ranking, services_of(request), rule, of))


@routes.get(
    "/rankings/{name}/rows",
    summary="数据来源 / the projects, or issues, behind a figure of a ranking",
    responses=documented.answers(BehindView, refusals=(401, 403, 404, 422, 503)),
    openapi_extra=declared(ROWS),
)
async def get_ranking_rows(  # noqa: PLR0917 - the parameters of a query
    request: Request,
    name: Name,
    period: PeriodName = None,
    figure: Annotated[
        str | None, Query(max_length=40, description="the indicator's key; the first unless given")
    ] = None,
    subject: Annotated[str, Query(max_length=120, description="a row's `code`, or its name")] = WHOLE,
    as_of: AsOf = None,
) -> Response:
    """Those that lie in a region of one's own, or are one's unit's."""
    asked = Asked.of(period, as_of)
    person, services = demand_right(request), services_of(request)
    rule = await rule_named(services, name)
    return JsonAnswer(await run_in_threadpool(rows, services, person, rule, asked, Number(figure, subject)))
