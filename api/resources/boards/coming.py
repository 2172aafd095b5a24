"""Knows `GET /v1/boards/coming`: the steps that fire next, each with its issue, whom it tells, and their telephone."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any, Final, Literal

from fastapi import Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import AwareDatetime

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.params import Limit, Moment, RegionCode
from api.http.views import View
from api.reads.reads import Reads
from api.routes import declared, reads_of, router
from api.shown.ahead import WhoIsTold, ahead, who_is_told
from mobile_schema.vocabulary import Category

routes = router("boards 看板")

_WITHIN: Final = ("round", "occurrence")
_OF_ISSUE: Final = ("serial", "description", "category", "region", "project_code", "unit_id")


class ComingStep(View):
    """A step of the ladder that fires at `at` if nothing happens. `result`: it fires, waits for the end of quiet hours
    (`at` is then), or finds nobody, as every post is empty."""

    at: AwareDatetime
    issue_id: str
    serial: str
    description: str
    category: Category
    region: str
    project_code: str | None
    unit_id: str | None
    obligation: str
    step: str
    title_zh: str
    title_en: str
    light: str | None
    light_zh: str | None
    light_en: str | None
    instrument: str | None
    instrument_zh: str | None
    instrument_en: str | None
    result: Literal["fire", "wait", "nobody"]
    to: list[WhoIsTold]


class ComingSteps(View):
    """The steps from now on and before `until`, the first first; `more` where there are others besides."""

    as_of: AwareDatetime
    until: AwareDatetime
    region: str | None
    more: bool
    items: list[ComingStep]


@routes.get(
    "/boards/coming",
    summary="今日将升级 / the steps that fire today, with whom they tell",
    responses=documented.answers(ComingSteps, refusals=(401, 403, 422, 503)),
    openapi_extra=declared("issue.list"),
)
async def get_coming(
    request: Request,
    region: RegionCode = None,
    until: Annotated[Moment | None, Query(description="before this moment; the end of today unless given")] = None,
    limit: Limit = 200,
) -> Response:
    """Of the issues that one may read, if nothing happens meanwhile. Who is told is as of now, as everywhere."""
    return JsonAnswer(await run_in_threadpool(_coming, reads_of(request), region, until, limit))


def _coming(reads: Reads, region: str | None, until: datetime | None, limit: int) -> dict[str, Any]:
    found = ahead(reads, region, until, limit)
    items = [
        {
            "at": step.until or step.at,
            "issue_id": issue.id,
            **{name: getattr(issue, name) for name in _OF_ISSUE},
            **{name: value for name, value in asdict(step.step).items() if name not in _WITHIN},
            "result": step.result,
            "to": [who_is_told(one, reads) for one in step.to],
        }
        for issue, step in found.steps
    ]
    return {"as_of": found.as_of, "until": found.until, "region": region, "more": found.more, "items": items}
