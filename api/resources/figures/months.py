"""Knows `GET /v1/figures`: the projects of a month, which of them nobody has reported, and what was odd."""

from collections import Counter
from typing import Annotated, Any

import pymongo
from fastapi import Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.http import cursor as cursors
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.params import Cursor, Limit, RegionCode
from api.http.settings import QUERY_SECONDS
from api.resources.figures.views import MonthStanding, ProjectMonths
from api.routes import declared, demand_right, router, services_of
from api.services import Services
from ledger.figures.figure import Figure
from ledger.figures.keeping import last_of_months, to_event
from ledger.figures.monthly import figures_of
from ledger.figures.reach import READ, REPORT, Reach, reach_of
from ledger.figures.withdrawal.versions import unless_withdrawn
from ledger.mongo.pages import page_from
from ledger.registry.catalogue import Catalogue
from ledger.registry.days import has_ended, local_day
from ledger.registry.entries import Person, Project
from ledger.registry.regions import is_within
from mobile_schema.reports.figure import MONTH_PATTERN

routes = router("figures 项目月报")


@routes.get(
    "/figures",
    summary="月报报送情况 / the registry's projects of a month: reported or not, and what was odd",
    responses=documented.answers(ProjectMonths, refusals=(401, 403, 422, 503)),
    openapi_extra=declared(READ),
)
async def get_figures(  # noqa: PLR0917 - the query's parameters, named by those who call it
    request: Request,
    month: Annotated[str | None, Query(pattern=MONTH_PATTERN, description="月份;默认本月 / this month")] = None,
    region: RegionCode = None,
    standing: Annotated[MonthStanding | None, Query(description="报送情况 / how they stand; all unless given")] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """Those that lie in a region of one's own, or are one's unit's, and have not ended."""
    person, services, after = demand_right(request), services_of(request), cursors.read_name(cursor)
    catalogue = services.rules.current.catalogue
    may = reach_of(person, REPORT, catalogue)

    def found() -> dict[str, Any]:
        with pymongo.timeout(QUERY_SECONDS):
            now = services.clock.now()
            of = month or local_day(now, services.rules.current.zone).isoformat()[:7]
            mine = _mine(services, person, region)
            flagged = {each.project: bool(each.flags) for each in figures_of(services.store, of, now)}
            stands = {code: _standing(flagged.get(code)) for code in mine}
            counts = Counter(stands.values())
            shown = (code for code in sorted(stands) if code > after and standing in (None, stands[code]))
            page = page_from(shown, limit, lambda code: code)
            known = last_of_months(services.store, {code: [of] for code in page.items})

        def told(code: str) -> dict[str, Any]:
            return _told(mine[code], stands[code], known.get(code, {}), of, catalogue, may)

        return {"month": of, "counts": {each: counts[each] for each in MonthStanding}, **cursors.answer(page, told)}

    return JsonAnswer(await run_in_threadpool(found))


def _mine(services: Services, person: Person, region: str | None) -> dict[str, Project]:
    """The projects whose figures the person may read, of a region and all below it, by code."""
    rules = services.rules.current
    reach, today = reach_of(person, READ, rules.catalogue), local_day(services.clock.now(), rules.zone)
    return {
        code: project
        for code, project in rules.catalogue.projects.items()
        if not has_ended(project, today)
        and (region is None or any(is_within(each, region) for each in project.regions))
        and reach.reads(code, project.regions)
    }


def _standing(flagged: bool | None) -> MonthStanding:
    if flagged is None:
        return MonthStanding.MISSING
    return MonthStanding.FLAGGED if flagged else MonthStanding.REPORTED


def _told(  # noqa: PLR0917 - what one line is told from
    project: Project, standing: MonthStanding, known: dict[str, Figure], month: str, catalogue: Catalogue, may: Reach
) -> dict[str, Any]:
    earlier = [each for each, figure in known.items() if each < month and not figure.withdrawn]
    figure, before = unless_withdrawn(known.get(month)), known[max(earlier)] if earlier else None
    unit = catalogue.units.get(project.lead_unit or "")
    return {
        "code": project.code,
        "name_zh": project.name_zh,
        "name_en": project.name_en,
        "level": project.level,
        "regions": project.regions,
        "unit_id": project.lead_unit,
        "unit_name_zh": unit and unit.name_zh,
        "unit_name_en": unit and unit.name_en,
        "standing": standing,
        "may_report": may.reports(project.code, project.regions),
        "figure": figure and to_event(figure),
        "before": before and to_event(before),
    }
