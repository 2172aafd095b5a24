"""Knows `POST /v1/figures` and a project's figures: months reported by whoever may, each with its verdict."""

from collections.abc import Sequence
from typing import Annotated, Any, Final

import pymongo
from fastapi import Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.bodies import read_as
from api.http.params import Truth
from api.http.problems import ledger_away
from api.http.settings import COMMAND_SECONDS, QUERY_SECONDS, SET_BYTES
from api.http.views import View
from api.routes import declared, demand_right, person_of, router, services_of
from ledger.access.scopes import Scope, scope_of
from ledger.figures.figure import Figure
from ledger.figures.judging import FigureVerdict, JudgedFigure
from ledger.figures.keeping import REPORT, Reporting, figures_of_project, report, to_event, would_be
from ledger.store.commit import Conflict
from mobile_schema.fields import PROJECT_CODE_PATTERN
from mobile_schema.reports.figure import MOST_ROWS, Kind, NewFigure, Stage

routes = router("figures 项目月报")

READ: Final = "figure.read"
_ELSEWHERE: Final = "项目不在您的地区 / the project lies in no region of yours"


class FiguresAsked(BaseModel):
    """Figures of months, each judged by itself; `registered` refuses projects that the registry does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    figures: Annotated[tuple[NewFigure, ...], Field(min_length=1, max_length=MOST_ROWS)]
    registered: bool = False


class JudgedView(View):
    """`version` counts the figures of the project's month; `flags` are what is odd about one that came in."""

    verdict: FigureVerdict
    id: str | None
    project: str | None
    version: int | None
    slug: str
    reason: str
    field: str
    flags: list[str]
    project_is_new: bool


class JudgedFigures(View):
    items: list[JudgedView]


class SourceView(View):
    sha256: str | None
    filename: str
    sheet: str
    row: int


class FigureView(View):
    """A figure as `figure.reported.v1` has it: money in 分, progress in hundredths of a per cent."""

    id: str
    project: str
    name: str
    month: str
    version: int
    corrects: str | None
    at: AwareDatetime
    by: str
    kind: Kind | None
    stage: Stage | None
    plan_year: int | None
    done_year: int | None
    total: int | None
    progress: int | None
    due_start: str | None
    started_on: str | None
    resumed: bool | None
    regions: list[str]
    region_count: int
    unit: str
    source: SourceView
    flags: list[str]


class ProjectFigures(View):
    """By month and version."""

    project: str
    items: list[FigureView]


EXAMPLE: Final = {
    "figures": [
        {
            "name": "太焦铁路",
            "month": "2019-08",
            "kind": "carried-over",
            "plan_year": 36_000_000_000,
            "done_year": 24_800_000_000,
            "resumed": True,
            "regions": ["140400", "140500"],
        }
    ]
}


@routes.post(
    "/figures",
    summary="报送项目月报 / report what months of projects came to",
    responses=documented.answers(JudgedFigures, refusals=(400, 401, 403, 408, 413, 415, 422, 503)),
    openapi_extra=declared(REPORT, documented.body("FiguresAsked", EXAMPLE)),
)
async def post_figures(
    request: Request,
    dry_run: Annotated[Truth, Query(description="只判断,不入账 / judge them, and keep none")] = False,
) -> Response:
    """Kept when this answers. A figure that says otherwise than the last of its project's month corrects it, and both
    stay; the same again changes nothing."""
    asked = await read_as(request, FiguresAsked, SET_BYTES)
    person = demand_right(request)
    services, scope = services_of(request), scope_of(person, REPORT)

    def judge() -> list[dict[str, Any]]:
        rules = services.rules.current
        with pymongo.timeout(COMMAND_SECONDS):
            at = services.clock.now()
            reporting = Reporting(person.id, at, rules.catalogue, rules.zone, asked.registered)
            seen = would_be(services.store, asked.figures, reporting)
            own = [place for place, one in enumerate(seen) if one.figure is None or is_within(scope, one.figure)]
            mine = [asked.figures[place] for place in own]
            done = [seen[place] for place in own] if dry_run else report(services.store, mine, reporting)
            return _answers(len(seen), own, done)

    try:
        return JsonAnswer({"items": await run_in_threadpool(judge)})
    except Conflict:
        raise ledger_away() from None


@routes.get(
    "/projects/{code}/figures",
    summary="项目月报 / every figure of a project that was reported, those corrected too",
    responses=documented.answers(ProjectFigures, refusals=(401, 403, 422, 503)),
    openapi_extra=declared(READ),
)
async def get_project_figures(request: Request, code: Annotated[str, Path(pattern=PROJECT_CODE_PATTERN)]) -> Response:
    """Those that lay in a region of one's own when they were reported."""
    demand_right(request)
    services, scope = services_of(request), scope_of(person_of(request), READ)

    def found() -> list[Figure]:
        with pymongo.timeout(QUERY_SECONDS):
            return figures_of_project(services.store, code)

    figures = [to_event(each) for each in await run_in_threadpool(found) if is_within(scope, each)]
    return JsonAnswer({"project": code, "items": figures})


def is_within(scope: Scope, figure: Figure) -> bool:
    """Whether a project lies, with one of its regions, in somebody's."""
    return any(scope.covers_region(code) for code in figure.regions)


def _answers(count: int, own: Sequence[int], judged: Sequence[JudgedFigure]) -> list[dict[str, Any]]:
    """Every figure's answer in order; of those that lie elsewhere that they do."""
    of = dict(zip(own, judged, strict=True))
    elsewhere = JudgedFigure(FigureVerdict.FAULT, slug="elsewhere", reason=_ELSEWHERE, field="region")
    return [_view(of.get(place, elsewhere)) for place in range(count)]


def _view(one: JudgedFigure) -> dict[str, Any]:
    figure = one.figure
    return {
        "verdict": one.verdict,
        "id": figure and figure.id,
        "project": figure and figure.project,
        "version": figure and figure.version,
        "slug": one.slug,
        "reason": one.reason,
        "field": one.field,
        "flags": list(one.flags),
        "project_is_new": one.project_is_new,
    }
