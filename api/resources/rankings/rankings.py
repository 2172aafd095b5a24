"""Knows `GET /v1/rankings`: the rules, one of them computed for a period, and what is behind a figure of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final

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
from api.routes import declared, demand_right, router, services_of
from api.services import Services
from ledger.figures.monthly import months_reported
from ledger.figures.reach import READ as ROWS
from ledger.figures.reach import reach_of
from ledger.groundwork.yaml_lines import MAX_CHARACTERS, DataFileRefused
from ledger.mongo.rule_files.keeping import rules_in_force
from ledger.mongo.rule_files.kinds import HeldRules
from ledger.registry.days import local_day
from mobile_schema.faults import Fault
from mobile_schema.vocabulary import Level
from oversight.ranking.checking import parse_rule
from oversight.ranking.computing import WHOLE, behind
from oversight.ranking.periods import NoPeriod, Period, period_of
from oversight.ranking.rule import Rule
from oversight.ranking.shipped import RANKINGS
from oversight.ranking.stored import Ledger, items_of, places_before, ranking_of, subjects_named
from oversight.ranking.told import names_of, told, told_item, told_rule
from oversight.rule_files import told_entry
from oversight.subjects import UnknownSubject, code_of

routes = router("rankings 排名")

READ: Final = "ranking.read"
_SECONDS: Final = 30.0
Name = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
PeriodName = Annotated[str | None, Query(max_length=10, description="2019-08, 2019-Q3, 2019; this month unless given")]
AsOf = Annotated[
    Moment | None, Query(description="账上当时的数据 / as the ledger stood at this moment; now unless given")
]


class IndicatorView(View):
    key: str
    name: str
    name_en: str | None
    unit: str
    decimals: int
    better: str


class RuleView(View):
    """`period` is the span that ends with the period asked for; `source` what is counted: figures or issues; `level`
    of which regions, null where units are compared."""

    name: str
    version: str
    title: str
    title_en: str | None
    about: str
    about_en: str | None
    source: str
    period: str
    subjects: str
    level: Level | None
    indicators: list[IndicatorView]


class RuleLine(RuleView):
    """Who entered the version that holds, and when; null of one that ships."""

    entered_at: AwareDatetime | None
    entered_by: str | None


class RuleList(View):
    """`months` are those of which figures were reported, the last first."""

    items: list[RuleLine]
    months: list[str]


class RankingRow(View):
    """`kind`: whole (全省), subject, separate (跨市), excluded (终止). `values` are as printed; `excluded` says why
    there is no place; `broken` are identities that do not hold. `previous` is the place in the period before."""

    subject: str
    subject_en: str | None
    code: str
    kind: str
    place: int | None
    previous: int | None
    sequence: str | None
    sequence_en: str | None
    values: dict[str, float | int | None]
    excluded: str | None
    lists: list[str]
    exempt: str | None
    broken: list[str]


class RankingView(View):
    """The whole first, then by place, those without one, and the rows of their own; `before` is the period that
    `previous` is of, as it stands on the ledger at the same moment. `sort` is the indicator that the order goes by,
    null where weights or points make it."""

    rule: RuleView
    period: str
    sort: str | None
    before: str | None
    as_of: AwareDatetime
    items: list[RankingRow]


class RuleAsked(BaseModel):
    """A rule of one's own, tried over a period that is past; it is kept nowhere."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Annotated[str, Field(min_length=1, max_length=MAX_CHARACTERS)]
    period: Annotated[str, Field(max_length=10)] | None = None
    as_of: Moment | None = None


class BehindItem(View):
    """A project or an issue; `measures` are what it counts as, money in 分."""

    id: str
    name: str
    subject: str
    measures: dict[str, int]


class BehindView(View):
    period: str
    figure: str
    subject: str
    as_of: AwareDatetime
    items: list[BehindItem]


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
    held, months = await _held(services), await run_in_threadpool(_months, services)
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
    asked = _asked(period)
    demand_right(request)
    services = services_of(request)
    return JsonAnswer(await run_in_threadpool(_ranked, services, await _rule(services, name), asked, as_of))


@routes.post(
    "/rankings/tried",
    summary="试算规则 / a ranking by a rule of one's own",
    responses=documented.answers(RankingView, refusals=(401, 403, 408, 413, 415, 422, 503)),
    openapi_extra=declared("policy.simulate", documented.body("RuleAsked")),
)
async def post_tried_ranking(request: Request) -> Response:
    """For who may simulate policies; nothing is written. What is wrong with the rule is told with its lines."""
    asked = await read_as(request, RuleAsked, SET_BYTES)
    period = _asked(asked.period)
    demand_right(request)
    try:
        rule = await run_in_threadpool(parse_rule, asked.text)
    except DataFileRefused as refused:
        raise invalid([Fault(each.path, str(each), "rule") for each in refused.faults]) from None
    return JsonAnswer(await run_in_threadpool(_ranked, services_of(request), rule, period, asked.as_of))


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
    asked = _asked(period)
    person, services = demand_right(request), services_of(request)
    rule, reach = await _rule(services, name), reach_of(person, ROWS, services.rules.current.catalogue)
    key = figure or rule.indicators[0].key

    def found() -> dict[str, Any]:
        with pymongo.timeout(_SECONDS):
            ledger = _ledger(services, as_of)
            of = asked or _this_month(ledger)
            counted = items_of(rule, of, ledger)
            try:
                items = behind(rule, counted, key, code_of(subject, subjects_named(rule, ledger, counted)))
            except UnknownSubject as error:
                raise Problem(422, "unknown-subject", str(error)) from None
            except KeyError:
                raise Problem(404, "unknown-figure", f"没有指标 {key} / no such figure: {key}") from None
        own = [told_item(item) for item in items if reach.reads(item.id, item.regions)]
        return {"period": of.name, "figure": key, "subject": subject, "as_of": ledger.as_of, "items": own}

    return JsonAnswer(await run_in_threadpool(found))


def _months(services: Services) -> list[str]:
    with pymongo.timeout(_SECONDS):
        return months_reported(services.store)


def _ranked(services: Services, rule: Rule, period: Period | None, as_of: datetime | None) -> dict[str, Any]:
    """A ranking as it is told; it waits for MongoDB."""
    with pymongo.timeout(_SECONDS):
        ledger = _ledger(services, as_of)
        of = period or _this_month(ledger)
        places, before = places_before(rule, of, ledger), of.before(rule.period.kind)
        names = names_of(rule, ledger.catalogue)
        rows = [told(rule, row, places, names) for row in ranking_of(rule, of, ledger)]
        said = {"period": of.name, "before": None if before is None else before.name, "as_of": ledger.as_of}
        return {"rule": told_rule(rule), **said, "sort": rule.score_of(of.quarter).sort, "items": rows}


async def _held(services: Services) -> Mapping[str, HeldRules[Rule]]:
    return await services.ask(lambda: rules_in_force(services.store, RANKINGS))


async def _rule(services: Services, name: str) -> Rule:
    held = (await _held(services)).get(name)
    if held is None:
        raise Problem(404, "unknown-rule", f"没有排名规则 {name} / no such ranking rule: {name}", rule=name)
    return held.rules


def _this_month(ledger: Ledger) -> Period:
    return period_of(local_day(ledger.as_of, ledger.zone).isoformat()[:7])


def _asked(text: str | None) -> Period | None:
    try:
        return None if text is None else period_of(text)
    except NoPeriod as error:
        raise Problem(422, "no-period", str(error)) from None


def _ledger(services: Services, as_of: datetime | None) -> Ledger:
    rules = services.rules.current
    return Ledger(services.store, rules.catalogue, rules.zone, as_of or services.clock.now())
