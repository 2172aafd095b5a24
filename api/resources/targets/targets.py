"""Knows `GET /v1/targets`, a target's figures, and `POST /v1/targets/{code}/figures` by its lead unit."""

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
from api.http.problems import Problem, ledger_away
from api.http.settings import COMMAND_SECONDS, QUERY_SECONDS, REPORT_BYTES
from api.resources.targets.views import (
    TargetBoard,
    TargetFigureAsked,
    TargetFigureView,
    TargetHistory,
    told_figure,
    told_target,
)
from api.routes import declared, demand_right, router, services_of
from api.services import Services
from ledger.access.matrix import Relation, cell_of
from ledger.registry.days import local_day
from ledger.registry.entries import Person
from ledger.store.commit import Conflict
from oversight.targets.computed import computed_figures, over
from oversight.targets.keeping import Entered, enter, figures_of
from oversight.targets.standing import standing
from oversight.targets.target import Target, shipped_targets

routes = router("targets 主要目标")

READ: Final = "target.read"
REPORT: Final = "target.report"
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
    person = demand_right(request)
    targets = shipped_targets()
    of = max(targets) if year is None else year
    if of not in targets:
        raise Problem(404, "no-targets", f"{of} 年没有目标 / there are no targets of {of}")
    return JsonAnswer(await run_in_threadpool(_board, services_of(request), person, of, as_of))


@routes.get(
    "/targets/{code}/figures",
    summary="目标数据 / every figure that was entered of a target, those corrected too",
    responses=documented.answers(TargetHistory, refusals=(401, 403, 404, 422, 503)),
    openapi_extra=declared(READ),
)
async def get_target_figures(request: Request, code: Code) -> Response:
    """By month and version."""
    demand_right(request)
    target = _target(code)
    store = services_of(request).store

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
    services, person, target = services_of(request), demand_right(request), _target(code)
    if not _leads(person, target):
        raise Problem(403, "not-permitted", "由牵头单位填报 / it is its lead unit that enters the figures")

    def kept() -> dict[str, Any]:
        with pymongo.timeout(COMMAND_SECONDS):
            at = services.clock.now()
            _demand_month(target, asked.month, local_day(at, services.rules.current.zone).isoformat()[:7])
            said = Entered(target.code, asked.month, asked.value, asked.source)
            try:
                return told_figure(enter(services.store, said, person.id, at))
            except Conflict:
                raise ledger_away() from None

    return JsonAnswer(await run_in_threadpool(kept))


def _board(services: Services, person: Person, year: int, as_of: datetime | None) -> dict[str, Any]:
    with pymongo.timeout(QUERY_SECONDS):
        at = as_of or services.clock.now()
        entered = groupby(figures_of(services.store, as_of=at), key=lambda figure: figure.target)
        figures = {code: list(of) for code, of in entered}
        targets = shipped_targets()[year]
        computed = {code: computed_figures(services.store, each, year, at) for code, each in targets.items()}
    units = services.rules.current.catalogue.units
    figures |= {code: over(figures.get(code, ()), found) for code, found in computed.items() if found}
    return {
        "year": year,
        "years": sorted(shipped_targets()),
        "as_of": at,
        "mine": [code for code, target in targets.items() if not computed[code] and _leads(person, target)],
        "items": [
            told_target(standing(target, figures.get(code, ())), figures.get(code, ()), year, units)
            | {"computed": bool(computed[code])}
            for code, target in targets.items()
        ],
    }


def _leads(person: Person, target: Target) -> bool:
    """Whether a duty of this person in the target's lead unit allows it."""
    return any(
        duty.unit_id == target.unit_id and Relation.LEAD in cell_of(REPORT, duty.role, duty.level)
        for duty in person.duties
    )


def _target(code: str) -> Target:
    found = next((targets[code] for targets in shipped_targets().values() if code in targets), None)
    if found is None:
        raise Problem(404, "unknown-target", f"没有目标 {code} / no such target: {code}")
    return found


def _demand_month(target: Target, month: str, present: str) -> None:
    """Raises Problem (422) for a month of another year, or one that has not come."""
    year = next(year for year, targets in shipped_targets().items() if target.code in targets)
    if not month.startswith(f"{year}-"):
        raise Problem(422, "other-year", f"这是 {year} 年的目标 / it is a target of {year}")
    if month > present:
        raise Problem(422, "future-month", "月份尚未到来 / the month has not come yet")
