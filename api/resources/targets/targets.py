"""Knows `GET /v1/targets`, a target's figures, and `POST /v1/targets/{code}/figures` by its lead unit."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Annotated, Any, Final

import pymongo
from fastapi import Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.bodies import read_as
from api.http.params import Moment, Whole
from api.http.problems import Problem, invalid, ledger_away
from api.http.settings import COMMAND_SECONDS, QUERY_SECONDS, REPORT_BYTES
from api.resources.targets.views import (
    TargetBoard,
    TargetFigureAsked,
    TargetFigureView,
    TargetHistory,
    months_of,
    told_figure,
    told_target,
)
from api.routes import declared, demand_right, router, services_of
from api.services import Services
from ledger.access.scopes import units_led
from ledger.mongo.rule_files.keeping import rules_in_force
from ledger.mongo.rule_files.kinds import HeldRules
from ledger.registry.days import local_day
from ledger.registry.entries import Person
from ledger.store.commit import Conflict
from mobile_schema.faults import Fault
from oversight.rule_files import told_entry
from oversight.targets.computed import computed_once, over
from oversight.targets.keeping import Entered, enter, figures_of
from oversight.targets.standing import TargetFigure, standing
from oversight.targets.target import TARGETS, Target, TargetsOfAYear

routes = router("targets 主要目标")

READ: Final = "target.read"
REPORT: Final = "target.report"
_SECONDS: Final = 30.0
Years = Mapping[int, HeldRules[TargetsOfAYear]]
Code = Annotated[str, Path(pattern=r"^[0-9A-Za-z-]{1,60}$")]
Year = Annotated[Whole | None, Query(ge=2000, le=2100, description="年度;默认最近一年 / the last that has any")]
AsOf = Annotated[Moment | None, Query(description="账上当时的数据 / as it was known at this moment; now unless given")]


@routes.get(
    "/targets",
    summary="主要目标 / a year's targets: what should be reached by now, and what is",
    responses=documented.answers(TargetBoard, refusals=(401, 403, 404, 422, 503)),
    openapi_extra=declared(READ),
)
async def get_targets(request: Request, year: Year = None, as_of: AsOf = None) -> Response:
    """In the order of the notice. What nobody entered, and no figure says, is null: not known, and no zero."""
    person, services = demand_right(request), services_of(request)
    held = await _held(services)
    of = max(held) if year is None else year
    if of not in held:
        raise Problem(404, "no-targets", f"{of} 年没有目标 / there are no targets of {of}")
    return JsonAnswer(await run_in_threadpool(_board, services, person, held, of, as_of))


@routes.get(
    "/targets/{code}/figures",
    summary="目标数据 / every figure that was entered of a target, those corrected too",
    responses=documented.answers(TargetHistory, refusals=(401, 403, 404, 422, 503)),
    openapi_extra=declared(READ),
)
async def get_target_figures(request: Request, code: Code) -> Response:
    """By month and version."""
    demand_right(request)
    store, years = services_of(request).store, await _held(services_of(request))
    target = _target(code, years)

    def found() -> list[dict[str, Any]]:
        with pymongo.timeout(QUERY_SECONDS):
            return [told_figure(each) for each in figures_of(store, target=target.code)]

    return JsonAnswer({"code": target.code, "items": await run_in_threadpool(found)})


@routes.post(
    "/targets/{code}/figures",
    summary="填报目标 / enter what was reached by the end of a month",
    responses=documented.answers(TargetFigureView, refusals=(400, 401, 403, 404, 408, 413, 415, 422, 503)),
    openapi_extra=declared(REPORT, documented.body("TargetFigureAsked")),
)
async def post_target_figure(request: Request, code: Code) -> Response:
    """By people of its lead unit. Another figure of the same month corrects the last, and both stay; the same again
    keeps nothing."""
    asked = await read_as(request, TargetFigureAsked, REPORT_BYTES)
    services, person = services_of(request), demand_right(request)
    years = await _held(services)
    target = _of_month(code, asked.month, years)
    if not _leads(person, target):
        raise Problem(403, "not-permitted", "由牵头单位填报 / it is its lead unit that enters the figures")
    if target.kind == "total" and asked.value < 0:
        raise invalid([Fault("$.value", "累计数不能为负 / a total is not below zero", "negative-total")])

    def kept() -> dict[str, Any]:
        at = services.clock.now()
        if asked.month > local_day(at, services.rules.current.zone).isoformat()[:7]:
            raise Problem(422, "future-month", "月份尚未到来 / the month has not come yet")
        if target.computed is not None:
            computed = _computed(services, years[int(asked.month[:4])].rules, None)[target.code]
            if asked.month in {each.month for each in computed}:
                raise Problem(422, "computed-month", "该月由月报算出,不填报 / that month is computed from figures")
        with pymongo.timeout(COMMAND_SECONDS):
            said = Entered(target.code, asked.month, asked.value, asked.source)
            try:
                return told_figure(enter(services.store, said, person.id, at))
            except Conflict:
                raise ledger_away() from None

    return JsonAnswer(await run_in_threadpool(kept))


async def _held(services: Services) -> Years:
    """The targets of each year that hold."""
    held = await services.ask(lambda: rules_in_force(services.store, TARGETS))
    return {each.rules.year: each for each in held.values()}


def _board(services: Services, person: Person, years: Years, year: int, as_of: datetime | None) -> dict[str, Any]:
    with pymongo.timeout(QUERY_SECONDS):
        at = as_of or services.clock.now()
        entered = groupby(figures_of(services.store, as_of=at), key=lambda figure: figure.target)
        figures = {code: [each for each in of if each.month.startswith(f"{year}-")] for code, of in entered}
    targets, catalogue = years[year].rules.by_code(), services.rules.current.catalogue
    computed = _computed(services, years[year].rules, as_of)
    figures |= {code: over(figures.get(code, ()), found) for code, found in computed.items()}
    months = {code: {each.month for each in found} for code, found in computed.items()}
    so_far = {month for month in months_of(year) if month <= local_day(at, services.rules.current.zone).isoformat()[:7]}
    return {
        "year": year,
        "years": sorted(years),
        "version": years[year].rules.version,
        **told_entry(years[year]),
        "as_of": at,
        "mine": [
            code for code, target in targets.items() if so_far - months.get(code, set()) and _leads(person, target)
        ],
        "items": [
            told_target(stands, figures.get(code, ()), year, months.get(code, set()), catalogue.units)
            for code, target in targets.items()
            for stands in (standing(target, figures.get(code, ())),)
        ],
    }


def _computed(
    services: Services, rules: TargetsOfAYear, as_of: datetime | None
) -> Mapping[str, Sequence[TargetFigure]]:
    """What projects' figures say of the targets, which may take long for the first who asks."""
    with pymongo.timeout(_SECONDS):
        return computed_once(services.store, rules, services.rules.current.catalogue, as_of)


def _leads(person: Person, target: Target) -> bool:
    """Whether a duty of this person in the target's lead unit allows it."""
    return target.unit_id in units_led(person, REPORT)


def _target(code: str, years: Years) -> Target:
    """That of the last year that has it."""
    last_first = (years[year].rules.by_code() for year in sorted(years, reverse=True))
    found = next((targets[code] for targets in last_first if code in targets), None)
    if found is None:
        raise Problem(404, "unknown-target", f"没有目标 {code} / no such target: {code}")
    return found


def _of_month(code: str, month: str, years: Years) -> Target:
    """That of a month's year. Raises Problem (404, 422)."""
    known, year = _target(code, years), years.get(int(month[:4]))
    found = None if year is None else year.rules.by_code().get(known.code)
    if found is None:
        raise Problem(422, "other-year", f"{month[:4]} 年没有这个目标 / it is no target of {month[:4]}")
    return found
