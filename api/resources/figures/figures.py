"""Knows `POST /v1/figures` and a project's figures: months reported by whoever may, on their way to Kafka."""

from dataclasses import asdict
from typing import Annotated, Final

import pymongo
from fastapi import Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.accepting.several import result, take_each, take_one
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.bodies import read_json
from api.http.params import Truth
from api.http.problems import Problem
from api.http.settings import QUERY_SECONDS, SET_BYTES
from api.resources.figures.asked import EXAMPLE, to_judge, to_send
from api.resources.figures.judging import judged
from api.resources.figures.sending import read_figures
from api.resources.figures.views import FiguresKnown, FiguresTaken, JudgedFigures, ProjectFigures
from api.routes import acting, declared, demand_right, router, services_of
from ledger.figures.figure import Figure
from ledger.figures.keeping import figures_of_project, readable, to_event
from ledger.figures.milestones import leader_of, milestones_of
from ledger.figures.programmes import programmes_of
from ledger.figures.reach import READ, REPORT, reach_of
from ledger.figures.withdrawal.taken_back import may_withdraw
from ledger.figures.withdrawal.versions import counting
from ledger.intake.incoming import report_id_in
from ledger.registry.days import local_day
from mobile_schema.fields import PROJECT_CODE_PATTERN

routes = router("figures 项目月报")

_REFUSALS: Final = (400, 401, 403, 408, 413, 415, 422, 503)


@routes.post(
    "/figures",
    status_code=202,
    summary="报送项目月报 / report what months of projects came to, one or several",
    responses=documented.answers(FiguresTaken, status=202, refusals=(*_REFUSALS, 409), also={200: FiguresKnown}),
    openapi_extra=declared(REPORT, documented.body("FiguresSent")),
)
async def post_figures(
    request: Request,
    dry_run: Annotated[Truth, Query(description="只判断,不报送 / judge them, and send none")] = False,
) -> Response:
    """As for a site visit: one figure, or several under `figures`, each under a `report_id` of its own. The receipt
    says what became of it: `figure.verdict`. With `dry_run` nothing is sent, and each is answered with its verdict."""
    body = await read_json(request, SET_BYTES)
    services, person = services_of(request), demand_right(request)
    if dry_run:
        asked = await run_in_threadpool(to_judge, body)
        return JsonAnswer(await run_in_threadpool(judged, services, person, asked, keep=False))
    several = await run_in_threadpool(to_send, body)
    raws = [body] if several is None else several
    read = await run_in_threadpool(read_figures, services, person, raws)
    if several is None:
        (report,) = read
        if isinstance(report, Problem):
            raise report
        return await take_one(services.intake, report, acting(request))
    outcomes = await take_each(services.intake, read, acting(request))
    results = [
        result(index, report_id_in(raw), outcome)
        for index, (raw, outcome) in enumerate(zip(raws, outcomes, strict=True))
    ]
    return JsonAnswer({"results": results}, 202)


@routes.post(
    "/figures/import",
    summary="导入项目月报 / keep the figures of a desk's file at once, all that are good in one transaction",
    responses=documented.answers(JudgedFigures, refusals=_REFUSALS),
    openapi_extra=declared(REPORT, documented.body("FiguresAsked", EXAMPLE)),
)
async def import_figures(request: Request) -> Response:
    """For whoever waits for the verdicts (`xiaohao import --kind figures`): kept when this answers. A figure that says
    otherwise than the last of its project's month corrects it, and both stay; the same again changes nothing."""
    body = await read_json(request, SET_BYTES)
    services, person = services_of(request), demand_right(request)
    asked = await run_in_threadpool(to_judge, body)
    return JsonAnswer(await run_in_threadpool(judged, services, person, asked, keep=True))


@routes.get(
    "/projects/{code}/figures",
    summary="项目月报 / every figure of a project that was reported, those corrected or withdrawn too",
    responses=documented.answers(ProjectFigures, refusals=(401, 403, 422, 503)),
    openapi_extra=declared(READ),
)
async def get_project_figures(request: Request, code: Annotated[str, Path(pattern=PROJECT_CODE_PATTERN)]) -> Response:
    """Those that lay in a region of one's own when they were reported; all, where it is one's unit's project."""
    person, services = demand_right(request), services_of(request)
    catalogue = services.rules.current.catalogue
    reach = reach_of(person, READ, catalogue)

    def found() -> list[Figure]:
        with pymongo.timeout(QUERY_SECONDS):
            return figures_of_project(services.store, code)

    figures = await run_in_threadpool(found)
    known = catalogue.projects.get(code)
    may = reach_of(person, REPORT, catalogue)
    own = known if known is not None and reach.reads(code, known.regions) else None
    today = local_day(services.clock.now(), services.rules.current.zone)
    counted = readable(counting(figures), reach)
    last = counted[-1] if counted else None
    months = {each.month: each for each in counting(figures)}
    milestones = milestones_of(counted, own, today) if counted or own else []
    return JsonAnswer(
        {
            "project": code,
            "unit_id": known and known.lead_unit,
            "may_report": known is not None and may.reports(code, known.regions),
            "may_withdraw": [month for month, each in months.items() if may_withdraw(each, may)],
            "leader": leader_of(last, own),
            "programmes": programmes_of(last, own),
            "milestones": [asdict(each) for each in milestones],
            "items": list(map(to_event, readable(figures, reach))),
        }
    )
