"""Knows a project's permits, `POST` of a report of one, and `GET /v1/permits`: those of one's regions, or units."""

from typing import Annotated, Any, Final

import pymongo
from fastapi import Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.http import cursor as cursors
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.bodies import read_as
from api.http.params import Cursor, Limit, Moment, RegionCode
from api.http.settings import COMMAND_SECONDS, QUERY_SECONDS, REPORT_BYTES
from api.resources.permits.listing import Asked, of_project, page_of
from api.resources.permits.reporting import kept
from api.resources.permits.views import PermitList, PermitReportView, ProjectPermits, reported
from api.routes import declared, demand_right, router, services_of
from ledger.permits.rights import READ, REPORT
from mobile_schema.fields import PROJECT_CODE_PATTERN
from mobile_schema.reports.permit import NewPermit, PermitKind, PermitState
from mobile_schema.vocabulary import Light

routes = router("permits 手续")

Code = Annotated[str, Path(pattern=PROJECT_CODE_PATTERN)]
AsOf = Annotated[Moment | None, Query(description="账上当时的数据 / as it was known at this moment; now unless given")]
EXAMPLE: Final = {
    "report_id": "01951f3a-7c00-7000-8000-000000000001",
    "kind": "environment",
    "state": "applied",
    "unit": "140105-ecology",
    "applied_on": "2026-03-02",
    "limit_days": 15,
    "parallel": "开工前",
}


@routes.post(
    "/projects/{code}/permits",
    summary="报送手续 / report how a permit of a project stands",
    responses=documented.answers(PermitReportView, refusals=(400, 401, 403, 404, 408, 409, 413, 415, 422, 503)),
    openapi_extra=declared(REPORT, documented.body("NewPermit", EXAMPLE)),
)
async def post_permit(request: Request, code: Code) -> Response:
    """By supervisors of the project's region, the unit that has the permit, or the one that leads the project. The same
    report again keeps nothing; another one of the permit takes the place of the last, and both stay. A unit hands its
    own permit to no other, and puts off no limit of it."""
    said = await read_as(request, NewPermit, REPORT_BYTES)
    services, person = services_of(request), demand_right(request)

    def done() -> dict[str, Any]:
        with pymongo.timeout(COMMAND_SECONDS):
            return reported(kept(services, person, code, said))

    return JsonAnswer(await run_in_threadpool(done))


@routes.get(
    "/projects/{code}/permits",
    summary="项目手续 / a project's permits: how each stands, those in parallel, every report of them",
    responses=documented.answers(ProjectPermits, refusals=(401, 403, 404, 422, 503)),
    openapi_extra=declared(READ),
)
async def get_project_permits(request: Request, code: Code, as_of: AsOf = None) -> Response:
    """Those of a project in one's regions; to staff of a unit, those that it has, or all of a project that it leads."""
    services, person = services_of(request), demand_right(request)

    def found() -> dict[str, Any]:
        with pymongo.timeout(QUERY_SECONDS):
            return of_project(services, person, code, as_of)

    return JsonAnswer(await run_in_threadpool(found))


@routes.get(
    "/permits",
    summary="手续清单 / permits of all projects that one may see: late ones, of a kind, of a region",
    responses=documented.answers(PermitList, refusals=(401, 403, 422, 503)),
    openapi_extra=declared(READ),
)
async def get_permits(  # noqa: PLR0917 - the parameters of a query
    request: Request,
    light: Annotated[Light | None, Query(description="red 超期, yellow 临期, green 期限内或已办结")] = None,
    kind: PermitKind | None = None,
    state: PermitState | None = None,
    region: RegionCode = None,
    as_of: AsOf = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """By project, kind and name; each as it stood at the end of the day of `as_of`."""
    services, person = services_of(request), demand_right(request)
    asked = Asked(light, kind, state, region, as_of, limit, cursors.read_name(cursor))

    def found() -> dict[str, Any]:
        with pymongo.timeout(QUERY_SECONDS):
            return page_of(services, person, asked)

    return JsonAnswer(await run_in_threadpool(found))
