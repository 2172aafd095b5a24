"""Knows `/v1/projects`, `/v1/units` and `/v1/regions`: what there is to pick from."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from fastapi import Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.http import cursor as cursors
from api.http import documented
from api.http.params import Cursor, Limit, RegionCode, Truth
from api.http.views import View
from api.named import named_page, names_answer, says
from api.reads.reads import Reads
from api.resources.registry.views import (
    ProjectPage,
    ProjectView,
    RegionPage,
    RegionView,
    UnitPage,
    UnitView,
)
from api.routes import declared, demand_right, reads_of, router
from ledger.registry.days import has_ended
from ledger.registry.regions import is_within

routes = router("registry 名录")

Ended = Annotated[Truth, Query(description="连同已撤销的 / those that were retired too")]
Words = Annotated[str | None, Query(max_length=100, description="名称或代码的一部分 / part of a name or code")]


@routes.get(
    "/projects",
    summary="项目 / projects, by code",
    responses=documented.names(ProjectPage),
    openapi_extra=declared("registry.read"),
)
async def get_projects(  # noqa: PLR0917 - the query's parameters, named by those who call it
    request: Request,
    region: RegionCode = None,
    q: Words = None,
    ended: Ended = False,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """`region` finds every project that crosses it or anything below it."""
    demand_right(request)
    after, reads = cursors.read_name(cursor), reads_of(request)
    projects = reads.rules.catalogue.projects

    def matches(code: str, today: date) -> bool:
        project = projects[code]
        there = region is None or any(is_within(each, region) for each in project.regions)
        return (
            there
            and (ended or not has_ended(project, today))
            and says(q, project.code, project.name_zh, project.name_en)
        )

    return await _listed(request, reads, "projects", matches, ProjectView, limit, after)


@routes.get(
    "/units",
    summary="责任单位 / responsible units, by id",
    responses=documented.names(UnitPage),
    openapi_extra=declared("registry.read"),
)
async def get_units(  # noqa: PLR0917 - the query's parameters, named by those who call it
    request: Request,
    region: RegionCode = None,
    q: Words = None,
    ended: Ended = False,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """`region` finds the units of it and of everything below it."""
    demand_right(request)
    after, reads = cursors.read_name(cursor), reads_of(request)
    units = reads.rules.catalogue.units

    def matches(unit_id: str, today: date) -> bool:
        unit = units[unit_id]
        there = region is None or is_within(unit.region, region)
        return there and (ended or not has_ended(unit, today)) and says(q, unit.id, unit.name_zh, unit.name_en)

    return await _listed(request, reads, "units", matches, UnitView, limit, after)


@routes.get(
    "/regions",
    summary="行政区划 / regions, by code",
    responses=documented.names(RegionPage),
    openapi_extra=declared("registry.read"),
)
async def get_regions(
    request: Request, region: RegionCode = None, q: Words = None, limit: Limit = 200, cursor: Cursor = None
) -> Response:
    """The province, its cities and counties; `region` finds it and all below it."""
    demand_right(request)
    after, reads = cursors.read_name(cursor), reads_of(request)
    regions = reads.rules.catalogue.regions

    def matches(code: str, _: date) -> bool:
        there = regions[code]
        return (region is None or is_within(code, region)) and says(
            q, code, there.name_zh, there.full_name_zh, there.name_en
        )

    return await _listed(request, reads, "regions", matches, RegionView, limit, after)


async def _listed(  # noqa: PLR0917 - what of which entries, and which page of it
    request: Request,
    reads: Reads,
    kind: str,
    matches: Callable[[str, date], bool],
    view: type[View],
    limit: int,
    after: str,
) -> Response:
    """The page of those that match on the ledger's day."""
    entries = getattr(reads.rules.catalogue, kind)

    def seen(key: str) -> dict[str, Any]:
        return {name: getattr(entries[key], name) for name in view.model_fields}

    def found() -> dict[str, Any]:
        today = reads.today()
        return named_page(reads.rules.catalogue.ids(kind), lambda key: matches(key, today), seen, limit, after)

    return names_answer(request, await run_in_threadpool(found))
