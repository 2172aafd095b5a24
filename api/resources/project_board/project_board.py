"""Knows `GET /v1/project-board`: projects by stage, investment by place, campaigns and targets; and the list behind."""

from datetime import date
from typing import Annotated, Any, Final, Literal

from fastapi import Query, Request, Response

from api.http import documented
from api.http.answers import JsonAnswer
from api.resources.project_board.views import (
    BoardProjects,
    ProjectBoard,
    told_campaign,
    told_project,
    told_sums,
    told_target,
)
from api.routes import declared, demand_right, person_of, router, services_of
from api.services import Services
from ledger.dispatch.silence import silent_since
from ledger.dispatch.store import read_dispatch
from ledger.figures.keeping import figures_by_id
from ledger.figures.milestones import leader_of
from ledger.figures.programmes import is_in
from ledger.figures.reach import READ, Reach, reach_of
from ledger.mongo.rule_files.keeping import rules_in_force
from ledger.registry.days import local_day
from ledger.registry.regions import level_of
from mobile_schema.reports.figure import Programme
from mobile_schema.vocabulary import Level
from oversight.campaigns.checking import CAMPAIGNS
from oversight.campaigns.lights import light_of
from oversight.campaigns.progress import SEVERAL, place_in
from oversight.projects.summing import UNKNOWN, Cell, Last, cells_of, summed
from oversight.targets.keeping import figures_of
from oversight.targets.lights import kept_light
from oversight.targets.standing import standing
from oversight.targets.target import TARGETS

routes = router("figures 月报")

_SEVERAL_EN: Final = "Several places, or above"
_MOST: Final = 500
OfLevel = Annotated[
    Literal["city", "county"] | None,
    Query(description="city 分市, county 分县; counties where one oversees no more than a city"),
]
InProgramme = Annotated[
    Programme | None, Query(description="key_project 重点工程, transition 转型项目: those of a programme alone")
]


@routes.get(
    "/project-board",
    summary="项目看板 / projects by stage and place, campaigns and targets with their lights",
    responses=documented.answers(ProjectBoard, refusals=(401, 403, 422, 503)),
    openapi_extra=declared(READ),
)
async def get_project_board(request: Request, level: OfLevel = None, programme: InProgramme = None) -> Response:
    """Of the regions of one's own. `GET /v1/project-board/projects` lists what a number of it counts."""
    demand_right(request)
    services = services_of(request)
    reach = reach_of(person_of(request), READ, services.rules.current.catalogue)
    by = _level(reach, services) if level is None else Level(level)
    return JsonAnswer(await services.ask(lambda: _board(services, reach, by, programme)))


@routes.get(
    "/project-board/projects",
    summary="看板背后的项目 / the projects that a number of the board counts",
    responses=documented.answers(BoardProjects, refusals=(401, 403, 422, 503)),
    openapi_extra=declared(READ),
)
async def get_board_projects(
    request: Request,
    *,
    stage: Annotated[str | None, Query(max_length=20, description="a stage, or `unknown`")] = None,
    place: Annotated[str | None, Query(max_length=12, description="a place's `code`")] = None,
    only: Annotated[Literal["silent", "flagged"] | None, Query(description="silent 未报数, flagged 有标记")] = None,
    level: OfLevel = None,
    programme: InProgramme = None,
) -> Response:
    """Those that lie in a region of one's own, the first 500."""
    demand_right(request)
    services = services_of(request)
    reach = reach_of(person_of(request), READ, services.rules.current.catalogue)
    by = _level(reach, services) if level is None else Level(level)

    def found() -> dict[str, Any]:
        newest, year = silent_since(_today(services), read_dispatch(services.store)), _year(services)

        def wanted(last: Last) -> bool:
            figure = last.figure
            return (
                last.month.startswith(f"{year}-")
                and _is_of(programme, last)
                and (stage is None or (figure.stage or UNKNOWN) == stage)
                and (only != "silent" or last.is_silent(newest))
                and (only != "flagged" or bool(figure.flags))
                and (place is None or place_in(figure.regions, by) == place)
                and reach.reads(figure.project, figure.regions)
            )

        those = services.projects.those(wanted)
        shown = those[:_MOST]
        projects = services.rules.current.catalogue.projects
        kept = figures_by_id(services.store, (each.figure_id for each in shown)).values()
        leaders = {each.project: leader_of(each, projects.get(each.project)) for each in kept}
        items = [told_project(each, newest, leaders.get(each.figure.project, "")) for each in shown]
        return {"count": len(those), "items": items}

    return JsonAnswer(await services.ask(found))


def _is_of(programme: Programme | None, last: Last) -> bool:
    return programme is None or bool(is_in([programme], last.figure))


def _board(services: Services, reach: Reach, level: Level, programme: Programme | None) -> dict[str, Any]:
    store, today, year = services.store, _today(services), _year(services)
    newest = silent_since(today, read_dispatch(store))
    whole, places = summed(_cells(services, reach, year, programme), level, newest)
    regions = services.rules.current.catalogue.regions
    said = [
        {"code": code, "name_zh": SEVERAL, "name_en": _SEVERAL_EN, **told_sums(sums)}
        if code not in regions
        else {"code": code, "name_zh": regions[code].name_zh, "name_en": regions[code].name_en, **told_sums(sums)}
        for code, sums in places.items()
    ]
    month = services.projects.last_month()
    told = {"as_of": services.clock.now(), "year": year, "month": month, "level": level, "whole": told_sums(whole)}
    return told | {"places": said, "campaigns": _campaigns(services, reach, today), **_targets(services)}


def _cells(services: Services, reach: Reach, year: int, programme: Programme | None) -> list[Cell]:
    """Those of the reader's regions as they are kept; of who leads projects too, or of a programme, all that they may
    read are counted.
    """
    if reach.units or programme is not None:

        def wanted(last: Last) -> bool:
            return _is_of(programme, last) and reach.reads(last.figure.project, last.figure.regions)

        return cells_of(services.projects.those(wanted), year)
    return [cell for cell in services.projects.cells(year) if any(map(reach.scope.covers_region, cell.regions))]


def _campaigns(services: Services, reach: Reach, today: date) -> list[dict[str, Any]]:
    """Those that run, the first to end first."""
    held = [each.rules for each in rules_in_force(services.store, CAMPAIGNS).values()]
    running = [each for each in held if each.days(today.year)[0] <= today <= each.days(today.year)[1]]
    told = [told_campaign(each, today, light_of(services.store, each, reach.scope.covers_region)) for each in running]
    return sorted(told, key=lambda each: (each["ends"], each["name"]))


def _targets(services: Services) -> dict[str, Any]:
    """The targets of the last year that has any."""
    held = {each.rules.year: each.rules for each in rules_in_force(services.store, TARGETS).values()}
    year = max(held, default=None)
    figures = [each for each in figures_of(services.store) if year and each.month.startswith(f"{year}-")]
    of_year = held[year].targets if year else ()
    lights = {each.code: standing(each, [one for one in figures if one.target == each.code]).light for each in of_year}
    kept = {each.code: kept_light(services.store, each, year or 0) for each in of_year if each.computed is not None}
    lights |= {code: light for code, light in kept.items() if light is not None}
    told = [told_target(each, lights[each.code]) for each in of_year]
    return {"targets_year": year, "targets": told}


def _year(services: Services) -> int:
    month = services.projects.last_month()
    return _today(services).year if month is None else int(month[:4])


def _today(services: Services) -> date:
    return local_day(services.clock.now(), services.rules.current.zone)


def _level(reach: Reach, services: Services) -> Level:
    regions = services.rules.current.catalogue.regions
    cities = [code for code in regions if level_of(code) is Level.CITY and reach.scope.covers_region(code)]
    return Level.CITY if len(cities) > 1 else Level.COUNTY
